//! Conditions that are joined by OR.

use std::fmt;
use std::marker::PhantomData;

use super::Filter;
use crate::value::EncodeError;

/// The maximum number of alternatives of a condition once it is multiplied out.
const MAX_ALTERNATIVES: usize = 256;

/// Conditions on the attributes of `Owner` with OR among them. Only
/// [path finding](crate::Graph::shortest_path) accepts them.
///
/// ```
/// use tg_runtime::filter::{Alternatives, Filter};
/// use tg_runtime::schema::Column;
///
/// struct Road;
/// let length: Column<Road, i64> = Column::new("length");
/// let name: Column<Road, String> = Column::new("name");
///
/// let roads: Alternatives<Road> = length.lt(5).or(length.lt(9).and(name.eq("A \"1\"")));
/// assert_eq!(roads.texts()?, ["length < 5", r#"length < 9 and name == "A \"1\"""#]);
/// # Ok::<(), tg_runtime::value::EncodeError>(())
/// ```
///
/// The server accepts several conditions and keeps what satisfies any of them, so each alternative
/// is sent as a condition of its own: no parentheses are needed, and the precedence of AND and OR
/// does not matter.
#[must_use = "a condition does nothing until an operation takes it"]
pub struct Alternatives<Owner> {
    texts: Result<Vec<String>, EncodeError>,
    owner: PhantomData<fn() -> Owner>,
}

impl<Owner> Alternatives<Owner> {
    /// Requires this or `other`.
    pub fn or(self, other: impl Into<Self>) -> Self {
        self.joined(other.into(), |mut first, second| {
            first.extend(second);
            first
        })
    }

    /// Requires both this and `other`: each alternative of the one with each of the other.
    pub fn and(self, other: impl Into<Self>) -> Self {
        self.joined(other.into(), |first, second| {
            let with = |one: &String| {
                let both = second.iter().map(move |two| format!("{one} and {two}"));
                both.take(MAX_ALTERNATIVES + 1).collect::<Vec<_>>()
            };
            first.iter().flat_map(with).take(MAX_ALTERNATIVES + 1).collect()
        })
    }

    /// Returns each alternative as the server reads it.
    ///
    /// # Errors
    ///
    /// When a literal cannot be sent, such as NaN, or there are more than 256 alternatives.
    pub fn texts(&self) -> Result<&[String], EncodeError> {
        match &self.texts {
            Ok(texts) if texts.len() > MAX_ALTERNATIVES => Err(EncodeError::new(format!(
                "the condition has more than {MAX_ALTERNATIVES} alternatives once it is multiplied out"
            ))),
            Ok(texts) => Ok(texts),
            Err(error) => Err(error.clone()),
        }
    }

    fn joined(
        self,
        other: Self,
        join: impl FnOnce(Vec<String>, Vec<String>) -> Vec<String>,
    ) -> Self {
        let texts = match (self.texts, other.texts) {
            (Ok(first), Ok(second)) => Ok(join(first, second)),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        Self { texts, owner: PhantomData }
    }
}

impl<Owner> From<Filter<Owner>> for Alternatives<Owner> {
    fn from(filter: Filter<Owner>) -> Self {
        Self { texts: filter.texts.map(|texts| vec![texts.path]), owner: PhantomData }
    }
}

impl<Owner> Clone for Alternatives<Owner> {
    fn clone(&self) -> Self {
        Self { texts: self.texts.clone(), owner: PhantomData }
    }
}

impl<Owner> fmt::Debug for Alternatives<Owner> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Alternatives").field(&self.texts).finish()
    }
}
