//! WITH and RETURN.

use tg_gsql::syntax::ast::cypher::{Expr, ExprKind, Item, Projection};
use tg_gsql::syntax::{Name, Span};

use super::{Created, Reader};
use crate::eval::Value;
use crate::eval::plan::{
    self, Aggregate, AggregateKind, CypherNode, CypherStep, Node, Slot, Sort, Tail,
};

impl Reader<'_, '_> {
    /// Adds the projection, whose columns are the variables from then on.
    pub(super) fn project(&mut self, projection: &Projection) {
        let key_slots: Vec<Slot> = self.names.iter().map(|(_, slot)| *slot).collect();
        let mut names = Vec::new();
        let mut values = Vec::new();
        let mut keys = Vec::new();
        if projection.all.is_some() {
            for (name, slot) in &self.names {
                names.push(name.clone());
                values.push(Node::Cypher(Box::new(CypherNode::Slot(*slot))));
                keys.push(Node::Cypher(Box::new(CypherNode::Slot(*slot))));
            }
        }
        self.aggregates = Some(Vec::new());
        for item in &projection.items {
            let before = self.aggregates.as_ref().map_or(0, Vec::len);
            values.push(self.node(&item.value));
            names.push(self.column_name(item));
            if self.aggregates.as_ref().map_or(0, Vec::len) == before {
                keys.push(self.node(&item.value));
            }
        }
        // ORDER BY reads the columns, and what they are made of.
        let column_slots: Vec<Slot> = names.iter().map(|name| self.bind(name)).collect();
        let order = projection.order_by.iter().map(|it| {
            let key = match self.column_of(&it.value, &projection.items, &column_slots) {
                Some(slot) => Node::Cypher(Box::new(CypherNode::Slot(slot))),
                None => self.node(&it.value),
            };
            Sort { key, descending: it.descending }
        });
        let order = order.collect();
        let aggregates = self.aggregates.take().unwrap_or_default();
        let keys = (!aggregates.is_empty()).then_some(keys);
        let mut number = |expr: &Option<Expr>| expr.as_ref().map(|it| (self.node(it), it.span));
        let (skip, count) = (number(&projection.skip), number(&projection.limit));
        let tail = Tail { having: None, order, skip, count };
        for (value, slot) in values.iter().zip(&column_slots) {
            if let Node::Cypher(value) = value
                && let CypherNode::Slot(of) = **value
                && let Some(ty) = self.created.get(&of).map(|it| it.ty)
            {
                self.created.insert(*slot, Created { ty, ..Created::default() });
            }
        }
        self.names = names.into_iter().zip(column_slots.iter().copied()).collect();
        self.steps.push(CypherStep::Project(Box::new(plan::Projection {
            distinct: projection.distinct,
            values,
            keys,
            key_slots,
            aggregates,
            column_slots,
            tail,
        })));
    }

    /// Returns the slot of the column that is the same expression.
    fn column_of(&self, expr: &Expr, items: &[Item], slots: &[Slot]) -> Option<Slot> {
        let text = expr.span.of(self.compiler.text);
        let first = slots.len() - items.len();
        let found = items.iter().position(|it| it.value.span.of(self.compiler.text) == text)?;
        slots.get(first + found).copied()
    }

    fn column_name(&self, item: &Item) -> String {
        match (&item.name, &item.value.kind) {
            (Some(name), _) => name.value.clone(),
            (None, ExprKind::Name(name)) => name.clone(),
            (None, _) => item.value.span.of(self.compiler.text).to_owned(),
        }
    }

    /// Compiles an aggregate to the slot of its result.
    pub(super) fn aggregate(
        &mut self,
        kind: AggregateKind,
        arguments: &[Expr],
        distinct: bool,
        span: Span,
    ) -> CypherNode {
        // An aggregate does not contain another one.
        let Some(mut outer) = self.aggregates.take() else {
            let what = "an aggregate is allowed in WITH and RETURN only, and not in another one";
            self.compiler.problem(span, what);
            return CypherNode::Constant(Value::Null);
        };
        let of_numbers = !matches!(
            kind,
            AggregateKind::Count | AggregateKind::Min | AggregateKind::Max | AggregateKind::Collect
        );
        let of = arguments.first().map(|of| {
            let node = self.expr(of);
            Node::Cypher(Box::new(match of_numbers {
                true => CypherNode::Number(Box::new(node), of.span),
                false => node,
            }))
        });
        let percent = arguments.get(1).map(|percent| self.node(percent));
        let slot = self.compiler.slot("", false);
        let empty = match kind {
            AggregateKind::Count | AggregateKind::Sum => Some(Value::Int(0)),
            AggregateKind::Collect => Some(Value::list(Vec::new())),
            AggregateKind::Stdev | AggregateKind::SampleStdev => Some(Value::Double(0.0)),
            _ => Some(Value::Null),
        };
        outer.push(Aggregate { kind, of, percent, distinct, slot, empty });
        self.aggregates = Some(outer);
        CypherNode::Slot(slot)
    }
}

/// Returns the aggregate with a name.
pub(super) fn aggregate_kind(function: &Name, arguments: &[Expr]) -> Option<AggregateKind> {
    let lower = function.value.to_ascii_lowercase();
    Some(match (&*lower, arguments) {
        ("stdev", [_]) => AggregateKind::SampleStdev,
        ("stdevp", [_]) => AggregateKind::Stdev,
        ("percentilecont", [_, _]) => AggregateKind::PercentileCont,
        ("percentiledisc", [_, _]) => AggregateKind::PercentileDisc,
        (name, [_]) => AggregateKind::common(name)?,
        _ => return None,
    })
}
