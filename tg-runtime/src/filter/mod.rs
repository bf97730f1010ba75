//! Typed conditions and orders, and the text that the server reads them from.
//!
//! A condition compares one attribute with a literal, and conditions are joined by AND: the server
//! has no OR and no parentheses, but where paths are found, which take [`Alternatives`]. Text is quoted
//! here and nowhere else, so no value can become a part of the filter's grammar.

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

/// The two spellings that the server has for the same conditions.
#[derive(Debug, Clone)]
struct Texts {
    /// Of the endpoints that list: `a=1,b>2`.
    listing: String,
    /// Of those that find paths: `a == 1 and b > 2`.
    words: String,
}

impl<Owner> Filter<Owner> {
    /// Asks that `other` holds too.
    pub fn and(self, other: Self) -> Self {
        let texts = match (self.texts, other.texts) {
            (Ok(first), Ok(second)) => Ok(Texts {
                listing: format!("{},{}", first.listing, second.listing),
                words: format!("{} and {}", first.words, second.words),
            }),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        Self { texts, owner: PhantomData }
    }

    /// Asks that this or `other` holds. Only paths are found so: the endpoints that list have no OR.
    pub fn or(self, other: impl Into<Alternatives<Owner>>) -> Alternatives<Owner> {
        Alternatives::from(self).or(other)
    }

    /// The filter as the server reads it, not yet percent-encoded.
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
