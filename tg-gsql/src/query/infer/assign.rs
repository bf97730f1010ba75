//! Assignments, and values of vertices and edges.

use super::compare::accepts;
use super::ty::{Accum, Ty};
use super::{Clause, Inference};
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{
    Accumulator, Assign, AssignOp, Expr, ExprKind, GqlPath, Statement, Target, Type, TypeKind,
    Value,
};
use crate::syntax::{Name, Span};

impl<'a> Inference<'a> {
    pub(super) fn assign(&mut self, assign: &'a Assign) {
        let target = self.target(assign);
        match &assign.value {
            Value::Expr(value) => match target {
                Some((target, place)) => self.assign_value(assign, &target, value, &place),
                None => drop(self.expr(value)),
            },
            Value::Select(select) => self.select(select),
            Value::Load(loads) => {
                let exprs = loads.iter().flat_map(|it| it.arguments.iter().chain(&it.filter));
                exprs.for_each(|it| drop(self.value(it)));
            }
        }
        self.assign_set(assign);
    }

    fn assign_value(&mut self, assign: &'a Assign, target: &Ty, value: &'a Expr, place: &str) {
        let ty = self.expr(value).value();
        match (target, assign.op) {
            // An array takes the size of the value.
            (Ty::Accum(accum), AssignOp::Set) if matches!(**accum, Accum::Array(..)) => {}
            // `=` on a simple accumulator sets its value.
            (Ty::Accum(accum), _) if accepts(accum, &ty).is_some() => {
                self.require_fit(target, &ty, value, place);
            }
            (Ty::Accum(_), _) => {}
            // `+=` joins STRINGs and adds numbers; to another collection, elements.
            (target, AssignOp::Add) if target.element().is_some() || target.entry().is_some() => {}
            (target, _) => self.require_fit(target, &ty, value, place),
        }
    }

    /// Returns the type of an assignment's target, and its description.
    fn target(&mut self, assign: &'a Assign) -> Option<(Ty, String)> {
        match &assign.target {
            Target::Name { name, .. } => {
                if self.is_parameter(&name.value) {
                    self.read_only(
                        name.span,
                        format!("the parameter `{}` cannot be assigned", name.value),
                        "declare a variable and assign that",
                    );
                    return None;
                }
                let ty = self.variable(&name.value)?.clone();
                Some((ty, format!("`{}`", name.value)))
            }
            Target::Global { name, indexes } => {
                if self.clause.is_some() && assign.op == AssignOp::Set && indexes.is_empty() {
                    self.read_only(
                        name.span,
                        format!("`@@{}` cannot be assigned with `=` in ACCUM", name.value),
                        "write `+=`, or assign it after the SELECT",
                    );
                }
                let ty = self.accumulator(true, &name.value);
                let place = format!("@@{}", name.value);
                let ty = self.cell(ty, indexes, &place, name.span);
                Some((ty, format!("`{place}`")))
            }
            Target::Accumulator { alias, name, indexes } => {
                let ty = self.accumulator(false, &name.value);
                let place = format!("{}.@{}", alias.value, name.value);
                let ty = self.cell(ty, indexes, &place, name.span);
                Some((ty, format!("`{place}`")))
            }
            Target::Member { alias, name } => {
                let of = self.named(&alias.value);
                let ty = self.member(&of, &alias.value, name);
                let place = format!("`{}.{}`", alias.value, name.value);
                if self.is_key(&of, &name.value) {
                    self.assigned_key(&of, &place, name.span);
                } else if matches!(of, Ty::Vertex(_))
                    && self.clause == Some(Clause::Accum)
                    && assign.op == AssignOp::Set
                {
                    self.read_only(
                        name.span,
                        format!("the attribute {place} cannot be assigned with `=` in ACCUM"),
                        "assign it in POST-ACCUM",
                    );
                }
                Some((ty, place))
            }
        }
    }

    /// Returns `true` if the attribute identifies all vertices or edges that may be meant.
    pub(super) fn is_key(&self, of: &Ty, name: &str) -> bool {
        let (catalog, graph) = (self.names.catalog, self.names.graph);
        let is_key = |ty: &String| {
            let vertex = catalog.vertex(graph, ty);
            vertex.is_some_and(|vertex| vertex.key_parts().any(|(key, _)| key == name))
        };
        let is_discriminator = |ty: &String| {
            let edge = catalog.edge(graph, ty);
            edge.is_some_and(|edge| edge.discriminator().iter().any(|it| it.name == name))
        };
        match of {
            Ty::Vertex(Some(types)) => !types.is_empty() && types.iter().all(is_key),
            Ty::Edge(Some(types)) => !types.is_empty() && types.iter().all(is_discriminator),
            _ => false,
        }
    }

    /// Reports the assignment of an attribute that identifies a vertex or an edge.
    pub(super) fn assigned_key(&mut self, of: &Ty, place: &str, span: Span) {
        let (what, kind) = match of {
            Ty::Edge(_) => ("part of the edge's discriminator", "edge"),
            _ => ("the key of the vertex", "vertex"),
        };
        let message = format!("{place} is {what}, and cannot be assigned");
        self.read_only(span, message, &format!("insert another {kind}"));
    }

    /// Returns the type of `@@a[i][j]`, which has an index for each dimension of an array.
    pub(super) fn indexed(&mut self, ty: Ty, indexes: Vec<&'a Expr>, text: &str, span: Span) -> Ty {
        let (dimensions, count) = (dimensions(&ty), indexes.len());
        let cell = indexes.into_iter().fold(ty, |ty, index| {
            self.number(index, "an index");
            ty.element().unwrap_or(Ty::Unknown)
        });
        if (1..dimensions).contains(&count) {
            let message =
                format!("`{text}` has {dimensions} dimensions, and this is one of its rows");
            let help = format!("write {dimensions} indexes: `{text}{}`", "[i]".repeat(dimensions));
            self.mismatch(span, message, Some(help));
        }
        cell
    }

    /// Returns the type of the target `@@a[i][j]`; unknown if it is not a whole array or a cell.
    fn cell(&mut self, ty: Ty, indexes: &'a [Expr], text: &str, span: Span) -> Ty {
        let ty = self.indexed(ty, indexes.iter().collect(), text, span);
        if indexes.is_empty() || dimensions(&ty) == 0 { ty } else { Ty::Unknown }
    }

    fn read_only(&mut self, span: Span, message: String, help: &str) {
        let help = Some(help.to_owned());
        self.report_certain(Finding { rule: Rule::ReadOnly, span, message, help });
    }

    /// Infers the statements of a clause.
    pub(super) fn clause(&mut self, clause: Clause, statements: &'a [Statement]) {
        let before = self.clause.replace(clause);
        self.block(statements);
        self.clause = before;
    }

    /// Checks the types in an accumulator's declaration.
    pub(super) fn accumulator_parts(&mut self, ty: &'a Type) {
        let TypeKind::Accumulator(accumulator) = &ty.kind else { return };
        match &**accumulator {
            Accumulator::Sum(of) => {
                let resolved = self.resolve(of);
                if !resolved.is_number() && !matches!(resolved, Ty::String | Ty::Unknown) {
                    let message = format!("a SumAccum adds numbers or STRINGs, not {resolved}");
                    let help = match resolved {
                        Ty::Bool => Some("`OrAccum` or `AndAccum` is for BOOL".to_owned()),
                        _ => None,
                    };
                    self.mismatch(of.span, message, help);
                }
            }
            Accumulator::Map(_, value) | Accumulator::Array(value) | Accumulator::List(value) => {
                self.accumulator_parts(value);
            }
            Accumulator::GroupBy { values, .. } => {
                values.iter().for_each(|field| self.accumulator_parts(&field.ty));
            }
            Accumulator::Heap(heap) => {
                let Ty::Tuple(tuple) = self.resolver().named(&heap.tuple.value, 0) else {
                    return self.unknown_tuple(&heap.tuple);
                };
                let fields: Vec<_> = tuple.fields.iter().map(|(name, _)| name.as_str()).collect();
                for key in heap.keys.iter().filter(|key| !fields.contains(&&*key.field.value)) {
                    let message = format!(
                        "the tuple `{}` has no field `{}`",
                        heap.tuple.value, key.field.value
                    );
                    let known = &mut fields.iter().copied();
                    let mut finding =
                        Finding::unknown(Rule::UnknownAttribute, &key.field, message, known);
                    finding
                        .help
                        .get_or_insert_with(|| format!("its fields are `{}`", fields.join("`, `")));
                    self.report(finding);
                }
                heap.capacity.iter().for_each(|it| self.number(it, "the capacity of a heap"));
            }
            _ => {}
        }
    }

    fn unknown_tuple(&mut self, name: &Name) {
        if self.names.typedefs.contains_key(name.value.as_str()) || !self.names.has_schema {
            return;
        }
        let message = format!("there is no tuple `{}`", name.value);
        let tuples = self.names.catalog.tuples.iter().map(|tuple| tuple.name.as_str());
        let mut known = self.names.typedefs.keys().copied().chain(tuples);
        let mut finding = Finding::unknown(Rule::UnknownAttributeType, name, message, &mut known);
        finding
            .help
            .get_or_insert_with(|| format!("declare it: `TYPEDEF TUPLE<..> {};`", name.value));
        self.report(finding);
    }

    /// The attributes and conditions in a pattern of GQL.
    pub(super) fn properties(&mut self, path: &'a GqlPath) {
        let nodes = std::iter::once(&path.start).chain(path.steps.iter().map(|(_, node)| node));
        for node in nodes {
            let of = Ty::Vertex(self.names.vertices(&node.labels));
            for property in &node.properties {
                self.property(&of, &property.name, &property.value);
            }
            node.filter.iter().for_each(|it| self.condition(it));
        }
        for (edge, _) in &path.steps {
            let of = Ty::Edge(self.names.edges(edge.labels.iter()));
            for property in &edge.properties {
                self.property(&of, &property.name, &property.value);
            }
            edge.filter.iter().for_each(|it| self.condition(it));
        }
    }

    fn property(&mut self, of: &Ty, name: &'a Name, value: &'a Expr) {
        let target = self.member(of, &of.to_string(), name);
        let is_type = matches!(value.kind, ExprKind::Group(_));
        if is_type {
            self.value(value);
        } else {
            self.assigned(&target, value, &format!("`{}`", name.value));
        }
    }
}

/// Returns the number of dimensions of an array; 0 if it is unknown.
fn dimensions(ty: &Ty) -> usize {
    match ty {
        Ty::Accum(accum) => match **accum {
            Accum::Array(_, dimensions) => dimensions,
            _ => 0,
        },
        _ => 0,
    }
}
