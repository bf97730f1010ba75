//! Expressions.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::{Comprehension, Expr, ExprKind, Op};
use tg_gsql::syntax::ast::query::Case;
use tg_gsql::syntax::{Name, Spanned};

use super::Reader;
use super::projection::aggregate_kind;
use crate::eval::compile::Kind;
use crate::eval::plan::{AggregateKind, CypherCase, CypherNode, Elements, Slot};
use crate::eval::{Value, function};

impl Reader<'_, '_> {
    pub(super) fn expr(&mut self, expr: &Expr) -> CypherNode {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Constant(constant) => {
                CypherNode::Constant(self.compiler.constant(constant, span).unwrap_or(Value::Null))
            }
            ExprKind::Null => CypherNode::Constant(Value::Null),
            ExprKind::Parameter(name) => match self.compiler.variable(name) {
                Some(variable) if matches!(variable.kind, Kind::Parameter) => {
                    CypherNode::Slot(variable.slot)
                }
                _ => self.undefined(&format!("${name}"), span),
            },
            ExprKind::Name(value) => match self.slot(value) {
                Some(_) => {
                    let name = Spanned { value: value.clone(), span };
                    CypherNode::Slot(self.value_slot(&name).unwrap_or_default())
                }
                None => self.undefined(value, span),
            },
            ExprKind::Property(of, name) => {
                let created = self.slot_of_name(of).and_then(|slot| self.created.get(&slot));
                if let Some(field) = created.and_then(|it| it.attributes.get(&name.value)) {
                    return CypherNode::Created(Box::new(field.clone()));
                }
                self.require_stored(of);
                let attribute = self.compiler.attribute(&name.value);
                CypherNode::Property(self.boxed(of), attribute, name.span)
            }
            ExprKind::HasLabels(of, labels) => self.has_labels(of, labels),
            ExprKind::Call { function, distinct, arguments } => {
                self.call(function, *distinct, arguments, span)
            }
            ExprKind::CountAll => self.aggregate(AggregateKind::Count, &[], false, span),
            ExprKind::Negative(of) => CypherNode::Negative(self.boxed(of), of.span),
            ExprKind::Not(of) => CypherNode::Not(self.boxed(of), of.span),
            ExprKind::Group(of) => self.expr(of),
            ExprKind::Chain(first, rest) => self.chain(first, rest, span),
            ExprKind::IsNull { negated, operand } => {
                CypherNode::IsNull(self.boxed(operand), *negated)
            }
            ExprKind::List(items) => CypherNode::List(self.all(items)),
            ExprKind::Map(entries) => {
                let entries = entries.iter();
                CypherNode::Map(
                    entries.map(|(name, it)| (name.value.as_str().into(), self.expr(it))).collect(),
                )
            }
            ExprKind::Index(of, index) => {
                self.require_stored(of);
                CypherNode::Index(Box::new((self.expr(of), self.expr(index))), span)
            }
            ExprKind::Slice(of, from, to) => {
                let mut bound = |it: &Option<Box<Expr>>| it.as_ref().map(|it| self.boxed(it));
                let (from, to) = (bound(from), bound(to));
                CypherNode::Slice(self.boxed(of), from, to, span)
            }
            ExprKind::Comprehension(it) => CypherNode::Comprehension(Box::new(self.elements(it))),
            ExprKind::Quantified(quantifier, it) => {
                CypherNode::Quantified(*quantifier, Box::new(self.elements(it)))
            }
            ExprKind::Case(case) => CypherNode::Case(Box::new(self.case(case))),
            _ => {
                self.compiler.unsupported(span, "the expression");
                CypherNode::Constant(Value::Null)
            }
        }
    }

    fn boxed(&mut self, expr: &Expr) -> Box<CypherNode> {
        Box::new(self.expr(expr))
    }

    fn all(&mut self, exprs: &[Expr]) -> Vec<CypherNode> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn undefined(&mut self, name: &str, span: Span) -> CypherNode {
        self.compiler.undefined(name, span);
        CypherNode::Constant(Value::Null)
    }

    /// Returns the slot of a variable that an expression is.
    pub(super) fn slot_of_name(&self, expr: &Expr) -> Option<Slot> {
        match &expr.kind {
            ExprKind::Name(name) => self.slot(name),
            _ => None,
        }
    }

    /// Reports an operand that is a vertex which the query itself creates.
    fn require_stored(&mut self, expr: &Expr) {
        if let ExprKind::Name(value) = &expr.kind
            && self.slot(value).is_some_and(|slot| self.created.contains_key(&slot))
        {
            self.stored(&Spanned { value: value.clone(), span: expr.span });
        }
    }

    fn has_labels(&mut self, of: &Expr, labels: &[Name]) -> CypherNode {
        self.require_stored(of);
        let (mut vertices, mut edges) = (Vec::new(), Vec::new());
        for label in labels {
            let graph = self.compiler.graph;
            match (graph.vertex(&label.value), graph.edge(&label.value)) {
                (Some(ty), _) => vertices.push(ty),
                (None, Some(view)) => edges.push(view),
                (None, None) => self.no_type("vertex", &label.value, label.span),
            }
        }
        CypherNode::HasLabels(self.boxed(of), vertices, edges)
    }

    fn chain(&mut self, first: &Expr, rest: &[(Op, Expr)], span: Span) -> CypherNode {
        match rest.first() {
            Some((op @ (Op::And | Op::Or | Op::Xor), _)) => {
                let operands = std::iter::once(first).chain(rest.iter().map(|(_, it)| it));
                CypherNode::Logic(*op, operands.map(|it| (self.expr(it), it.span)).collect())
            }
            Some((op, _)) if op.is_comparison() => {
                let first = self.boxed(first);
                CypherNode::Compare(first, self.operands(rest))
            }
            _ => {
                let first = self.boxed(first);
                CypherNode::Chain(first, self.operands(rest), span)
            }
        }
    }

    fn operands(&mut self, rest: &[(Op, Expr)]) -> Vec<(Op, CypherNode)> {
        rest.iter().map(|(op, operand)| (*op, self.expr(operand))).collect()
    }

    fn call(
        &mut self,
        function: &Name,
        distinct: bool,
        arguments: &[Expr],
        span: Span,
    ) -> CypherNode {
        if let Some(kind) = aggregate_kind(function, arguments) {
            return self.aggregate(kind, arguments, distinct, span);
        }
        let name = function.value.to_ascii_lowercase();
        let nodes = self.all(arguments);
        if name == "coalesce" {
            return CypherNode::Coalesce(nodes);
        }
        arguments.iter().for_each(|argument| self.require_stored(argument));
        if let Some(found) = function::find_cypher(&name, arguments.len()).filter(|_| !distinct) {
            let name = function.value.as_str().into();
            return CypherNode::Function { function: found, arguments: nodes, name, span };
        }
        self.compiler.unsupported(span, format_args!("the function {}", function.value));
        CypherNode::Constant(Value::Null)
    }

    /// Compiles the parts of a comprehension, whose variable hides others.
    fn elements(&mut self, of: &Comprehension) -> Elements {
        let list = self.expr(&of.list);
        let slot = self.bind(&of.variable.value);
        let filter = of.filter.as_ref().map(|it| self.expr(it));
        let value = of.value.as_ref().map(|it| self.expr(it));
        self.names.pop();
        Elements { list, slot, filter, value, span: of.list.span }
    }

    fn case(&mut self, case: &Case<Expr>) -> CypherCase {
        let operand = case.operand.as_ref().map(|it| self.expr(it));
        let branches = case.branches.iter();
        let branches =
            branches.map(|(when, then)| (self.expr(when), self.expr(then), when.span)).collect();
        let otherwise = case.otherwise.as_ref().map(|it| self.expr(it));
        CypherCase { operand, branches, otherwise }
    }
}
