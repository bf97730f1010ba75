//! Lines of files: `LOADACCUM` and `SelectVertex`.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Assign, AssignOp, Expr, ExprKind, LoadAccum};

use super::Compiler;
use crate::eval::plan::{LineColumn, Lines, Node, SelectVertex, Stmt, Target};

impl Compiler<'_> {
    /// Compiles `@@a = {LOADACCUM(..), ..}`.
    pub(super) fn load_accum(
        &mut self,
        assign: &Assign,
        loads: &[LoadAccum],
        span: Span,
    ) -> Option<Stmt> {
        let mut lines = Vec::new();
        for load in loads {
            let [path, columns @ .., separator, header] = load.arguments.as_slice() else {
                self.problem(span, "LOADACCUM takes a path, columns, a separator and a BOOL");
                return None;
            };
            lines.push(self.lines(path, columns, separator, header, load.filter.as_ref())?);
        }
        // The value is not evaluated.
        let place = match self.assign(assign, Node::Bag(Vec::new()), span)? {
            Stmt::Assign { target: Target::Accum(place), .. } => place,
            _ => {
                self.unsupported(span, "LOADACCUM into something else than an accumulator:");
                return None;
            }
        };
        Some(Stmt::LoadAccum { place, set: assign.op == AssignOp::Set, lines })
    }

    /// Compiles `SelectVertex(path, $id, type, separator, header)`.
    pub(super) fn select_vertex(&mut self, arguments: &[Expr], span: Span) -> Node {
        let [path, id, ty, separator, header] = arguments else {
            let what = "SelectVertex takes a path, an id, a type, a separator and a BOOL";
            self.problem(span, what);
            return Node::Unsupported;
        };
        let (columns, ty) = match &ty.kind {
            ExprKind::Column => (vec![id.clone(), ty.clone()], None),
            ExprKind::Name(name) => match self.graph.vertex(name) {
                Some(ty) => (vec![id.clone()], Some(ty)),
                None => {
                    let graph = &self.graph.name;
                    let what = format!("the vertex type {name} does not exist in graph {graph}");
                    self.problem(ty.span, what);
                    return Node::Unsupported;
                }
            },
            _ => return self.no_expression(ty.span, "the type of SelectVertex:"),
        };
        match self.lines(path, &columns, separator, header, None) {
            Some(lines) => Node::SelectVertex(Box::new(SelectVertex { lines, ty })),
            None => Node::Unsupported,
        }
    }

    fn lines(
        &mut self,
        path: &Expr,
        columns: &[Expr],
        separator: &Expr,
        header: &Expr,
        filter: Option<&Expr>,
    ) -> Option<Lines> {
        let columns: Option<Vec<_>> = columns.iter().map(|column| self.column(column)).collect();
        let (path, separator) = (self.condition(path), self.condition(separator));
        let header = self.condition(header);
        let outer = self.columns.replace(Vec::new());
        let filter = filter.map(|filter| self.condition(filter));
        let slots = std::mem::replace(&mut self.columns, outer).unwrap_or_default();
        Some(Lines { path, columns: columns?, separator, header, filter, slots })
    }

    fn column(&mut self, expr: &Expr) -> Option<LineColumn> {
        let text = expr.span.of(self.text);
        let text = text.strip_prefix('$').filter(|_| matches!(expr.kind, ExprKind::Column));
        let Some(text) = text.map(str::trim) else {
            self.problem(expr.span, "a column of a file is written as `$0` or `$\"name\"`");
            return None;
        };
        let number = text.parse().map(LineColumn::At);
        Some(number.unwrap_or_else(|_| LineColumn::Named(text.trim_matches('"').to_owned())))
    }

    /// Compiles a column in the condition on a line.
    pub(super) fn column_of_line(&mut self, expr: &Expr) -> Node {
        if self.columns.is_none() {
            return self.no_expression(expr.span, "a column of a file:");
        }
        let Some(column) = self.column(expr) else { return Node::Unsupported };
        let slot = self.slot("", false);
        self.columns.iter_mut().for_each(|columns| columns.push((column.clone(), slot)));
        Node::Slot(slot, expr.span)
    }
}
