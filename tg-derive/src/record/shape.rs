//! The shape of an item: a struct with named fields, or something else.

use syn::punctuated::Punctuated;
use syn::{Data, Fields, Token};

/// Returns the named fields of a struct, or the shape of another item.
pub(crate) fn named_fields(data: &Data) -> Result<&Punctuated<syn::Field, Token![,]>, NotNamed> {
    match data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            Fields::Unnamed(_) => Err(NotNamed::Unnamed),
            Fields::Unit => Err(NotNamed::Unit),
        },
        Data::Enum(_) => Err(NotNamed::Enum),
        Data::Union(_) => Err(NotNamed::Union),
    }
}

/// The shape of an item that is not a struct with named fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotNamed {
    Unnamed,
    Unit,
    Enum,
    Union,
}

pub(super) fn not_a_record(kind: &str, found: NotNamed) -> String {
    let found = match found {
        NotNamed::Unnamed => "a tuple struct",
        NotNamed::Unit => "a unit struct",
        NotNamed::Enum => "an enum",
        NotNamed::Union => "a union",
    };
    format!(
        "{kind} is a struct with named fields, this is {found}: write \
         `struct Name {{ field: Type }}`"
    )
}
