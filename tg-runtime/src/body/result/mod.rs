//! The results of queries, and the Rust types that they can be read into.

mod collections;
mod element;
mod key;
mod scalars;

#[cfg(feature = "client")]
pub(crate) use element::is_of_type;
pub use key::ResultKey;

use crate::value::{DecodeError, Decoder};

/// A Rust type that a value of a query's result can be read into.
///
/// | printed | Rust |
/// | --- | --- |
/// | numbers, BOOL, STRING, DATETIME | `i8` to `i64`, `u8` to `u64`, `f32`, `f64`, `bool`, `String`, [`DateTime`](crate::DateTime) |
/// | a vertex set | `Vec<V>` of a vertex type or a view of one, `Vec<QueryVertex<V, A>>`, or only their ids, `Vec<Id<V>>` |
/// | a vertex set of several types | `Vec<T>` of an enum with [`derive(View)`](derive@crate::View), or `Vec<AnyId>` |
/// | a VERTEX, or a collection of them | [`Id<V>`](crate::Id), `Vec<Id<V>>`; as text, `String` |
/// | an EDGE | `EdgeRecord<E>` |
/// | ListAccum, SetAccum, BagAccum, ArrayAccum, HeapAccum, a table | `Vec<T>`, `VecDeque<T>`, `BTreeSet<T>`, `HashSet<T>`, [`SetOf<T>`](crate::SetOf) |
/// | MapAccum | `BTreeMap<K, T>`, `HashMap<K, T>`, of any [key](ResultKey) |
/// | a tuple, a row of a heap, a group or a table | `#[derive(Tuple)]`; with the feature `client` also `Json<T>` of what serde reads |
/// | AndAccum, OrAccum | `bool` |
/// | BitwiseAndAccum, BitwiseOrAccum | `String`, of 64 digits; newer servers may print an `i64` |
/// | a value that may be missing; a VERTEX or an EDGE that may be unset | `Option<T>` |
///
/// Types with `#[derive(Vertex)]`, `#[derive(View)]`, `#[derive(Attribute)]` and `#[derive(Tuple)]`
/// have it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the result of a query",
    label = "nothing that a query prints is read into this",
    note = "numbers, `bool`, `String`, `DateTime`, vertex types, `EdgeRecord<E>`, `Id<V>`, tuples, and collections of them can be read",
    note = "wrap what serde reads in `Json<..>`; for an enum or newtype of your own: `#[derive(Attribute)]`"
)]
pub trait ReadResult: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// If the result contains a value of another type.
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError>;

    /// Reads a value that may be unset: `None` for `null`, and for what is printed of a VERTEX or an
    /// EDGE to which nothing was assigned.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn read_optional(input: &mut Decoder<'_>) -> Result<Option<Self>, DecodeError> {
        if input.is_null() {
            input.skip()?;
            return Ok(None);
        }
        Self::read(input).map(Some)
    }

    /// Returns the value for a name that was not printed: `None` for an `Option`.
    fn absent() -> Option<Self> {
        None
    }
}
