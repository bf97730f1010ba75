//! PRINT statements.

use tg_gsql::query::{expression_key, key};
use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::query::{Expr, ExprKind, Print, PrintItem};

use super::{Compiler, Kind};
use crate::eval::plan::{self, PrintColumn, Stmt};

impl Compiler<'_> {
    pub(super) fn print(&mut self, print: &Print) -> Stmt {
        let mut items = Vec::new();
        for item in &print.items {
            items.extend(self.print_item(item, print.condition.as_ref()));
        }
        let known = self.problems.len();
        let all_sets = items.iter().all(|item| item.member.is_some());
        let condition = print.condition.as_ref().map(|condition| self.condition(condition));
        if all_sets {
            // The condition is about the members of the sets.
            self.problems.truncate(known);
        }
        let csv = print.csv.as_ref().map(|csv| self.condition(csv));
        let with_vector = print.with_vector;
        Stmt::Print(Box::new(plan::Print { items, condition, csv, with_vector }))
    }

    fn print_item(
        &mut self,
        item: &PrintItem,
        condition: Option<&Expr>,
    ) -> Option<plan::PrintItem> {
        // `S.@a` and `S.a` are short for `S[S.@a]`.
        let short: [(Expr, Option<Name>); 1];
        let (set, columns) = match (&item.value.kind, &item.projection) {
            (ExprKind::Name(name), projection) => (Some(name), projection.as_deref()),
            (ExprKind::Accumulator(of, _) | ExprKind::Member(of, _), None) => match &of.kind {
                ExprKind::Name(name) if self.is_set(name) => {
                    short = [(item.value.clone(), None)];
                    (Some(name), Some(&short[..]))
                }
                _ => (None, None),
            },
            (_, Some(_)) => {
                let what = "a projection is allowed for vertex sets only";
                self.problem(item.value.span, what);
                return None;
            }
            _ => (None, None),
        };
        let span = item.value.span;
        let key = key(self.text, item, columns.is_some());
        let Some(set) = set.filter(|set| self.can_be_set(set)) else {
            let value = self.expr(&item.value);
            if item.projection.is_some() {
                self.problem(span, "a projection is allowed for vertex sets only");
            }
            let (member, condition, columns) = (None, None, None);
            return Some(plan::PrintItem { key, value, span, member, condition, columns });
        };
        let name = Expr { kind: ExprKind::Name(set.clone()), span };
        let value = self.expr(&name);
        self.in_scope(|compiler| {
            let member = compiler.declare(set, Kind::VertexAlias);
            let condition = condition.map(|condition| compiler.condition(condition));
            let columns = columns.map(|columns| {
                let columns = columns.iter().map(|(expr, key)| {
                    let key = match key {
                        Some(name) => name.value.clone(),
                        None => expression_key(compiler.text, expr),
                    };
                    PrintColumn { key, value: compiler.expr(expr) }
                });
                columns.collect()
            });
            let member = Some(member);
            Some(plan::PrintItem { key, value, span, member, condition, columns })
        })
    }

    fn is_set(&mut self, name: &str) -> bool {
        self.variable(name).is_some_and(|variable| matches!(variable.kind, Kind::Set))
    }

    /// Returns `true` if a name can be that of a vertex set: its value decides.
    fn can_be_set(&mut self, name: &str) -> bool {
        self.variable(name).is_some_and(|variable| matches!(variable.kind, Kind::Set | Kind::Table))
    }
}
