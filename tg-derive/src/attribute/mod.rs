//! `#[derive(Attribute)]`: enums that are stored as STRING or INT, and newtypes.

mod choice;
mod newtype;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput};

use crate::driver::Model;
use crate::problems::Problems;

/// A type of attributes.
pub(crate) enum Attribute<'a> {
    /// An enum, and everything that is neither an enum nor a newtype, which is a mistake.
    Choice(choice::Choice<'a>),
    Newtype(newtype::Newtype<'a>),
}

impl<'a> Attribute<'a> {
    /// Reads the annotated type.
    pub(crate) fn read(input: &'a DeriveInput, problems: &mut Problems) -> Self {
        let newtype = match &input.data {
            Data::Enum(data) => return Self::Choice(choice::Choice::read(input, data, problems)),
            Data::Struct(data) => newtype::Newtype::read(input, data, problems),
            Data::Union(_) => {
                problems.at(
                    &input.ident,
                    "an attribute is an enum without fields, or a newtype \
                     such as `struct Code(String);`",
                );
                None
            }
        };
        newtype.map_or_else(|| Self::Choice(choice::Choice::without_variants(input)), Self::Newtype)
    }
}

impl Model for Attribute<'_> {
    fn expand(&self, is_sound: bool) -> TokenStream {
        match self {
            Self::Choice(choice) => choice::expand::expand(choice, is_sound),
            Self::Newtype(newtype) => newtype::expand::expand(newtype),
        }
    }
}
