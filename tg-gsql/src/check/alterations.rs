//! What `ALTER` adds to a type and takes from it.

use super::{Checker, Scope};
use crate::finding::Rule;
use crate::model::{Attribute, EdgeType, EndpointPair, KeyType, VertexType};
use crate::syntax::Name;
use crate::syntax::ast::AttributeDecl;

/// The names that a new attribute of the type cannot have.
pub(crate) fn attribute_names(vertex: &VertexType) -> Vec<&str> {
    let mut names = attribute_names_of(&vertex.attributes);
    for vector in &vertex.vectors {
        names.push(&vector.name);
    }
    if let Some((id, _)) = vertex.id_as_attribute() {
        names.push(id);
    }
    names
}

pub(crate) fn attribute_names_of(attributes: &[Attribute]) -> Vec<&str> {
    let mut names = Vec::with_capacity(attributes.len());
    for attribute in attributes {
        names.push(attribute.name.as_str());
    }
    names
}

impl Checker<'_> {
    /// Attributes for the type `of`, which already has those in `known`.
    pub(crate) fn more_attributes(
        &mut self,
        declared: &[AttributeDecl],
        of: &str,
        known: &[&str],
    ) -> Vec<Attribute> {
        self.distinct(declared.iter().map(|attribute| &attribute.name), "the attribute");
        for attribute in declared {
            self.not_among(&attribute.name, of, known);
        }
        self.attributes(declared)
    }

    /// A new attribute's name is none of those in `known`.
    pub(crate) fn not_among(&mut self, name: &Name, of: &str, known: &[&str]) {
        if known.contains(&name.value.as_str()) {
            let message = format!("`{of}` already has an attribute `{}`", name.value);
            self.error_with_help(Rule::Duplicate, name.span, message, "give it another name");
        }
    }

    /// The name is one of those in `known`; `what` says what they are names of.
    pub(crate) fn known_among(&mut self, name: &Name, known: &[&str], what: &str, of: &str) {
        if !known.contains(&name.value.as_str()) {
            let message = format!("`{of}` has no {what} `{}`", name.value);
            self.unknown(Rule::UnknownAttribute, name, message, &mut known.iter().copied());
        }
    }

    /// Attributes that `of` has, and that do not identify its objects: those in `identity`,
    /// which `what` calls by its name.
    pub(crate) fn droppable_attributes(
        &mut self,
        names: &[Name],
        of: &str,
        attributes: &[Attribute],
        identity: &[String],
        what: &str,
    ) {
        self.distinct(names, "the attribute");
        let known = attribute_names_of(attributes);
        for name in names {
            self.known_among(name, &known, "attribute", of);
            if identity.contains(&name.value) {
                let message = format!("`{}` is part of the {what} of `{of}`", name.value);
                let help = "what identifies a type's objects stays with it";
                self.error_with_help(Rule::InUse, name.span, message, help);
            }
        }
    }

    pub(crate) fn index(&mut self, vertex: &VertexType, index: &Name, attribute: &Name) {
        if vertex.indexes.iter().any(|known| known.name == index.value) {
            let message = format!("`{}` already has an index `{}`", vertex.name, index.value);
            self.error_with_help(Rule::Index, index.span, message, "give it another name");
        }
        match vertex.attribute(&attribute.value) {
            None => {
                let known = attribute_names_of(&vertex.attributes);
                self.known_among(attribute, &known, "attribute", &vertex.name);
            }
            Some(found) if KeyType::of(&found.ty).is_none() => {
                let message = format!("an attribute of type {} cannot have an index", found.ty);
                let help = "an index covers a STRING, INT, UINT or DATETIME";
                self.error_with_help(Rule::Index, attribute.span, message, help);
            }
            Some(_) => {}
        }
    }

    /// The new pairs when an edge type may also begin at `from` and end at `to`.
    pub(crate) fn pairs_of_more_ends(
        &self,
        edge: &EdgeType,
        from: &[String],
        to: &[String],
    ) -> Vec<EndpointPair> {
        let (mut old_from, mut all_to) = (Vec::new(), Vec::new());
        for pair in &edge.pairs {
            old_from.push(&pair.from);
            all_to.push(&pair.to);
        }
        all_to.extend(to);
        let mut pairs: Vec<EndpointPair> = Vec::new();
        let mut add = |from: &String, to: &String| {
            let pair = EndpointPair { from: from.clone(), to: to.clone() };
            if !edge.pairs.contains(&pair) && !pairs.contains(&pair) {
                pairs.push(pair);
            }
        };
        for from in from {
            for to in &all_to {
                add(from, to);
            }
        }
        for from in old_from {
            for to in to {
                add(from, to);
            }
        }
        pairs
    }

    /// A name that a global type can bring into the graph.
    pub(crate) fn free_in_graph(&mut self, name: &Name, graph: &str) {
        if let Some(user) = self.user_of(&name.value, Scope::Graph(graph)) {
            let message = format!("in the graph `{graph}`, `{}` already is {user}", name.value);
            self.error(Rule::NameInUse, name.span, message);
        }
    }

    /// The type is one of the graph's `members`.
    pub(crate) fn is_member(&mut self, name: &Name, graph: &str, members: &[String]) {
        if !members.contains(&name.value) {
            let message = format!("the graph `{graph}` does not contain `{}`", name.value);
            let mut known = members.iter().map(String::as_str);
            self.unknown(Rule::UnknownType, name, message, &mut known);
        }
    }
}
