//! The model of a newtype.

use syn::{DataStruct, DeriveInput, Fields, Type};

use crate::attr::{Attrs, Place};
use crate::paths::Runtime;
use crate::problems::Problems;
use crate::types::{bare, owned, refuse_attribute};

/// A struct with one unnamed field.
pub(crate) struct Newtype<'a> {
    pub(crate) rt: Runtime,
    pub(crate) input: &'a DeriveInput,
    /// The type that it wraps.
    pub(crate) inner: &'a Type,
}

impl<'a> Newtype<'a> {
    /// Reads the annotated struct; `None` if it does not wrap a type that an attribute can have,
    /// which is reported.
    pub(crate) fn read(
        input: &'a DeriveInput,
        data: &'a DataStruct,
        problems: &mut Problems,
    ) -> Option<Self> {
        let attrs = Attrs::read(&input.attrs, &Place::NEWTYPE, problems);
        let is_generic = !input.generics.params.is_empty();
        if is_generic {
            problems.at(
                &input.generics,
                "a newtype is one type of attribute, so it has no parameters: name the type",
            );
        }
        let inner = read_inner(input, data, problems)?;
        let refused = match bare(inner) {
            Type::Reference(to) => Some((
                inner,
                format!("values that are read are owned: write `{}`", owned(&to.elem)),
            )),
            _ => refuse_attribute(inner),
        };
        if let Some((at, reason)) = refused {
            problems.at(at, reason);
            return None;
        }
        (!is_generic).then(|| Self { rt: Runtime::of(&attrs), input, inner })
    }
}

fn read_inner<'a>(
    input: &DeriveInput,
    data: &'a DataStruct,
    problems: &mut Problems,
) -> Option<&'a Type> {
    if let (Fields::Unnamed(fields), 1) = (&data.fields, data.fields.len()) {
        let field = fields.unnamed.first()?;
        Attrs::read(&field.attrs, &Place::NEWTYPE_FIELD, problems);
        return Some(&field.ty);
    }
    let remedy = match data.fields.len() {
        1 => "remove the field's name: `struct Name(Type);`",
        0 => "give it a field: `struct Name(Type);`",
        _ => "for a struct of several fields write `#[derive(Tuple)]`",
    };
    problems.at(
        &input.ident,
        format!(
            "an attribute is an enum without fields, or a struct with one unnamed field; {remedy}"
        ),
    );
    None
}
