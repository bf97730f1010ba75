//! Statements about tables.

use super::{Column, Expr, Limit, OrderKey};
use crate::syntax::Name;

/// A statement about tables.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TableStatement {
    /// `INIT table value AS column, ...`: a table of one row.
    Init {
        /// The columns.
        columns: Vec<Column>,
        /// The new table.
        into: Name,
    },
    /// `ORDER table BY column [DESC], ... [LIMIT n] [OFFSET m]`
    Order {
        /// The table, which changes.
        table: Name,
        /// `BY`
        keys: Vec<OrderKey>,
        /// `LIMIT` and `OFFSET`
        limit: Limit,
    },
    /// `FILTER table ON condition`
    Filter {
        /// The table, which changes.
        table: Name,
        /// `ON`
        on: Expr,
    },
    /// `PROJECT table ON value AS column, ... INTO table`
    Project {
        /// The table that is read.
        table: Name,
        /// The columns.
        columns: Vec<Column>,
        /// The new table.
        into: Name,
    },
    /// `PROJECT table ON VERTEX COLUMN column INTO set, ...`
    ProjectVertices {
        /// The table that is read.
        table: Name,
        /// Each column with the vertex set that its vertices become.
        sets: Vec<(Name, Name)>,
    },
    /// `[LEFT] JOIN a x WITH b y [ON condition] PROJECT [DISTINCT] columns INTO table`, or
    /// `SEMIJOIN ..`
    Join(Box<Join>),
    /// `UNION [ALL] a WITH b INTO table`
    Union {
        /// `ALL`: equal rows remain.
        all: bool,
        /// The tables.
        of: [Name; 2],
        /// The new table.
        into: Name,
    },
    /// `UNWIND list AS column INTO table`, `UNWIND table ON list AS column INTO table`
    Unwind {
        /// The table whose rows are repeated; none for a list alone.
        table: Option<Name>,
        /// The list.
        list: Expr,
        /// The column of the elements.
        column: Name,
        /// The new table.
        into: Name,
    },
}

/// A join of two tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// The rows that are joined.
    pub kind: JoinKind,
    /// The tables with their aliases.
    pub of: [(Name, Option<Name>); 2],
    /// `ON`
    pub on: Option<Expr>,
    /// `DISTINCT`
    pub distinct: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The new table.
    pub into: Name,
}

/// The kind of a [`Join`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JoinKind {
    /// `JOIN`: the pairs of rows that meet the condition.
    Inner,
    /// `LEFT JOIN`: also the rows of the first table without a partner.
    Left,
    /// `SEMIJOIN`: the rows of the first table that have a partner, once each.
    Semi,
}

impl TableStatement {
    /// Returns the tables that the statement reads.
    #[must_use]
    pub fn reads(&self) -> Vec<&Name> {
        match self {
            Self::Init { .. } => Vec::new(),
            Self::Order { table, .. }
            | Self::Filter { table, .. }
            | Self::Project { table, .. }
            | Self::ProjectVertices { table, .. } => vec![table],
            Self::Join(join) => join.of.iter().map(|(table, _)| table).collect(),
            Self::Union { of, .. } => of.iter().collect(),
            Self::Unwind { table, .. } => table.iter().collect(),
        }
    }

    /// Returns the tables and vertex sets that the statement creates.
    #[must_use]
    pub fn creates(&self) -> Vec<&Name> {
        match self {
            Self::Order { .. } | Self::Filter { .. } => Vec::new(),
            Self::Init { into, .. }
            | Self::Project { into, .. }
            | Self::Union { into, .. }
            | Self::Unwind { into, .. } => vec![into],
            Self::ProjectVertices { sets, .. } => sets.iter().map(|(_, set)| set).collect(),
            Self::Join(join) => vec![&join.into],
        }
    }

    /// Calls `f` with each expression.
    pub fn exprs<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Init { columns, .. } | Self::Project { columns, .. } => {
                columns.iter().for_each(|column| f(&column.value));
            }
            Self::Order { keys, limit, .. } => {
                keys.iter().for_each(|key| f(&key.value));
                limit.count.iter().chain(&limit.skip).for_each(f);
            }
            Self::Filter { on, .. } => f(on),
            Self::Join(join) => {
                let columns = join.columns.iter().map(|column| &column.value);
                join.on.iter().chain(columns).for_each(f);
            }
            Self::Unwind { list, .. } => f(list),
            Self::ProjectVertices { .. } | Self::Union { .. } => {}
        }
    }
}
