//! The conditions of a column.
//!
//! The bounds are on the methods: rustc prints the message of a trait for these, and not for bounds
//! on the impl.

#![expect(clippy::needless_pass_by_value, reason = "a literal reads best by value: `gt(20.0)`")]

use super::literal::{condition, condition_of_none};
use super::{Filter, FilterValue, Order, Sortable};
use crate::schema::Column;

impl<Owner, T, Use> Column<Owner, T, Use> {
    /// Requires that the attribute equals `value`.
    pub fn eq(self, value: impl FilterValue<T>) -> Filter<Owner> {
        Filter::new(condition(self.name(), "=", &value))
    }

    /// Requires that the attribute differs from `value`.
    pub fn ne(self, value: impl FilterValue<T>) -> Filter<Owner> {
        Filter::new(condition(self.name(), "!=", &value))
    }

    /// Requires that the attribute is greater than `value`.
    pub fn gt(self, value: impl FilterValue<T>) -> Filter<Owner>
    where
        T: Sortable,
    {
        Filter::new(condition(self.name(), ">", &value))
    }

    /// Requires that the attribute is greater than `value` or equals it.
    pub fn ge(self, value: impl FilterValue<T>) -> Filter<Owner>
    where
        T: Sortable,
    {
        Filter::new(condition(self.name(), ">=", &value))
    }

    /// Requires that the attribute is less than `value`.
    pub fn lt(self, value: impl FilterValue<T>) -> Filter<Owner>
    where
        T: Sortable,
    {
        Filter::new(condition(self.name(), "<", &value))
    }

    /// Requires that the attribute is less than `value` or equals it.
    pub fn le(self, value: impl FilterValue<T>) -> Filter<Owner>
    where
        T: Sortable,
    {
        Filter::new(condition(self.name(), "<=", &value))
    }

    /// Sorts by the attribute, smallest first.
    pub fn asc(self) -> Order<Owner>
    where
        T: Sortable,
    {
        Order::by(self.name().to_owned())
    }

    /// Sorts by the attribute, greatest first.
    pub fn desc(self) -> Order<Owner>
    where
        T: Sortable,
    {
        Order::by(format!("-{}", self.name()))
    }
}

impl<Owner, T, Use> Column<Owner, Option<T>, Use> {
    /// Requires that the attribute has the value that is stored for `None`: the one that its field
    /// declares with `#[tg(none)]`, or else the one of an attribute that was never written.
    pub fn is_none(self) -> Filter<Owner>
    where
        T: FilterValue<T>,
    {
        Filter::new(condition_of_none(self.name(), "=", self.none_or_unset()))
    }

    /// Requires the opposite of [`is_none`](Self::is_none).
    pub fn is_some(self) -> Filter<Owner>
    where
        T: FilterValue<T>,
    {
        Filter::new(condition_of_none(self.name(), "!=", self.none_or_unset()))
    }

    fn none_or_unset(self) -> &'static str
    where
        T: FilterValue<T>,
    {
        if self.none().is_empty() { T::TYPE.unset() } else { self.none() }
    }
}
