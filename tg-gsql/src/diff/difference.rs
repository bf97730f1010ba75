//! One difference.

use crate::apply::TypeKind;
use crate::model::{
    Attribute, AttributeType, EndpointPair, Index, KeyType, Literal, Stats, TupleField,
    VectorAttribute,
};

/// One difference between what is there and what is wanted. Its `Display` is one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// In whole catalogs, the graph whose content differs; `None` for what is global, and where
    /// only one graph was compared.
    pub graph: Option<String>,
    /// What differs.
    pub subject: Subject,
    /// How it differs.
    pub change: Change,
}

impl Difference {
    pub(super) fn new(subject: Subject, change: Change) -> Self {
        Self { graph: None, subject, change }
    }

    /// Whether this is something that is there beyond what is wanted, and in the way of nobody who
    /// knows only what is wanted.
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

    /// Whether programs that read and write by name notice nothing of it: the order of attributes,
    /// indexes, statistics, and whether a type is local to its graph.
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

/// What a [`Difference`] is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A graph.
    Graph(String),
    /// A tuple.
    Tuple(String),
    /// A vertex type, by its wanted name.
    Vertex(String),
    /// An edge type, by its wanted name.
    Edge(String),
}

impl Subject {
    /// The name of the graph, tuple or type.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Graph(name) | Self::Tuple(name) | Self::Vertex(name) | Self::Edge(name) => name,
        }
    }
}

/// How a graph, tuple or type differs: `have` is what is there, `want` what shall be.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// It is wanted and not there.
    Missing,
    /// It is there and not wanted.
    Extra,
    /// It is wanted under this name and is there under the old one.
    Renamed {
        /// The old name.
        was: String,
    },
    /// The name is that of a type of the other kind.
    Kind {
        /// What is there.
        have: TypeKind,
    },
    /// The type is local to its graph, and a global one is wanted, or the reverse.
    Scope {
        /// Whether the type that is there is local.
        have_local: bool,
    },
    /// A tuple has other fields.
    Fields {
        /// The fields that are there.
        have: Vec<TupleField>,
        /// Those that are wanted.
        want: Vec<TupleField>,
    },

    /// One type has a `PRIMARY_ID`, the other a `PRIMARY KEY`.
    KeyStyle {
        /// Whether the type that is there has the `PRIMARY_ID`.
        have_primary_id: bool,
    },
    /// The `PRIMARY_ID` has another name.
    KeyName {
        /// The name that is there.
        have: String,
        /// The one that is wanted.
        want: String,
    },
    /// The `PRIMARY_ID` has another type.
    KeyType {
        /// The type that is there.
        have: KeyType,
        /// The one that is wanted.
        want: KeyType,
    },
    /// The `PRIMARY_ID` is an attribute, and should not be, or the reverse.
    KeyAsAttribute {
        /// Whether it is one there.
        have: bool,
    },
    /// The `PRIMARY KEY` has other attributes, or in another order.
    KeyParts {
        /// The attributes that are there.
        have: Vec<String>,
        /// Those that are wanted.
        want: Vec<String>,
    },
    /// Other statistics.
    Stats {
        /// What is there.
        have: Stats,
        /// What is wanted.
        want: Stats,
    },

    /// An attribute is wanted and not there.
    AttributeMissing(Attribute),
    /// An attribute is there and not wanted.
    AttributeExtra(Attribute),
    /// An attribute is wanted under this name and is there under the old one.
    AttributeRenamed {
        /// The old name.
        was: String,
        /// The new name.
        now: String,
    },
    /// An attribute has another type.
    AttributeType {
        /// The attribute.
        name: String,
        /// The type that is there.
        have: AttributeType,
        /// The one that is wanted.
        want: AttributeType,
    },
    /// An attribute has another default.
    AttributeDefault {
        /// The attribute.
        name: String,
        /// The default that is there.
        have: Option<Literal>,
        /// The one that is wanted.
        want: Option<Literal>,
    },
    /// The attributes that both have stand in another order. Loading jobs count them.
    AttributeOrder {
        /// The order that is there.
        have: Vec<String>,
        /// The one that is wanted.
        want: Vec<String>,
    },
    /// A vector attribute is wanted and not there.
    VectorMissing(VectorAttribute),
    /// A vector attribute is there and not wanted.
    VectorExtra(VectorAttribute),
    /// A vector attribute has another dimension or metric.
    Vector {
        /// What is there.
        have: VectorAttribute,
        /// What is wanted.
        want: VectorAttribute,
    },
    /// An index is wanted and not there.
    IndexMissing(Index),
    /// An index is there and not wanted.
    IndexExtra(Index),
    /// An index covers another attribute.
    IndexAttribute {
        /// The index that is there.
        have: Index,
        /// The one that is wanted.
        want: Index,
    },

    /// The edge type is directed, and an undirected one is wanted, or the reverse.
    Direction {
        /// Whether the edge type that is there is directed.
        have_directed: bool,
    },
    /// An edge type does not join a pair of vertex types that it should.
    PairMissing(EndpointPair),
    /// An edge type joins a pair of vertex types that it need not.
    PairExtra(EndpointPair),
    /// The reverse type has another name, or one of them has none.
    Reverse {
        /// The reverse that is there.
        have: Option<String>,
        /// The one that is wanted.
        want: Option<String>,
    },
    /// Other attributes tell parallel edges apart.
    Discriminator {
        /// The attributes that are there, with their types.
        have: Vec<(String, AttributeType)>,
        /// Those that are wanted.
        want: Vec<(String, AttributeType)>,
    },
}
