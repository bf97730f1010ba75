//! `ALTER`: attributes, indexes and pairs that are added or dropped.

use super::{Checker, Scope};
use crate::finding::Rule;
use crate::model::{Attribute, EdgeType, EndpointPair, KeyType, VertexType};
use crate::syntax::Name;
use crate::syntax::ast::AttributeDecl;

/// Returns the names that a new attribute of the type cannot have.
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
    /// Checks new attributes for the type `of`, which already has those in `known`.
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

    /// Checks that the name of a new attribute is not in `known`.
    pub(crate) fn not_among(&mut self, name: &Name, of: &str, known: &[&str]) {
        if known.contains(&name.value.as_str()) {
            let message = format!("`{of}` already has an attribute `{}`", name.value);
            self.error_with_help(Rule::Duplicate, name.span, message, "give it another name");
        }
    }

    /// Checks that the name is in `known`; `what` is the kind of name.
    pub(crate) fn known_among(&mut self, name: &Name, known: &[&str], what: &str, of: &str) {
        if !known.contains(&name.value.as_str()) {
            let message = format!("`{of}` has no {what} `{}`", name.value);
            self.unknown(Rule::UnknownAttribute, name, message, &mut known.iter().copied());
        }
    }

    /// Checks that `of` has the attributes, and that they do not identify its vertices or edges.
    /// The identifying ones are in `identity`, which messages call `what`.
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
                let help = "attributes that identify vertices or edges cannot be dropped";
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

    /// Returns the new pairs of an edge type that may also go from `from` to `to`.
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

    /// Checks that a global type can bring its name into the graph.
    pub(crate) fn free_in_graph(&mut self, name: &Name, graph: &str) {
        if let Some(user) = self.user_of(&name.value, Scope::Graph(graph)) {
            let message = format!("in the graph `{graph}`, `{}` already is {user}", name.value);
            self.error(Rule::NameInUse, name.span, message);
        }
    }

    /// Checks that the type is in the graph's `members`.
    pub(crate) fn is_member(&mut self, name: &Name, graph: &str, members: &[String]) {
        if !members.contains(&name.value) {
            let message = format!("the graph `{graph}` does not contain `{}`", name.value);
            let mut known = members.iter().map(String::as_str);
            self.unknown(Rule::UnknownType, name, message, &mut known);
        }
    }
}
