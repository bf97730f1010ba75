//! One difference.

use crate::apply::TypeKind;
use crate::model::{
    Attribute, AttributeType, EndpointPair, Index, KeyType, Literal, Stats, TupleField,
    VectorAttribute,
};

/// One difference between the actual and the expected schema. Its `Display` is one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// In whole catalogs, the graph whose content differs; `None` for what is global, and where
    /// only one graph was compared.
    pub graph: Option<String>,
    /// The graph, tuple or type that differs.
    pub subject: Subject,
    /// The difference.
    pub change: Change,
}

impl Difference {
    pub(super) fn new(subject: Subject, change: Change) -> Self {
        Self { graph: None, subject, change }
    }

    /// Returns `true` if something exists that is not expected, and that does not disturb a program
    /// that knows the expected schema only.
    #[must_use]
    pub fn is_extra(&self) -> bool {
        matches!(
            self.change,
            Change::Extra
                | Change::AttributeExtra(_)
                | Change::VectorExtra(_)
                | Change::IndexExtra(_)
                | Change::PairExtra(_)
        )
    }

    /// Returns `true` if programs that read and write by name are not affected: the order of
    /// attributes, indexes, statistics, and whether a type is local to its graph.
    #[must_use]
    pub fn is_cosmetic(&self) -> bool {
        matches!(
            self.change,
            Change::AttributeOrder { .. }
                | Change::IndexMissing(_)
                | Change::IndexExtra(_)
                | Change::IndexAttribute { .. }
                | Change::Stats { .. }
                | Change::Scope { .. }
        )
    }
}

/// The subject of a [`Difference`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A graph.
    Graph(String),
    /// A tuple.
    Tuple(String),
    /// A vertex type, by its expected name.
    Vertex(String),
    /// An edge type, by its expected name.
    Edge(String),
}

impl Subject {
    /// Returns the name of the graph, tuple or type.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Graph(name) | Self::Tuple(name) | Self::Vertex(name) | Self::Edge(name) => name,
        }
    }
}

/// A difference of a graph, tuple or type: `have` is the actual state, `want` the expected one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// It is expected and does not exist.
    Missing,
    /// It exists and is not expected.
    Extra,
    /// It is expected under this name and exists under the old one.
    Renamed {
        /// The old name.
        old: String,
    },
    /// The name is that of a type of the other kind.
    Kind {
        /// The actual kind.
        have: TypeKind,
    },
    /// The type is local to its graph and should be global, or the reverse.
    Scope {
        /// `true` if the actual type is local.
        have_local: bool,
    },
    /// A tuple has other fields.
    Fields {
        /// The actual fields.
        have: Vec<TupleField>,
        /// The expected fields.
        want: Vec<TupleField>,
    },

    /// One type has a `PRIMARY_ID`, the other a `PRIMARY KEY`.
    KeyStyle {
        /// `true` if the actual type has the `PRIMARY_ID`.
        have_primary_id: bool,
    },
    /// The `PRIMARY_ID` has another name.
    KeyName {
        /// The actual name.
        have: String,
        /// The expected name.
        want: String,
    },
    /// The `PRIMARY_ID` has another type.
    KeyType {
        /// The actual type.
        have: KeyType,
        /// The expected type.
        want: KeyType,
    },
    /// The `PRIMARY_ID` is an attribute, and should not be, or the reverse.
    KeyAsAttribute {
        /// `true` if the actual one is an attribute.
        have: bool,
    },
    /// The `PRIMARY KEY` has other attributes, or in another order.
    KeyParts {
        /// The actual attributes.
        have: Vec<String>,
        /// The expected attributes.
        want: Vec<String>,
    },
    /// Other statistics.
    Stats {
        /// The actual statistics.
        have: Stats,
        /// The expected statistics.
        want: Stats,
    },

    /// An attribute is expected and does not exist.
    AttributeMissing(Attribute),
    /// An attribute exists and is not expected.
    AttributeExtra(Attribute),
    /// An attribute is expected under this name and exists under the old one.
    AttributeRenamed {
        /// The old name.
        old: String,
        /// The new name.
        new: String,
    },
    /// An attribute has another type.
    AttributeType {
        /// The attribute.
        name: String,
        /// The actual type.
        have: AttributeType,
        /// The expected type.
        want: AttributeType,
    },
    /// An attribute has another default.
    AttributeDefault {
        /// The attribute.
        name: String,
        /// The actual default.
        have: Option<Literal>,
        /// The expected default.
        want: Option<Literal>,
    },
    /// The common attributes are in another order. Loading jobs depend on it.
    AttributeOrder {
        /// The actual order.
        have: Vec<String>,
        /// The expected order.
        want: Vec<String>,
    },
    /// A vector attribute is expected and does not exist.
    VectorMissing(VectorAttribute),
    /// A vector attribute exists and is not expected.
    VectorExtra(VectorAttribute),
    /// A vector attribute has another dimension or metric.
    Vector {
        /// The actual vector attribute.
        have: VectorAttribute,
        /// The expected vector attribute.
        want: VectorAttribute,
    },
    /// An index is expected and does not exist.
    IndexMissing(Index),
    /// An index exists and is not expected.
    IndexExtra(Index),
    /// An index covers another attribute.
    IndexAttribute {
        /// The actual index.
        have: Index,
        /// The expected index.
        want: Index,
    },

    /// The edge type is directed and should be undirected, or the reverse.
    Direction {
        /// `true` if the actual edge type is directed.
        have_directed: bool,
    },
    /// An edge type does not join a pair of vertex types that it should.
    PairMissing(EndpointPair),
    /// An edge type joins a pair of vertex types that it need not.
    PairExtra(EndpointPair),
    /// The reverse type has another name, or one of them has none.
    Reverse {
        /// The actual reverse.
        have: Option<String>,
        /// The expected reverse.
        want: Option<String>,
    },
    /// Parallel edges are distinguished by other attributes.
    Discriminator {
        /// The actual attributes, with their types.
        have: Vec<(String, AttributeType)>,
        /// The expected attributes, with their types.
        want: Vec<(String, AttributeType)>,
    },
}
