//! Functions.

use super::{Reader, either, is_nullable, null, nullable, unless_null};
use crate::finding::{Finding, Rule};
use crate::query::infer::compare::fits;
use crate::query::infer::functions::Kind::{Any, Collection, Number, Text, Vertex};
use crate::query::infer::functions::{Function, Returns, function, of};
use crate::query::infer::{Ty, Types};
use crate::suggest::nearest_of;
use crate::syntax::ast::cypher::Expr;
use crate::syntax::{Name, Span};

/// The functions that GSQL does not have, or has with other arguments or results.
#[rustfmt::skip]
const FUNCTIONS: &[Function] = &[
    of("avg", 1, &[Number], Returns::Double),
    of("ceil", 1, &[Number], Returns::Double),
    of("coalesce", 1, &[Any], Returns::Unknown),
    of("collect", 1, &[Any], Returns::Collected),
    of("count", 1, &[Any], Returns::Int),
    of("e", 0, &[], Returns::Double),
    of("endNode", 1, &[Any], Returns::Unknown),
    of("floor", 1, &[Number], Returns::Double),
    of("haversin", 1, &[Number], Returns::Double),
    of("head", 1, &[Collection], Returns::Element),
    of("id", 1, &[Vertex], Returns::Int),
    of("keys", 1, &[Any], Returns::Texts),
    of("labels", 1, &[Vertex], Returns::Texts),
    of("last", 1, &[Collection], Returns::Element),
    of("length", 1, &[Any], Returns::Int),
    of("lTrim", 1, &[Text], Returns::Text),
    of("max", 1, &[Any], Returns::First),
    of("min", 1, &[Any], Returns::First),
    of("percentileCont", 2, &[Number, Number], Returns::Double),
    of("percentileDisc", 2, &[Number, Number], Returns::First),
    of("properties", 1, &[Any], Returns::Unknown),
    of("range", 2, &[Number, Number, Number], Returns::Unknown),
    of("reverse", 1, &[Any], Returns::Unknown),
    of("round", 1, &[Number], Returns::Double),
    of("rTrim", 1, &[Text], Returns::Text),
    of("size", 1, &[Any], Returns::Int),
    of("split", 2, &[Text, Text], Returns::Texts),
    of("startNode", 1, &[Any], Returns::Unknown),
    of("stDev", 1, &[Number], Returns::Double),
    of("stDevP", 1, &[Number], Returns::Double),
    of("substring", 2, &[Text, Number, Number], Returns::Text),
    of("sum", 1, &[Number], Returns::First),
    of("tail", 1, &[Collection], Returns::Unknown),
    of("timestamp", 0, &[], Returns::Int),
    of("toBoolean", 1, &[Any], Returns::Bool),
    of("toFloat", 1, &[Any], Returns::Double),
    of("toInteger", 1, &[Any], Returns::Int),
    of("toLower", 1, &[Text], Returns::Text),
    of("toString", 1, &[Any], Returns::Text),
    of("toUpper", 1, &[Text], Returns::Text),
    of("trim", 1, &[Text], Returns::Text),
    of("type", 1, &[Any], Returns::Text),
];

impl<'a> Reader<'_, 'a> {
    /// Reads a call. A function that is not known can be the user's.
    pub(super) fn call(
        &mut self,
        call: &'a Expr,
        name: &'a Name,
        distinct: bool,
        arguments: &'a [Expr],
    ) -> Ty {
        let (span, is_aggregate) = (call.span, call.is_aggregate());
        let own = FUNCTIONS.iter().find(|known| known.name.eq_ignore_ascii_case(&name.value));
        let known = [own, function(&name.value)];
        let fitting = known.into_iter().flatten().find(|it| it.takes(arguments.len()));
        let groups = self.groups;
        let grouped = is_aggregate && self.aggregate(span);
        let types: Vec<_> = arguments.iter().map(|argument| self.expr(argument)).collect();
        self.groups = groups;
        let Some(function) = fitting else {
            self.unfitting(name, own.or(known[1]), arguments.len(), span);
            return Ty::Unknown;
        };
        if distinct && !is_aggregate {
            let message = format!("`{}` is not an aggregate, which DISTINCT is for", function.name);
            let finding = Finding::new(Rule::Arguments, span, message);
            self.inference.report_certain(finding.help("leave out `DISTINCT`"));
        }
        for (at, (argument, ty)) in arguments.iter().zip(&types).enumerate() {
            let (target, takes) = match function.parameter(at) {
                Any => continue,
                Number => (Ty::Double, "a number"),
                Text => (Ty::String, "a text"),
                Vertex => (Ty::Vertex(None), "a vertex"),
                Collection => (Ty::list(Ty::Unknown), "a list"),
                _ => (Ty::DateTime, "a DATETIME"),
            };
            let ty = ty.clone().value();
            if !fits(&target, &ty) {
                let message = format!("`{}` takes {takes} here, and this is {ty}", function.name);
                self.mismatch(argument.span, message, &target, &ty);
            }
        }
        if is_aggregate {
            return aggregated(function, &types, grouped);
        }
        let values: Vec<_> = types.iter().map(|ty| ty.clone().value()).collect();
        let first = values.first().cloned().unwrap_or(Ty::Unknown);
        let ty = match function.name {
            "coalesce" => return coalesced(&types),
            // An empty list has no elements.
            "head" | "last" => nullable(first.element().unwrap_or(Ty::Unknown)),
            "tail" => Ty::list(first.element().unwrap_or(Ty::Unknown)),
            "reverse" => match first.element() {
                Some(element) => Ty::list(element),
                None => first,
            },
            "range" => Ty::list(Ty::Int),
            "startNode" => Ty::Vertex(self.ends(&first, true)),
            "endNode" => Ty::Vertex(self.ends(&first, false)),
            // A text may not be a value of the type.
            "toInteger" | "toFloat" | "toBoolean" if !first.is_number() && first != Ty::Bool => {
                nullable(function.result(&values))
            }
            "toInteger" if first == Ty::Uint => Ty::Uint,
            // A real may be out of range.
            "toInteger" if first != Ty::Int => nullable(Ty::Int),
            _ => function.result(&values),
        };
        if types.iter().any(is_nullable) { nullable(ty) } else { ty }
    }

    /// Notes an aggregate, and returns `true` if it has a row.
    pub(super) fn aggregate(&mut self, span: Span) -> bool {
        if let Some(grouped) = self.groups.take() {
            return grouped;
        }
        let message = "an aggregate is allowed in the columns of WITH and RETURN only, and not in \
                       another aggregate";
        let finding = Finding::new(Rule::Syntax, span, message);
        self.inference.report_certain(finding.help("make it a column of a `WITH` before"));
        false
    }

    /// Reports a function with other arguments, or one that resembles one of the language.
    fn unfitting(&mut self, name: &Name, known: Option<&Function>, count: usize, span: Span) {
        if let Some(known) = known {
            let message = format!("`{}` takes {}, not {count}", known.name, known.arguments());
            self.inference.report_certain(Finding::new(Rule::Arguments, span, message));
            return;
        }
        let near = nearest_of(&name.value, &mut FUNCTIONS.iter().map(|known| known.name));
        if let Some(near) = near {
            let message = format!("the function `{}` does not exist", name.value);
            let finding = Finding::new(Rule::UndefinedFunction, name.span, message);
            self.inference.report_certain(finding.help(format!("did you mean `{near}`?")));
        }
    }

    /// Returns the types of the vertices at one end of an edge.
    fn ends(&self, edge: &Ty, at_start: bool) -> Types {
        let Ty::Edge(Some(types)) = edge else { return None };
        let (catalog, graph) = (self.inference.names.catalog, self.inference.names.graph);
        let mut ends = std::collections::HashSet::new();
        for name in types {
            let own = catalog.edge(graph, name);
            let edge = own.or_else(|| catalog.edge_by_reverse(graph, name))?;
            for pair in &edge.pairs {
                if !edge.directed || at_start == own.is_some() {
                    ends.insert(pair.from.clone());
                }
                if !edge.directed || at_start != own.is_some() {
                    ends.insert(pair.to.clone());
                }
            }
        }
        Some(ends)
    }
}

/// Returns the type of an aggregate. Of no values, most are null.
fn aggregated(function: &Function, types: &[Ty], is_grouped: bool) -> Ty {
    let argument = types.first().cloned().unwrap_or(Ty::Unknown);
    let ty = function.result(&[argument.clone().value()]);
    match function.name {
        "count" | "collect" | "sum" | "stDev" | "stDevP" => ty,
        _ if is_grouped => unless_null(ty, &[&argument]),
        _ => nullable(ty),
    }
}

/// Returns the type of the first value that is not null.
fn coalesced(types: &[Ty]) -> Ty {
    let known = types.iter().filter(|ty| **ty != null()).map(|ty| ty.clone().value());
    let value = known.reduce(either).unwrap_or(Ty::Unknown);
    if types.iter().all(is_nullable) { nullable(value) } else { value }
}
