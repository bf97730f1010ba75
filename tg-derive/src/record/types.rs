//! Complaints about types whose spelling already tells that they do not fit.

use syn::{GenericParam, Type};

use super::{Field, Record, Role};
use crate::attr::Key;
use crate::problems::Problems;
use crate::types::{self, bare, owned};

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
    pub(crate) fn refuse_unreadable(&self, field: &Field<'_>, problems: &mut Problems) {
        if !self.borrows()
            && let Type::Reference(reference) = bare(field.ty)
        {
            let owned = owned(&reference.elem);
            problems.at(
                field.ty,
                format!(
                    "what is read from an answer is owned: write `{owned}`; a struct with a lifetime \
                     parameter may borrow, and is only written"
                ),
            );
        }
    }

    /// Complains about parameters of a type that cannot have them; `why` says so.
    pub(crate) fn refuse_type_parameters(&self, why: &str, problems: &mut Problems) {
        for parameter in &self.generics.params {
            if !matches!(parameter, GenericParam::Lifetime(_)) {
                problems.at(parameter, format!("{why}, so it has no parameters: name the types"));
            }
        }
    }

    /// Complains about lifetimes of a type that has to own what it holds; `why` says so.
    pub(crate) fn refuse_lifetimes(&self, why: &str, problems: &mut Problems) {
        for lifetime in self.generics.lifetimes() {
            problems.at(lifetime, format!("{why}, so it owns what it holds: remove the lifetime"));
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
