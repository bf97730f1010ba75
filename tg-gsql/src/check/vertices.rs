//! Vertex types and their keys.

use super::Checker;
use crate::finding::Rule;
use crate::model::{Attribute, PrimaryKey, VertexType};
use crate::syntax::Name;
use crate::syntax::ast::{KeyDecl, VertexDecl};

impl Checker<'_> {
    pub(crate) fn vertex(&mut self, declared: &VertexDecl) -> VertexType {
        self.new_name(&declared.name, "vertex");
        let options = self.vertex_options(&declared.options);
        let attributes = self.attributes(&declared.attributes);
        let as_attribute = options.id_as_attribute.is_some_and(|(_, truth)| truth);
        let key = match &declared.key {
            Some(KeyDecl::PrimaryId { name, ty }) => {
                self.attribute_name(name);
                let found = self.attribute_type(ty);
                let ty = self.key_type(&found, ty.span, "a primary id");
                PrimaryKey::PrimaryId { name: name.value.clone(), ty, as_attribute }
            }
            Some(KeyDecl::PrimaryKey(names)) => {
                if let Some((option, _)) = options.id_as_attribute {
                    let message = "a PRIMARY KEY is an attribute anyway";
                    let help = "leave the option out; it belongs to PRIMARY_ID";
                    self.error_with_help(Rule::OptionValue, option.key.span, message, help);
                }
                self.key_of_attributes(names, declared, &attributes)
            }
            // The parser has reported the missing key.
            None => PrimaryKey::Attributes(Vec::new()),
        };
        // An id that can be read like an attribute must not have the name of one; any other may.
        let id = match &declared.key {
            Some(KeyDecl::PrimaryId { name, .. }) if as_attribute => Some(name),
            _ => None,
        };
        let names = declared.attributes.iter().map(|attribute| &attribute.name);
        self.distinct(id.into_iter().chain(names), "the attribute");
        VertexType {
            name: declared.name.value.clone(),
            key,
            attributes,
            vectors: Vec::new(),
            indexes: Vec::new(),
            stats: options.stats,
            local_to: self.local_to(),
        }
    }

    fn key_of_attributes(
        &mut self,
        names: &[Name],
        declared: &VertexDecl,
        attributes: &[Attribute],
    ) -> PrimaryKey {
        self.distinct(names, "the part of the key");
        for name in names {
            match attributes.iter().position(|attribute| attribute.name == name.value) {
                Some(index) => {
                    let span = declared.attributes[index].ty.span;
                    self.key_type(&attributes[index].ty, span, "a part of a primary key");
                }
                None => {
                    let message =
                        format!("the key names `{}`, which is not an attribute", name.value);
                    let mut known = attributes.iter().map(|attribute| attribute.name.as_str());
                    self.unknown(Rule::UnknownAttribute, name, message, &mut known);
                }
            }
        }
        PrimaryKey::Attributes(names.iter().map(|name| name.value.clone()).collect())
    }
}
