//! Renames that the user declares.

/// One rename: something is expected under a new name and exists under an old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The renamed object.
    pub what: Renamed,
    /// The old name.
    pub old: String,
    /// The new name.
    pub new: String,
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

/// Returns the old name of the object that is now called `new`.
pub(crate) fn old_name<'a>(renames: &'a [Rename], what: &Renamed, new: &str) -> Option<&'a str> {
    let known = renames.iter().find(|rename| rename.what == *what && rename.new == new);
    known.map(|rename| rename.old.as_str())
}

/// Returns the new name of the object that was called `old`.
pub(crate) fn new_name<'a>(renames: &'a [Rename], what: &Renamed, old: &str) -> Option<&'a str> {
    let known = renames.iter().find(|rename| rename.what == *what && rename.old == old);
    known.map(|rename| rename.new.as_str())
}
