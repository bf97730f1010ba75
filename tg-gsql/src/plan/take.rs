//! The scripts that drop: in an order that servers accept, and without anything that other graphs
//! share.

use super::clear::Removals;
use super::job::Changes;
use super::planner::Planner;
use crate::apply::TypeKind;
use crate::model::VertexType;

impl Planner<'_> {
    pub(super) fn drop_way(&mut self, removals: &Removals) {
        let mut changes = Changes::default();
        self.drop_types(&removals.edges, &removals.vertices, true, &mut changes);
        self.edges_at_remade(&removals.vertices, &mut changes);
        for (of, name) in &removals.edge_attributes {
            if self.may_take(TypeKind::Edge, of, name) {
                let local_to = self.have_edge(of).and_then(|edge| edge.local_to.clone());
                let change = format!("ALTER EDGE {of} DROP ATTRIBUTE ({name})");
                changes.of(local_to.as_ref()).push(change);
            }
        }
        let vertex_change =
            |planner: &mut Self, changes: &mut Changes, of: &str, name: &str, change: String| {
                if planner.may_take(TypeKind::Vertex, of, name) {
                    let local_to =
                        planner.have_vertex(of).and_then(|it: &VertexType| it.local_to.clone());
                    changes.of(local_to.as_ref()).push(change);
                }
            };
        for (of, name) in &removals.indexes {
            let dropped = |it: &crate::model::Index| {
                it.name == *name
                    && removals.vertex_attributes.contains(&(of.clone(), it.attribute.clone()))
            };
            // The server drops it with its attribute.
            if self.have_vertex(of).is_some_and(|it| it.indexes.iter().any(dropped)) {
                continue;
            }
            let change = format!("ALTER VERTEX {of} DROP INDEX {name}");
            vertex_change(self, &mut changes, of, name, change);
        }
        for (of, name) in &removals.vertex_attributes {
            let change = format!("ALTER VERTEX {of} DROP ATTRIBUTE ({name})");
            vertex_change(self, &mut changes, of, name, change);
        }
        for (of, name) in &removals.vectors {
            let change = format!("ALTER VERTEX {of} DROP VECTOR ATTRIBUTE {name}");
            vertex_change(self, &mut changes, of, name, change);
        }
        for name in removals.outside_edges.iter().filter(|name| !removals.edges.contains(name)) {
            let drop = format!("DROP EDGE {name}");
            if !changes.statements.contains(&drop) {
                changes.statements.insert(0, drop);
            }
        }
        for name in &removals.outside_vertices {
            changes.statements.push(format!("DROP VERTEX {name}"));
        }
        changes
            .statements
            .extend(removals.tuples.iter().map(|tuple| format!("DROP TUPLE {tuple}")));
        self.drop_steps(&changes);
    }

    /// Drops the global edge types that end at a vertex type which is dropped from the server.
    fn edges_at_remade(&mut self, vertices: &[String], changes: &mut Changes) {
        let mut drops = Vec::new();
        for edge in self.new.edges.iter().filter(|it| it.local_to.is_none()) {
            let dropped = |vertex: &String| {
                edge.touches(vertex)
                    && changes.statements.contains(&format!("DROP VERTEX {vertex}"))
            };
            let drop = format!("DROP EDGE {}", edge.name);
            if vertices.iter().any(dropped) && !changes.statements.contains(&drop) {
                drops.push((edge.name.clone(), drop));
            }
        }
        for (name, drop) in drops {
            match self.shared_with(TypeKind::Edge, &name).map(str::to_owned) {
                Some(other) => self.reject_shared(&name, &other),
                None => changes.statements.insert(0, drop),
            }
        }
    }

    /// Returns `true` if the type can be reduced: not if other graphs share it.
    fn may_take(&mut self, kind: TypeKind, of: &str, name: &str) -> bool {
        let global = match kind {
            TypeKind::Vertex => self.have_vertex(of).is_some_and(|it| it.local_to.is_none()),
            TypeKind::Edge => self.have_edge(of).is_some_and(|it| it.local_to.is_none()),
        };
        let Some(other) = self.shared_with(kind, of).filter(|_| global).map(str::to_owned) else {
            return true;
        };
        self.reject(format!(
            "`{name}` of the global type `{of}` has to be dropped and made anew, and the graph \
             `{other}` has the type, too; change it in all graphs by hand"
        ));
        false
    }

    /// Drops types: local ones, and global ones from the graph; with `remake` these from the server
    /// as well, since they are created again with another definition.
    pub(super) fn drop_types(
        &mut self,
        edges: &[String],
        vertices: &[String],
        remake: bool,
        changes: &mut Changes,
    ) {
        let graph = self.goal.graph;
        for (kind, word, names) in
            [(TypeKind::Edge, "EDGE", edges), (TypeKind::Vertex, "VERTEX", vertices)]
        {
            let global = |planner: &Self, name: &str| match kind {
                TypeKind::Edge => planner.have_edge(name).is_some_and(|it| it.local_to.is_none()),
                TypeKind::Vertex => {
                    planner.have_vertex(name).is_some_and(|it| it.local_to.is_none())
                }
            };
            for name in names {
                if !global(self, name) {
                    changes.local.push(format!("DROP {word} {name}"));
                    continue;
                }
                changes.global.push(format!("DROP {word} {name} FROM GRAPH {graph}"));
                // A local type may have the name of a global one that has been removed.
                let needed_globally = match kind {
                    TypeKind::Edge => self.want_edge(name).is_some_and(|it| it.local_to.is_none()),
                    TypeKind::Vertex => {
                        self.want_vertex(name).is_some_and(|it| it.local_to.is_none())
                    }
                };
                if remake && needed_globally {
                    if let Some(other) = self.shared_with(kind, name).map(str::to_owned) {
                        self.reject_shared(name, &other);
                    }
                    changes.statements.push(format!("DROP {word} {name}"));
                }
            }
        }
    }
}
