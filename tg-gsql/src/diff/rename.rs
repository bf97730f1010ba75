//! Renames that the user declares.

/// One rename: something is expected under a new name and exists under an old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The renamed object.
    pub what: Renamed,
    /// The old name.
    pub was: String,
    /// The new name.
    pub now: String,
}

/// The kind of object that a [`Rename`] renames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renamed {
    /// A vertex type.
    Vertex,
    /// An edge type.
    Edge,
    /// An attribute of the vertex type that has this name now.
    VertexAttribute(String),
    /// An attribute of the edge type that has this name now.
    EdgeAttribute(String),
}

/// Returns the old name of the object that is now called `now`.
pub(crate) fn was<'a>(renames: &'a [Rename], what: &Renamed, now: &str) -> Option<&'a str> {
    let known = renames.iter().find(|rename| rename.what == *what && rename.now == now);
    known.map(|rename| rename.was.as_str())
}

/// Returns the new name of the object that was called `was`.
pub(crate) fn now<'a>(renames: &'a [Rename], what: &Renamed, was: &str) -> Option<&'a str> {
    let known = renames.iter().find(|rename| rename.what == *what && rename.was == was);
    known.map(|rename| rename.now.as_str())
}
