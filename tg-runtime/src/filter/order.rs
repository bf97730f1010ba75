//! The order of rows.

use std::fmt;
use std::marker::PhantomData;

use crate::value::Sealed;

/// An order of rows by attributes of `Owner`, the first of them first.
///
/// ```
/// use tg_runtime::filter::{IntoOrder, Order};
/// use tg_runtime::schema::Column;
///
/// struct Package;
/// let weight: Column<Package, f64> = Column::new("weight_kg");
/// let city: Column<Package, String> = Column::new("city");
///
/// let order: Order<Package> = (city.asc(), weight.desc()).into_order();
/// assert_eq!(order.text(), "city,-weight_kg");
/// ```
#[must_use = "an order does nothing until an operation takes it"]
pub struct Order<Owner> {
    text: String,
    owner: PhantomData<fn() -> Owner>,
}

impl<Owner> Order<Owner> {
    pub(super) fn by(text: String) -> Self {
        Self { text, owner: PhantomData }
    }

    /// Orders rows that are equal in this order by `next`.
    pub fn then(self, next: Self) -> Self {
        // An empty list of orders leaves the rows unordered.
        match (self.text.is_empty(), next.text.is_empty()) {
            (true, _) => next,
            (_, true) => self,
            _ => Self::by(format!("{},{}", self.text, next.text)),
        }
    }

    /// Returns the order as the server reads it, not yet percent-encoded; empty for no order.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl<Owner> Clone for Order<Owner> {
    fn clone(&self) -> Self {
        Self::by(self.text.clone())
    }
}

impl<Owner> fmt::Debug for Order<Owner> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Order").field(&self.text).finish()
    }
}

/// One order or several: an [`Order`], or a tuple, an array or a vector of them. The trait is
/// sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order of `{Owner}`",
    label = "rows are ordered by columns",
    note = "write `column.asc()` or `column.desc()`, or a tuple of several"
)]
pub trait IntoOrder<Owner>: Sealed {
    /// Returns the order.
    fn into_order(self) -> Order<Owner>;
}

impl<Owner> Sealed for Order<Owner> {}
impl<Owner, const N: usize> Sealed for [Order<Owner>; N] {}
impl<Owner> Sealed for Vec<Order<Owner>> {}

impl<Owner> IntoOrder<Owner> for Order<Owner> {
    fn into_order(self) -> Order<Owner> {
        self
    }
}

fn all<Owner>(orders: impl IntoIterator<Item = Order<Owner>>) -> Order<Owner> {
    orders.into_iter().fold(Order::by(String::new()), Order::then)
}

impl<Owner, const N: usize> IntoOrder<Owner> for [Order<Owner>; N] {
    fn into_order(self) -> Order<Owner> {
        all(self)
    }
}

impl<Owner> IntoOrder<Owner> for Vec<Order<Owner>> {
    fn into_order(self) -> Order<Owner> {
        all(self)
    }
}

macro_rules! tuples {
    ($($($order:ident),+;)+) => {$(
        impl<Owner> Sealed for ($(tuples!(@order $order),)+) {}

        impl<Owner> IntoOrder<Owner> for ($(tuples!(@order $order),)+) {
            fn into_order(self) -> Order<Owner> {
                let ($($order,)+) = self;
                all([$($order),+])
            }
        }
    )+};
    (@order $order:ident) => { Order<Owner> };
}

tuples! {
    a, b;
    a, b, c;
    a, b, c, d;
    a, b, c, d, e;
    a, b, c, d, e, f;
}
