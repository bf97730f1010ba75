//! Scopes: sets of requests.

use http::Method;

/// A set of requests, for a rule or a counter. It is created from [`Path`], [`Method`] and [`Any`].
///
/// ```
/// use tg_emulator::{Method, Path, Scope};
///
/// let upserts: Scope = Path::starts("/restpp/graph").and(Method::POST);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(Vec<Test>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    PathIs(String),
    PathStarts(String),
    PathEnds(String),
    PathHas(String),
    Method(Method),
}

/// The scope of all requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Any;

/// Scopes by path. Paths are compared in the form of the request line: with their prefix, without
/// the query string and without percent-decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path;

impl Path {
    /// Creates a scope of the requests with exactly this path.
    #[must_use]
    pub fn is(path: impl Into<String>) -> Scope {
        Scope(vec![Test::PathIs(path.into())])
    }

    /// Creates a scope of the requests whose path starts with `prefix`.
    #[must_use]
    pub fn starts(prefix: impl Into<String>) -> Scope {
        Scope(vec![Test::PathStarts(prefix.into())])
    }

    /// Creates a scope of the requests whose path ends with `suffix`.
    #[must_use]
    pub fn ends(suffix: impl Into<String>) -> Scope {
        Scope(vec![Test::PathEnds(suffix.into())])
    }

    /// Creates a scope of the requests whose path contains `part`.
    #[must_use]
    pub fn has(part: impl Into<String>) -> Scope {
        Scope(vec![Test::PathHas(part.into())])
    }
}

impl Scope {
    /// Returns the intersection of two scopes.
    #[must_use]
    pub fn and(mut self, other: impl Into<Scope>) -> Self {
        self.0.extend(other.into().0);
        self
    }

    pub(crate) fn covers(&self, method: &Method, path: &str) -> bool {
        self.0.iter().all(|test| match test {
            Test::PathIs(expected) => path == expected,
            Test::PathStarts(prefix) => path.starts_with(prefix.as_str()),
            Test::PathEnds(suffix) => path.ends_with(suffix.as_str()),
            Test::PathHas(part) => path.contains(part.as_str()),
            Test::Method(expected) => method == expected,
        })
    }
}

impl From<Any> for Scope {
    fn from(_: Any) -> Self {
        Self(Vec::new())
    }
}

impl From<Method> for Scope {
    fn from(method: Method) -> Self {
        Self(vec![Test::Method(method)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_conditions_must_be_met() {
        let scope = Path::starts("/restpp/graph").and(Method::POST);
        assert!(scope.covers(&Method::POST, "/restpp/graph/g"));
        assert!(!scope.covers(&Method::GET, "/restpp/graph/g"));
        assert!(!scope.covers(&Method::POST, "/restpp/echo"));
        assert!(Scope::from(Any).covers(&Method::PUT, "/"));
        assert!(Path::ends("/b").and(Path::has("/a/")).covers(&Method::GET, "/a/b"));
    }
}
