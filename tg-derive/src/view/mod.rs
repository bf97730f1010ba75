//! `#[derive(View)]`

mod expand;
mod model;
mod several;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput};

pub(crate) use model::View;
use several::Several;

use crate::driver::Model;
use crate::problems::Problems;

/// A type with the derive.
pub(crate) enum Derived<'a> {
    /// A struct is a part of a vertex.
    Part(Box<View<'a>>),
    /// An enum is a vertex of one of several types.
    Several(Several<'a>),
}

impl<'a> Derived<'a> {
    pub(crate) fn read(input: &'a DeriveInput, problems: &mut Problems) -> Self {
        match &input.data {
            Data::Enum(data) => Self::Several(Several::read(input, data, problems)),
            _ => Self::Part(Box::new(View::read(input, problems))),
        }
    }
}

impl Model for Derived<'_> {
    fn expand(&self, is_sound: bool) -> TokenStream {
        match self {
            Self::Part(view) => view.expand(is_sound),
            Self::Several(several) => several.expand(),
        }
    }
}

impl Model for View<'_> {
    fn expand(&self, _is_sound: bool) -> TokenStream {
        expand::expand(self)
    }
}
