//! Rust values that are parameters of one type.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Argument;
use crate::body::Parameter as _;
use crate::schema::{AnyId, AsId, Id, Vertex};
use crate::value::{DateTime, EncodeError, IdText};

/// A Rust value that can be a parameter of type `T` of a typed query.
///
/// | parameter | `T` | values |
/// | --- | --- | --- |
/// | INT | `i64` | integers of at most 64 bits |
/// | UINT | `u64` | integers; a negative one is an error of the call |
/// | FLOAT, DOUBLE | `f32`, `f64` | `f32`, `f64`, integers of at most 32 bits |
/// | BOOL, DATETIME | `bool`, `DateTime` | these |
/// | STRING, FILE | `String` | texts |
/// | `VERTEX<V>` | `Id<V>` | `Id<V>`, `&V`, values of its primary id's type: [`AsId<V>`](AsId) |
/// | VERTEX | `AnyId` | `AnyId`, `Id<V>` |
/// | SET, BAG, LIST | `Vec<T>` | what can be iterated over and has values of `T` |
/// | MAP | `BTreeMap<K, T>` | what can be iterated over and has pairs |
///
/// An [`Argument`] is a parameter of every type but a vertex;
/// [`Parameter::argument`](crate::body::Parameter) makes it of a type of your own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a query parameter of type `{T}`",
    label = "expected a value of `{T}`",
    note = "for a vertex give its `Id<V>`, `&V` or a value of its primary id's type; for a SET, \
            BAG or LIST what can be iterated over",
    note = "a type of your own with `#[derive(Attribute)]` is given as `value.argument()`, with \
            `tg_runtime::body::Parameter`"
)]
pub trait ParameterOf<T: ?Sized> {
    /// Returns the value in the form that is sent.
    fn into_argument(self) -> Argument;
}

macro_rules! plain {
    ($($of:ty: $($ty:ty),+;)+) => {$($(
        impl ParameterOf<$of> for $ty {
            fn into_argument(self) -> Argument {
                self.argument()
            }
        }
    )+)+};
}

plain! {
    i64: i8, i16, i32, i64, u8, u16, u32, u64, &i8, &i16, &i32, &i64, &u8, &u16, &u32, &u64,
        Argument;
    u64: u8, u16, u32, u64, &u8, &u16, &u32, &u64, Argument;
    f64: f32, f64, i8, i16, i32, u8, u16, u32, &f32, &f64, &i8, &i16, &i32, &u8, &u16, &u32,
        Argument;
    f32: f32, f64, i8, i16, i32, u8, u16, u32, &f32, &f64, &i8, &i16, &i32, &u8, &u16, &u32,
        Argument;
    bool: bool, &bool, Argument;
    DateTime: DateTime, &DateTime, Argument;
    String: &str, &&str, String, &String, Box<str>, Arc<str>, Cow<'_, str>, &Cow<'_, str>, Argument;
    AnyId: AnyId, &AnyId, Argument;
}

macro_rules! not_negative {
    ($($ty:ty),+) => {$(
        /// A negative number is an error of the call.
        impl ParameterOf<u64> for $ty {
            fn into_argument(self) -> Argument {
                match u64::try_from(self) {
                    Ok(number) => number.argument(),
                    Err(_) => Argument::refused(EncodeError::new(format!(
                        "a UINT is not negative, and this is {self}"
                    ))),
                }
            }
        }
    )+};
}

not_negative!(i8, i16, i32, i64);

#[diagnostic::do_not_recommend]
impl<V: Vertex, T: AsId<V>> ParameterOf<Id<V>> for T {
    fn into_argument(self) -> Argument {
        let mut id = IdText::new();
        self.write_id(&mut id);
        Argument::of_spec(&V::SPEC, &id)
    }
}

impl<V: Vertex + 'static> ParameterOf<AnyId> for Id<V> {
    fn into_argument(self) -> Argument {
        Argument::id(&self)
    }
}

impl<V: Vertex + 'static> ParameterOf<AnyId> for &Id<V> {
    fn into_argument(self) -> Argument {
        Argument::id(self)
    }
}

impl<T> ParameterOf<Vec<T>> for Argument {
    fn into_argument(self) -> Argument {
        self
    }
}

impl<K, T> ParameterOf<BTreeMap<K, T>> for Argument {
    fn into_argument(self) -> Argument {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T, I> ParameterOf<Vec<T>> for I
where
    I: IntoIterator<Item: ParameterOf<T>>,
{
    fn into_argument(self) -> Argument {
        Argument::list(self.into_iter().map(ParameterOf::into_argument))
    }
}

#[diagnostic::do_not_recommend]
impl<K, T, A, B, I> ParameterOf<BTreeMap<K, T>> for I
where
    I: IntoIterator<Item = (A, B)>,
    A: ParameterOf<K>,
    B: ParameterOf<T>,
{
    fn into_argument(self) -> Argument {
        let entry = |(key, value): (A, B)| (key.into_argument(), value.into_argument());
        Argument::map(self.into_iter().map(entry))
    }
}
