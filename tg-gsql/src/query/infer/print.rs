//! Items of PRINT statements.

use std::collections::BTreeSet;

use super::Inference;
use super::ty::{Ty, Types};
use crate::finding::{Finding, Rule};
use crate::query::{expression_key, key};
use crate::syntax::Span;
use crate::syntax::ast::query::{Expr, ExprKind, Print, PrintItem};

/// A printed item.
#[derive(Debug)]
pub(crate) struct Printed<'a> {
    pub(crate) key: String,
    /// The name of `AS`, or the printed expression.
    pub(crate) span: Span,
    pub(crate) value: PrintedValue<'a>,
    /// The accumulators of vertices that are declared where it is printed.
    pub(crate) declared: Vec<&'a str>,
}

/// The value of a printed item.
#[derive(Debug)]
pub(crate) enum PrintedValue<'a> {
    /// A value.
    Plain(Ty),
    /// The vertices of a set.
    Vertices(Types),
    /// Columns of each vertex, by vertex type.
    Projection(Option<Vec<(String, Vec<Column<'a>>)>>),
}

/// A column of a projection.
#[derive(Debug)]
pub(crate) struct Column<'a> {
    pub(crate) key: String,
    pub(crate) value: &'a Expr,
    pub(crate) ty: Ty,
}

impl<'a> Inference<'a> {
    pub(super) fn print(&mut self, print: &'a Print) {
        let first = self.printed.len();
        for item in &print.items {
            let value = self.item(item);
            if let (true, PrintedValue::Vertices(_)) = (print.csv.is_some(), &value) {
                let (set, span) = (self.excerpt(&item.value), item.value.span);
                let message = format!("TO_CSV takes columns, and `{set}` is a set of vertices");
                let finding = Finding::new(Rule::TypeMismatch, span, message);
                self.report_certain(finding.help("write an attribute, such as `S.id`"));
            }
            if print.csv.is_none() {
                let span = item.key_span();
                let is_column = matches!(value, PrintedValue::Projection(_));
                let key = key(self.text, item, is_column);
                if self.printed[first..].iter().any(|known| known.key == key) {
                    let message = format!("the PRINT has the key `{key}` twice");
                    let finding = Finding::new(Rule::Duplicate, span, message);
                    self.report(finding.help("give one of them another name with AS"));
                }
                let declared = self.declared_accumulators();
                self.printed.push(Printed { key, span, value, declared });
            }
        }
        print.condition.iter().for_each(|it| self.condition(it));
        print.csv.iter().for_each(|it| drop(self.value(it)));
    }

    fn item(&mut self, item: &'a PrintItem) -> PrintedValue<'a> {
        if let Some(projection) = &item.projection {
            let columns: Vec<_> = projection
                .iter()
                .map(|(value, name)| {
                    let name = name.as_ref().map(|name| name.value.clone());
                    (name.unwrap_or_else(|| expression_key(self.text, value)), value)
                })
                .collect();
            return self.projection(&item.value, &columns);
        }
        // `S.@a` and `S.a` are short for `S[S.@a]`.
        let of = match &item.value.kind {
            ExprKind::Accumulator(of, _) | ExprKind::Member(of, _) => Some(of),
            _ => None,
        };
        let of_set = of.map(|of| self.quietly(|inference| inference.expr(of)));
        let is_column = match (&item.value.kind, &of_set) {
            (ExprKind::Member(_, name), Some(set @ Ty::Vertices(_))) => {
                name.value.eq_ignore_ascii_case("type")
                    || self.attribute(set, &name.value).is_some()
            }
            (_, set) => matches!(set, Some(Ty::Vertices(_))),
        };
        match of.filter(|_| is_column) {
            Some(of) => {
                let key = expression_key(self.text, &item.value);
                self.projection(of, &[(key, &item.value)])
            }
            None => match self.printable(&item.value) {
                Ty::Vertices(types) => PrintedValue::Vertices(types),
                ty => PrintedValue::Plain(ty),
            },
        }
    }

    fn projection(&mut self, set: &'a Expr, columns: &[(String, &'a Expr)]) -> PrintedValue<'a> {
        let types = match self.expr(set) {
            Ty::Vertices(types) => types,
            _ => None,
        };
        let name = match &set.kind {
            ExprKind::Name(name) => name.as_str(),
            _ => "",
        };
        self.columns(name, types.clone(), columns);
        let Some(types) = types.filter(|types| !types.is_empty()) else {
            return PrintedValue::Projection(None);
        };
        let types: BTreeSet<_> = types.into_iter().collect();
        let by_type = types.into_iter().map(|ty| {
            let columns = self
                .quietly(|inference| inference.columns(name, Some([ty.clone()].into()), columns));
            (ty, columns)
        });
        PrintedValue::Projection(Some(by_type.collect()))
    }

    /// Checks that an expression about the vertices of a set calls no method of the set.
    fn methods_of_sets(&mut self, set: &str, expr: &'a Expr) {
        expr.each(&mut |expr| {
            let ExprKind::Method { of, method, .. } = &expr.kind else { return };
            let of_set =
                ["size", "contains"].iter().any(|it| method.value.eq_ignore_ascii_case(it));
            if of_set && matches!(&of.kind, ExprKind::Name(name) if name == set) {
                let name = &method.value;
                let message = format!("`{set}` is a vertex in its brackets, which has no `{name}`");
                let help = format!("print `{}` as an item of its own", self.excerpt(expr));
                self.report(Finding::new(Rule::UnknownMethod, expr.span, message).help(help));
            }
        });
    }

    /// Returns the columns of vertices of these types.
    fn columns(
        &mut self,
        set: &'a str,
        types: Types,
        columns: &[(String, &'a Expr)],
    ) -> Vec<Column<'a>> {
        columns.iter().for_each(|(_, value)| self.methods_of_sets(set, value));
        self.scoped(|inference| {
            inference.declare(set, Ty::Vertex(types));
            let column = |(key, value): &(String, &'a Expr)| Column {
                key: key.clone(),
                value,
                ty: inference.printable(value),
            };
            columns.iter().map(column).collect()
        })
    }
}
