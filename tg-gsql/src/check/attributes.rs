//! Attributes of vertex and edge types.

use super::Checker;
use crate::model::Attribute;
use crate::syntax::ast::AttributeDecl;

impl Checker<'_> {
    pub(super) fn attribute(&mut self, declared: &AttributeDecl) -> Attribute {
        self.attribute_name(&declared.name);
        let ty = self.attribute_type(&declared.ty);
        let default = declared.default.as_ref().map(|literal| self.default(&ty, literal));
        Attribute { name: declared.name.value.clone(), ty, default }
    }

    pub(super) fn attributes(&mut self, declared: &[AttributeDecl]) -> Vec<Attribute> {
        declared.iter().map(|attribute| self.attribute(attribute)).collect()
    }
}
