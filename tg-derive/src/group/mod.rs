//! `#[derive(AttributeGroup)]`

mod expand;
mod model;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

pub(crate) use model::Group;

use crate::driver::Model;

impl Model for Group<'_> {
    fn expand(&self, is_sound: bool) -> TokenStream {
        expand::expand(self, is_sound)
    }
}
