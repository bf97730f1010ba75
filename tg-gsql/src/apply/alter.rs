//! `ALTER VERTEX` and `ALTER EDGE`.

use super::{Editor, Effect, TypeRef};
use crate::check::{Checker, attribute_names, attribute_names_of};
use crate::finding::Finding;
use crate::model::{EdgeType, Index, PrimaryKey, VertexType};
use crate::syntax::Name;
use crate::syntax::ast::Alteration;

impl Editor<'_> {
    pub(super) fn alter_vertex(&mut self, name: &Name, alteration: &Alteration) {
        let Some((mut vertex, mut checker)) = self.vertex_to_alter(name) else { return };
        let of = TypeRef::from(&vertex);
        let mut effects = Vec::new();
        match alteration {
            Alteration::AddAttributes(declared) => {
                let known = attribute_names(&vertex);
                let attributes = checker.more_attributes(declared, &vertex.name, &known);
                vertex.attributes.extend_from_slice(&attributes);
                effects.push(Effect::AttributesAdded { of, attributes });
            }
            Alteration::DropAttributes(names) => {
                let parts = match &vertex.key {
                    PrimaryKey::Attributes(parts) => parts.as_slice(),
                    PrimaryKey::PrimaryId { .. } => &[],
                };
                let known = &vertex.attributes;
                checker.droppable_attributes(names, &vertex.name, known, parts, "primary key");
                let names = values(names);
                vertex.attributes.retain(|attribute| !names.contains(&attribute.name));
                vertex.indexes.retain(|index| {
                    let dropped = names.contains(&index.attribute);
                    if dropped {
                        let (of, name) = (of.clone(), index.name.clone());
                        effects.push(Effect::IndexDropped { of, name });
                    }
                    !dropped
                });
                effects.push(Effect::AttributesDropped { of, names });
            }
            Alteration::AddIndex { name: index, attribute } => {
                checker.index(&vertex, index, attribute);
                let name = index.value.clone();
                let attribute = attribute.value.clone();
                vertex.indexes.push(Index { name: name.clone(), attribute });
                effects.push(Effect::IndexAdded { of, name });
            }
            Alteration::DropIndex(index) => {
                let mut known = Vec::new();
                for index in &vertex.indexes {
                    known.push(index.name.as_str());
                }
                checker.known_among(index, &known, "index", &vertex.name);
                vertex.indexes.retain(|known| known.name != index.value);
                effects.push(Effect::IndexDropped { of, name: index.value.clone() });
            }
            Alteration::AddVector { name: vector, parameters } => {
                checker.not_among(vector, &vertex.name, &attribute_names(&vertex));
                vertex.vectors.push(checker.vector(vector, parameters));
                effects.push(Effect::VectorAdded { of, name: vector.value.clone() });
            }
            Alteration::DropVector(vector) => {
                let mut known = Vec::new();
                for vector in &vertex.vectors {
                    known.push(vector.name.as_str());
                }
                checker.known_among(vector, &known, "vector attribute", &vertex.name);
                vertex.vectors.retain(|known| known.name != vector.value);
                effects.push(Effect::VectorDropped { of, name: vector.value.clone() });
            }
            // The parser reads endpoints in `ALTER EDGE` only.
            Alteration::AddEnds { .. } | Alteration::AddPairs(_) => {}
        }
        let findings = checker.into_findings();
        let of = TypeRef::from(&vertex);
        if self.sound(findings, effects)
            && let Some(known) = self.catalog.vertices.iter_mut().find(|it| of.is_vertex(it))
        {
            *known = vertex;
        }
    }

    pub(super) fn alter_edge(&mut self, name: &Name, alteration: &Alteration) {
        let Some((mut edge, mut checker)) = self.edge_to_alter(name) else { return };
        let of = TypeRef::from(&edge);
        let mut effects = Vec::new();
        let (mut pairs, mut declared) = (Vec::new(), &[][..]);
        match alteration {
            Alteration::AddAttributes(attributes) => declared = attributes,
            Alteration::DropAttributes(names) => {
                let mut parts = Vec::new();
                for part in edge.discriminator() {
                    parts.push(part.name.clone());
                }
                let known = &edge.attributes;
                checker.droppable_attributes(names, &edge.name, known, &parts, "discriminator");
                let names = values(names);
                edge.attributes.retain(|attribute| !names.contains(&attribute.name));
                effects.push(Effect::AttributesDropped { of: of.clone(), names });
            }
            Alteration::AddPairs(added) => {
                pairs = checker.pairs(added);
                pairs.retain(|pair| !edge.pairs.contains(pair));
            }
            Alteration::AddEnds { from, to, attributes } => {
                let (from, to) = (checker.endpoints(from), checker.endpoints(to));
                pairs = checker.pairs_of_more_ends(&edge, &from, &to);
                declared = attributes;
            }
            // The parser reads indexes and vectors in `ALTER VERTEX` only.
            _ => {}
        }
        if matches!(alteration, Alteration::AddPairs(_) | Alteration::AddEnds { .. }) {
            edge.pairs.extend_from_slice(&pairs);
            effects.push(Effect::PairsAdded { of: of.clone(), pairs });
        }
        if !declared.is_empty() || matches!(alteration, Alteration::AddAttributes(_)) {
            let known = attribute_names_of(&edge.attributes);
            let attributes = checker.more_attributes(declared, &edge.name, &known);
            edge.attributes.extend_from_slice(&attributes);
            effects.push(Effect::AttributesAdded { of: of.clone(), attributes });
        }
        let findings = checker.into_findings();
        if self.sound(findings, effects)
            && let Some(known) = self.catalog.edges.iter_mut().find(|it| of.is_edge(it))
        {
            *known = edge;
        }
    }

    /// Returns a copy of the type that is altered, and a checker for the alteration.
    fn vertex_to_alter(&mut self, name: &Name) -> Option<(VertexType, Checker<'_>)> {
        let mut checker = Checker::new(self.catalog, self.scope);
        if let Some(vertex) = checker.known_vertex(name)
            && checker.in_scope(name, vertex.local_to.as_ref())
        {
            return Some((vertex.clone(), checker));
        }
        self.findings.append(&mut checker.into_findings());
        None
    }

    fn edge_to_alter(&mut self, name: &Name) -> Option<(EdgeType, Checker<'_>)> {
        let mut checker = Checker::new(self.catalog, self.scope);
        if let Some(edge) = checker.known_edge(name)
            && checker.in_scope(name, edge.local_to.as_ref())
        {
            return Some((edge.clone(), checker));
        }
        self.findings.append(&mut checker.into_findings());
        None
    }

    /// Returns `true` if there is no error, so that the effects apply.
    fn sound(&mut self, mut findings: Vec<Finding>, mut effects: Vec<Effect>) -> bool {
        let sound = !findings.iter().any(Finding::is_error);
        self.findings.append(&mut findings);
        if sound {
            self.effects.append(&mut effects);
        }
        sound
    }
}

fn values(names: &[Name]) -> Vec<String> {
    let mut values = Vec::with_capacity(names.len());
    for name in names {
        values.push(name.value.clone());
    }
    values
}
