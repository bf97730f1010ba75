//! Statements about tables.

use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::JoinKind;

use super::{Node, Projection, Slot};
use crate::eval::value::FieldNames;

/// A statement about tables.
#[derive(Debug)]
pub(in crate::eval) enum TableStmt {
    Rows(Box<TableRows>),
    /// `UNION [ALL]`
    Union {
        all: bool,
        of: [(Slot, Span); 2],
        into: Slot,
    },
    /// The columns whose vertices become sets.
    Vertices {
        table: (Slot, Span),
        sets: Vec<(Arc<str>, Span, Slot)>,
    },
}

/// A table that is made of the rows of others.
#[derive(Debug)]
pub(in crate::eval) struct TableRows {
    /// The table that is read; without one there is one row.
    pub(in crate::eval) first: Option<TableInput>,
    pub(in crate::eval) second: Second,
    pub(in crate::eval) filter: Option<(Node, Span)>,
    pub(in crate::eval) projection: Projection,
    pub(in crate::eval) columns: FieldNames,
    pub(in crate::eval) into: Slot,
}

/// A table, and the slots of its present row.
#[derive(Debug)]
pub(in crate::eval) struct TableInput {
    pub(in crate::eval) table: Slot,
    pub(in crate::eval) span: Span,
    /// The slot of the row, by the name or the alias of the table.
    pub(in crate::eval) row: Slot,
    /// The columns that are read by their names.
    pub(in crate::eval) columns: Vec<(Arc<str>, Slot)>,
}

/// The partners of each row of the first table.
#[derive(Debug)]
pub(in crate::eval) enum Second {
    Nothing,
    Join {
        kind: JoinKind,
        input: TableInput,
        on: Option<(Node, Span)>,
    },
    /// The elements of a list, in a slot.
    Elements {
        list: (Node, Span),
        slot: Slot,
    },
}
