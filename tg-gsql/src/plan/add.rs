//! Additions: everything that is expected and does not exist.

use super::job::Changes;
use super::planner::Planner;
use crate::model::{Attribute, EdgeType, TupleType, VertexType};
use crate::print;

impl<'a> Planner<'a> {
    pub(super) fn add(&mut self) {
        let graph = self.goal.graph;
        self.step(self.statements().statement_script());
        let mut changes = Changes::default();
        self.memberships(&mut changes);
        self.alterations(&mut changes);
        self.step(changes.global_script(graph));
        let mut changes = Changes::default();
        self.new_types(&mut changes);
        self.alterations(&mut changes);
        self.step(changes.local_script(graph));
    }

    /// Returns the tuples that the graph's types use, and those that no type uses.
    pub(super) fn expected_tuples(&self) -> Vec<&'a TupleType> {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let (mut own, mut all) = (Vec::new(), Vec::new());
        for vertex in want.vertices_of(graph) {
            collect_tuples(&vertex.attributes, &mut own);
        }
        for edge in want.edges_of(graph) {
            collect_tuples(&edge.attributes, &mut own);
        }
        for vertex in &want.vertices {
            collect_tuples(&vertex.attributes, &mut all);
        }
        for edge in &want.edges {
            collect_tuples(&edge.attributes, &mut all);
        }
        let mut expected = Vec::new();
        for tuple in &want.tuples {
            let name = tuple.name.as_str();
            if own.contains(&name) || !all.contains(&name) {
                expected.push(tuple);
            }
        }
        expected
    }

    /// Adds tuples, global types, and the graph.
    fn statements(&self) -> Changes {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let mut statements = Vec::new();
        for tuple in self.expected_tuples() {
            if self.new.tuple(&tuple.name).is_none() {
                statements.push(print::tuple(tuple));
            }
        }
        for vertex in want.vertices_of(graph) {
            if vertex.local_to.is_none()
                && self.have_vertex(&vertex.name).is_none()
                && self.new.global_vertex(&vertex.name).is_none()
            {
                statements.push(print::vertex(vertex));
            }
        }
        for edge in want.edges_of(graph) {
            if edge.local_to.is_none()
                && self.have_edge(&edge.name).is_none()
                && self.new.global_edge(&edge.name).is_none()
            {
                statements.push(print::edge(edge));
            }
        }
        if self.new.graph(graph).is_none() {
            statements.push(format!("CREATE GRAPH {graph} ()"));
        }
        Changes { statements, ..Changes::default() }
    }

    /// Adds the missing global types to the graph, and the missing parts of these types.
    fn memberships(&self, changes: &mut Changes) {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let (mut vertices, mut edges) = (Vec::new(), Vec::new());
        let list = &mut changes.global;
        for vertex in want.vertices_of(graph) {
            if vertex.local_to.is_none() && self.have_vertex(&vertex.name).is_none() {
                list.push(format!("ADD VERTEX {} TO GRAPH {graph}", vertex.name));
                vertices.push(vertex);
            }
        }
        for edge in want.edges_of(graph) {
            if edge.local_to.is_none() && self.have_edge(&edge.name).is_none() {
                list.push(format!("ADD EDGE {} TO GRAPH {graph}", edge.name));
                edges.push(edge);
            }
        }
        for want in vertices {
            if let Some(have) = self.new.global_vertex(&want.name) {
                vertex(have, want, list);
            }
        }
        for want in edges {
            if let Some(have) = self.new.global_edge(&want.name) {
                self.edge(have, want, list);
            }
        }
    }

    /// Adds the graph's own types.
    fn new_types(&self, changes: &mut Changes) {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let mut last = Vec::new();
        for vertex in want.vertices_of(graph) {
            if vertex.local_to.is_some() && self.have_vertex(&vertex.name).is_none() {
                changes.local.push(print::add_vertex(vertex));
                last.append(&mut print::indexes_and_vectors(vertex));
            }
        }
        for edge in want.edges_of(graph) {
            if edge.local_to.is_some() && self.have_edge(&edge.name).is_none() {
                changes.local.push(print::add_edge(edge));
            }
        }
        changes.local.append(&mut last);
    }

    /// Adds the missing parts of existing types.
    fn alterations(&self, changes: &mut Changes) {
        for want in self.goal.want.vertices_of(self.goal.graph) {
            if let Some(have) = self.have_vertex(&want.name) {
                vertex(have, want, changes.of(have.local_to.as_ref()));
            }
        }
        for want in self.goal.want.edges_of(self.goal.graph) {
            if let Some(have) = self.have_edge(&want.name) {
                self.edge(have, want, changes.of(have.local_to.as_ref()));
            }
        }
    }

    fn edge(&self, have: &EdgeType, want: &EdgeType, changes: &mut Vec<String>) {
        let name = &want.name;
        let has_ends = |from: &str, to: &str| {
            let there = |end: &str| match have.local_to {
                Some(_) => self.have_vertex(end).is_some() || self.is_new_vertex(end),
                None => self.new.global_vertex(end).is_some(),
            };
            there(from) && there(to)
        };
        let mut pairs = Vec::new();
        for pair in &want.pairs {
            if !have.joins(&pair.from, &pair.to) && has_ends(&pair.from, &pair.to) {
                pairs.push(pair.clone());
            }
        }
        if !pairs.is_empty() {
            changes.push(print::add_pairs(name, &pairs));
        }
        let missing = missing_attributes(&have.attributes, &want.attributes);
        if !missing.is_empty() {
            changes.push(print::add_attributes("EDGE", name, &missing));
        }
    }

    /// Returns `true` if the same job adds this vertex type.
    fn is_new_vertex(&self, name: &str) -> bool {
        self.want_vertex(name).is_some_and(|it| it.local_to.is_some())
    }
}

fn vertex(have: &VertexType, want: &VertexType, changes: &mut Vec<String>) {
    let name = &want.name;
    let missing = missing_attributes(&have.attributes, &want.attributes);
    if !missing.is_empty() {
        changes.push(print::add_attributes("VERTEX", name, &missing));
    }
    let mut rest = want.clone();
    rest.indexes.retain(|it| !have.indexes.iter().any(|known| known.name == it.name));
    rest.vectors.retain(|it| have.vector(&it.name).is_none());
    changes.extend(print::indexes_and_vectors(&rest));
}

/// Returns the missing attributes, in the form of a list of attributes.
fn missing_attributes(have: &[Attribute], want: &[Attribute]) -> Vec<String> {
    let mut missing = Vec::new();
    for attribute in want {
        if !have.iter().any(|known| known.name == attribute.name) {
            missing.push(print::attribute(attribute));
        }
    }
    missing
}

fn collect_tuples<'t>(attributes: &'t [Attribute], names: &mut Vec<&'t str>) {
    for attribute in attributes {
        names.extend(attribute.ty.tuple());
    }
}
