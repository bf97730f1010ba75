//! Patterns, and the attributes of what they match.

use super::{Reader, Variable, either, nullable};
use crate::finding::{Finding, Rule};
use crate::query::infer::compare::comparable;
use crate::query::infer::resolve::key_type;
use crate::query::infer::{Ty, Types};
use crate::syntax::Name;
use crate::syntax::ast::cypher::{Edge, MatchKind, Node, Pattern, Property};

impl<'a> Reader<'_, 'a> {
    /// Reads a pattern of a MATCH, or of CREATE, which has no kind.
    pub(super) fn pattern(&mut self, pattern: &'a Pattern, kind: Option<MatchKind>) {
        let nodes: Vec<&Node> = pattern.nodes().collect();
        if kind.is_none() {
            nodes.iter().for_each(|node| self.vertex_parameter(node));
        }
        let mut types: Vec<Types> = nodes.iter().map(|node| self.node_types(node)).collect();
        // The types of a vertex follow from those of its edges, and of the vertices at their ends.
        for (at, (edge, node)) in pattern.steps.iter().enumerate() {
            let ends = (types[at].clone(), types[at + 1].clone());
            self.inference.cypher_edge(edge, ends, node.span);
            let reached = self.inference.names.reached_cypher(edge, &types[at], false);
            types[at + 1] = narrowed(types[at + 1].take(), reached);
        }
        for (at, (edge, _)) in pattern.steps.iter().enumerate().rev() {
            let reached = self.inference.names.reached_cypher(edge, &types[at + 1], true);
            types[at] = narrowed(types[at].take(), reached);
        }
        for (node, types) in nodes.into_iter().zip(types) {
            self.node(node, types, kind);
        }
        for (edge, _) in &pattern.steps {
            self.edge(edge, kind);
        }
    }

    /// Binds the name of a parameter that is a vertex: CREATE joins it by an edge.
    fn vertex_parameter(&mut self, node: &'a Node) {
        let (Some(name), [], []) = (&node.variable, &*node.labels, &*node.properties) else {
            return;
        };
        if self.variable(&name.value).is_none()
            && let Some(ty @ Ty::Vertex(_)) = self.inference.variable(&name.value).cloned()
        {
            self.bind(name, ty, true);
        }
    }

    /// Returns the types that a vertex may have by its labels, or by what is known about it.
    fn node_types(&mut self, node: &'a Node) -> Types {
        node.labels.iter().for_each(|label| self.require_type(label, true, false));
        let names = &self.inference.names;
        let labels = node.labels.iter();
        let types: Types =
            labels.map(|it| names.is_vertex_type(&it.value).then(|| it.value.clone())).collect();
        if !node.labels.is_empty() {
            return types;
        }
        match self.variable(&node.variable.as_ref()?.value)?.ty.clone().value() {
            Ty::Vertex(types) => types,
            _ => None,
        }
    }

    /// Reports a type that does not exist.
    pub(super) fn require_type(&mut self, name: &Name, of_vertices: bool, of_edges: bool) {
        let names = &self.inference.names;
        let (catalog, graph) = (names.catalog, names.graph);
        let known = (of_vertices && names.is_vertex_type(&name.value))
            || (of_edges && names.is_edge_type(&name.value));
        if known || !names.has_schema {
            return;
        }
        let kind = if of_vertices { "vertex" } else { "edge" };
        let message = format!("the {kind} type `{}` does not exist", name.value);
        let vertices = catalog.vertices_of(graph).filter(|_| of_vertices);
        let edges = catalog.edges_of(graph).filter(|_| of_edges);
        let mut types = vertices.map(|ty| ty.name.as_str()).chain(edges.map(|ty| ty.name.as_str()));
        let finding = Finding::unknown(Rule::UnknownType, name, message, &mut types);
        self.inference.report_certain(finding);
    }

    fn node(&mut self, node: &'a Node, types: Types, kind: Option<MatchKind>) {
        let is_labelled = !node.labels.is_empty();
        let ty = Ty::Vertex(types);
        self.properties(&ty, is_labelled, &node.properties, kind);
        let Some(name) = &node.variable else { return };
        match self.variable(&name.value).cloned() {
            None => self.bind(name, ty, is_labelled),
            Some(known) => self.bound(name, &known, ty, is_labelled, kind),
        }
    }

    fn edge(&mut self, edge: &'a Edge, kind: Option<MatchKind>) {
        edge.types.iter().for_each(|ty| self.require_type(ty, false, true));
        let names = &self.inference.names;
        let types = edge.types.iter();
        let types: Types =
            types.map(|it| names.is_edge_type(&it.value).then(|| it.value.clone())).collect();
        let ty = Ty::Edge(types.filter(|types| !types.is_empty()));
        let is_labelled = !edge.types.is_empty();
        self.properties(&ty, is_labelled, &edge.properties, kind);
        let ty = if edge.repeat.is_some() { Ty::list(ty) } else { ty };
        let Some(name) = &edge.variable else { return };
        match self.variable(&name.value).cloned() {
            None => self.bind(name, ty, is_labelled),
            Some(known) => self.bound(name, &known, ty, is_labelled, kind),
        }
    }

    /// Reads a variable that is bound already. If it is matched again, it is not null.
    fn bound(
        &mut self,
        name: &Name,
        known: &Variable,
        ty: Ty,
        is_labelled: bool,
        kind: Option<MatchKind>,
    ) {
        let value = known.ty.clone().value();
        if !value.is_unknown() && std::mem::discriminant(&value) != std::mem::discriminant(&ty) {
            let what = match ty {
                Ty::Vertex(_) => "a vertex",
                Ty::Edge(_) => "an edge",
                _ => "a list of edges",
            };
            let article = value.with_article();
            let message = format!("`{}` is {article}, and not {what}", name.value);
            let finding = Finding::new(Rule::TypeMismatch, name.span, message);
            self.inference.report_certain(finding.help("use another variable"));
        } else if matches!(kind, Some(MatchKind::Plain | MatchKind::Mandatory)) {
            let ty = match (ty, value) {
                (Ty::Edge(None), value) => value,
                (ty, _) => ty,
            };
            let variables = self.scope.iter_mut().rev();
            for variable in variables.filter(|it| it.name == name.value).take(1) {
                variable.ty = ty.clone();
                variable.is_labelled |= is_labelled;
            }
        }
    }

    fn properties(
        &mut self,
        of: &Ty,
        is_labelled: bool,
        properties: &'a [Property],
        kind: Option<MatchKind>,
    ) {
        for Property { name, value } in properties {
            let attribute = self.attribute(of, name, is_labelled, true);
            let ty = self.expr(value);
            if kind.is_none() {
                self.assigned(name, attribute, &ty, value.span);
            } else {
                let (one, other) = (attribute.value(), ty.value());
                if !comparable(&one, &other) {
                    let message = format!("{one} and {other} cannot be compared");
                    self.mismatch(value.span, message, &one, &other);
                }
            }
        }
    }

    /// Returns the type of an attribute, or reports that none of the types has it. In a pattern, a
    /// key can be named that is not an attribute: CREATE needs it.
    pub(super) fn attribute(
        &mut self,
        of: &Ty,
        name: &Name,
        is_labelled: bool,
        in_pattern: bool,
    ) -> Ty {
        let names = &self.inference.names;
        let (catalog, graph, resolver) = (names.catalog, names.graph, self.inference.resolver());
        let mut known: Vec<&str> = Vec::new();
        let mut found: Vec<Option<Ty>> = Vec::new();
        let types = match of {
            Ty::Vertex(types) | Ty::Edge(types) if names.has_schema => types,
            _ => return Ty::Unknown,
        };
        let is_one = |ty: &str| types.as_ref().is_none_or(|types| types.contains(ty));
        if let Ty::Vertex(_) = of {
            for vertex in catalog.vertices_of(graph).filter(|ty| is_one(&ty.name)) {
                known.extend(vertex.attributes.iter().map(|it| it.name.as_str()));
                known.extend(vertex.vectors.iter().map(|it| it.name.as_str()));
                known.extend(vertex.id_as_attribute().map(|(name, _)| name));
                let mut ty = resolver.vertex_attribute(vertex, &name.value);
                if in_pattern {
                    known.extend(vertex.key_parts().map(|(name, _)| name));
                    let key = vertex.key_parts().find(|(key, _)| *key == name.value);
                    ty = ty.or_else(|| key.map(|(_, ty)| key_type(ty)));
                }
                found.push(ty);
            }
        } else {
            let is_one_of = |own: &str, reverse: &Option<String>| {
                is_one(own) || reverse.as_deref().is_some_and(is_one)
            };
            for edge in catalog.edges_of(graph).filter(|ty| is_one_of(&ty.name, &ty.reverse)) {
                known.extend(edge.attributes.iter().map(|it| it.name.as_str()));
                found.push(resolver.attribute(&edge.attributes, &name.value));
            }
        }
        if found.is_empty() {
            return Ty::Unknown;
        }
        if !known.contains(&name.value.as_str()) {
            let mut types: Vec<_> = types.iter().flatten().map(String::as_str).collect();
            types.sort_unstable();
            let of = if types.is_empty() { "any type".to_owned() } else { types.join(" or ") };
            let message = format!("`{}` is not an attribute of {of}", name.value);
            let mut known = known.into_iter();
            let finding = Finding::unknown(Rule::UnknownAttribute, name, message, &mut known);
            // On a server, the attribute of a vertex of another type may be null.
            if is_labelled {
                self.inference.report_certain(finding);
            } else {
                self.inference.report(finding);
            }
            return Ty::Unknown;
        }
        let is_missing = found.contains(&None);
        let ty = found.into_iter().flatten().reduce(either).unwrap_or(Ty::Unknown);
        if is_missing { nullable(ty) } else { ty }
    }
}

/// Returns the types that are among those that an edge reaches; all, if none is.
fn narrowed(own: Types, reached: Types) -> Types {
    match (own, reached) {
        (Some(own), Some(reached)) => {
            let both = &own & &reached;
            Some(if both.is_empty() { own } else { both })
        }
        (own, reached) => own.or(reached),
    }
}
