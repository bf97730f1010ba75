//! The types of expressions.

use std::collections::HashSet;

use super::Inference;
use super::functions::function;
use super::methods::methods;
use super::ty::{Accum, Ty};
use crate::syntax::Name;
use crate::syntax::ast::query::{Aggregate, Case, Constant, Expr, ExprKind, Op, Seed};

impl<'a> Inference<'a> {
    /// Returns the type of an expression's value.
    pub(super) fn value(&mut self, expr: &'a Expr) -> Ty {
        self.expr(expr).value()
    }

    /// Returns the type of an expression; of an accumulator, that of the accumulator.
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Ty {
        match &expr.kind {
            ExprKind::Constant(constant) => constant_type(constant),
            ExprKind::Name(name) => self.named(name),
            ExprKind::Global(name) => self.accumulator(true, name),
            ExprKind::Local(name) => self.accumulator(false, name),
            ExprKind::Member(of, name) => {
                let of = self.value(of);
                self.member(&of, name)
            }
            ExprKind::Accumulator(of, name) => {
                self.value(of);
                self.accumulator(false, &name.value)
            }
            ExprKind::Previous(of) => self.expr(of),
            ExprKind::Index(of, index) => {
                let of = self.expr(of);
                self.value(index);
                of.element().unwrap_or(Ty::Unknown)
            }
            ExprKind::Call { function, types, arguments } => {
                self.call(function, types.is_empty(), arguments)
            }
            ExprKind::Method { of, method, arguments } => self.method(of, method, arguments),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Negative(operand) => self.value(operand),
            ExprKind::Not(operand) => {
                self.value(operand);
                Ty::Bool
            }
            ExprKind::Chain(first, rest) => self.chain(first, rest),
            ExprKind::In(it) => {
                self.value(&it.operand);
                self.value(&it.among);
                Ty::Bool
            }
            ExprKind::Like(it) => {
                self.value(&it.operand);
                self.value(&it.pattern);
                it.escape.iter().for_each(|escape| drop(self.value(escape)));
                Ty::Bool
            }
            ExprKind::Between { operands, .. } => {
                operands.iter().for_each(|operand| drop(self.value(operand)));
                Ty::Bool
            }
            ExprKind::IsNull { operand, .. } => {
                self.value(operand);
                Ty::Bool
            }
            ExprKind::Group(items) => match &items[..] {
                [only] => self.expr(only),
                items => Ty::bag(self.common(items)),
            },
            ExprKind::List(items) => Ty::list(self.common(items)),
            ExprKind::Entry { keys, values } => {
                let keys = keys.iter().map(|key| self.value(key)).collect();
                Ty::Entry(keys, values.iter().map(|value| self.value(value)).collect())
            }
            ExprKind::Case(case) => self.case(case),
            ExprKind::Seeds(seeds) => {
                for seed in seeds {
                    if let Seed::Call(call) = &seed.value {
                        self.value(call);
                    }
                }
                Ty::Vertices(self.names.types_of_set(expr))
            }
            ExprKind::Object(entries) => {
                entries.iter().for_each(|(_, value)| drop(self.value(value)));
                Ty::Unknown
            }
            ExprKind::Interval { amount, .. } => {
                self.value(amount);
                Ty::Unknown
            }
            ExprKind::Trim(trim) => {
                trim.characters.iter().chain([&trim.text]).for_each(|it| drop(self.value(it)));
                Ty::String
            }
            ExprKind::Braces(_) | ExprKind::Column | ExprKind::Underscore => Ty::Unknown,
        }
    }

    /// Returns the type that all items of a literal can have.
    fn common(&mut self, items: &'a [Expr]) -> Ty {
        let types: Vec<_> = items.iter().map(|item| self.value(item)).collect();
        types.into_iter().reduce(Ty::common).unwrap_or(Ty::Unknown)
    }

    fn case(&mut self, case: &'a Case) -> Ty {
        case.operand.iter().for_each(|operand| drop(self.value(operand)));
        let mut result: Option<Ty> = None;
        let branches = case.branches.iter().map(|(when, then)| (Some(when), then));
        for (when, then) in branches.chain(case.otherwise.iter().map(|value| (None, value))) {
            when.into_iter().for_each(|when| drop(self.value(when)));
            let then = self.value(then);
            result = Some(result.map_or(then.clone(), |known| known.common(then)));
        }
        result.unwrap_or(Ty::Unknown)
    }

    fn chain(&mut self, first: &'a Expr, rest: &'a [(Op, Expr)]) -> Ty {
        let mut ty = self.expr(first);
        for (op, operand) in rest {
            let other = self.expr(operand);
            ty = binary(*op, ty, other);
        }
        ty
    }

    fn aggregate(&mut self, aggregate: &'a Aggregate) -> Ty {
        let arguments: Vec<_> = aggregate.arguments.iter().map(|it| self.value(it)).collect();
        let known = function(&aggregate.function.value);
        known.map_or(Ty::Unknown, |function| function.result(&arguments))
    }

    /// `f(a, b)`: a function, a tuple, or another query.
    fn call(&mut self, name: &'a Name, plain: bool, arguments: &'a [Expr]) -> Ty {
        let types: Vec<_> = arguments.iter().map(|it| self.value(it)).collect();
        if !plain {
            return Ty::Unknown;
        }
        let tuple = self.resolver().named(&name.value, 0);
        if !tuple.is_unknown() {
            return tuple;
        }
        if let Some(callee) = self.callee(&name.value) {
            return match &callee.returns {
                Some(ty) => self.returned(callee, ty),
                None => Ty::Unknown,
            };
        }
        let Some(function) = function(&name.value) else { return Ty::Unknown };
        match (function.name, arguments) {
            ("to_vertex", [_, Expr { kind: ExprKind::Constant(Constant::String(ty)), .. }]) => {
                Ty::vertex(ty)
            }
            ("to_vertex_set", [_, Expr { kind: ExprKind::Constant(Constant::String(ty)), .. }]) => {
                Ty::Vertices(Some(HashSet::from([ty.clone()])))
            }
            ("vectorsearch", [Expr { kind: ExprKind::Braces(vectors), .. }, ..]) => {
                let ty = |vector: &Expr| match &vector.kind {
                    ExprKind::Member(of, _) => match &of.kind {
                        ExprKind::Name(name) => Some(name.clone()),
                        _ => None,
                    },
                    _ => None,
                };
                Ty::Vertices(vectors.iter().map(ty).collect())
            }
            ("evaluate", [_, Expr { kind: ExprKind::Constant(Constant::String(ty)), .. }]) => {
                named_type(ty)
            }
            _ => function.result(&types),
        }
    }

    fn method(&mut self, of: &'a Expr, name: &'a Name, arguments: &'a [Expr]) -> Ty {
        let package = package(of);
        let receiver = match &package {
            Some(root) if self.is_package(root) => {
                arguments.iter().for_each(|it| drop(self.value(it)));
                return package_function(of, &name.value);
            }
            _ => self.expr(of),
        };
        let filter = name.value.eq_ignore_ascii_case("filter");
        for argument in arguments {
            if !filter {
                self.value(argument);
            }
        }
        if let (true, [_, Expr { kind: ExprKind::Constant(Constant::String(ty)), .. }]) =
            (name.value.eq_ignore_ascii_case("getAttr"), arguments)
        {
            return named_type(ty);
        }
        let methods = methods(&receiver).unwrap_or_default();
        let method = methods.into_iter().find(|it| it.name.eq_ignore_ascii_case(&name.value));
        method.map_or(Ty::Unknown, |method| method.returns)
    }

    /// Returns `true` if a name is not declared, so that it is the name of a package.
    fn is_package(&self, name: &str) -> bool {
        self.variable(name).is_none() && !self.names.is_declared(name)
    }
}

/// Returns the type of a value in a query's text.
fn constant_type(constant: &Constant) -> Ty {
    match constant {
        Constant::Int(_) => Ty::Int,
        Constant::Real(_) => Ty::Double,
        Constant::String(_) => Ty::String,
        Constant::Bool(_) => Ty::Bool,
        Constant::DateTime(_) => Ty::DateTime,
    }
}

/// Returns the type of an operator's result.
fn binary(op: Op, one: Ty, other: Ty) -> Ty {
    match op {
        Op::Or
        | Op::And
        | Op::Equal
        | Op::NotEqual
        | Op::Less
        | Op::LessOrEqual
        | Op::Greater
        | Op::GreaterOrEqual => Ty::Bool,
        Op::Union | Op::Intersect | Op::Minus => match (one.value(), other.value()) {
            (Ty::Vertices(a), Ty::Vertices(b)) if op == Op::Union => {
                Ty::Vertices(a).common(Ty::Vertices(b))
            }
            (Ty::Vertices(types), _) => Ty::Vertices(types),
            (one, other) if one == other => one,
            _ => Ty::Unknown,
        },
        Op::BitOr | Op::BitAnd | Op::ShiftLeft | Op::ShiftRight => {
            match (one.value(), other.value()) {
                (Ty::Int, Ty::Int) => Ty::Int,
                (Ty::Uint, Ty::Uint | Ty::Int) => Ty::Uint,
                _ => Ty::Unknown,
            }
        }
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => {
            match (one.value(), other.value()) {
                (Ty::String, _) | (_, Ty::String) if op == Op::Add => Ty::String,
                (a, b) if a.is_number() && b.is_number() => a.common(b),
                (Ty::Accum(a), Ty::Accum(b)) if a == b && is_added(op, &a) => Ty::Accum(a),
                _ => Ty::Unknown,
            }
        }
    }
}

/// Returns `true` if the operator gives an accumulator's value of the same type.
fn is_added(op: Op, accum: &Accum) -> bool {
    match accum {
        Accum::List(_) => matches!(op, Op::Add | Op::Multiply),
        Accum::Bag(_) | Accum::Map(..) | Accum::Array(..) => op == Op::Add,
        _ => false,
    }
}

/// Returns the type that a text names: the argument of `getAttr` and `evaluate`.
fn named_type(name: &str) -> Ty {
    let name = name.trim().to_ascii_uppercase();
    let inner = |word: &str| {
        let inner = name.strip_prefix(word)?.trim_start().strip_prefix('<')?;
        Some(named_type(inner.strip_suffix('>')?))
    };
    match name.as_str() {
        "INT" => Ty::Int,
        "UINT" => Ty::Uint,
        "FLOAT" => Ty::Float,
        "DOUBLE" => Ty::Double,
        "BOOL" => Ty::Bool,
        "STRING" => Ty::String,
        "DATETIME" => Ty::DateTime,
        _ => inner("LIST")
            .map(Ty::list)
            .or_else(|| Some(Ty::Set(Box::new(inner("SET")?))))
            .unwrap_or(Ty::Unknown),
    }
}

/// Returns the name that `a.b.c` begins with.
fn package(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name),
        ExprKind::Member(of, _) => package(of),
        _ => None,
    }
}

/// Returns the type of a function of the package `gds`.
fn package_function(of: &Expr, name: &str) -> Ty {
    let ExprKind::Member(root, vector) = &of.kind else { return Ty::Unknown };
    let is_vector = matches!(&root.kind, ExprKind::Name(name) if name == "gds");
    if !is_vector || vector.value != "vector" {
        return Ty::Unknown;
    }
    match name {
        "distance" | "cosine_distance" | "ip_distance" | "l2_distance" | "norm"
        | "elements_sum" | "kth_element" => Ty::Double,
        "dimension_count" => Ty::Int,
        _ => Ty::Unknown,
    }
}
