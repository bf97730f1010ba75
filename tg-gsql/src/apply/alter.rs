//! `ALTER VERTEX` and `ALTER EDGE`.

use super::{Editor, Effect, TypeRef};
use crate::check::{Checker, attribute_names};
use crate::model::{EdgeType, Index, PrimaryKey, VertexType};
use crate::syntax::Name;
use crate::syntax::ast::{Alteration, AttributeDecl, PairDecl};

impl Editor<'_> {
    pub(super) fn alter_vertex(&mut self, name: &Name, alteration: &Alteration) {
        match alteration {
            Alteration::AddAttributes(attributes) => {
                let added = self.on_vertex(name, |checker, vertex| {
                    checker.more_attributes(attributes, &vertex.name, &attribute_names(vertex))
                });
                self.edit_vertex(added, |vertex, of, attributes| {
                    vertex.attributes.extend_from_slice(&attributes);
                    Effect::AttributesAdded { of, attributes }
                });
            }
            Alteration::DropAttributes(names) => self.drop_vertex_attributes(name, names),
            Alteration::AddIndex { name: index, attribute } => {
                let sound = self.on_vertex(name, |it, vertex| it.index(vertex, index, attribute));
                self.edit_vertex(sound, |vertex, of, ()| {
                    let attribute = attribute.value.clone();
                    vertex.indexes.push(Index { name: index.value.clone(), attribute });
                    Effect::IndexAdded { of, name: index.value.clone() }
                });
            }
            Alteration::DropIndex(index) => {
                let sound = self.on_vertex(name, |checker, vertex| {
                    let known: Vec<_> = vertex.indexes.iter().map(|it| it.name.as_str()).collect();
                    checker.known_among(index, &known, "index", &vertex.name);
                });
                self.edit_vertex(sound, |vertex, of, ()| {
                    vertex.indexes.retain(|known| known.name != index.value);
                    Effect::IndexDropped { of, name: index.value.clone() }
                });
            }
            Alteration::AddVector { name: vector, parameters } => {
                let added = self.on_vertex(name, |checker, vertex| {
                    checker.not_among(vector, &vertex.name, &attribute_names(vertex));
                    checker.vector(vector, parameters)
                });
                self.edit_vertex(added, |vertex, of, added| {
                    vertex.vectors.push(added);
                    Effect::VectorAdded { of, name: vector.value.clone() }
                });
            }
            Alteration::DropVector(vector) => {
                let sound = self.on_vertex(name, |checker, vertex| {
                    let known: Vec<_> = vertex.vectors.iter().map(|it| it.name.as_str()).collect();
                    checker.known_among(vector, &known, "vector attribute", &vertex.name);
                });
                self.edit_vertex(sound, |vertex, of, ()| {
                    vertex.vectors.retain(|known| known.name != vector.value);
                    Effect::VectorDropped { of, name: vector.value.clone() }
                });
            }
            // The parser reads endpoints in `ALTER EDGE` only.
            Alteration::AddEnds { .. } | Alteration::AddPairs(_) => {}
        }
    }

    pub(super) fn alter_edge(&mut self, name: &Name, alteration: &Alteration) {
        match alteration {
            Alteration::AddAttributes(attributes) => self.add_edge_attributes(name, attributes),
            Alteration::DropAttributes(names) => {
                let sound = self.on_edge(name, |checker, edge| {
                    let parts: Vec<_> =
                        edge.discriminator().iter().map(|part| part.name.clone()).collect();
                    let (of, known) = (&edge.name, &edge.attributes);
                    checker.droppable_attributes(names, of, known, &parts, "discriminator");
                });
                self.edit_edge(sound, |edge, of, ()| {
                    let names: Vec<_> = names.iter().map(|name| name.value.clone()).collect();
                    edge.attributes.retain(|attribute| !names.contains(&attribute.name));
                    Effect::AttributesDropped { of, names }
                });
            }
            Alteration::AddPairs(pairs) => self.add_pairs(name, pairs),
            Alteration::AddEnds { from, to, attributes } => {
                let added = self.on_edge(name, |checker, edge| {
                    let (from, to) = (checker.endpoints(from), checker.endpoints(to));
                    checker.pairs_of_more_ends(edge, &from, &to)
                });
                self.edit_edge(added, |edge, of, pairs| {
                    edge.pairs.extend_from_slice(&pairs);
                    Effect::PairsAdded { of, pairs }
                });
                if !attributes.is_empty() {
                    self.add_edge_attributes(name, attributes);
                }
            }
            // The parser reads indexes and vectors in `ALTER VERTEX` only.
            _ => {}
        }
    }

    fn drop_vertex_attributes(&mut self, name: &Name, names: &[Name]) {
        let sound = self.on_vertex(name, |checker, vertex| {
            let parts = match &vertex.key {
                PrimaryKey::Attributes(parts) => parts.as_slice(),
                PrimaryKey::PrimaryId { .. } => &[],
            };
            let (of, known) = (&vertex.name, &vertex.attributes);
            checker.droppable_attributes(names, of, known, parts, "primary key");
        });
        let Some((of, ())) = sound else { return };
        let names: Vec<_> = names.iter().map(|name| name.value.clone()).collect();
        let Some(vertex) = self.vertex_mut(&of) else { return };
        vertex.attributes.retain(|attribute| !names.contains(&attribute.name));
        let indexes = vertex.indexes.extract_if(.., |index| names.contains(&index.attribute));
        let dropped: Vec<_> = indexes
            .map(|index| Effect::IndexDropped { of: of.clone(), name: index.name })
            .collect();
        self.effects.extend(dropped);
        self.effects.push(Effect::AttributesDropped { of, names });
    }

    fn add_edge_attributes(&mut self, name: &Name, attributes: &[AttributeDecl]) {
        let added = self.on_edge(name, |checker, edge| {
            let known: Vec<_> = edge.attributes.iter().map(|it| it.name.as_str()).collect();
            checker.more_attributes(attributes, &edge.name, &known)
        });
        self.edit_edge(added, |edge, of, attributes| {
            edge.attributes.extend_from_slice(&attributes);
            Effect::AttributesAdded { of, attributes }
        });
    }

    fn add_pairs(&mut self, name: &Name, pairs: &[PairDecl]) {
        let added = self.on_edge(name, |checker, edge| {
            let mut pairs = checker.pairs(pairs);
            pairs.retain(|pair| !edge.pairs.contains(pair));
            pairs
        });
        self.edit_edge(added, |edge, of, pairs| {
            edge.pairs.extend_from_slice(&pairs);
            Effect::PairsAdded { of, pairs }
        });
    }

    /// What the check answers about the type that is to be altered, unless there was an error.
    fn on_vertex<T>(
        &mut self,
        name: &Name,
        check: impl FnOnce(&mut Checker<'_>, &VertexType) -> T,
    ) -> Option<(TypeRef, T)> {
        self.checked(|checker| {
            let vertex = checker.known_vertex(name)?;
            checker.in_scope(name, vertex.local_to.as_ref());
            Some((vertex.into(), check(checker, vertex)))
        })
        .flatten()
    }

    fn on_edge<T>(
        &mut self,
        name: &Name,
        check: impl FnOnce(&mut Checker<'_>, &EdgeType) -> T,
    ) -> Option<(TypeRef, T)> {
        self.checked(|checker| {
            let edge = checker.known_edge(name)?;
            checker.in_scope(name, edge.local_to.as_ref());
            Some((edge.into(), check(checker, edge)))
        })
        .flatten()
    }

    fn edit_vertex<T>(
        &mut self,
        checked: Option<(TypeRef, T)>,
        edit: impl FnOnce(&mut VertexType, TypeRef, T) -> Effect,
    ) {
        if let Some((of, value)) = checked
            && let Some(vertex) = self.vertex_mut(&of)
        {
            let effect = edit(vertex, of, value);
            self.effects.push(effect);
        }
    }

    fn edit_edge<T>(
        &mut self,
        checked: Option<(TypeRef, T)>,
        edit: impl FnOnce(&mut EdgeType, TypeRef, T) -> Effect,
    ) {
        if let Some((of, value)) = checked
            && let Some(edge) = self.catalog.edges.iter_mut().find(|edge| of.is_edge(edge))
        {
            let effect = edit(edge, of, value);
            self.effects.push(effect);
        }
    }

    fn vertex_mut(&mut self, of: &TypeRef) -> Option<&mut VertexType> {
        self.catalog.vertices.iter_mut().find(|vertex| of.is_vertex(vertex))
    }
}
