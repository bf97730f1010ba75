//! SELECT blocks.

use std::collections::BTreeSet;

use tg_gsql::syntax::Span;

use super::{Node, Slot, Step, Stmt};
use crate::eval::Value;
use crate::eval::accum::Times;
use crate::eval::value::FieldNames;

/// Statements of ACCUM or POST-ACCUM, with the accumulators that they both read and change: their
/// reads see the values from before.
#[derive(Debug, Default)]
pub(in crate::eval) struct Block {
    pub(in crate::eval) statements: Vec<Stmt>,
    pub(in crate::eval) globals: BTreeSet<usize>,
    pub(in crate::eval) vertex_accums: BTreeSet<usize>,
}

/// A POST-ACCUM clause: statements for each vertex of an alias.
#[derive(Debug)]
pub(in crate::eval) struct Post {
    pub(in crate::eval) groups: Vec<PostGroup>,
    pub(in crate::eval) globals: BTreeSet<usize>,
}

/// The statements of POST-ACCUM about an alias.
#[derive(Debug)]
pub(in crate::eval) struct PostGroup {
    pub(in crate::eval) alias: Slot,
    pub(in crate::eval) statements: Vec<Stmt>,
    /// `true` if the statements can be run one after the other, each for many vertices.
    pub(in crate::eval) by_columns: bool,
}

/// HAVING, ORDER BY and LIMIT.
#[derive(Debug, Default)]
pub(in crate::eval) struct Tail {
    pub(in crate::eval) having: Option<(Node, Span)>,
    pub(in crate::eval) order: Vec<Sort>,
    pub(in crate::eval) skip: Option<(Node, Span)>,
    pub(in crate::eval) count: Option<(Node, Span)>,
}

/// An expression of ORDER BY.
#[derive(Debug)]
pub(in crate::eval) struct Sort {
    pub(in crate::eval) key: Node,
    pub(in crate::eval) descending: bool,
}

/// SAMPLE: the part of the rows of each source that meets the condition.
#[derive(Debug)]
pub(in crate::eval) struct Sample {
    pub(in crate::eval) amount: (Node, Span),
    /// `true` if the amount is in percent.
    pub(in crate::eval) percent: bool,
    /// `true` if targets are chosen, not edges.
    pub(in crate::eval) of_targets: bool,
    pub(in crate::eval) condition: (Node, Span),
    pub(in crate::eval) source: Slot,
    pub(in crate::eval) edge: Option<Slot>,
    pub(in crate::eval) target: Slot,
}

/// A block that selects the vertices of an alias.
#[derive(Debug)]
pub(in crate::eval) struct Select {
    pub(in crate::eval) steps: Vec<Step>,
    pub(in crate::eval) sample: Option<Sample>,
    pub(in crate::eval) filter: Option<(Node, Span)>,
    pub(in crate::eval) selected: Slot,
    /// The aliases of POST-ACCUM clauses other than the selected one.
    pub(in crate::eval) others: Vec<Slot>,
    /// The aliases of PER: ACCUM runs once per combination.
    pub(in crate::eval) per: Option<Vec<Slot>>,
    pub(in crate::eval) accum: Block,
    /// The vertex accumulators whose previous value POST-ACCUM, HAVING or ORDER BY reads.
    pub(in crate::eval) previous: BTreeSet<usize>,
    pub(in crate::eval) posts: Vec<Post>,
    pub(in crate::eval) tail: Tail,
    /// The way in which rows are merged, if that has the same result.
    pub(in crate::eval) merge: Option<Merge>,
    /// `true` if the pattern is one vertex, and the statements of ACCUM can be run one after the
    /// other, each for many vertices.
    pub(in crate::eval) by_columns: bool,
}

/// The way in which the rows of parallel edges, and of one source, are merged.
#[derive(Debug)]
pub(in crate::eval) struct Merge {
    /// One per statement of ACCUM.
    pub(in crate::eval) parts: Vec<Added>,
    /// The aliases that statements and conditions use.
    pub(in crate::eval) reads: Vec<Slot>,
    /// `true` if only one row per source and end counts.
    pub(in crate::eval) is_distinct: bool,
}

/// A statement that adds a value to an accumulator.
#[derive(Debug)]
pub(in crate::eval) struct Added {
    pub(in crate::eval) times: Times,
    /// `true` if the value depends on the last vertex of the pattern.
    pub(in crate::eval) per_row: bool,
    /// `true` if the accumulator is one of the last vertex.
    pub(in crate::eval) of_end: bool,
}

/// A block that creates a table.
#[derive(Debug)]
pub(in crate::eval) struct SelectInto {
    pub(in crate::eval) steps: Vec<Step>,
    pub(in crate::eval) filter: Option<(Node, Span)>,
    pub(in crate::eval) projection: Projection,
    pub(in crate::eval) columns: FieldNames,
    pub(in crate::eval) into: Slot,
}

/// The rows of a table, made of matched rows.
#[derive(Debug)]
pub(in crate::eval) struct Projection {
    pub(in crate::eval) distinct: bool,
    /// One value per column. An aggregate reads the slot in which its result is.
    pub(in crate::eval) values: Vec<Node>,
    /// The expressions by which rows are grouped; `None` if there are no aggregates.
    pub(in crate::eval) keys: Option<Vec<Node>>,
    /// The slots in which the keys of a group are.
    pub(in crate::eval) key_slots: Vec<Slot>,
    pub(in crate::eval) aggregates: Vec<Aggregate>,
    /// The slots in which HAVING and ORDER BY read the columns.
    pub(in crate::eval) column_slots: Vec<Slot>,
    pub(in crate::eval) tail: Tail,
}

/// An aggregate of a table, and the slot of its result.
#[derive(Debug)]
pub(in crate::eval) struct Aggregate {
    pub(in crate::eval) kind: AggregateKind,
    /// `None` for `count(*)`.
    pub(in crate::eval) of: Option<Node>,
    /// The second argument of a percentile, of which the value for the first row counts.
    pub(in crate::eval) percent: Option<Node>,
    pub(in crate::eval) distinct: bool,
    pub(in crate::eval) slot: Slot,
    /// The result without inputs; `None` for that of GSQL, which is a number.
    pub(in crate::eval) empty: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::eval) enum AggregateKind {
    Count,
    Sum,
    Avg,
    Min,
    Max,
    Collect,
    /// Of a population.
    Stdev,
    /// Of a sample.
    SampleStdev,
    /// Interpolated between two values.
    PercentileCont,
    /// One of the values.
    PercentileDisc,
}

impl AggregateKind {
    /// Returns the aggregate of one argument that has a name in GSQL and in openCypher.
    pub(in crate::eval) fn common(lower: &str) -> Option<Self> {
        Some(match lower {
            "count" => Self::Count,
            "sum" => Self::Sum,
            "avg" => Self::Avg,
            "min" => Self::Min,
            "max" => Self::Max,
            "collect" => Self::Collect,
            _ => return None,
        })
    }
}
