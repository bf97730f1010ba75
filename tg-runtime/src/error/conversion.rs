//! The errors of writing and reading values.

use std::fmt;

/// A value that cannot be sent exactly.
///
/// The request is then not sent: TigerGraph has no NULL and JSON has no NaN, so such a value would
/// arrive as another one, or the server would reject the whole batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError(Box<Unsendable>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Unsendable {
    attribute: Option<Box<str>>,
    problem: Box<str>,
}

impl EncodeError {
    /// Creates the error with its reason; the encoder adds the name of the attribute.
    pub fn new(problem: impl Into<String>) -> Self {
        let problem = problem.into().into_boxed_str();
        Self(Box::new(Unsendable { attribute: None, problem }))
    }

    /// Returns the attribute that contains the value; `None` for an id or a literal of a filter.
    pub fn attribute(&self) -> Option<&str> {
        self.0.attribute.as_deref()
    }

    pub(crate) fn of_attribute(mut self, name: &str) -> Self {
        if self.0.attribute.is_none() && !name.is_empty() {
            self.0.attribute = Some(name.into());
        }
        self
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attribute() {
            Some(attribute) => write!(f, "attribute `{attribute}`: {}", self.0.problem),
            None => f.write_str(&self.0.problem),
        }
    }
}

impl std::error::Error for EncodeError {}

/// An answer that does not fit the type it is read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Unreadable>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Unreadable {
    /// The place in the result of a query, such as `[3]."P-1"`.
    place: Option<Box<str>>,
    element: Option<Box<str>>,
    attribute: Option<Box<str>>,
    expected: Box<str>,
    found: Box<str>,
}

impl DecodeError {
    /// Creates the error for an answer that contains `found` in place of `expected`.
    pub fn mismatch(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self(Box::new(Unreadable {
            place: None,
            element: None,
            attribute: None,
            expected: expected.into().into_boxed_str(),
            found: found.into().into_boxed_str(),
        }))
    }

    /// Returns the attribute that does not fit; the field of a tuple comes after a dot.
    pub fn attribute(&self) -> Option<&str> {
        self.0.attribute.as_deref()
    }

    /// Returns the vertex or edge that does not fit, as in ``Package `P-1` ``.
    pub fn element(&self) -> Option<&str> {
        self.0.element.as_deref()
    }

    /// Returns the place in the result of a query: an index such as `[3]`, a key such as `."P-1"`,
    /// one inside of the other; `None` at the value itself.
    pub fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    pub(crate) fn at_index(self, index: usize) -> Self {
        self.at_place(&format!("[{index}]"))
    }

    pub(crate) fn at_key(self, key: &str) -> Self {
        self.at_place(&format!(".{key:?}"))
    }

    fn at_place(mut self, place: &str) -> Self {
        let inner = self.0.place.take().unwrap_or_default();
        self.0.place = Some(format!("{place}{inner}").into());
        self
    }

    pub(crate) fn in_attribute(mut self, name: &str) -> Self {
        self.0.attribute = Some(match self.0.attribute.take() {
            Some(inner) => format!("{name}.{inner}").into_boxed_str(),
            None => name.into(),
        });
        self
    }

    pub(crate) fn in_element(mut self, element: String) -> Self {
        self.0.element.get_or_insert(element.into_boxed_str());
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place() {
            write!(f, "at `{place}`: ")?;
        }
        if let Some(element) = self.element() {
            write!(f, "{element}: ")?;
        }
        if let Some(attribute) = self.attribute() {
            write!(f, "attribute `{attribute}`: ")?;
        }
        write!(f, "expected {}, found {}", self.0.expected, self.0.found)
    }
}

impl std::error::Error for DecodeError {}
