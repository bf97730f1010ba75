//! Typed conditions and orders, and the text that the server reads them from.
//!
//! A condition compares one attribute with a literal, and conditions are joined by AND. The server
//! has OR only for finding paths, which accepts [`Alternatives`]. Text is quoted here alone, so no
//! value can become a part of the filter's grammar.

mod alternatives;
mod comparison;
mod literal;
mod order;

use std::fmt;
use std::marker::PhantomData;

pub use alternatives::Alternatives;
pub use literal::{FilterValue, Sortable};
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
    texts: Result<Texts, EncodeError>,
    owner: PhantomData<fn() -> Owner>,
}

/// The two syntaxes that the server has for the same conditions.
#[derive(Debug, Clone)]
struct Texts {
    /// The syntax of the endpoints that list: `a=1,b>2`.
    listing: String,
    /// The syntax of the endpoints that find paths: `a == 1 and b > 2`.
    path: String,
}

impl<Owner> Filter<Owner> {
    /// Requires `other` too.
    pub fn and(self, other: Self) -> Self {
        let texts = match (self.texts, other.texts) {
            (Ok(first), Ok(second)) => Ok(Texts {
                listing: format!("{},{}", first.listing, second.listing),
                path: format!("{} and {}", first.path, second.path),
            }),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        Self { texts, owner: PhantomData }
    }

    /// Requires this or `other`. Only path finding accepts this: the endpoints that list have no
    /// OR.
    pub fn or(self, other: impl Into<Alternatives<Owner>>) -> Alternatives<Owner> {
        Alternatives::from(self).or(other)
    }

    /// Returns the filter as the server reads it, not yet percent-encoded.
    ///
    /// # Errors
    ///
    /// When a literal cannot be sent, such as NaN.
    pub fn text(&self) -> Result<&str, EncodeError> {
        self.texts.as_ref().map(|texts| texts.listing.as_str()).map_err(Clone::clone)
    }

    fn new(texts: Result<Texts, EncodeError>) -> Self {
        Self { texts, owner: PhantomData }
    }
}

impl<Owner> Clone for Filter<Owner> {
    fn clone(&self) -> Self {
        Self::new(self.texts.clone())
    }
}

impl<Owner> fmt::Debug for Filter<Owner> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.text()).finish()
    }
}
