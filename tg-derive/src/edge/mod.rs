//! `#[derive(Edge)]`

mod check;
mod expand;
mod model;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

#[cfg(test)]
pub(crate) use check::compare;
pub(crate) use model::Edge;

use crate::driver::{Findings, Model};
use crate::record::Record;
use crate::snapshot;

impl Model for Edge<'_> {
    fn check(&self) -> Findings {
        let Record { ident, attrs, rt, .. } = &self.record;
        snapshot::check((ident, attrs, rt), |check| check::compare(self, check))
    }

    fn expand(&self, is_sound: bool) -> TokenStream {
        expand::expand(self, is_sound)
    }
}
