//! The attribute types that the operators of an update apply to.

use crate::value::{Attribute, DateTime};

/// An attribute type that `add` applies to: INT, UINT, FLOAT and DOUBLE.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` cannot be added to",
    label = "not a number",
    note = "only INT, UINT, FLOAT and DOUBLE attributes have `add`"
)]
pub trait Numeric: Attribute + sealed::Sealed {}

/// An attribute type that `max` and `min` apply to: numbers and DATETIME.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` have no maximum and minimum",
    label = "neither a number nor a DATETIME",
    note = "only INT, UINT, FLOAT, DOUBLE and DATETIME attributes have `max` and `min`"
)]
pub trait Comparable: Attribute + sealed::Sealed {}

/// An attribute type that `and` and `or` apply to: BOOL.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` cannot be combined by `and` and `or`",
    label = "not a BOOL",
    note = "only BOOL attributes have `and` and `or`"
)]
pub trait Boolean: Attribute + sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! mark {
    ($trait:path: $($ty:ty),+) => {$(
        impl $trait for $ty {}
        impl $trait for Option<$ty> {}
    )+};
}

mark!(sealed::Sealed: i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, DateTime, bool);
mark!(Numeric: i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
mark!(Comparable: i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, DateTime);
mark!(Boolean: bool);
