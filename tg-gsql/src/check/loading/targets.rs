//! Destinations: their existence, and the number of their values.

use super::values::Place;
use crate::check::{Checker, Scope};
use crate::finding::{Finding, Rule};
use crate::model::{Attribute, AttributeType, EdgeType, PrimaryKey, VertexType};
use crate::syntax::ast::{Destination, LoadValue, Target};
use crate::syntax::{Name, Span};

impl<'a> Checker<'a> {
    pub(super) fn destination(&mut self, to: &Destination, span: Span, place: &Place<'_>) {
        match &to.target {
            Target::Vertex(name) => {
                self.untyped(&to.values);
                if let Some(vertex) = self.known_vertex(name) {
                    self.vertex_values(vertex, name, &to.values, place);
                }
            }
            Target::Edge(name) => {
                if let Some((edge, reversed)) = self.loaded_edge(name) {
                    self.load_ends(edge, reversed, &to.values);
                    self.edge_values(edge, name, &to.values, place);
                }
            }
            Target::TempTable { name, columns } => {
                self.untyped(&to.values);
                self.table_values(name, columns, &to.values, place);
            }
            Target::Vector { attribute, vertex } => {
                self.untyped(&to.values);
                self.vector_values(attribute, vertex, span, &to.values, place);
            }
        }
        if let Some(filter) = &to.filter {
            self.condition(filter, place);
        }
    }

    /// Returns the edge type of the name, or the one whose reverse has it; `true` for the reverse.
    pub(super) fn loaded_edge(&mut self, name: &Name) -> Option<(&'a EdgeType, bool)> {
        if let Scope::Graph(graph) = self.scope
            && let Some(edge) = self.catalog.edge_by_reverse(graph, &name.value)
        {
            return Some((edge, true));
        }
        self.known_edge(name).map(|edge| (edge, false))
    }

    fn vertex_values(
        &mut self,
        vertex: &VertexType,
        name: &Name,
        values: &[LoadValue],
        place: &Place<'_>,
    ) {
        let keys: Vec<_> = vertex.key_parts().collect();
        let mut types: Vec<(&str, AttributeType)> =
            keys.iter().map(|(name, ty)| (*name, (*ty).into())).collect();
        let is_part = |name: &str| match &vertex.key {
            PrimaryKey::Attributes(names) => names.iter().any(|part| part == name),
            PrimaryKey::PrimaryId { .. } => false,
        };
        let plain = vertex.attributes.iter().filter(|attribute| !is_part(&attribute.name));
        types.extend(plain.map(|it| (it.name.as_str(), it.ty.clone())));
        self.counted(name, &types, keys.len(), values);
        for (index, value) in values.iter().enumerate() {
            let ty = types.get(index).map(|(_, ty)| ty);
            if index < keys.len() {
                self.key_value(&value.expr, ty, place);
            } else {
                self.attribute_value(&value.expr, ty, place);
            }
        }
    }

    fn edge_values(
        &mut self,
        edge: &EdgeType,
        name: &Name,
        values: &[LoadValue],
        place: &Place<'_>,
    ) {
        let mut types: Vec<(&str, Option<&AttributeType>)> =
            vec![("the source", None), ("the target", None)];
        types.extend(
            edge.attributes.iter().map(|Attribute { name, ty, .. }| (name.as_str(), Some(ty))),
        );
        let keys = 2 + edge.discriminator().len();
        self.counted(name, &types, keys, values);
        for (index, value) in values.iter().enumerate() {
            let ty = types.get(index).and_then(|(_, ty)| *ty);
            if index < keys {
                self.key_value(&value.expr, ty, place);
            } else {
                self.attribute_value(&value.expr, ty, place);
            }
        }
    }

    /// Checks that there is a value for each attribute; `types` contains the attributes, keys
    /// first.
    fn counted<T>(&mut self, name: &Name, types: &[(&str, T)], keys: usize, values: &[LoadValue]) {
        let (expected, given) = (types.len(), values.len());
        let list = |from: usize| {
            types[from..].iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        if given > expected {
            let message = format!("`{}` takes {}, not {given}", name.value, counted(expected));
            let help = format!("they are {}", list(0));
            let span = values[expected].expr.span;
            self.error_with_help(Rule::ValueCount, span, message, help);
        } else if given < keys {
            let message = format!("`{}` needs {}, not {given}", name.value, counted(expected));
            let help = format!("they are {}", list(0));
            self.error_with_help(Rule::ValueCount, name.span, message, help);
        } else if given < expected {
            let message = format!("no value for {} of `{}`", list(given), name.value);
            let finding = Finding::new(Rule::MissingValues, name.span, message);
            self.findings.push(finding.help("write `_` for attributes that are not loaded"));
        }
    }

    fn table_values(
        &mut self,
        name: &Name,
        columns: &[Name],
        values: &[LoadValue],
        place: &Place<'_>,
    ) {
        let given: usize = values.iter().map(|value| super::functions::width(&value.expr)).sum();
        if columns.len() != given {
            let expected = counted(columns.len());
            let message = format!("the table `{}` takes {expected}, not {given}", name.value);
            let help = "write one value for each of its columns";
            self.error_with_help(Rule::ValueCount, name.span, message, help);
        }
        let mut place = place.clone();
        place.flattens = true;
        let mut flattened = values.iter().filter(|value| super::functions::flattens(&value.expr));
        if let (Some(_), Some(second)) = (flattened.next(), flattened.next()) {
            let message = "a second `flatten` in one destination";
            let help = "flatten one column into a table, then the other from it";
            self.error_with_help(Rule::Flatten, second.expr.span, message, help);
        }
        for value in values {
            self.attribute_value(&value.expr, None, &place);
        }
    }

    fn vector_values(
        &mut self,
        attribute: &Name,
        vertex: &Name,
        span: Span,
        values: &[LoadValue],
        place: &Place<'_>,
    ) {
        if let Some(known) = self.known_vertex(vertex) {
            let names: Vec<_> = known.vectors.iter().map(|it| it.name.as_str()).collect();
            self.known_among(attribute, &names, "vector attribute", &known.name);
        }
        if values.len() != 2 {
            let message = "a vector attribute takes the vertex's id and the vector";
            self.error(Rule::ValueCount, span, message);
        }
        for (index, value) in values.iter().enumerate() {
            match index {
                0 => self.key_value(&value.expr, None, place),
                _ => self.attribute_value(&value.expr, None, place),
            }
        }
    }
}

fn counted(values: usize) -> String {
    if values == 1 { "1 value".to_owned() } else { format!("{values} values") }
}
