//! Expressions.

use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Case, Constant, Expr, ExprKind, InExpr, LikeExpr, Op, Seed};
use tg_gsql::syntax::{Name, Span, Spanned};

use super::{Compiler, Kind};
use crate::eval::Value;
use crate::eval::accum::{self, AccumType};
use crate::eval::like::Pattern;
use crate::eval::plan::{Attribute, Entry, Node, Place, Read, SeedNode};
use crate::store::datetime;

impl Compiler<'_> {
    pub(super) fn exprs(&mut self, exprs: &[Expr]) -> Vec<Node> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    pub(super) fn boxed(&mut self, expr: &Expr) -> Box<Node> {
        Box::new(self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Node {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Constant(constant) => match self.constant(constant, span) {
                Some(value) => Node::Constant(value),
                None => Node::Unsupported,
            },
            ExprKind::Name(name) => self.name(name, span),
            ExprKind::Global(_) | ExprKind::Accumulator(..) | ExprKind::Previous(_) => {
                match (self.place(expr), accumulator_of(expr).0) {
                    (Some(place), _) => Node::Accum(place),
                    (None, Expr { kind: ExprKind::Global(name), span }) => {
                        self.not_declared("@@", name, *span)
                    }
                    (None, Expr { kind: ExprKind::Accumulator(_, name), .. }) => {
                        self.not_declared("@", &name.value, name.span)
                    }
                    // Cannot occur: only an accumulator is parsed with a previous value.
                    (None, _) => self.no_expression(span, "the previous value"),
                }
            }
            ExprKind::Local(name) => self.not_declared("@", name, span),
            ExprKind::Member(of, name) => {
                let of = self.boxed(of);
                let attribute = self.attribute(&name.value);
                Node::Attribute(of, attribute, name.span)
            }
            ExprKind::Index(..) => self.index(expr),
            ExprKind::Call { function, types, arguments } => {
                self.call(function, !types.is_empty(), arguments, span)
            }
            ExprKind::Method { of, method, arguments } => self.method(of, method, arguments, span),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, span),
            ExprKind::Negative(of) => Node::Negative(self.boxed(of), of.span),
            ExprKind::Not(of) => Node::Not(self.boxed(of), of.span),
            ExprKind::Chain(first, rest) => self.chain(first, rest),
            ExprKind::In(inside) => self.is_in(inside),
            ExprKind::Like(like) => self.like(like),
            ExprKind::Between { negated, operands } => {
                let [value, least, greatest] = &**operands;
                let operands = (self.expr(value), self.expr(least), self.expr(greatest));
                Node::Between { operands: Box::new(operands), negated: *negated }
            }
            ExprKind::IsNull { negated, operand } => {
                let variable = match &operand.kind {
                    ExprKind::Name(name) => self.variable(name),
                    _ => None,
                };
                match variable {
                    Some(variable) => Node::IsNull(variable.slot, *negated),
                    // Nothing but a parameter can be NULL.
                    None => {
                        self.expr(operand);
                        Node::Constant(Value::Bool(*negated))
                    }
                }
            }
            ExprKind::Group(members) => match members.as_slice() {
                [one] => self.expr(one),
                several => Node::Bag(self.exprs(several)),
            },
            ExprKind::List(members) => Node::List(self.exprs(members)),
            ExprKind::Entry { keys, values } => {
                let (keys, values) = (self.exprs(keys), self.exprs(values));
                Node::Entry(Box::new(Entry { keys, values }))
            }
            ExprKind::Case(case) => self.case(case),
            ExprKind::Seeds(seeds) => Node::Seeds(self.seeds(seeds)),
            ExprKind::Trim(trim) => {
                let characters = trim.characters.as_ref().map(|it| self.boxed(it));
                Node::Trim(trim.side, characters, self.boxed(&trim.text), span)
            }
            ExprKind::Interval { .. } => {
                self.unsupported(span, "an INTERVAL outside of datetime_add and datetime_sub:");
                Node::Unsupported
            }
            ExprKind::Object(_) => self.no_expression(span, "an object in braces as a value:"),
            ExprKind::Braces(_) => self.no_expression(span, "a list in braces as a value:"),
            ExprKind::Column => self.column_of_line(expr),
            ExprKind::Underscore => self.no_expression(span, "the placeholder"),
            _ => self.no_expression(span, "the expression"),
        }
    }

    pub(super) fn no_expression(&mut self, span: Span, what: &str) -> Node {
        self.unsupported(span, what);
        Node::Unsupported
    }

    pub(super) fn not_declared(&mut self, at: &str, name: &str, span: Span) -> Node {
        self.problem(span, format!("the accumulator {at}{name} is not declared"));
        Node::Unsupported
    }

    fn name(&mut self, name: &str, span: Span) -> Node {
        match self.variable(name) {
            Some(variable) => Node::Slot(variable.slot, span),
            None => {
                self.undefined(name, span);
                Node::Unsupported
            }
        }
    }

    /// Returns the number of a global accumulator.
    pub(super) fn global(&mut self, name: &str, span: Span) -> Option<usize> {
        let found = self.scopes.iter().rev().find_map(|scope| scope.globals.get(name)).copied();
        if found.is_none() {
            self.not_declared("@@", name, span);
        }
        found
    }

    /// Returns the accumulator that an expression is, or whose previous value it is.
    pub(super) fn place(&mut self, expr: &Expr) -> Option<Place> {
        let (expr, read) = accumulator_of(expr);
        match &expr.kind {
            ExprKind::Global(name) => {
                let found = self.scopes.iter().rev().find_map(|scope| scope.globals.get(name));
                let slot = found.copied()?;
                let in_clause = self.clause.as_mut().is_some_and(|clause| {
                    clause.read_globals.insert(slot);
                    true
                });
                Some(Place::Global(slot, if in_clause { Read::Before } else { read }))
            }
            ExprKind::Accumulator(of, name) => {
                let of = self.boxed(of);
                let read = match &self.clause {
                    Some(clause) if !clause.post => Read::Before,
                    _ => read,
                };
                self.item(of, name, read)
            }
            _ => None,
        }
    }

    /// Returns an accumulator of a vertex or edge.
    pub(super) fn item(&mut self, of: Box<Node>, name: &Name, read: Read) -> Option<Place> {
        let scopes = || self.scopes.iter().rev();
        let vertex = scopes().find_map(|scope| scope.vertex_accums.get(&name.value)).copied();
        let edge = scopes().find_map(|scope| scope.edge_accums.get(&name.value)).copied();
        if vertex.is_none() && edge.is_none() {
            return None;
        }
        if read == Read::Before {
            match &mut self.clause {
                Some(clause) if !clause.post => clause.read_accums.extend(vertex),
                _ => self.previous.extend(vertex),
            }
        }
        Some(Place::Item { of, vertex, edge, read, span: name.span })
    }

    /// Returns an attribute with its positions in all types.
    pub(super) fn attribute(&self, name: &str) -> Arc<Attribute> {
        Arc::new(Attribute::new(self.schema, name))
    }

    pub(super) fn constant(&mut self, constant: &Constant, span: Span) -> Option<Value> {
        Some(match constant {
            Constant::Int(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => Value::Int(value),
                (_, Ok(value)) => Value::Uint(value),
                _ => {
                    self.problem(span, "the number is out of range");
                    return None;
                }
            },
            Constant::Real(value) => Value::Double(*value),
            Constant::String(text) => Value::text(text),
            Constant::Bool(value) => Value::Bool(*value),
            Constant::DateTime(text) => match datetime::parse_timestamp(text) {
                Some(at) => Value::DateTime(at),
                None => {
                    self.problem(span, format!("'{text}' is not a valid DATETIME"));
                    return None;
                }
            },
        })
    }

    fn chain(&mut self, first: &Expr, rest: &[(Op, Expr)]) -> Node {
        if let Some((op @ (Op::And | Op::Or), _)) = rest.first() {
            let operands = std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand));
            let operands = operands.map(|operand| self.condition(operand)).collect();
            return if *op == Op::And { Node::And(operands) } else { Node::Or(operands) };
        }
        if rest.iter().all(|(op, _)| *op == Op::Add)
            && let Some(array) = self.array(first)
        {
            let others = rest.iter().map(|(_, operand)| self.expr(operand)).collect();
            return Node::AccumMethod(array, accum::SUM_OF_ARRAYS, others);
        }
        let mut node = self.expr(first);
        for (op, operand) in rest {
            node = Node::Binary(*op, Box::new((node, self.expr(operand))));
        }
        node
    }

    fn is_in(&mut self, inside: &InExpr) -> Node {
        Node::In {
            operand: self.boxed(&inside.operand),
            among: self.boxed(&inside.among),
            negated: inside.negated,
            // `x IN (y)`: a single member in parentheses is not a collection.
            single: matches!(inside.among.kind, ExprKind::Group(_)),
            span: inside.among.span,
        }
    }

    fn like(&mut self, like: &LikeExpr) -> Node {
        let (operand, negated, span) = (self.boxed(&like.operand), like.negated, like.operand.span);
        let text = |expr: &Expr| match &expr.kind {
            ExprKind::Constant(Constant::String(text)) => Some(text.clone()),
            _ => None,
        };
        let escape = like.escape.as_ref();
        let is_constant = escape.is_none_or(|escape| text(escape).is_some());
        if let (Some(pattern), true) = (text(&like.pattern), is_constant) {
            let escape = escape.and_then(text).and_then(|escape| escape.chars().next());
            return match Pattern::parse(&pattern, escape) {
                Some(parsed) => Node::Like { operand, pattern: Arc::new(parsed), negated, span },
                None => {
                    let what = format!("'{pattern}' is not a valid pattern");
                    self.problem(like.pattern.span, what);
                    Node::Unsupported
                }
            };
        }
        let pattern = self.boxed(&like.pattern);
        let escape = escape.map(|escape| self.boxed(escape));
        Node::LikeOf { operand, pattern, escape, negated, span: like.pattern.span }
    }

    fn case(&mut self, case: &Case) -> Node {
        let operand = case.operand.as_ref().map(|operand| self.boxed(operand));
        let branches = case.branches.iter();
        let branches =
            branches.map(|(when, then)| (self.expr(when), self.expr(then), when.span)).collect();
        Node::Case(operand, branches, case.otherwise.as_ref().map(|it| self.boxed(it)))
    }

    fn index(&mut self, expr: &Expr) -> Node {
        let (mut indexes, mut of) = (Vec::new(), expr);
        while let ExprKind::Index(inner, index) = &of.kind {
            indexes.push(self.expr(index));
            of = inner;
        }
        indexes.reverse();
        if let Some(array) = self.array(of) {
            return Node::Cell(array, indexes);
        }
        let of = self.expr(of);
        indexes.into_iter().fold(of, |of, index| Node::Index(Box::new((of, index)), expr.span))
    }

    /// Returns the place of an expression that is an ArrayAccum.
    fn array(&mut self, expr: &Expr) -> Option<Place> {
        let place = self.place(expr)?;
        matches!(*self.type_of(&place), AccumType::Array(_)).then_some(place)
    }

    fn seeds(&mut self, seeds: &[Spanned<Seed>]) -> Vec<SeedNode> {
        let mut nodes = Vec::new();
        for seed in seeds {
            let node = match &seed.value {
                Seed::Any => SeedNode::Types(self.graph.vertices.clone()),
                Seed::Type(name) => {
                    match (self.graph.vertex(&name.value), self.variable(&name.value)) {
                        (Some(ty), _) => SeedNode::Types(vec![ty]),
                        // `{p.*}`, of a text that is the name of a type.
                        (None, Some(variable)) => {
                            SeedNode::Of(Node::Slot(variable.slot, name.span), name.span)
                        }
                        (None, None) => {
                            let graph = &self.graph.name;
                            let what = format!(
                                "the vertex type {} does not exist in graph {graph}",
                                name.value
                            );
                            self.problem(name.span, what);
                            continue;
                        }
                    }
                }
                Seed::Name(name) => {
                    match (self.variable(&name.value), self.graph.vertex(&name.value)) {
                        (Some(variable), _) => {
                            SeedNode::Of(Node::Slot(variable.slot, name.span), name.span)
                        }
                        (None, Some(ty)) => SeedNode::Types(vec![ty]),
                        (None, None) => {
                            self.undefined(&name.value, name.span);
                            continue;
                        }
                    }
                }
                Seed::Global(name) => match self.global(&name.value, name.span) {
                    Some(slot) => {
                        let place = Place::Global(slot, Read::Current);
                        SeedNode::Of(Node::Accum(place), name.span)
                    }
                    None => continue,
                },
                Seed::Call(call) => SeedNode::Of(self.expr(call), call.span),
                _ => {
                    self.unsupported(seed.span, "the member of a vertex set");
                    continue;
                }
            };
            nodes.push(node);
        }
        nodes
    }

    /// Returns `true` if a name is one that can be NULL: a parameter.
    pub(super) fn is_parameter(&mut self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Name(name) => {
                self.variable(name).is_some_and(|it| matches!(it.kind, Kind::Parameter))
            }
            _ => false,
        }
    }
}

/// Returns the accumulator whose previous value an expression is, or otherwise the expression.
fn accumulator_of(expr: &Expr) -> (&Expr, Read) {
    match &expr.kind {
        ExprKind::Previous(of) => (of, Read::Before),
        _ => (expr, Read::Current),
    }
}
