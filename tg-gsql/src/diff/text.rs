//! Differences as lines.

use std::fmt::{self, Display, Formatter};

use super::difference::{Change, Difference, Subject};
use crate::apply::TypeKind;
use crate::model::{Attribute, AttributeType, EndpointPair, Index, Literal, VectorAttribute};

impl Display for Difference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(graph) = &self.graph {
            write!(f, "graph `{graph}`: ")?;
        }
        write!(f, "{}", self.subject)?;
        match &self.change {
            Change::Missing | Change::Extra | Change::Kind { .. } | Change::Renamed { .. } => {
                write!(f, " {}", self.change)
            }
            change => write!(f, ": {change}"),
        }
    }
}

impl Display for Subject {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (kind, name) = match self {
            Self::Graph(name) => ("graph", name),
            Self::Tuple(name) => ("tuple", name),
            Self::Vertex(name) => ("vertex", name),
            Self::Edge(name) => ("edge", name),
        };
        write!(f, "{kind} `{name}`")
    }
}

/// The predicate of the sentence about the subject.
impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing"),
            Self::Extra => f.write_str("exists and is not expected"),
            Self::Renamed { old } => write!(f, "is still called `{old}`"),
            Self::Kind { have: TypeKind::Vertex } => {
                f.write_str("is a vertex type, not an edge type")
            }
            Self::Kind { have: TypeKind::Edge } => {
                f.write_str("is an edge type, not a vertex type")
            }
            Self::Scope { have_local: true } => f.write_str("is local to the graph, not global"),
            Self::Scope { have_local: false } => f.write_str("is global, not local to the graph"),
            Self::Fields { have, want } => {
                let list = |fields: &[crate::model::TupleField]| -> Vec<String> {
                    fields.iter().map(|field| format!("{} {}", field.name, field.ty)).collect()
                };
                is_not(f, "the fields are", &list(have), &list(want))
            }
            Self::KeyStyle { have_primary_id: true } => {
                f.write_str("the key is a PRIMARY_ID, not a PRIMARY KEY")
            }
            Self::KeyStyle { have_primary_id: false } => {
                f.write_str("the key is a PRIMARY KEY, not a PRIMARY_ID")
            }
            Self::KeyName { have, want } => {
                write!(f, "the primary id is called `{have}`, not `{want}`")
            }
            Self::KeyType { have, want } => write!(f, "the primary id is {have}, not {want}"),
            Self::KeyAsAttribute { have: true } => {
                f.write_str("the primary id is an attribute, and should not be")
            }
            Self::KeyAsAttribute { have: false } => {
                f.write_str("the primary id is not an attribute, and should be")
            }
            Self::KeyParts { have, want } => is_not(f, "the primary key is", have, want),
            Self::Stats { have, want } => write!(f, "STATS is \"{have}\", not \"{want}\""),
            Self::AttributeMissing(it) => write!(f, "attribute `{}` is missing", declared(it)),
            Self::AttributeExtra(it) => {
                write!(f, "attribute `{}` exists and is not expected", declared(it))
            }
            Self::AttributeRenamed { old, new } => {
                write!(f, "attribute `{new}` is still called `{old}`")
            }
            Self::AttributeType { name, have, want } => {
                write!(f, "attribute `{name}` is {have}, not {want}")
            }
            Self::AttributeDefault { name, have, want } => {
                write!(f, "attribute `{name}` has {}, not {}", default(have), default(want))
            }
            Self::AttributeOrder { have, want } => {
                is_not(f, "the attributes are in the order", have, want)
            }
            Self::VectorMissing(it) => write!(f, "vector attribute `{}` is missing", vector(it)),
            Self::VectorExtra(it) => {
                write!(f, "vector attribute `{}` exists and is not expected", vector(it))
            }
            Self::Vector { have, want } => {
                write!(f, "vector attribute `{}` is not `{}`", vector(have), vector(want))
            }
            Self::IndexMissing(it) => write!(f, "index {} is missing", index(it)),
            Self::IndexExtra(it) => write!(f, "index {} exists and is not expected", index(it)),
            Self::IndexAttribute { have, want } => {
                write!(f, "index {} should be on `{}`", index(have), want.attribute)
            }
            Self::Direction { have_directed: true } => {
                f.write_str("it is directed, not undirected")
            }
            Self::Direction { have_directed: false } => {
                f.write_str("it is undirected, not directed")
            }
            Self::PairMissing(it) => write!(f, "it does not join {}", pair(it)),
            Self::PairExtra(it) => write!(f, "it joins {}, which is not expected", pair(it)),
            Self::Reverse { have, want } => {
                let name = |reverse: &Option<String>| match reverse {
                    Some(name) => format!("`{name}`"),
                    None => "none".to_owned(),
                };
                write!(f, "the reverse type is {}, not {}", name(have), name(want))
            }
            Self::Discriminator { have, want } => {
                let list = |parts: &[(String, AttributeType)]| -> Vec<String> {
                    parts.iter().map(|(name, ty)| format!("{name} {ty}")).collect()
                };
                is_not(f, "the discriminator is", &list(have), &list(want))
            }
        }
    }
}

fn is_not(f: &mut Formatter<'_>, what: &str, have: &[String], want: &[String]) -> fmt::Result {
    write!(f, "{what} ({}), not ({})", have.join(", "), want.join(", "))
}

fn declared(attribute: &Attribute) -> String {
    match &attribute.default {
        None => format!("{} {}", attribute.name, attribute.ty),
        Some(literal) => format!("{} {} DEFAULT {literal}", attribute.name, attribute.ty),
    }
}

fn default(literal: &Option<Literal>) -> String {
    match literal {
        Some(literal) => format!("DEFAULT {literal}"),
        None => "no default".to_owned(),
    }
}

fn vector(it: &VectorAttribute) -> String {
    format!("{} (DIMENSION={}, METRIC=\"{}\")", it.name, it.dimension, it.metric)
}

fn index(it: &Index) -> String {
    format!("`{}` on `{}`", it.name, it.attribute)
}

fn pair(it: &EndpointPair) -> String {
    format!("`{}` to `{}`", it.from, it.to)
}
