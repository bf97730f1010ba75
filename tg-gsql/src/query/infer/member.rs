//! Attributes of vertices and edges, fields of tuples.

use super::Inference;
use super::ty::{Ty, Types};
use crate::syntax::Name;

impl Inference<'_> {
    /// Returns the type of `x.name`; `of` is the type of `x`.
    pub(super) fn member(&mut self, of: &Ty, name: &Name) -> Ty {
        match of {
            Ty::Vertex(_) | Ty::Edge(_) | Ty::Vertices(_)
                if name.value.eq_ignore_ascii_case("type") =>
            {
                Ty::String
            }
            Ty::Vertex(types) | Ty::Vertices(types) => {
                let of = |ty: &str| {
                    let vertex = self.names.catalog.vertex(self.names.graph, ty)?;
                    self.resolver().vertex_attribute(vertex, &name.value)
                };
                every(types, of)
            }
            Ty::Edge(types) => {
                let of = |ty: &str| {
                    let attributes = self.names.edge_attributes(ty)?;
                    self.resolver().attribute(attributes, &name.value)
                };
                every(types, of)
            }
            Ty::Tuple(tuple) => field(&tuple.fields, &name.value),
            Ty::Row(fields) => field(fields, &name.value),
            _ => Ty::Unknown,
        }
    }
}

fn field(fields: &[(String, Ty)], name: &str) -> Ty {
    let field = fields.iter().find(|(field, _)| field == name);
    field.map_or(Ty::Unknown, |(_, ty)| ty.clone())
}

/// Returns the type that the attribute has in each type that has it. A statement is executed for
/// these types only.
fn every(types: &Types, of: impl Fn(&str) -> Option<Ty>) -> Ty {
    let mut found = types.iter().flatten().filter_map(|ty| of(ty));
    let Some(first) = found.next() else { return Ty::Unknown };
    if found.all(|other| other == first) { first } else { Ty::Unknown }
}
