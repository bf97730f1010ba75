//! `#[tigergraph(graph = "..", auth = "..")]`

mod auth;
mod check;
mod expand;
mod model;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

#[cfg(feature = "include")]
pub(crate) use auth::Auth;
#[cfg(test)]
pub(crate) use check::compare;
pub(crate) use model::{Graph, Handle, HandleKind};

use crate::driver::{Findings, Model};
use crate::{queries, snapshot};

impl Model for Graph<'_> {
    fn check(&self) -> Findings {
        let mut findings = snapshot::check((&self.input.ident, &self.attrs, &self.rt), |check| {
            check::compare(self, check);
        });
        queries::check(self, &mut findings.problems);
        findings
    }

    fn expand(&self, is_sound: bool) -> TokenStream {
        expand::expand(self, is_sound)
    }
}
