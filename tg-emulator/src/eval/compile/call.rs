//! Calls of functions, methods, tuple constructors and other queries.

use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Aggregate, Expr, ExprKind, Op};
use tg_gsql::syntax::{Name, Span};

use super::{Compiler, Kind, Variable};
use crate::eval::Value;
use crate::eval::accum::{self, AccumType, Method};
use crate::eval::function;
use crate::eval::plan::{
    Degree, DegreeOf, Filtered, GetAttr, NestedMethod, Node, Place, QueryCall, Read,
};
use crate::eval::ty::Ty;

/// The functions of collections and of the rows of a table.
const AGGREGATES: [&str; 8] = ["count", "sum", "avg", "min", "max", "collect", "stdev", "stdevp"];

/// The keys of each `get` on the way to an accumulator within another one, and in a group the
/// position of the value.
type Steps<'e> = Vec<(&'e [Expr], usize)>;

impl Compiler<'_> {
    /// Compiles a call of a function, a query or a tuple's constructor.
    pub(super) fn call(
        &mut self,
        name: &Name,
        generic: bool,
        arguments: &[Expr],
        span: Span,
    ) -> Node {
        if let Some(tuple) = self.tuples.get(&name.value).cloned() {
            let (fields, given) = (tuple.types.len(), arguments.len());
            if fields != given {
                let tuple = &name.value;
                let what = format!("{tuple} has {fields} fields, but {given} values are given");
                self.problem(span, what);
                return Node::Unsupported;
            }
            return Node::Tuple(tuple, self.exprs(arguments));
        }
        if generic {
            let what = format!("the generic function {}:", name.value);
            return self.no_expression(span, &what);
        }
        let lower = name.value.to_ascii_lowercase();
        if self.aggregates.is_some() && (AGGREGATES.contains(&&*lower) || lower == "percentilecont")
        {
            return self.table_aggregate(&lower, arguments, false, span);
        }
        match (&*lower, arguments) {
            ("coalesce", arguments) => return self.coalesce(arguments),
            (
                "datetime_add" | "datetime_sub",
                [of, Expr { kind: ExprKind::Interval { amount, unit }, .. }],
            ) => return self.shift(&lower == "datetime_add", of, amount, unit, span),
            ("reset_collection_accum", [Expr { kind: ExprKind::Local(name), .. }]) => {
                let accum = Name { value: name.clone(), span };
                let of = Box::new(Node::Unsupported);
                return match self.item(of, &accum, Read::Current) {
                    Some(Place::Item { vertex: Some(slot), .. }) => Node::ResetAccum(slot),
                    _ => self.no_expression(span, "reset_collection_accum of this accumulator:"),
                };
            }
            ("evaluate", [text, ty @ ..]) => return self.evaluate(text, ty.first(), span),
            ("vectorsearch", [vectors, query, count, options @ ..]) => {
                return self.vector_search(vectors, query, count, options.first());
            }
            ("selectvertex", arguments) => return self.select_vertex(arguments, span),
            _ => {}
        }
        let mut arguments = self.exprs(arguments);
        if let ("count", [Node::Binary(Op::Intersect, _)]) = (&*lower, &*arguments)
            && let Some(Node::Binary(_, operands)) = arguments.pop()
        {
            return Node::CountCommon(operands);
        }
        let known = function::find(&lower, arguments.len());
        let name = name.value.as_str().into();
        match known {
            Some(function) => Node::Function { function, arguments, name, span },
            None => Node::Query(Box::new(QueryCall { name, arguments, span })),
        }
    }

    fn coalesce(&mut self, arguments: &[Expr]) -> Node {
        let ty = match arguments.first() {
            Some(Expr { kind: ExprKind::Name(name), .. }) => {
                let query = self.query;
                query.parameter(name).map(|parameter| self.ty(&parameter.ty))
            }
            _ => None,
        };
        let nodes = arguments.iter().map(|argument| {
            // Only a parameter can be NULL, and other arguments are never evaluated after one.
            let _ = self.is_parameter(argument);
            self.expr(argument)
        });
        Node::Coalesce(nodes.collect(), ty)
    }

    /// Compiles the addition or subtraction of an interval.
    fn shift(&mut self, add: bool, of: &Expr, amount: &Expr, unit: &Name, span: Span) -> Node {
        let (seconds, months) = match unit.value.to_ascii_uppercase().trim_end_matches('S') {
            "SECOND" => (1, 0),
            "MINUTE" => (60, 0),
            "HOUR" => (3600, 0),
            "DAY" => (86_400, 0),
            "WEEK" => (7 * 86_400, 0),
            "MONTH" => (0, 1),
            "YEAR" => (0, 12),
            _ => {
                let what = format!("an interval in {}:", unit.value);
                return self.no_expression(span, &what);
            }
        };
        let sign = if add { 1 } else { -1 };
        let unit = (sign * seconds, sign * months);
        Node::Shift { of: Box::new((self.expr(of), self.expr(amount))), unit, span }
    }

    /// Returns the type of an accumulator.
    pub(super) fn type_of(&self, place: &Place) -> Arc<AccumType> {
        match place {
            Place::Global(slot, _) => self.globals[*slot].ty.clone(),
            Place::Item { vertex: Some(slot), .. } => self.vertex_accums[*slot].ty.clone(),
            Place::Item { edge: Some(slot), .. } => self.edge_accums[*slot].ty.clone(),
            // Cannot occur: such a place is not created.
            Place::Item { .. } => Arc::new(AccumType::Avg),
        }
    }

    /// Compiles a call of a method.
    pub(super) fn method(
        &mut self,
        of: &Expr,
        name: &Name,
        arguments: &[Expr],
        span: Span,
    ) -> Node {
        if let (true, [condition], ExprKind::Method { of, method, arguments }) =
            (name.value.eq_ignore_ascii_case("filter"), arguments, &of.kind)
        {
            return self.filtered(of, method, arguments, condition);
        }
        if let Some(package) = self.package_of(of) {
            let full = format!("{package}.{}", name.value);
            let lower = (package.to_ascii_lowercase(), name.value.to_ascii_lowercase());
            return match function::find_in_package(&lower.0, &lower.1, arguments.len()) {
                Some(function) => {
                    let (arguments, name) = (self.exprs(arguments), full.as_str().into());
                    Node::Function { function, arguments, name, span }
                }
                None if lower.0.starts_with("gds") => {
                    self.no_expression(span, &format!("the function {full}:"))
                }
                // A query of a package.
                None => {
                    let (arguments, name) = (self.exprs(arguments), full.as_str().into());
                    Node::Query(Box::new(QueryCall { name, arguments, span }))
                }
            };
        }
        if let Some(place) = self.place(of) {
            let ty = self.type_of(&place);
            if let Some(method) = accum::find_method(&ty, &name.value, arguments.len()) {
                if let (Method::Change(_), ExprKind::Previous(_)) = (method, &of.kind) {
                    let what =
                        format!("{} changes a previous value, which is read-only", name.value);
                    self.problem(name.span, what);
                    return Node::Unsupported;
                }
                let place = match (method, place) {
                    (Method::Change(_), place) => {
                        self.changes(&place);
                        match place {
                            Place::Global(slot, _) => Place::Global(slot, Read::Current),
                            Place::Item { of, vertex, edge, span, .. } => {
                                Place::Item { of, vertex, edge, read: Read::Current, span }
                            }
                        }
                    }
                    (Method::Read(_), place) => place,
                };
                return Node::AccumMethod(place, method, self.exprs(arguments));
            }
            // The value can have methods that the accumulator does not have.
            if !function::is_method(&name.value) || is_collection(&ty) {
                let what = format!("the method {} of a {}:", name.value, ty.name());
                return self.no_expression(span, &what);
            }
        } else if let Some((place, steps, ty)) = self.nested(of)
            && let Some(Method::Read(method)) =
                accum::find_method(&ty, &name.value, arguments.len())
        {
            let steps = steps.into_iter().map(|(keys, at)| (self.exprs(keys), at)).collect();
            let arguments = self.exprs(arguments);
            return Node::NestedMethod(Box::new(NestedMethod { place, steps, method, arguments }));
        } else if matches!(
            of.kind,
            ExprKind::Global(_) | ExprKind::Accumulator(..) | ExprKind::Previous(_)
        ) {
            // Reports that it is not declared.
            return self.expr(of);
        }
        if !function::is_method(&name.value) {
            let what = format!("the method {}:", name.value);
            return self.no_expression(span, &what);
        }
        if name.value.eq_ignore_ascii_case("outdegree") && arguments.len() <= 1 {
            let (of, mut types) = (self.expr(of), self.exprs(arguments));
            let types = match types.pop() {
                None => DegreeOf::All,
                Some(Node::Constant(Value::Text(name))) => {
                    DegreeOf::Type(self.graph.edge(&name).into_iter().collect())
                }
                Some(types) => DegreeOf::Named(types),
            };
            return Node::Degree(Box::new(Degree { of, types, span: name.span }));
        }
        let of = match (self.expr(of), arguments) {
            (Node::Binary(Op::Intersect, operands), [])
                if name.value.eq_ignore_ascii_case("size") =>
            {
                return Node::CountCommon(operands);
            }
            (of, _) => Box::new(of),
        };
        let (mut arguments, span) = (self.exprs(arguments), name.span);
        if name.value.eq_ignore_ascii_case("getattr") {
            let ty = match arguments.get(1) {
                Some(Node::Constant(Value::Text(ty))) => Some(ty.clone()),
                _ => None,
            };
            if arguments.len() == 1 + usize::from(ty.is_some()) {
                let ty = ty.and_then(|name| Some((Ty::named(&name)?, name)));
                let name = arguments.swap_remove(0);
                return Node::GetAttr(Box::new(GetAttr { of: *of, name, ty, span }));
            }
        }
        let method = name.value.to_ascii_lowercase().into();
        Node::Method { of, method, arguments, span }
    }

    /// Returns the accumulator that `@@m.get(k)` or `@@g.get(k).value` is within, the way to it,
    /// and its own type. Returns `None` for other expressions.
    fn nested<'e>(&mut self, expr: &'e Expr) -> Option<(Place, Steps<'e>, AccumType)> {
        if let Some(place) = self.place(expr) {
            let ty = AccumType::clone(&self.type_of(&place));
            return Some((place, Vec::new(), ty));
        }
        let (get, value) = match &expr.kind {
            ExprKind::Member(get, value) => (&**get, Some(value)),
            _ => (expr, None),
        };
        let ExprKind::Method { of, method, arguments } = &get.kind else { return None };
        if !method.value.eq_ignore_ascii_case("get") {
            return None;
        }
        let (place, mut steps, ty) = self.nested(of)?;
        let (ty, at) = match (&ty, value, arguments.len()) {
            (AccumType::Map(_, inner), None, 1) => (AccumType::clone(inner), 0),
            (AccumType::List(Ty::List(inner)), None, 1) => (AccumType::List(Ty::clone(inner)), 0),
            (AccumType::Group(group), Some(value), _) => {
                let names = &group.names[group.keys.len()..];
                let at = names.iter().position(|name| **name == *value.value)?;
                (group.values[at].clone(), at)
            }
            _ => return None,
        };
        steps.push((arguments, at));
        Some((place, steps, ty))
    }

    /// Compiles a method about the edges of a vertex with a condition, in which the name of an edge
    /// type is an edge and that of a vertex type the vertex at its other end.
    fn filtered(&mut self, of: &Expr, method: &Name, arguments: &[Expr], condition: &Expr) -> Node {
        let (of, arguments) = (self.expr(of), self.exprs(arguments));
        let (edge, other) = (self.slot("", false), self.slot("", false));
        let condition = self.in_scope(|compiler| {
            condition.each(&mut |expr| {
                let ExprKind::Name(name) = &expr.kind else { return };
                let (slot, kind) = match (compiler.graph.edge(name), compiler.graph.vertex(name)) {
                    (Some(_), _) => (edge, Kind::EdgeAlias),
                    (None, Some(_)) => (other, Kind::VertexAlias),
                    (None, None) => return,
                };
                if let Some(scope) = compiler.scopes.last_mut() {
                    scope.variables.insert(name.clone(), Variable { slot, kind });
                }
            });
            compiler.condition(condition)
        });
        let span = method.span;
        let method = method.value.to_ascii_lowercase().into();
        Node::Filtered(Box::new(Filtered { of, method, arguments, edge, other, condition, span }))
    }

    /// Returns the dotted name of a package, if an expression is one: its first name is not
    /// declared.
    fn package_of(&mut self, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::Name(name) => match self.variable(name) {
                Some(_) => None,
                None => Some(name.clone()),
            },
            ExprKind::Member(of, name) => Some(format!("{}.{}", self.package_of(of)?, name.value)),
            _ => None,
        }
    }

    /// Compiles a call with `*` or DISTINCT.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate, span: Span) -> Node {
        let name = aggregate.function.value.to_ascii_lowercase();
        if self.aggregates.is_some() {
            return self.table_aggregate(&name, &aggregate.arguments, aggregate.distinct, span);
        }
        let ([of], Some(function)) = (&*aggregate.arguments, function::find(&name, 1)) else {
            let what = format!("the aggregate {name} without a collection:");
            return self.no_expression(span, &what);
        };
        let mut of = self.expr(of);
        if aggregate.distinct {
            let (function, name) = (function::DISTINCT, "DISTINCT".into());
            of = Node::Function { function, arguments: vec![of], name, span };
        }
        Node::Function { function, arguments: vec![of], name: name.as_str().into(), span }
    }
}

fn is_collection(ty: &AccumType) -> bool {
    !matches!(ty, AccumType::Max(_) | AccumType::Min(_) | AccumType::Last(_))
}
