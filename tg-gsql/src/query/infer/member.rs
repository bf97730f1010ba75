//! Attributes of vertices and edges, fields of tuples.

use super::Inference;
use super::methods::is_method;
use super::ty::{Ty, Types};
use crate::finding::{Finding, Rule};
use crate::model::PrimaryKey;
use crate::suggest;
use crate::syntax::Name;

impl Inference<'_> {
    /// Returns the type of `x.name`; `of` is the type of `x`, and `text` its text.
    pub(super) fn member(&mut self, of: &Ty, text: &str, name: &Name) -> Ty {
        match of {
            Ty::Vertex(_) | Ty::Edge(_) | Ty::Vertices(_)
                if name.value.eq_ignore_ascii_case("type") =>
            {
                Ty::String
            }
            Ty::Vertex(_) | Ty::Vertices(_) | Ty::Edge(_) => {
                match self.attribute(of, &name.value) {
                    Some(ty) => ty,
                    None => {
                        self.unknown_attribute(of, text, name);
                        Ty::Unknown
                    }
                }
            }
            Ty::Accum(_) | Ty::Set(_) | Ty::Bag(_) | Ty::List(_) | Ty::Map(_) => {
                let help = is_method(&name.value).then(|| format!("write `{}()`", name.value));
                self.report(Finding {
                    rule: Rule::UnknownAttribute,
                    span: name.span,
                    message: format!("`{text}` is {}, which has no attributes", of.with_article()),
                    help,
                });
                Ty::Unknown
            }
            Ty::Tuple(tuple) => self.field(&tuple.fields, text, name),
            Ty::Row(fields) => self.field(fields, text, name),
            Ty::Int | Ty::Uint | Ty::Float | Ty::Double | Ty::Bool | Ty::String | Ty::DateTime => {
                self.report(Finding {
                    rule: Rule::UnknownAttribute,
                    span: name.span,
                    message: format!("`{text}` is {of}, which has no attributes"),
                    help: None,
                });
                Ty::Unknown
            }
            _ => Ty::Unknown,
        }
    }

    /// Checks a text that names an attribute.
    pub(super) fn attribute_name(&mut self, of: &Ty, name: &Name) {
        if self.attribute(of, &name.value).is_none() {
            self.unknown_attribute(of, &of.to_string(), name);
        }
    }

    /// Returns the type of an attribute; `None` if there is none for certain.
    pub(super) fn attribute(&self, of: &Ty, name: &str) -> Option<Ty> {
        match of {
            Ty::Vertex(types) | Ty::Vertices(types) => every(types, |ty| {
                let vertex = self.names.catalog.vertex(self.names.graph, ty)?;
                Some(self.resolver().vertex_attribute(vertex, name))
            }),
            Ty::Edge(types) => every(types, |ty| {
                let attributes = self.names.edge_attributes(ty)?;
                Some(self.resolver().attribute(attributes, name))
            }),
            _ => Some(Ty::Unknown),
        }
    }

    fn unknown_attribute(&mut self, of: &Ty, text: &str, name: &Name) {
        let mut known: Vec<&str> = Vec::new();
        let mut of_id = None;
        if let Ty::Vertex(Some(types)) | Ty::Vertices(Some(types)) = of {
            let catalog = self.names.catalog;
            for vertex in types.iter().filter_map(|ty| catalog.vertex(self.names.graph, ty)) {
                if matches!(&vertex.key, PrimaryKey::PrimaryId { name: id, .. } if *id == name.value)
                {
                    of_id = Some(&vertex.name);
                }
                known.extend(vertex.id_as_attribute().map(|(id, _)| id));
                known.extend(vertex.attributes.iter().map(|it| it.name.as_str()));
            }
        }
        if let Ty::Edge(Some(types)) = of {
            for attributes in types.iter().filter_map(|ty| self.names.edge_attributes(ty)) {
                known.extend(attributes.iter().map(|it| it.name.as_str()));
            }
        }
        known.sort_unstable();
        known.dedup();
        let help = match of {
            _ if self.names.locals.contains_key(name.value.as_str()) => {
                Some(format!("did you mean `@{}`?", name.value))
            }
            Ty::Vertices(_) if is_method(&name.value) => Some(format!("write `{}()`", name.value)),
            _ => match of_id {
                Some(ty) => Some(format!(
                    "it is the primary id of `{ty}`, which is an attribute only `WITH \
                     primary_id_as_attribute=\"true\"`"
                )),
                None => remedy(&name.value, &known, "attributes"),
            },
        };
        self.report_certain(Finding {
            rule: Rule::UnknownAttribute,
            span: name.span,
            message: format!("`{text}` has no attribute `{}`", name.value),
            help,
        });
    }

    fn field(&mut self, fields: &[(String, Ty)], text: &str, name: &Name) -> Ty {
        if let Some((_, ty)) = fields.iter().find(|(field, _)| *field == name.value) {
            return ty.clone();
        }
        let known: Vec<_> = fields.iter().map(|(field, _)| field.as_str()).collect();
        let help = remedy(&name.value, &known, "fields");
        self.report(Finding {
            rule: Rule::UnknownAttribute,
            span: name.span,
            message: format!("`{text}` has no field `{}`", name.value),
            help,
        });
        Ty::Unknown
    }
}

/// Returns the nearest name, or all if there are few.
pub(super) fn remedy(name: &str, known: &[&str], kind: &str) -> Option<String> {
    if let Some(near) = suggest::nearest(name, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    if known.is_empty() || known.len() > 24 {
        return None;
    }
    let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("its {kind} are {}", known.join(", ")))
}

/// Returns the type that the attribute has in each type that has it: a statement is executed for
/// these types only. `None` if no type has it.
fn every(types: &Types, of: impl Fn(&str) -> Option<Option<Ty>>) -> Option<Ty> {
    let Some(types) = types.as_ref().filter(|types| !types.is_empty()) else {
        return Some(Ty::Unknown);
    };
    let mut found: Option<Ty> = None;
    for ty in types {
        match of(ty) {
            // A type that is not known may have it.
            None => return Some(Ty::Unknown),
            Some(None) => {}
            Some(Some(ty)) => match &found {
                Some(known) if *known != ty => return Some(Ty::Unknown),
                _ => found = Some(ty),
            },
        }
    }
    found
}
