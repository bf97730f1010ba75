//! Complaints about types whose spelling already tells that they do not fit.

use super::{Field, Record, Role};
use crate::attr::Key;
use crate::problems::Problems;
use crate::types::{self, Known};

impl Record<'_> {
    /// Complains about every field that cannot be what it is said to be: a key or an attribute.
    pub(crate) fn refuse_types(&self, problems: &mut Problems) {
        let attributes = self
            .fields
            .iter()
            .filter(|field| matches!(field.role, Role::Attribute) && field.with.is_none());
        for field in attributes {
            let refused = match key_name(field) {
                Some(what) => {
                    types::refuse_key(field.ty).map(|(at, reason)| (at, format!("{what} {reason}")))
                }
                None => types::refuse_attribute(field.ty),
            };
            match refused {
                Some((at, reason)) => problems.at(at, reason),
                None => self.refuse_unreadable(field, problems),
            }
        }
    }

    /// A type without lifetimes is read too, so its fields own what they hold.
    fn refuse_unreadable(&self, field: &Field<'_>, problems: &mut Problems) {
        let borrowed = matches!(field.ty, syn::Type::Reference(_));
        if borrowed && !self.borrows() && matches!(Known::of(field.ty), Known::Text) {
            problems.at(
                field.ty,
                "the text of an answer has to be owned: write `String`, or give the struct a lifetime \
                 and it is only written",
            );
        }
    }
}

fn key_name(field: &Field<'_>) -> Option<&'static str> {
    if field.attrs.has(Key::PrimaryId) {
        Some("a primary id")
    } else if field.attrs.has(Key::PrimaryKey) {
        Some("a part of a primary key")
    } else if field.attrs.has(Key::Discriminator) {
        Some("a discriminator")
    } else {
        None
    }
}
