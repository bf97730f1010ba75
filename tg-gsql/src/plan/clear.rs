//! Removals that come before any addition: types and attributes that DDL cannot alter, and types
//! whose name is expected for something else.

use super::planner::Planner;
use super::renames::same_key;
use crate::apply::TypeKind;
use crate::diff::Renamed;
use crate::model::EdgeType;

/// The objects to drop, by their actual names.
#[derive(Default)]
pub(super) struct Removals {
    pub(super) vertices: Vec<String>,
    pub(super) edges: Vec<String>,
    /// Type and attribute.
    pub(super) vertex_attributes: Vec<(String, String)>,
    pub(super) edge_attributes: Vec<(String, String)>,
    pub(super) vectors: Vec<(String, String)>,
    pub(super) indexes: Vec<(String, String)>,
    pub(super) tuples: Vec<String>,
    /// Global types outside of the graph.
    pub(super) outside_edges: Vec<String>,
    pub(super) outside_vertices: Vec<String>,
}

impl Planner<'_> {
    pub(super) fn clear_the_way(&mut self) {
        let mut removals = Removals::default();
        self.other_types(&mut removals);
        self.outside_types(&mut removals);
        self.taken_names(&mut removals);
        self.edges_at(&mut removals);
        self.other_attributes(&mut removals);
        self.other_tuples(&mut removals);
        self.reject_lost_renames(&removals);
        if self.is_sound() {
            self.drop_way(&removals);
        }
    }

    /// Types whose key, direction, discriminator, reverse or endpoints differ.
    fn other_types(&self, removals: &mut Removals) {
        for want in self.goal.want.vertices_of(self.goal.graph) {
            if self.have_vertex(&want.name).is_some_and(|have| !same_key(have, want)) {
                removals.vertices.push(want.name.clone());
            }
        }
        for want in self.goal.want.edges_of(self.goal.graph) {
            if self.have_edge(&want.name).is_some_and(|have| self.must_be_remade(have, want)) {
                removals.edges.push(want.name.clone());
            }
        }
    }

    /// Finds global types that the graph expects and that exist with another definition, as after
    /// an interrupted plan. They are dropped if no graph contains them, and not changed otherwise.
    fn outside_types(&mut self, removals: &mut Removals) {
        let (want, graph) = (self.goal.want, self.goal.graph);
        for want in want.vertices_of(graph).filter(|it| it.local_to.is_none()) {
            let Some(have) = self.new.global_vertex(&want.name) else { continue };
            let attributes = have.attributes.iter().all(|known| {
                want.attribute(&known.name).is_none_or(|expected| expected.ty == known.ty)
            });
            let vectors = have
                .vectors
                .iter()
                .all(|known| want.vector(&known.name).is_none_or(|expected| expected == known));
            let fits = same_key(have, want) && attributes && vectors;
            if self.have_vertex(&want.name).is_none() && !fits {
                removals.outside_vertices.push(want.name.clone());
            }
        }
        for want in want.edges_of(graph).filter(|it| it.local_to.is_none()) {
            let Some(have) = self.new.global_edge(&want.name) else { continue };
            let attributes = have.attributes.iter().all(|known| {
                want.attribute(&known.name).is_none_or(|expected| expected.ty == known.ty)
            });
            let fits = attributes && !self.must_be_remade(have, want);
            if self.have_edge(&want.name).is_none() && !fits {
                removals.outside_edges.push(want.name.clone());
            }
        }
        for edge in self.new.edges.iter().filter(|it| it.local_to.is_none()) {
            if removals.outside_vertices.iter().any(|vertex| edge.touches(vertex)) {
                push(&mut removals.outside_edges, &edge.name);
            }
        }
        for (kind, names) in [
            (TypeKind::Edge, &removals.outside_edges),
            (TypeKind::Vertex, &removals.outside_vertices),
        ] {
            for name in names {
                if let Some(other) = self.shared_with(kind, name).map(str::to_owned) {
                    self.reject_shared(name, &other);
                }
            }
        }
    }

    pub(super) fn reject_shared(&mut self, name: &str, other: &str) {
        self.reject(format!(
            "the global type `{name}` has to be dropped and made anew, and the graph `{other}` has \
             it, too; take it out of that graph first"
        ));
    }

    fn must_be_remade(&self, have: &EdgeType, want: &EdgeType) -> bool {
        let parts = |edge: &EdgeType| -> Vec<_> {
            edge.discriminator().iter().map(|it| (it.name.clone(), it.ty.clone())).collect()
        };
        // A pair of a global type may join types that the graph does not contain.
        let extra = have.pairs.iter().any(|pair| {
            self.have_vertex(&pair.from).is_some()
                && self.have_vertex(&pair.to).is_some()
                && !want.joins(&pair.from, &pair.to)
        });
        have.directed != want.directed
            || have.reverse != want.reverse
            || parts(have) != parts(want)
            || (extra && !self.goal.keep_extra)
    }

    /// Finds types that are not expected and whose name, or reverse name, a new type gets.
    fn taken_names(&self, removals: &mut Removals) {
        let graph = self.goal.graph;
        let mut new: Vec<&str> = Vec::new();
        for want in self.goal.want.vertices_of(graph) {
            if self.have_vertex(&want.name).is_none() {
                new.push(&want.name);
            }
        }
        for want in self.goal.want.edges_of(graph) {
            let remade = removals.edges.contains(&want.name);
            if self.have_edge(&want.name).is_none() {
                new.push(&want.name);
            } else if !remade {
                continue;
            }
            new.extend(want.reverse.as_deref());
        }
        let taken = |name: &str| new.contains(&name);
        for have in self.new.vertices_of(graph) {
            if taken(&have.name) && self.want_vertex(&have.name).is_none() {
                push(&mut removals.vertices, &have.name);
            }
        }
        for have in self.new.edges_of(graph) {
            let names = taken(&have.name) || have.reverse.as_deref().is_some_and(taken);
            if names && self.want_edge(&have.name).is_none() {
                push(&mut removals.edges, &have.name);
            }
        }
    }

    /// Finds the edge types that end at a dropped vertex type.
    fn edges_at(&self, removals: &mut Removals) {
        for edge in self.new.edges_of(self.goal.graph) {
            if removals.vertices.iter().any(|vertex| edge.touches(vertex)) {
                push(&mut removals.edges, &edge.name);
            }
        }
    }

    /// Attributes of another type, and those whose name another kind of attribute gets.
    fn other_attributes(&self, removals: &mut Removals) {
        for want in self.goal.want.vertices_of(self.goal.graph) {
            let Some(have) = self.have_vertex(&want.name) else { continue };
            if removals.vertices.contains(&want.name) {
                continue;
            }
            for known in &have.attributes {
                let other = want.attribute(&known.name).is_some_and(|it| it.ty != known.ty);
                if other || want.vector(&known.name).is_some() {
                    removals.vertex_attributes.push((want.name.clone(), known.name.clone()));
                }
            }
            for known in &have.vectors {
                let other = want.vector(&known.name).is_some_and(|it| it != known);
                if other || want.attribute(&known.name).is_some() {
                    removals.vectors.push((want.name.clone(), known.name.clone()));
                }
            }
            for known in &have.indexes {
                let other = |it: &&crate::model::Index| it.name == known.name && *it != known;
                if want.indexes.iter().any(|it| other(&it)) {
                    removals.indexes.push((want.name.clone(), known.name.clone()));
                }
            }
        }
        for want in self.goal.want.edges_of(self.goal.graph) {
            let Some(have) = self.have_edge(&want.name) else { continue };
            if removals.edges.contains(&want.name) {
                continue;
            }
            for known in &have.attributes {
                if want.attribute(&known.name).is_some_and(|it| it.ty != known.ty) {
                    removals.edge_attributes.push((want.name.clone(), known.name.clone()));
                }
            }
        }
    }

    /// Tuples with other fields, and the attributes of their type.
    fn other_tuples(&mut self, removals: &mut Removals) {
        let graph = self.goal.graph;
        let changed: Vec<_> = self
            .expected_tuples()
            .into_iter()
            .filter(|want| self.new.tuple(&want.name).is_some_and(|it| it.fields != want.fields))
            .map(|want| want.name.clone())
            .collect();
        for tuple in changed {
            let mut elsewhere = None;
            for vertex in &self.new.vertices {
                let own = self.have_vertex(&vertex.name) == Some(vertex);
                if !own
                    && vertex.local_to.is_none()
                    && removals.outside_vertices.contains(&vertex.name)
                {
                    continue;
                }
                for attribute in vertex.attributes.iter().filter(|it| it.ty.tuple() == Some(&tuple))
                {
                    if !own {
                        elsewhere = Some(vertex.name.clone());
                    } else if !removals.vertices.contains(&vertex.name) {
                        push(
                            &mut removals.vertex_attributes,
                            &(vertex.name.clone(), attribute.name.clone()),
                        );
                    }
                }
            }
            for edge in &self.new.edges {
                let own = self.have_edge(&edge.name) == Some(edge);
                if !own && edge.local_to.is_none() && removals.outside_edges.contains(&edge.name) {
                    continue;
                }
                for attribute in edge.attributes.iter().filter(|it| it.ty.tuple() == Some(&tuple)) {
                    if !own {
                        elsewhere = Some(edge.name.clone());
                    } else if !removals.edges.contains(&edge.name) {
                        push(
                            &mut removals.edge_attributes,
                            &(edge.name.clone(), attribute.name.clone()),
                        );
                    }
                }
            }
            if let Some(user) = elsewhere {
                self.reject(format!(
                    "the fields of the tuple `{tuple}` differ, and `{user}` outside of the graph \
                     `{graph}` has an attribute of its type; give the new tuple another name"
                ));
            }
            removals.tuples.push(tuple);
        }
    }

    /// Rejects renames whose data would be dropped before it is copied.
    fn reject_lost_renames(&mut self, removals: &Removals) {
        let lost: Vec<_> = self
            .renames
            .iter()
            .filter(|rename| {
                let (old, of) = (&rename.old, |of: &String| of.clone());
                match &rename.what {
                    Renamed::Vertex => removals.vertices.contains(old),
                    Renamed::Edge => removals.edges.contains(old),
                    Renamed::VertexAttribute(ty) => {
                        removals.vertex_attributes.contains(&(of(ty), old.clone()))
                            || removals.vertices.contains(ty)
                    }
                    Renamed::EdgeAttribute(ty) => {
                        removals.edge_attributes.contains(&(of(ty), old.clone()))
                            || removals.edges.contains(ty)
                    }
                }
            })
            .map(|rename| (rename.old.clone(), rename.new.clone()))
            .collect();
        for (old, new) in lost {
            self.reject(format!(
                "`{old}` cannot be renamed to `{new}` with its data: another change must drop it \
                 before; make the two changes by plans of their own"
            ));
        }
    }
}

fn push<T: PartialEq + Clone>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}
