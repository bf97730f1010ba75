//! Losses of a step.

use std::fmt;
use std::str::FromStr;

/// Something that a step drops. Its `Display` is the name by which it is confirmed, and is parsed
/// back: `vertex Package`, `attribute Package.colour`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Loss {
    /// A vertex type, with all its vertices.
    Vertex(String),
    /// An edge type, with its reverse and all edges.
    Edge(String),
    /// An attribute, with its values.
    Attribute {
        /// The vertex or edge type.
        of: String,
        /// The attribute.
        name: String,
    },
    /// A vector attribute, with its values.
    Vector {
        /// The vertex type.
        of: String,
        /// The attribute.
        name: String,
    },
    /// An index. Its loss does not lose data.
    Index {
        /// The vertex type.
        of: String,
        /// The index.
        name: String,
    },
    /// A tuple. No attribute has its type at that time.
    Tuple(String),
    /// A global type leaves the graph. The type and its data remain on the server.
    Member(String),
    /// A loading job: the server drops it with the type that it names, or when that is altered. A
    /// plan does not contain it; the client adds it after it has read the server's jobs.
    LoadingJob {
        /// The graph of the job.
        graph: String,
        /// The job.
        name: String,
    },
}

impl Loss {
    /// Returns the vertex or edge type that it is, or that it belongs to.
    #[must_use]
    pub fn type_name(&self) -> Option<&str> {
        match self {
            Self::Vertex(name) | Self::Edge(name) | Self::Member(name) => Some(name),
            Self::Attribute { of, .. } | Self::Vector { of, .. } | Self::Index { of, .. } => {
                Some(of)
            }
            Self::Tuple(_) | Self::LoadingJob { .. } => None,
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vertex(name) => write!(f, "vertex {name}"),
            Self::Edge(name) => write!(f, "edge {name}"),
            Self::Attribute { of, name } => write!(f, "attribute {of}.{name}"),
            Self::Vector { of, name } => write!(f, "vector {of}.{name}"),
            Self::Index { of, name } => write!(f, "index {of}.{name}"),
            Self::Tuple(name) => write!(f, "tuple {name}"),
            Self::Member(name) => write!(f, "member {name}"),
            Self::LoadingJob { graph, name } => write!(f, "loading_job {graph}.{name}"),
        }
    }
}

/// A text that names no [`Loss`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidLoss(String);

impl fmt::Display for InvalidLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not the name of a loss: write `vertex T`, `edge T`, `attribute T.a`, \
             `vector T.a`, `index T.i`, `tuple T`, `member T` or `loading_job G.j`",
            self.0
        )
    }
}

impl std::error::Error for InvalidLoss {}

impl FromStr for Loss {
    type Err = InvalidLoss;

    fn from_str(text: &str) -> Result<Self, InvalidLoss> {
        let invalid = || InvalidLoss(text.to_owned());
        let (kind, rest) = text.trim().split_once(char::is_whitespace).ok_or_else(invalid)?;
        let rest = rest.trim();
        let whole = || (!rest.is_empty() && !rest.contains('.')).then(|| rest.to_owned());
        let pair = || {
            let (of, name) = rest.split_once('.')?;
            let sound = !of.is_empty() && !name.is_empty() && !name.contains('.');
            sound.then(|| (of.to_owned(), name.to_owned()))
        };
        match kind {
            "vertex" => whole().map(Self::Vertex),
            "edge" => whole().map(Self::Edge),
            "tuple" => whole().map(Self::Tuple),
            "member" => whole().map(Self::Member),
            "attribute" => pair().map(|(of, name)| Self::Attribute { of, name }),
            "vector" => pair().map(|(of, name)| Self::Vector { of, name }),
            "index" => pair().map(|(of, name)| Self::Index { of, name }),
            "loading_job" => pair().map(|(graph, name)| Self::LoadingJob { graph, name }),
            _ => None,
        }
        .ok_or_else(invalid)
    }
}
