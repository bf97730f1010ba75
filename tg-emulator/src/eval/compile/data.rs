//! Statements that change the graph.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Delete, ExprKind, Insert, InsertInto, Update};

use super::pattern::Matched;
use super::{Clause, Compiler};
use crate::eval::plan::{DeleteNode, EndType, InsertNode, InsertType, Node, Stmt, UpdateNode};

impl Compiler<'_> {
    pub(super) fn insert(&mut self, insert: &Insert, span: Span) -> Option<InsertNode> {
        let into = match &insert.into {
            // The name after EDGE or VERTEX is that of a STRING, or the type itself.
            InsertInto::Edge(name) | InsertInto::Vertex(name)
                if self.variable(&name.value).is_some() =>
            {
                let edge = matches!(insert.into, InsertInto::Edge(_));
                let name = self.variable(&name.value)?.slot;
                InsertType::Named { name, edge }
            }
            InsertInto::Name(name) | InsertInto::Edge(name) | InsertInto::Vertex(name) => {
                match (self.graph.vertex(&name.value), self.graph.edge(&name.value)) {
                    (Some(ty), _) => InsertType::Vertex(ty),
                    (None, Some(view)) => InsertType::Edge(view),
                    (None, None) => match self.variable(&name.value) {
                        Some(variable) => {
                            let edge = insert.columns.as_ref().is_some_and(|it| it.edge);
                            InsertType::Named { name: variable.slot, edge }
                        }
                        None => {
                            let what = format!("the type {} does not exist", name.value);
                            self.problem(name.span, what);
                            return None;
                        }
                    },
                }
            }
        };
        let columns = insert.columns.as_ref().map(|columns| {
            let (before, after) = columns.attributes.split_at(columns.before_discriminator);
            let names = before.iter().chain(&columns.discriminator).chain(after);
            names.map(|name| name.value.clone()).collect()
        });
        let values = insert.values.iter().map(|value| {
            let node = match &value.value.kind {
                ExprKind::Underscore => None,
                _ => Some(self.expr(&value.value)),
            };
            let ty = value.vertex_type.as_ref().map(|ty| match self.variable(&ty.value) {
                Some(variable) if self.graph.vertex(&ty.value).is_none() => {
                    EndType::Variable(variable.slot)
                }
                _ => EndType::Name(ty.value.as_str().into()),
            });
            (node, ty)
        });
        let values = values.collect();
        Some(InsertNode { into, columns, values, span })
    }

    pub(super) fn update(&mut self, update: &Update, _: Span) -> Stmt {
        let outer = self.clause.take();
        let compiled = self.in_scope(|compiler| {
            let scopes = compiler.scopes.len();
            compiler.clause = Some(Clause { scopes, ..Clause::default() });
            let Matched { steps, filter, .. } =
                compiler.matched(&update.from, update.filter.as_ref());
            if let Some(clause) = &mut compiler.clause {
                clause.dml = true;
            }
            let body = compiler.block(&update.set);
            UpdateNode { steps, filter, body }
        });
        self.clause = outer;
        Stmt::Update(Box::new(compiled))
    }

    pub(super) fn delete(&mut self, delete: &Delete, span: Span) -> Stmt {
        let outer = self.clause.take();
        let compiled = self.in_scope(|compiler| {
            let scopes = compiler.scopes.len();
            compiler.clause = Some(Clause { scopes, ..Clause::default() });
            let Matched { steps, filter, .. } =
                compiler.matched(&delete.from, delete.filter.as_ref());
            let deleted = compiler.variable(&delete.alias.value).map(|variable| variable.slot);
            if deleted.is_none() {
                compiler.undefined(&delete.alias.value, delete.alias.span);
            }
            DeleteNode { steps, filter, deleted: deleted.unwrap_or(0), span }
        });
        self.clause = outer;
        match compiled.deleted {
            _ if self.slots.is_empty() => Stmt::Call(Node::Unsupported),
            _ => Stmt::Delete(Box::new(compiled)),
        }
    }
}
