//! The steps of a schema change job.

use super::{Editor, Effect, TypeKind, TypeRef, sort};
use crate::check::Scope;
use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::syntax::ast::{Change, EdgeDecl, VertexDecl};
use crate::syntax::{Name, Spanned};

/// Returns the place of a change in the order of effects.
fn rank(change: &Change) -> u8 {
    match change {
        Change::DropEdges { .. } => 0,
        Change::DropVertices { .. } => 1,
        Change::AddVertex(_) | Change::AddVerticesTo { .. } => 2,
        Change::AddEdge(_) | Change::AddEdgesTo { .. } => 3,
        Change::AlterVertex { .. } | Change::AlterEdge { .. } => 4,
        Change::DropTuples(_) => LAST_RANK,
    }
}

const LAST_RANK: u8 = 5;

impl Editor<'_> {
    pub(super) fn changes(&mut self, changes: &[Spanned<Change>]) {
        for turn in 0..=LAST_RANK {
            for change in changes.iter().filter(|change| rank(&change.value) == turn) {
                self.change(&change.value);
            }
        }
        sort(&mut self.findings);
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::AddVertex(vertex) => self.add_vertex(vertex),
            Change::AddEdge(edge) => self.add_edge(edge),
            Change::AddVerticesTo { names, graph } => self.join(TypeKind::Vertex, names, graph),
            Change::AddEdgesTo { names, graph } => self.join(TypeKind::Edge, names, graph),
            Change::DropVertices { names, graph: Some(graph) } => {
                self.leave(TypeKind::Vertex, names, graph);
            }
            Change::DropVertices { names, graph: None } => self.drop_vertices(names),
            Change::DropEdges { names, graph: Some(graph) } => {
                self.leave(TypeKind::Edge, names, graph);
            }
            Change::DropEdges { names, graph: None } => self.drop_edges(names),
            Change::DropTuples(names) => self.drop_tuples(names),
            Change::AlterVertex { name, alteration } => self.alter_vertex(name, alteration),
            Change::AlterEdge { name, alteration } => self.alter_edge(name, alteration),
        }
    }

    fn add_vertex(&mut self, declared: &VertexDecl) {
        if self.adds_locally(&declared.name, "CREATE VERTEX") {
            self.create_vertex(declared);
        }
    }

    fn add_edge(&mut self, declared: &EdgeDecl) {
        let create =
            if declared.directed { "CREATE DIRECTED EDGE" } else { "CREATE UNDIRECTED EDGE" };
        if self.adds_locally(&declared.name, create) {
            self.create_edge(declared);
        }
    }

    fn adds_locally(&mut self, name: &Name, create: &str) -> bool {
        let local = self.scope != Scope::Global;
        if !local {
            let message = format!("a global job does not make types: `{}`", name.value);
            let help = format!("write `{create} {} (...)` outside the job", name.value);
            self.findings.push(Finding::new(Rule::Scope, name.span, message).help(help));
        }
        local
    }

    /// Adds global types to a graph.
    fn join(&mut self, kind: TypeKind, names: &[Name], graph: &Name) {
        for name in names {
            if !self.moves_globally(name) {
                continue;
            }
            let found = self.checked(|checker| {
                let known = checker.known_graph(graph)?;
                let of: TypeRef = match kind {
                    TypeKind::Vertex => checker.known_vertex(name)?.into(),
                    TypeKind::Edge => {
                        let edge = checker.known_edge(name)?;
                        checker.endpoints_in_graph(name, edge, &known.name, &known.vertices);
                        edge.into()
                    }
                };
                checker.free_in_graph(name, &known.name);
                Some(of)
            });
            if let Some(of) = found.flatten() {
                let own = self.own_members(kind, graph);
                self.edit_members(kind, graph, |members| {
                    let at = members.iter().position(|it| own.contains(it));
                    members.insert(at.unwrap_or(members.len()), of.name.clone());
                });
                self.effects.push(Effect::TypeJoined { of, graph: graph.value.clone() });
            }
        }
    }

    /// Removes global types from a graph.
    fn leave(&mut self, kind: TypeKind, names: &[Name], graph: &Name) {
        for name in names {
            if !self.moves_globally(name) {
                continue;
            }
            let found = self.checked(|checker| {
                let known = checker.known_graph(graph)?;
                let (of, members): (TypeRef, _) = match kind {
                    TypeKind::Vertex => {
                        checker.leavable_vertex(name, &known.name);
                        (checker.known_vertex(name)?.into(), &known.vertices)
                    }
                    TypeKind::Edge => (checker.known_edge(name)?.into(), &known.edges),
                };
                checker.is_member(name, &known.name, members);
                Some(of)
            });
            if let Some(of) = found.flatten() {
                self.edit_members(kind, graph, |members| members.retain(|it| *it != of.name));
                self.effects.push(Effect::TypeLeft { of, graph: graph.value.clone() });
            }
        }
    }

    fn moves_globally(&mut self, name: &Name) -> bool {
        let global = self.scope == Scope::Global;
        if !global {
            let message = format!("a local job cannot move the global type `{}`", name.value);
            let help = "do it in a `CREATE GLOBAL SCHEMA_CHANGE JOB`";
            self.findings.push(Finding::new(Rule::Scope, name.span, message).help(help));
        }
        global
    }

    /// Returns the names of the types that are local to the graph. They follow the global ones.
    fn own_members(&self, kind: TypeKind, graph: &Name) -> Vec<String> {
        let Catalog { vertices, edges, .. } = &*self.catalog;
        let own = |local_to: &Option<String>| local_to.as_ref() == Some(&graph.value);
        match kind {
            TypeKind::Vertex => {
                vertices.iter().filter(|it| own(&it.local_to)).map(|it| it.name.clone()).collect()
            }
            TypeKind::Edge => {
                edges.iter().filter(|it| own(&it.local_to)).map(|it| it.name.clone()).collect()
            }
        }
    }

    fn edit_members(&mut self, kind: TypeKind, graph: &Name, edit: impl FnOnce(&mut Vec<String>)) {
        if let Some(graph) = self.graph_named(&graph.value) {
            edit(match kind {
                TypeKind::Vertex => &mut graph.vertices,
                TypeKind::Edge => &mut graph.edges,
            });
        }
    }
}
