//! Calls of functions, tuples and other queries.

use std::collections::HashSet;

use super::Inference;
use super::compare::{fits, remedy};
use super::functions::{Function, Kind, function, names};
use super::ty::{Tuple, Ty};
use super::vector::searched;
use crate::finding::{Finding, Rule};
use crate::suggest;
use crate::syntax::ast::query::{Aggregate, Constant, Expr, ExprKind, Query};
use crate::syntax::{Name, Spanned};

impl<'a> Inference<'a> {
    pub(super) fn aggregate(&mut self, aggregate: &'a Aggregate) -> Ty {
        let types: Vec<_> = aggregate.arguments.iter().map(|it| self.value(it)).collect();
        let Some(known) = function(&aggregate.function.value) else { return Ty::Unknown };
        self.aggregated(known, &aggregate.arguments, &types);
        known.result(&types)
    }

    /// Checks the values of `sum` and `avg`, which are numbers.
    fn aggregated(&mut self, function: &Function, arguments: &[Expr], types: &[Ty]) {
        let ("sum" | "avg", [argument, ..], [ty, ..]) = (function.name, arguments, types) else {
            return;
        };
        let element = ty.element().unwrap_or_else(|| ty.clone()).value();
        if !fits(&Ty::Double, &element) {
            let message = format!("`{}` takes numbers, and these are {element}", function.name);
            self.mismatch(argument.span, message, None);
        }
    }

    /// `f(a, b)`: a function, a tuple, or another query.
    pub(super) fn call(
        &mut self,
        call: &'a Expr,
        name: &'a Name,
        plain: bool,
        arguments: &'a [Expr],
    ) -> Ty {
        let is_statement = std::mem::take(&mut self.is_statement);
        let types: Vec<_> = arguments.iter().map(|it| self.value(it)).collect();
        if let Ty::Tuple(tuple) = self.resolver().named(&name.value, 0) {
            self.tuple(call, &tuple, arguments, &types);
            return Ty::Tuple(tuple);
        }
        if let Some(callee) = self.callee(&name.value) {
            self.query_call(call, callee, arguments, &types);
            return self.result_of(callee, name, is_statement);
        }
        let own = self.context.functions.is_some_and(|own| own.contains(&name.value));
        if !plain || own {
            return Ty::Unknown;
        }
        let Some(function) = function(&name.value) else {
            self.unknown_function(name);
            return Ty::Unknown;
        };
        for (at, (argument, ty)) in arguments.iter().zip(&types).enumerate() {
            self.argument(function, at, argument, ty);
        }
        self.aggregated(function, arguments, &types);
        self.result(function, arguments, &types)
    }

    /// Returns the type of the value of a query that is called.
    pub(super) fn result_of(&mut self, callee: &'a Query, name: &Name, is_statement: bool) -> Ty {
        match &callee.returns {
            Some(ty) => {
                let ty = self.returned(callee, ty);
                // Its tuples are made in the other query.
                self.unset_fields(&ty.element().unwrap_or_else(|| ty.clone()));
                ty
            }
            None => {
                if !is_statement {
                    let message = format!("the query `{}` returns no value", name.value);
                    let finding = Finding::new(Rule::Returns, name.span, message);
                    self.report(finding.help("add `RETURNS (type)` to its header"));
                }
                Ty::Unknown
            }
        }
    }

    fn unknown_function(&mut self, name: &'a Name) {
        // The declaration of a variable of that type is reported.
        if self.unknown_types.contains(&name.value.as_str()) {
            return;
        }
        let mut known: Vec<&str> = names().collect();
        known.extend(self.context.functions.into_iter().flatten().map(String::as_str));
        known.extend(self.names.typedefs.keys());
        known.extend(self.names.catalog.tuples.iter().map(|tuple| tuple.name.as_str()));
        known.extend(self.context.queries.keys());
        let near = suggest::nearest(&name.value, known);
        // Without a list of the user's functions, a name that is nearly one of the server's is
        // doubtful; those of a few letters resemble too many.
        let Some(_) = self.context.functions else {
            if let Some(near) = near.filter(|_| name.value.len() > 4) {
                self.report(Finding {
                    rule: Rule::UnknownFunction,
                    span: name.span,
                    message: format!("`{}` is not a function of the language", name.value),
                    help: Some(format!("did you mean `{near}`?")),
                });
            }
            return;
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "a user-defined function must be declared, and a query be in the folder".to_owned()
            }
        };
        self.report(Finding {
            rule: Rule::UndefinedFunction,
            span: name.span,
            message: format!("there is no function, tuple or query `{}`", name.value),
            help: Some(help),
        });
    }

    fn argument(&mut self, function: &Function, at: usize, argument: &Expr, ty: &Ty) {
        let target = match function.parameter(at) {
            Kind::Any => return,
            Kind::Number => Ty::Double,
            Kind::Text => Ty::String,
            Kind::Time => Ty::DateTime,
            Kind::Vertex => Ty::Vertex(None),
            Kind::Collection => Ty::bag(Ty::Unknown),
        };
        if !fits(&target, ty) {
            let kind = match &target {
                Ty::Double => "a number".to_owned(),
                Ty::Bag(_) => "a collection".to_owned(),
                other => other.to_string(),
            };
            let message = format!("`{}` takes {kind} here, and this is {ty}", function.name);
            let help = remedy(&target, ty, self.excerpt(argument));
            self.mismatch(argument.span, message, help);
        }
    }

    /// Returns the type of a function's result, some of which depend on what a text names.
    fn result(&mut self, function: &Function, arguments: &'a [Expr], types: &[Ty]) -> Ty {
        let second = arguments.get(1).map(|it| (&it.kind, it.span));
        match (function.name, second) {
            ("to_vertex", Some((ExprKind::Constant(Constant::String(ty)), span))) => {
                self.type_name(&Spanned { value: ty.clone(), span }, false);
                Ty::vertex(ty)
            }
            ("to_vertex_set", Some((ExprKind::Constant(Constant::String(ty)), span))) => {
                self.type_name(&Spanned { value: ty.clone(), span }, false);
                Ty::Vertices(Some(HashSet::from([ty.clone()])))
            }
            ("evaluate", Some((ExprKind::Constant(Constant::String(ty)), _))) => named_type(ty),
            ("vectorsearch", _) => {
                self.searched_vectors(arguments);
                Ty::Vertices(searched(arguments))
            }
            _ => function.result(types),
        }
    }

    /// `Tuple(a, b)`
    fn tuple(&mut self, call: &Expr, tuple: &Tuple, arguments: &[Expr], types: &[Ty]) {
        let name = tuple.name.as_deref().unwrap_or("TUPLE");
        if arguments.len() != tuple.fields.len() {
            let fields: Vec<_> =
                tuple.fields.iter().map(|(name, ty)| format!("{ty} {name}")).collect();
            self.report(Finding {
                rule: Rule::Arguments,
                span: call.span,
                message: format!(
                    "the tuple `{name}` has {} fields, not {}",
                    tuple.fields.len(),
                    arguments.len()
                ),
                help: Some(format!("write a value for each of `{}`", fields.join(", "))),
            });
            return;
        }
        self.unset_arguments(tuple, arguments);
        for ((argument, ty), (field, target)) in arguments.iter().zip(types).zip(&tuple.fields) {
            self.require_fit(target, ty, argument, &format!("the field `{field}`"));
        }
    }

    /// A call of another query.
    pub(super) fn query_call(
        &mut self,
        call: &Expr,
        callee: &'a Query,
        arguments: &[Expr],
        types: &[Ty],
    ) {
        let name = callee.name.as_ref().map_or("", |name| &name.value);
        let parameters = &callee.parameters;
        let least = parameters.iter().take_while(|it| it.default.is_none()).count();
        if arguments.len() < least || arguments.len() > parameters.len() {
            let list: Vec<_> = parameters.iter().map(|it| it.name.value.as_str()).collect();
            let takes = match parameters.len() {
                1 => "1 argument".to_owned(),
                count => format!("{count} arguments"),
            };
            self.report(Finding {
                rule: Rule::Arguments,
                span: call.span,
                message: format!("the query `{name}` takes {takes}, not {}", arguments.len()),
                help: Some(match list.is_empty() {
                    true => format!("write `{name}()`"),
                    false => format!("write `{name}({})`", list.join(", ")),
                }),
            });
        }
        for ((argument, ty), parameter) in arguments.iter().zip(types).zip(parameters) {
            let target = self.returned(callee, &parameter.ty);
            let place = format!("the parameter `{}` of `{name}`", parameter.name.value);
            self.require_fit(&target, ty, argument, &place);
        }
    }
}

/// Returns the type that a text names: the argument of `getAttr` and `evaluate`.
pub(super) fn named_type(name: &str) -> Ty {
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
