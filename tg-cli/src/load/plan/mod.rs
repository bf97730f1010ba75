//! A mapping that was checked: what each row gives, with the columns and types resolved.

mod check;
mod listing;
mod row;

use std::collections::BTreeSet;

pub(super) use check::{Against, check, same_name};
use tg_gsql::model::KeyType;

use super::condition::Condition;
use super::convert::{Conversion, Target};
use super::record::Column;

/// The vertices and edges of each row of a file.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) condition: Option<Condition>,
    pub(super) vertices: Vec<VertexPlan>,
    pub(super) edges: Vec<EdgePlan>,
    /// Texts that are read as missing, if the source does not do it.
    nulls: Vec<String>,
    /// The columns that the plan does not use.
    pub(super) unused: Vec<String>,
}

#[derive(Debug, PartialEq)]
pub(super) struct VertexPlan {
    pub(super) name: &'static str,
    pub(super) condition: Option<Condition>,
    pub(super) id: Id,
    pub(super) attributes: Vec<Attribute>,
    /// The attributes that the rows do not set.
    pub(super) unset: Vec<String>,
}

#[derive(Debug, PartialEq)]
pub(super) struct EdgePlan {
    pub(super) name: &'static str,
    pub(super) condition: Option<Condition>,
    pub(super) from: Id,
    pub(super) to: Id,
    pub(super) attributes: Vec<Attribute>,
    pub(super) unset: Vec<String>,
}

/// The id of a vertex.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Id {
    pub(super) vertex: &'static str,
    pub(super) parts: Vec<Part>,
}

/// A part of a key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) ty: KeyType,
    pub(super) value: Value,
}

#[derive(Debug, PartialEq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) target: Target,
    pub(super) value: Value,
    /// The operator that joins the value to the stored one.
    pub(super) operator: Option<&'static str>,
    /// `true` if a row without the value is rejected, because it is a part of a discriminator.
    is_required: bool,
}

/// The value of an attribute or a part of a key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) source: Source,
    pub(super) default: Option<String>,
    pub(super) conversion: Conversion,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    Column(Column),
    /// A part of a composite key, whose parts are joined by commas.
    Part {
        column: Column,
        index: usize,
        of: usize,
    },
    Template(Vec<Piece>),
    Constant(String),
    Condition(Condition),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Column(Column),
}

impl Plan {
    /// Returns `true` if rows give the same by both plans.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.condition == other.condition
            && self.vertices == other.vertices
            && self.edges == other.edges
    }

    /// Returns the names of all columns that the plan uses.
    pub(super) fn used(&self) -> BTreeSet<&str> {
        let mut used = BTreeSet::new();
        let conditions = self.condition.iter();
        let conditions = conditions
            .chain(self.vertices.iter().filter_map(|vertex| vertex.condition.as_ref()))
            .chain(self.edges.iter().filter_map(|edge| edge.condition.as_ref()));
        used.extend(conditions.flat_map(Condition::columns).map(|column| column.name.as_str()));
        let ids = self.vertices.iter().map(|vertex| &vertex.id);
        let ids = ids.chain(self.edges.iter().flat_map(|edge| [&edge.from, &edge.to]));
        let parts = ids.flat_map(|id| &id.parts).map(|part| &part.value);
        let attributes = self.attributes().map(|(_, attribute)| &attribute.value);
        used.extend(
            parts.chain(attributes).flat_map(Value::columns).map(|column| column.name.as_str()),
        );
        used
    }

    /// Returns the attributes of all vertices and edges, each with the name of its type.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'static str, &Attribute)> {
        let vertices = self.vertices.iter();
        let vertices = vertices.flat_map(|it| it.attributes.iter().map(|own| (it.name, own)));
        let edges = self.edges.iter();
        vertices.chain(edges.flat_map(|it| it.attributes.iter().map(|own| (it.name, own))))
    }
}

impl Value {
    fn columns(&self) -> Vec<&Column> {
        match &self.source {
            Source::Column(column) | Source::Part { column, .. } => vec![column],
            Source::Template(pieces) => {
                let columns = pieces.iter().filter_map(|piece| match piece {
                    Piece::Column(column) => Some(column),
                    Piece::Text(_) => None,
                });
                columns.collect()
            }
            Source::Condition(condition) => condition.columns().collect(),
            Source::Constant(_) => Vec::new(),
        }
    }
}
