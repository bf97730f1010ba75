//! Each macro in a crate in which `tg-runtime` has another name: that it compiles is the test.

use tg::prelude::*;

/// An enum.
#[derive(Debug, Clone, PartialEq, Attribute)]
pub enum State {
    /// Open.
    Open,
}

/// A newtype.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]
pub struct Code(pub String);

/// A tuple.
#[derive(Debug, Clone, PartialEq, Tuple)]
pub struct Size {
    /// The width.
    pub width: i64,
}

/// A group.
#[derive(Debug, Clone, PartialEq, AttributeGroup)]
pub struct Audit {
    /// The author.
    #[tg(none)]
    pub author: Option<String>,
}

/// A vertex.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Package {
    /// The id.
    #[tg(primary_id)]
    pub code: Code,
    /// The state.
    #[tg(schema_default = "Open")]
    pub state: State,
    /// The size.
    pub size: Size,
    /// A group.
    #[tg(flatten)]
    pub audit: Audit,
}

/// A view.
#[derive(Debug, Clone, PartialEq, View)]
#[tg(of = Package)]
pub struct Part {
    /// The state.
    pub state: State,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Package, to = Package, reverse = "Lies_under")]
pub struct LiesOn {
    /// The day.
    #[tg(discriminator)]
    pub since: DateTime,
}

/// A graph.
#[tigergraph(graph = "Goods", auth = "secret")]
pub struct Goods {
    /// Packages.
    pub packages: Vertices<Package>,
    /// Edges.
    pub lies_on: Edges<LiesOn>,
}
