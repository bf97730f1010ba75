//! `#[derive(View)]`

mod expand;
mod model;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

pub(crate) use model::View;

use crate::driver::Model;

impl Model for View<'_> {
    fn expand(&self, _is_sound: bool) -> TokenStream {
        expand::expand(self)
    }
}
