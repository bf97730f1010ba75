//! Copies for renames, and then drops of everything that is not expected.

use super::copy::{Copy, CopyOf};
use super::job::Changes;
use super::planner::Planner;
use crate::apply::TypeKind;
use crate::diff::Renamed;
use crate::model::Attribute;

impl Planner<'_> {
    pub(super) fn copy(&mut self) {
        let renames = self.renames.clone();
        for rename in renames.iter().filter(|rename| rename.what == Renamed::Vertex) {
            let (old, new) = (rename.old.clone(), rename.new.clone());
            let what = Renamed::VertexAttribute(new.clone());
            let (Some(have), Some(want)) = (self.have_vertex(&old), self.want_vertex(&new)) else {
                continue;
            };
            let attributes = self.copied(&what, &have.attributes, &want.attributes);
            let overwrites = self.goal.have.vertex(self.goal.graph, &new).is_some();
            self.copy_step(Copy { what: CopyOf::Vertices { old, new }, attributes, overwrites });
        }
        for rename in renames.iter().filter(|rename| rename.what == Renamed::Edge) {
            let (old, new) = (rename.old.clone(), rename.new.clone());
            let what = Renamed::EdgeAttribute(new.clone());
            let (Some(have), Some(want)) = (self.have_edge(&old), self.want_edge(&new)) else {
                continue;
            };
            let attributes = self.copied(&what, &have.attributes, &want.attributes);
            let mut ends: Vec<(String, String)> = Vec::new();
            for end in have.pairs.iter().flat_map(|pair| [&pair.from, &pair.to]) {
                if !ends.iter().any(|(known, _)| known == end) {
                    ends.push((end.clone(), self.new_vertex(end).to_owned()));
                }
            }
            let overwrites = self.goal.have.edge(self.goal.graph, &new).is_some();
            self.copy_step(Copy { what: CopyOf::Edges { old, new, ends }, attributes, overwrites });
        }
        self.copy_attributes();
    }

    /// Attributes of types that keep their names, those of one type together.
    fn copy_attributes(&mut self) {
        let mut copies: Vec<Copy> = Vec::new();
        for rename in &self.renames {
            let what = match &rename.what {
                Renamed::VertexAttribute(of) if self.old_type(&Renamed::Vertex, of) == of => {
                    CopyOf::VertexAttributes(of.clone())
                }
                Renamed::EdgeAttribute(of) if self.old_type(&Renamed::Edge, of) == of => {
                    CopyOf::EdgeAttributes(of.clone())
                }
                _ => continue,
            };
            let names = (rename.old.clone(), rename.new.clone());
            let overwrites = self.was_there(&what, &names.1);
            match copies.iter_mut().find(|copy| copy.what == what) {
                Some(copy) => {
                    copy.attributes.push(names);
                    copy.overwrites |= overwrites;
                }
                None => copies.push(Copy { what, attributes: vec![names], overwrites }),
            }
        }
        for copy in copies {
            self.copy_step(copy);
        }
    }

    /// Returns `true` if a type had an attribute before the plan.
    fn was_there(&self, what: &CopyOf, attribute: &str) -> bool {
        let (have, graph) = (self.goal.have, self.goal.graph);
        let found = match what {
            CopyOf::VertexAttributes(of) => {
                have.vertex(graph, of).map(|it| it.attribute(attribute))
            }
            CopyOf::EdgeAttributes(of) => have.edge(graph, of).map(|it| it.attribute(attribute)),
            CopyOf::Vertices { .. } | CopyOf::Edges { .. } => None,
        };
        found.flatten().is_some()
    }

    /// Returns the old and new names of the attributes that both types have.
    fn copied(
        &self,
        what: &Renamed,
        have: &[Attribute],
        want: &[Attribute],
    ) -> Vec<(String, String)> {
        let mut names = Vec::new();
        for known in have {
            let new = self.new_attribute(what, &known.name);
            if want.iter().any(|expected| expected.name == new) {
                names.push((known.name.clone(), new.to_owned()));
            }
        }
        names
    }

    pub(super) fn drop_extra(&mut self) {
        let graph = self.goal.graph;
        let keep = self.goal.keep_extra;
        let renamed = |planner: &Self, what: &Renamed, old: &str| {
            planner.renames.iter().any(|it| it.what == *what && it.old == old)
        };
        let (mut edges, mut vertices) = (Vec::new(), Vec::new());
        for edge in self.new.edges_of(graph) {
            let name = &edge.name;
            let extra = self.want_edge(name).is_none();
            if extra && (!keep || renamed(self, &Renamed::Edge, name)) {
                edges.push(name.clone());
            }
        }
        for vertex in self.new.vertices_of(graph) {
            let name = &vertex.name;
            let extra = self.want_vertex(name).is_none();
            if extra && (!keep || renamed(self, &Renamed::Vertex, name)) {
                vertices.push(name.clone());
            }
        }
        let mut changes = Changes::default();
        self.drop_types(&edges, &vertices, false, &mut changes);
        for want in self.goal.want.vertices_of(graph) {
            let Some(have) = self.have_vertex(&want.name) else { continue };
            let of = &want.name;
            if have.local_to.is_none() && self.shared_with(TypeKind::Vertex, of).is_some() {
                continue;
            }
            let list = changes.of(have.local_to.as_ref());
            let what = Renamed::VertexAttribute(of.clone());
            let mut dropped = Vec::new();
            for attribute in &have.attributes {
                let name = attribute.name.as_str();
                if want.attribute(name).is_none() && (!keep || renamed(self, &what, name)) {
                    dropped.push(name);
                }
            }
            for index in &have.indexes {
                let expected = want.indexes.iter().any(|it| it.name == index.name);
                // The server drops it with its attribute.
                if !expected && !keep && !dropped.contains(&index.attribute.as_str()) {
                    list.push(format!("ALTER VERTEX {of} DROP INDEX {}", index.name));
                }
            }
            if !dropped.is_empty() {
                list.push(format!("ALTER VERTEX {of} DROP ATTRIBUTE ({})", dropped.join(", ")));
            }
            for vector in &have.vectors {
                if !keep && want.vector(&vector.name).is_none() {
                    list.push(format!("ALTER VERTEX {of} DROP VECTOR ATTRIBUTE {}", vector.name));
                }
            }
        }
        for want in self.goal.want.edges_of(graph) {
            let Some(have) = self.have_edge(&want.name) else { continue };
            let of = &want.name;
            if have.local_to.is_none() && self.shared_with(TypeKind::Edge, of).is_some() {
                continue;
            }
            let what = Renamed::EdgeAttribute(of.clone());
            let mut dropped = Vec::new();
            for attribute in &have.attributes {
                let name = attribute.name.as_str();
                if want.attribute(name).is_none() && (!keep || renamed(self, &what, name)) {
                    dropped.push(name);
                }
            }
            if !dropped.is_empty() {
                let change = format!("ALTER EDGE {of} DROP ATTRIBUTE ({})", dropped.join(", "));
                changes.of(have.local_to.as_ref()).push(change);
            }
        }
        self.drop_steps(&changes);
    }
}
