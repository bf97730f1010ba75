//! `include_schema!("schema/goods.gsql", auth = "secret")`

mod check;
mod expand;
mod model;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

pub(crate) use model::Include;

use crate::driver::{Findings, Model};

impl Model for Include {
    fn check(&self) -> Findings {
        check::check(self)
    }

    fn expand(&self, _is_sound: bool) -> TokenStream {
        expand::expand(self)
    }
}
