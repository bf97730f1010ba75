//! Which requests a rule is about.

use http::Method;

/// Which requests a rule, or a count, is about: built from [`Path`], [`Method`] and [`Any`].
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

/// Every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Any;

/// Scopes by path. Paths are compared as they are on the wire: with their prefix, without the
/// query, percent-escapes not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path;

impl Path {
    /// Exactly this path.
    #[must_use]
    pub fn is(path: impl Into<String>) -> Scope {
        Scope(vec![Test::PathIs(path.into())])
    }

    /// Paths that start so.
    #[must_use]
    pub fn starts(prefix: impl Into<String>) -> Scope {
        Scope(vec![Test::PathStarts(prefix.into())])
    }

    /// Paths that end so.
    #[must_use]
    pub fn ends(suffix: impl Into<String>) -> Scope {
        Scope(vec![Test::PathEnds(suffix.into())])
    }

    /// Paths in which this occurs.
    #[must_use]
    pub fn has(part: impl Into<String>) -> Scope {
        Scope(vec![Test::PathHas(part.into())])
    }
}

impl Scope {
    /// What both cover.
    #[must_use]
    pub fn and(mut self, other: impl Into<Scope>) -> Self {
        self.0.extend(other.into().0);
        self
    }

    pub(crate) fn covers(&self, method: &Method, path: &str) -> bool {
        self.0.iter().all(|test| match test {
            Test::PathIs(whole) => path == whole,
            Test::PathStarts(prefix) => path.starts_with(prefix.as_str()),
            Test::PathEnds(suffix) => path.ends_with(suffix.as_str()),
            Test::PathHas(part) => path.contains(part.as_str()),
            Test::Method(wanted) => method == wanted,
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
    fn every_part_must_hold() {
        let scope = Path::starts("/restpp/graph").and(Method::POST);
        assert!(scope.covers(&Method::POST, "/restpp/graph/g"));
        assert!(!scope.covers(&Method::GET, "/restpp/graph/g"));
        assert!(!scope.covers(&Method::POST, "/restpp/echo"));
        assert!(Scope::from(Any).covers(&Method::PUT, "/"));
        assert!(Path::ends("/b").and(Path::has("/a/")).covers(&Method::GET, "/a/b"));
    }
}
