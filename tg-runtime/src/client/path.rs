//! Paths and query strings, encoded by construction.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::body::Selection;
use crate::error::Result;

/// All characters except the unreserved ones of RFC 3986. The plus sign is among them, because some
/// gateways decode it to a blank.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// An encoded path, and its template, which can be logged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Path {
    encoded: String,
    template: String,
    problem: Option<&'static str>,
    fragile: bool,
}

impl Path {
    /// Creates a path from a constant, such as `/gsql/v1/tokens`.
    pub(crate) fn fixed(path: &'static str) -> Self {
        Self { encoded: path.to_owned(), template: path.to_owned(), ..Self::default() }
    }

    /// Appends the name of a graph, a type or an endpoint.
    pub(crate) fn name(mut self, name: &str) -> Self {
        self.push(name);
        self.template.push('/');
        self.template.push_str(name);
        self
    }

    /// Appends an id or other data, which the template omits.
    pub(crate) fn value(mut self, value: &str) -> Self {
        self.push(value);
        self.template.push_str("/{}");
        self
    }

    fn push(&mut self, segment: &str) {
        match segment {
            "" => self.problem = Some("it is empty, which would address a whole type"),
            "." | ".." => self.problem = Some("`.` and `..` are navigation in a URL"),
            _ => {}
        }
        self.fragile |=
            segment.chars().any(|c| matches!(c, '/' | '\\' | '?' | '#' | '%') || c.is_control());
        self.encoded.push('/');
        self.encoded.extend(utf8_percent_encode(segment, RESERVED));
    }

    /// Returns the encoded path, with a leading slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.encoded
    }

    /// Returns the path without ids.
    pub(crate) fn template(&self) -> &str {
        &self.template
    }

    /// Returns the reason why a URL cannot contain one of the segments.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        self.problem
    }

    /// Returns `true` if a segment contains a character with a meaning in paths: a gateway that
    /// decodes the path before it forwards it would forward another path.
    pub(crate) fn is_fragile(&self) -> bool {
        self.fragile
    }
}

/// A query string.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(String);

impl Query {
    pub(crate) fn push(&mut self, key: &str, value: impl Display) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.extend(utf8_percent_encode(key, RESERVED));
        self.0.push('=');
        self.0.extend(utf8_percent_encode(&value.to_string(), RESERVED));
    }

    pub(crate) fn with(mut self, key: &str, value: impl Display) -> Self {
        self.push(key, value);
        self
    }

    /// Adds the parameter if it has a value.
    pub(crate) fn with_some(self, key: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Returns the text; `None` if there are no parameters.
    pub(crate) fn as_str(&self) -> Option<&str> {
        (!self.0.is_empty()).then_some(self.0.as_str())
    }
}

impl<Owner> Selection<Owner> {
    /// Returns the query string that selects the rows.
    pub(crate) fn query(&self) -> Result<Query> {
        let parameters = self.parameters()?;
        let add = |query: Query, (key, value)| query.with(key, value);
        Ok(parameters.into_iter().fold(Query::default(), add))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_is_encoded_and_ids_stay_out_of_the_template() {
        let path = Path::fixed("/graph").name("G").name("vertices").value("a/b ?#%+&,\n\u{e9}");
        assert_eq!(path.as_str(), "/graph/G/vertices/a%2Fb%20%3F%23%25%2B%26%2C%0A%C3%A9");
        assert_eq!(path.template(), "/graph/G/vertices/{}");
        assert!(path.is_fragile());
        assert!(!Path::fixed("/graph").value("a b,c+d&e").is_fragile());
    }

    #[test]
    fn segments_that_a_url_cannot_contain_are_rejected() {
        assert!(Path::fixed("/graph").value("").problem().is_some());
        assert!(Path::fixed("/graph").value("..").problem().is_some());
        assert!(Path::fixed("/graph").value("...").problem().is_none());
    }

    #[test]
    fn queries_are_encoded() {
        let query = Query::default().with("filter", "a=\"b&c\" +").with("limit", 3);
        assert_eq!(query.as_str(), Some("filter=a%3D%22b%26c%22%20%2B&limit=3"));
        assert_eq!(Query::default().as_str(), None);
    }
}
