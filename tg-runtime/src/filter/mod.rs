//! Typed conditions and orders, and the text that the server reads them from.
//!
//! A condition compares one attribute with a literal, and conditions are joined by AND: the server
//! has no OR and no parentheses. Text is quoted here and nowhere else, so no value can become a part
//! of the filter's grammar.

mod comparison;
mod literal;
mod order;

use std::fmt;
use std::marker::PhantomData;

pub use literal::{Literal, Ordered};
pub use order::{IntoOrder, Order};

use crate::value::EncodeError;

/// Conditions on the attributes of `Owner`, all of which must hold.
///
/// ```
/// use tg_runtime::filter::Filter;
/// use tg_runtime::schema::Column;
///
/// struct Package;
/// let weight: Column<Package, f64> = Column::new("weight_kg");
/// let note: Column<Package, Option<String>> = Column::new("note");
///
/// let heavy: Filter<Package> = weight.gt(20.0).and(note.ne("say \"please\""));
/// assert_eq!(heavy.text()?, r#"weight_kg>20.0,note!="say \"please\"""#);
/// # Ok::<(), tg_runtime::value::EncodeError>(())
/// ```
#[must_use = "a filter does nothing until an operation takes it"]
pub struct Filter<Owner> {
    text: Result<String, EncodeError>,
    owner: PhantomData<fn() -> Owner>,
}

impl<Owner> Filter<Owner> {
    /// Asks that `other` holds too.
    pub fn and(self, other: Self) -> Self {
        let text = match (self.text, other.text) {
            (Ok(first), Ok(second)) => Ok(format!("{first},{second}")),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        Self { text, owner: PhantomData }
    }

    /// The filter as the server reads it, not yet percent-encoded.
    ///
    /// # Errors
    ///
    /// When a literal cannot be sent, such as NaN.
    pub fn text(&self) -> Result<&str, EncodeError> {
        self.text.as_deref().map_err(Clone::clone)
    }

    fn new(text: Result<String, EncodeError>) -> Self {
        Self { text, owner: PhantomData }
    }
}

impl<Owner> Clone for Filter<Owner> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<Owner> fmt::Debug for Filter<Owner> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.text).finish()
    }
}
