//! What is wanted and not there.

use super::job::{self, Changes};
use super::planner::Planner;
use crate::model::{EdgeType, TupleType, VertexType};
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

    /// The tuples that the graph's types use, and those that no type uses.
    pub(super) fn wanted_tuples(&self) -> impl Iterator<Item = &'a TupleType> {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let uses = |attributes: &[crate::model::Attribute], name: &str| {
            attributes.iter().any(|it| it.ty.tuple() == Some(name))
        };
        want.tuples.iter().filter(move |tuple| {
            let name = &tuple.name;
            want.vertices_of(graph).any(|it| uses(&it.attributes, name))
                || want.edges_of(graph).any(|it| uses(&it.attributes, name))
                || !(want.vertices.iter().any(|it| uses(&it.attributes, name))
                    || want.edges.iter().any(|it| uses(&it.attributes, name)))
        })
    }

    /// Tuples, global types, and the graph.
    fn statements(&self) -> Changes {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let tuples = self.wanted_tuples().filter(|it| self.now.tuple(&it.name).is_none());
        let mut statements: Vec<_> = tuples.map(print::tuple).collect();
        for vertex in want.vertices_of(graph).filter(|it| it.local_to.is_none()) {
            if self.have_vertex(&vertex.name).is_none()
                && self.now.global_vertex(&vertex.name).is_none()
            {
                statements.push(print::vertex(vertex));
            }
        }
        for edge in want.edges_of(graph).filter(|it| it.local_to.is_none()) {
            if self.have_edge(&edge.name).is_none() && self.now.global_edge(&edge.name).is_none() {
                statements.push(print::edge(edge));
            }
        }
        if self.now.graph(graph).is_none() {
            statements.push(format!("CREATE GRAPH {graph} ()"));
        }
        Changes { statements, ..Changes::default() }
    }

    /// Global types that the graph lacks, and what these lack.
    fn memberships(&self, changes: &mut Changes) {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let vertices = want.vertices_of(graph).filter(|it| it.local_to.is_none());
        let vertices: Vec<_> = vertices.filter(|it| self.have_vertex(&it.name).is_none()).collect();
        let edges = want.edges_of(graph).filter(|it| it.local_to.is_none());
        let edges: Vec<_> = edges.filter(|it| self.have_edge(&it.name).is_none()).collect();
        let list = &mut changes.global;
        list.extend(vertices.iter().map(|it| format!("ADD VERTEX {} TO GRAPH {graph}", it.name)));
        list.extend(edges.iter().map(|it| format!("ADD EDGE {} TO GRAPH {graph}", it.name)));
        for want in vertices {
            if let Some(have) = self.now.global_vertex(&want.name) {
                vertex(have, want, list);
            }
        }
        for want in edges {
            if let Some(have) = self.now.global_edge(&want.name) {
                self.edge(have, want, list);
            }
        }
    }

    /// The graph's own types.
    fn new_types(&self, changes: &mut Changes) {
        let (want, graph) = (self.goal.want, self.goal.graph);
        let missing: Vec<_> = want
            .vertices_of(graph)
            .filter(|it| it.local_to.is_some() && self.have_vertex(&it.name).is_none())
            .collect();
        changes.local.extend(missing.iter().map(|vertex| print::add_vertex(vertex)));
        for edge in want.edges_of(graph) {
            if edge.local_to.is_some() && self.have_edge(&edge.name).is_none() {
                changes.local.push(print::add_edge(edge));
            }
        }
        changes.local.extend(missing.into_iter().flat_map(job::indexes_and_vectors));
    }

    /// What existing types lack.
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
                None => self.now.global_vertex(end).is_some(),
            };
            there(from) && there(to)
        };
        let pairs: Vec<_> = want
            .pairs
            .iter()
            .filter(|pair| !have.joins(&pair.from, &pair.to) && has_ends(&pair.from, &pair.to))
            .collect();
        if !pairs.is_empty() {
            changes.push(format!("ALTER EDGE {name} ADD PAIR ({})", job::pairs(&pairs)));
        }
        let missing = want.attributes.iter().filter(|it| have.attribute(&it.name).is_none());
        let missing: Vec<_> = missing.map(print::attribute).collect();
        if !missing.is_empty() {
            changes.push(format!("ALTER EDGE {name} ADD ATTRIBUTE ({})", missing.join(", ")));
        }
    }

    /// A vertex type that the same job adds.
    fn is_new_vertex(&self, name: &str) -> bool {
        self.want_vertex(name).is_some_and(|it| it.local_to.is_some())
    }
}

fn vertex(have: &VertexType, want: &VertexType, changes: &mut Vec<String>) {
    let name = &want.name;
    let missing = want.attributes.iter().filter(|it| have.attribute(&it.name).is_none());
    let missing: Vec<_> = missing.map(print::attribute).collect();
    if !missing.is_empty() {
        changes.push(format!("ALTER VERTEX {name} ADD ATTRIBUTE ({})", missing.join(", ")));
    }
    let mut rest = want.clone();
    rest.indexes.retain(|it| !have.indexes.iter().any(|known| known.name == it.name));
    rest.vectors.retain(|it| have.vector(&it.name).is_none());
    changes.extend(job::indexes_and_vectors(&rest));
}
