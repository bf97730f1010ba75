//! `SELECT ... INTO` and its aggregates.

use tg_gsql::query::expression_key;
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Column, Expr, ExprKind, Projection, Select};

use super::pattern::Matched;
use super::{Clause, Compiler, Kind};
use crate::eval::plan::{self, Aggregate, AggregateKind, Node, SelectInto, Slot, Tail};
use crate::eval::value::FieldNames;

impl Compiler<'_> {
    pub(super) fn select_into(&mut self, select: &Select) -> Option<SelectInto> {
        let Projection::Table { distinct, columns, into } = &select.projection else {
            self.unsupported(select.span, "a SELECT without INTO as a statement:");
            return None;
        };
        let mut compiled = self.in_scope(|it| it.table(select, columns, *distinct));
        compiled.into = self.declare_table(&into.value, compiled.columns.clone());
        Some(compiled)
    }

    fn table(&mut self, select: &Select, columns: &[Column], distinct: bool) -> SelectInto {
        self.clause = Some(Clause { scopes: self.scopes.len(), ..Clause::default() });
        let Matched { steps, filter, aliases } = self.matched(&select.from, select.filter.as_ref());
        self.clause = None;
        let (projection, columns) =
            self.projection(columns, distinct, &select.group_by, &aliases, |it| it.tail(select));
        SelectInto { steps, filter, projection, columns, into: 0 }
    }

    /// Compiles the columns of a table that is made of rows with these names.
    pub(super) fn projection(
        &mut self,
        columns: &[Column],
        distinct: bool,
        group_by: &[Expr],
        aliases: &[String],
        tail: impl FnOnce(&mut Self) -> Tail,
    ) -> (plan::Projection, FieldNames) {
        let key_slots: Vec<Slot> = aliases
            .iter()
            .filter_map(|alias| self.variable(alias).map(|variable| variable.slot))
            .collect();
        self.aggregates = Some(Vec::new());
        let mut values = Vec::new();
        let mut plain = Vec::new();
        for column in columns {
            let before = self.aggregates.as_ref().map_or(0, Vec::len);
            values.push(self.expr(&column.value));
            if self.aggregates.as_ref().map_or(0, Vec::len) == before {
                plain.push(&column.value);
            }
        }
        let names: Vec<String> = columns.iter().map(|column| self.column_name(column)).collect();
        let column_slots = names.iter().map(|name| {
            let is_alias = aliases.contains(name);
            if is_alias { self.slot(name, false) } else { self.declare(name, Kind::Loop) }
        });
        let column_slots = column_slots.collect();
        let tail = tail(self);
        let aggregates = self.aggregates.take().unwrap_or_default();
        let keys = match (group_by.is_empty(), aggregates.is_empty()) {
            (true, true) => None,
            // Without GROUP BY, all columns without an aggregate are keys.
            (true, false) => Some(plain.into_iter().map(|key| self.expr(key)).collect()),
            (false, _) => {
                let keys = group_by.iter();
                Some(keys.map(|key| self.group_key(key, columns)).collect())
            }
        };
        let columns = names.iter().map(|name| name.as_str().into()).collect();
        let projection =
            plan::Projection { distinct, values, keys, key_slots, aggregates, column_slots, tail };
        (projection, columns)
    }

    /// Compiles an expression of GROUP BY, which can be the name of a column.
    fn group_key(&mut self, key: &Expr, columns: &[Column]) -> Node {
        if let ExprKind::Name(name) = &key.kind {
            let named =
                |column: &&Column| column.name.as_ref().is_some_and(|known| known.value == *name);
            if let Some(column) = columns.iter().find(named) {
                return self.expr(&column.value);
            }
        }
        self.expr(key)
    }

    fn column_name(&self, column: &Column) -> String {
        match (&column.name, &column.value.kind) {
            (Some(name), _) => name.value.clone(),
            (None, ExprKind::Member(_, attribute)) => attribute.value.clone(),
            (None, ExprKind::Name(name)) => name.clone(),
            _ => expression_key(self.text, &column.value),
        }
    }

    /// Compiles an aggregate of a table to the slot of its result.
    pub(super) fn table_aggregate(
        &mut self,
        name: &str,
        arguments: &[Expr],
        distinct: bool,
        span: Span,
    ) -> Node {
        let kind = match (name, arguments, AggregateKind::common(name)) {
            (_, [_], Some(kind)) => kind,
            ("count", [], _) => AggregateKind::Count,
            ("stdev", [_], _) => AggregateKind::SampleStdev,
            ("stdevp", [_], _) => AggregateKind::Stdev,
            ("percentilecont", [_, _], _) => AggregateKind::PercentileCont,
            _ => {
                let what = format!("the aggregate {name} with these arguments:");
                return self.no_expression(span, &what);
            }
        };
        // An aggregate does not contain another one.
        let outer = self.aggregates.take();
        let mut arguments = arguments.iter().map(|it| self.expr(it));
        let (of, percent) = (arguments.next(), arguments.next());
        self.aggregates = outer;
        let slot = self.slot(name, false);
        if let Some(aggregates) = &mut self.aggregates {
            aggregates.push(Aggregate { kind, of, percent, distinct, slot, empty: None });
        }
        Node::Slot(slot, span)
    }
}
