//! User-defined tuples.

use super::Checker;
use crate::finding::Rule;
use crate::model::{TupleField, TupleType};
use crate::syntax::ast::TupleDecl;

impl Checker<'_> {
    pub(crate) fn tuple(&mut self, declared: &TupleDecl) -> TupleType {
        self.new_name(&declared.name, "tuple");
        if declared.fields.is_empty() {
            let message = format!("the tuple `{}` has no fields", declared.name.value);
            self.error(Rule::FieldType, declared.name.span, message);
        }
        self.distinct(declared.fields.iter().map(|field| &field.name), "the field");
        let mut fields = Vec::with_capacity(declared.fields.len());
        for field in &declared.fields {
            self.attribute_name(&field.name);
            let ty = self.field_type(&field.ty);
            fields.push(TupleField { name: field.name.value.clone(), ty });
        }
        TupleType { name: declared.name.value.clone(), fields }
    }
}
