//! What somebody says was renamed.

/// One rename: what is wanted under a new name is there under an old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// What was renamed.
    pub what: Renamed,
    /// The old name.
    pub was: String,
    /// The new name.
    pub now: String,
}

/// What a [`Rename`] renames.
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

/// The old name of what is called `now`.
pub(crate) fn was<'a>(renames: &'a [Rename], what: &Renamed, now: &str) -> Option<&'a str> {
    let known = renames.iter().find(|rename| rename.what == *what && rename.now == now);
    known.map(|rename| rename.was.as_str())
}

/// The new name of what was called `was`.
pub(crate) fn now<'a>(renames: &'a [Rename], what: &Renamed, was: &str) -> Option<&'a str> {
    let known = renames.iter().find(|rename| rename.what == *what && rename.was == was);
    known.map(|rename| rename.now.as_str())
}
