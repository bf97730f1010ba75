//! Going through the expressions of a query, and the parts of an expression.

use std::collections::BTreeSet;

use super::{ClauseKind, Cypher, Expr, ExprKind, Pattern, Projection};

/// The aggregates, with the number of their arguments.
const AGGREGATES: &[(&str, usize)] = &[
    ("avg", 1),
    ("collect", 1),
    ("count", 1),
    ("max", 1),
    ("min", 1),
    ("percentileCont", 2),
    ("percentileDisc", 2),
    ("stDev", 1),
    ("stDevP", 1),
    ("sum", 1),
];

impl Cypher {
    /// Calls `f` with each expression of the clauses, and not with those within another one.
    pub fn exprs<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        for clause in self.parts().flatten() {
            match &clause.kind {
                ClauseKind::Match(it) => {
                    it.patterns.iter().for_each(|pattern| of_pattern(pattern, f));
                    it.filter.iter().for_each(&mut *f);
                }
                ClauseKind::Unwind { list, .. } => f(list),
                ClauseKind::With(it) | ClauseKind::Return(it) => of_projection(it, f),
                ClauseKind::Create(patterns) => {
                    patterns.iter().for_each(|pattern| of_pattern(pattern, f));
                }
                ClauseKind::Set(items) => items.iter().for_each(|item| f(&item.value)),
                ClauseKind::Delete { items, .. } => items.iter().for_each(&mut *f),
            }
        }
    }
}

impl Cypher {
    /// Returns the parameters that the query tests with `IS NULL` or passes to `coalesce`, which
    /// can be null.
    #[must_use]
    pub fn nullable_parameters(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.exprs(&mut |expr| {
            expr.each(&mut |expr| {
                let operands = match &expr.kind {
                    ExprKind::IsNull { operand, .. } => std::slice::from_ref(&**operand),
                    ExprKind::Call { function, arguments, .. }
                        if function.value.eq_ignore_ascii_case("coalesce") =>
                    {
                        arguments
                    }
                    _ => &[],
                };
                names.extend(operands.iter().filter_map(|operand| match &operand.kind {
                    ExprKind::Parameter(name) => Some(name.as_str()),
                    _ => None,
                }));
            });
        });
        names
    }
}

fn of_pattern<'a>(pattern: &'a Pattern, f: &mut dyn FnMut(&'a Expr)) {
    let edges = pattern.steps.iter().flat_map(|(edge, _)| &edge.properties);
    let nodes = pattern.nodes().flat_map(|node| &node.properties);
    nodes.chain(edges).for_each(|property| f(&property.value));
}

fn of_projection<'a>(projection: &'a Projection, f: &mut dyn FnMut(&'a Expr)) {
    projection.items.iter().map(|it| &it.value).for_each(&mut *f);
    projection.order_by.iter().map(|it| &it.value).for_each(&mut *f);
    projection.skip.iter().chain(&projection.limit).chain(&projection.filter).for_each(f);
}

impl Expr {
    /// Calls `f` with each expression directly within this one.
    pub fn children<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        match &self.kind {
            ExprKind::Property(of, _)
            | ExprKind::HasLabels(of, _)
            | ExprKind::Negative(of)
            | ExprKind::Not(of)
            | ExprKind::Group(of)
            | ExprKind::IsNull { operand: of, .. } => f(of),
            ExprKind::Call { arguments, .. } => arguments.iter().for_each(f),
            ExprKind::Chain(first, rest) => {
                f(first);
                rest.iter().for_each(|(_, operand)| f(operand));
            }
            ExprKind::List(items) => items.iter().for_each(f),
            ExprKind::Map(entries) => entries.iter().for_each(|(_, value)| f(value)),
            ExprKind::Index(of, index) => [of, index].into_iter().for_each(|it| f(it)),
            ExprKind::Slice(of, from, to) => {
                [Some(of), from.as_ref(), to.as_ref()].into_iter().flatten().for_each(|it| f(it));
            }
            ExprKind::Comprehension(it) | ExprKind::Quantified(_, it) => {
                f(&it.list);
                it.filter.iter().chain(&it.value).for_each(f);
            }
            ExprKind::Case(it) => {
                it.operand.iter().for_each(&mut *f);
                it.branches.iter().flat_map(|(when, then)| [when, then]).for_each(&mut *f);
                it.otherwise.iter().for_each(f);
            }
            ExprKind::Constant(_)
            | ExprKind::Null
            | ExprKind::Parameter(_)
            | ExprKind::Name(_)
            | ExprKind::CountAll => {}
        }
    }

    /// Returns `true` if this is a call of an aggregate.
    #[must_use]
    pub fn is_aggregate(&self) -> bool {
        match &self.kind {
            ExprKind::CountAll => true,
            ExprKind::Call { function, arguments, .. } => {
                let count =
                    AGGREGATES.iter().find(|(name, _)| function.value.eq_ignore_ascii_case(name));
                count.is_some_and(|(_, count)| arguments.len() == *count)
            }
            _ => false,
        }
    }

    /// Returns `true` if an aggregate is in the expression.
    #[must_use]
    pub fn has_aggregate(&self) -> bool {
        let mut found = false;
        self.each(&mut |expr| found |= expr.is_aggregate());
        found
    }

    /// Calls `f` with this expression and each one within it.
    pub fn each<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        f(self);
        self.children(&mut |child| child.each(f));
    }
}
