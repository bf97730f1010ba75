//! Calls of methods.

use super::Inference;
use super::call::named_type;
use super::methods::{Method, changes, methods};
use super::ty::{Accum, Ty};
use crate::finding::{Finding, Rule};
use crate::suggest;
use crate::syntax::ast::query::{Constant, Expr, ExprKind};
use crate::syntax::{Name, Spanned};

impl<'a> Inference<'a> {
    pub(super) fn method(
        &mut self,
        call: &'a Expr,
        of: &'a Expr,
        name: &'a Name,
        arguments: &'a [Expr],
    ) -> Ty {
        let is_statement = std::mem::take(&mut self.is_statement);
        if package(of).is_some_and(|root| self.is_package(root)) {
            let types: Vec<_> = arguments.iter().map(|it| self.value(it)).collect();
            let Some(callee) = self.callee(&format!("{}.{}", dotted(of), name.value)) else {
                return package_function(of, &name.value);
            };
            self.query_call(call, callee, arguments, &types);
            return self.result_of(callee, name, is_statement);
        }
        let receiver = self.expr(of);
        let is = |word: &str| name.value.eq_ignore_ascii_case(word);
        // The condition of `filter` is about other vertices.
        let types: Vec<_> = match is("filter") {
            true => Vec::new(),
            false => arguments.iter().map(|it| self.value(it)).collect(),
        };
        self.named_types(&receiver, name, arguments);
        if let (true, [_, Expr { kind: ExprKind::Constant(Constant::String(ty)), .. }]) =
            (is("getAttr"), arguments)
        {
            return named_type(ty);
        }
        let Some(mut known) = methods(&receiver) else { return Ty::Unknown };
        // A set is also the alias of its own vertices.
        if matches!(&of.kind, ExprKind::Name(set) if self.names.sets.contains_key(set.as_str())) {
            let others = methods(&Ty::Vertices(None)).into_iter().flatten();
            let names: Vec<_> = known.iter().map(|it| it.name).collect();
            known.extend(others.filter(|it| !names.contains(&it.name)));
        }
        let Some(method) = known.iter().find(|it| is(it.name)) else {
            self.unknown_method(&receiver, name, &known);
            return Ty::Unknown;
        };
        if let ExprKind::Previous(accumulator) = &of.kind
            && changes(method.name)
        {
            let (method, of) = (method.name, self.excerpt(of));
            let message =
                format!("`{method}` changes `{of}`, a previous value, which is read-only");
            let finding = Finding::new(Rule::ReadOnly, name.span, message);
            let present = self.excerpt(accumulator);
            self.report_certain(finding.help(format!("write `{present}.{method}(..)`")));
        }
        if !(method.least..=method.most).contains(&arguments.len()) {
            let takes = match (method.least, method.most) {
                (0, 0) => "no arguments".to_owned(),
                (1, 1) => "1 argument".to_owned(),
                (least, usize::MAX) => format!("at least {least} arguments"),
                (least, most) if least == most => format!("{most} arguments"),
                (least, most) => format!("{least} to {most} arguments"),
            };
            let message = format!("`{}` takes {takes}, not {}", method.name, arguments.len());
            self.report(Finding { rule: Rule::Arguments, span: call.span, message, help: None });
        }
        if let Ty::Accum(accum) = &receiver
            && let Accum::GroupBy { keys, .. } = &**accum
        {
            let place = |key: &str| format!("the key `{key}`");
            for ((argument, ty), (key, target)) in arguments.iter().zip(&types).zip(keys) {
                self.require_fit(target, ty, argument, &place(key));
            }
        }
        self.element(&receiver, method, arguments.first().zip(types.first()));
        let returns = method.returns.clone();
        self.unset_fields(&returns);
        returns
    }

    fn unknown_method(&mut self, receiver: &Ty, name: &Name, known: &[Method]) {
        let near = suggest::nearest(&name.value, known.iter().map(|it| it.name));
        let help = match (near, known) {
            (Some(near), _) => Some(format!("did you mean `{near}`?")),
            (None, []) => None,
            (None, known) => {
                let names: Vec<_> = known.iter().map(|it| format!("`{}`", it.name)).collect();
                Some(format!("its methods are {}", names.join(", ")))
            }
        };
        let message = format!("{} has no method `{}`", receiver.with_article(), name.value);
        self.report(Finding { rule: Rule::UnknownMethod, span: name.span, message, help });
    }

    /// Checks the element or key that a method of a collection takes.
    fn element(&mut self, receiver: &Ty, method: &Method, argument: Option<(&Expr, &Ty)>) {
        let Some((argument, ty)) = argument else { return };
        let is_list = matches!(receiver, Ty::List(_))
            || matches!(receiver, Ty::Accum(accum) if matches!(**accum, Accum::List(_)));
        let target = match method.name {
            "get" | "containsKey" => receiver.entry().map(|(key, _)| key),
            "contains" => receiver.element(),
            "remove" if !is_list => receiver.entry().map(|it| it.0).or_else(|| receiver.element()),
            _ => None,
        };
        let target = match (target, method.name) {
            (None, "get" | "update") if is_list => Ty::Int,
            (None, _) => return,
            (Some(target), _) => target,
        };
        self.require_fit(&target, ty, argument, &format!("the argument of `{}`", method.name));
    }

    /// Checks the types and attributes that texts in arguments name.
    fn named_types(&mut self, receiver: &Ty, name: &Name, arguments: &'a [Expr]) {
        let text = |at: usize| match arguments.get(at) {
            Some(Expr { kind: ExprKind::Constant(Constant::String(value)), span }) => {
                Some(Spanned { value: value.clone(), span: *span })
            }
            _ => None,
        };
        let is = |word: &str| name.value.eq_ignore_ascii_case(word);
        if !matches!(receiver, Ty::Vertex(_) | Ty::Edge(_)) {
            return;
        }
        if is("outdegree") || is("neighbors") {
            (0..arguments.len()).filter_map(text).for_each(|ty| self.type_name(&ty, true));
        } else if is("getAttr") || is("setAttr") {
            if let Some(attribute) = text(0) {
                self.attribute_name(receiver, &attribute);
            }
        } else if (is("edgeAttribute") || is("neighborAttribute"))
            && let Some(ty) = text(0)
        {
            self.type_name(&ty, true);
        }
    }

    /// Returns `true` if a name is not declared, so that it is the name of a package.
    fn is_package(&self, name: &str) -> bool {
        self.variable(name).is_none() && !self.names.is_declared(name)
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

/// Returns the dotted name of a package.
fn dotted(package: &Expr) -> String {
    match &package.kind {
        ExprKind::Member(of, name) => format!("{}.{}", dotted(of), name.value),
        ExprKind::Name(name) => name.clone(),
        _ => String::new(),
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
