//! Rust values that are parameters of queries.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Argument;
use crate::schema::{AnyId, Id, Vertex};
use crate::value::{DateTime, EncodeError, FixedBinary, SetOf, Vector};

/// A Rust value that can be the parameter of a query.
///
/// | parameter | Rust |
/// | --- | --- |
/// | INT, UINT | `i8` to `i64`, `u8` to `u64` |
/// | FLOAT, DOUBLE | `f32`, `f64`; NaN and the infinities are errors |
/// | BOOL, STRING, DATETIME | `bool`, `&str` and `String`, [`DateTime`] |
/// | VERTEX, VERTEX&lt;T&gt; | [`Id<V>`](Id), `&V` of a vertex type, [`AnyId`] |
/// | SET, BAG, LIST | `Vec<T>`, slices, arrays, `BTreeSet<T>`, `HashSet<T>`, of any of these |
/// | MAP | `BTreeMap<K, T>`, `HashMap<K, T>` |
/// | FILE | `&Path` or `&str` |
/// | the declared default | `None` of an `Option` |
///
/// Types with `#[derive(Attribute)]` or `#[derive(Tuple)]` are parameters too. A type of your own
/// returns its [`Argument`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the parameter of a query",
    label = "no type of parameter takes this",
    note = "numbers, `bool`, text, `DateTime`, `Id<V>`, `&V` of a vertex type, and collections of them are parameters",
    note = "for an enum or newtype of your own: `#[derive(Attribute)]`"
)]
pub trait Parameter {
    /// Returns the value in the form that is sent.
    fn argument(&self) -> Argument;
}

macro_rules! attributes {
    ($($ty:ty),+) => {$(
        impl Parameter for $ty {
            fn argument(&self) -> Argument {
                Argument::attribute(self)
            }
        }
    )+};
}

attributes!(
    i8,
    i16,
    i32,
    i64,
    u8,
    u16,
    u32,
    u64,
    f32,
    f64,
    bool,
    str,
    String,
    Box<str>,
    Arc<str>,
    Cow<'_, str>,
    DateTime
);

impl<const N: usize> Parameter for FixedBinary<N> {
    fn argument(&self) -> Argument {
        Argument::attribute(self)
    }
}

/// A LIST of FLOAT, as vector search takes one.
impl<const N: usize> Parameter for Vector<N> {
    fn argument(&self) -> Argument {
        Argument::attribute(self)
    }
}

impl Parameter for Path {
    fn argument(&self) -> Argument {
        match self.to_str() {
            Some(text) => text.argument(),
            None => Argument::refused(EncodeError::new(format!(
                "the path `{}` is not UTF-8, and parameters are text",
                self.display()
            ))),
        }
    }
}

impl Parameter for PathBuf {
    fn argument(&self) -> Argument {
        self.as_path().argument()
    }
}

impl<V: Vertex + 'static> Parameter for Id<V> {
    fn argument(&self) -> Argument {
        Argument::id(self)
    }
}

impl Parameter for AnyId {
    fn argument(&self) -> Argument {
        Argument::any_id(self)
    }
}

impl Parameter for Argument {
    fn argument(&self) -> Argument {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Parameter + ?Sized> Parameter for &T {
    fn argument(&self) -> Argument {
        (**self).argument()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Parameter> Parameter for Box<T> {
    fn argument(&self) -> Argument {
        (**self).argument()
    }
}

/// `None` leaves the parameter out: the query takes its default.
impl<T: Parameter> Parameter for Option<T> {
    fn argument(&self) -> Argument {
        self.as_ref().map_or_else(Argument::absent, T::argument)
    }
}

macro_rules! collections {
    ($([$($parameters:tt)*] $ty:ty;)+) => {$(
        impl<T: Parameter, $($parameters)*> Parameter for $ty {
            fn argument(&self) -> Argument {
                Argument::list(self.iter().map(T::argument))
            }
        }
    )+};
}

collections! {
    [] [T];
    [] Vec<T>;
    [] VecDeque<T>;
    [] Box<[T]>;
    [] BTreeSet<T>;
    [] SetOf<T>;
    [S] HashSet<T, S>;
    [const N: usize] [T; N];
}

impl<K: Parameter, T: Parameter> Parameter for BTreeMap<K, T> {
    fn argument(&self) -> Argument {
        Argument::map(self.iter().map(|(key, value)| (key.argument(), value.argument())))
    }
}

impl<K: Parameter, T: Parameter, S> Parameter for HashMap<K, T, S> {
    fn argument(&self) -> Argument {
        Argument::map(self.iter().map(|(key, value)| (key.argument(), value.argument())))
    }
}
