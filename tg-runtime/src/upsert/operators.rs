//! The attribute types that the operators of an update apply to.

use crate::value::Attribute;
use crate::value::kind::{Permits, uses};

/// An attribute type that `add` applies to: INT, UINT, FLOAT and DOUBLE.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` cannot be added to",
    label = "not a number",
    note = "only INT, UINT, FLOAT and DOUBLE attributes have `add`"
)]
pub trait Numeric: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::ADDITION }>>> Numeric for T {}

/// An attribute type that `max` and `min` apply to: numbers and DATETIME.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` have no maximum and minimum",
    label = "neither a number nor a DATETIME",
    note = "only INT, UINT, FLOAT, DOUBLE and DATETIME attributes have `max` and `min`"
)]
pub trait Comparable: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::RANGE }>>> Comparable for T {}

/// An attribute type that `and` and `or` apply to: BOOL.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` cannot be combined by `and` and `or`",
    label = "not a BOOL",
    note = "only BOOL attributes have `and` and `or`"
)]
pub trait Boolean: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::LOGIC }>>> Boolean for T {}
