//! Lines of files: `LOADACCUM` and `SelectVertex`.

use tg_gsql::syntax::Span;

use super::{Node, Slot};
use crate::store::VertexTypeId;

/// The columns that are read of the lines of a file.
#[derive(Debug)]
pub(in crate::eval) struct Lines {
    pub(in crate::eval) path: (Node, Span),
    pub(in crate::eval) columns: Vec<LineColumn>,
    pub(in crate::eval) separator: (Node, Span),
    /// `true` if the first line has the names of the columns.
    pub(in crate::eval) header: (Node, Span),
    /// The condition on a line, and the slots in which it reads columns.
    pub(in crate::eval) filter: Option<(Node, Span)>,
    pub(in crate::eval) slots: Vec<(LineColumn, Slot)>,
}

/// `$0` or `$"name"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::eval) enum LineColumn {
    At(usize),
    Named(String),
}

/// `SelectVertex(path, $id, $type, separator, header)`
#[derive(Debug)]
pub(in crate::eval) struct SelectVertex {
    pub(in crate::eval) lines: Lines,
    /// The type, if it is not in the second column.
    pub(in crate::eval) ty: Option<VertexTypeId>,
}
