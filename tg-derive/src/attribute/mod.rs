//! `#[derive(Attribute)]`: enums that are stored as STRING or INT, and newtypes.

mod choice;
mod hollow;
mod newtype;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput};

use crate::problems::Problems;

pub(crate) use hollow::hollow;

/// Reads and expands the annotated type.
///
/// # Errors
///
/// All that is wrong with it.
pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    match &input.data {
        Data::Enum(data) => {
            choice::Choice::read(input, data).map(|choice| choice::expand::expand(&choice))
        }
        Data::Struct(data) => {
            newtype::Newtype::read(input, data).map(|newtype| newtype::expand::expand(&newtype))
        }
        Data::Union(_) => {
            let mut problems = Problems::default();
            problems.at(
                &input.ident,
                "an attribute is an enum without fields, or a newtype such as `struct Code(String);`",
            );
            problems.finish(None)
        }
    }
}
