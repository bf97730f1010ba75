//! Messages about types whose spelling already decides that they do not fit.

use quote::ToTokens;
use syn::{GenericParam, Type};

use super::generics::mentions_lifetime;
use super::{Field, Record, Role};
use crate::attr::Key;
use crate::problems::Problems;
use crate::types::{self, bare, owned};

impl<'a> Record<'a> {
    /// Reports every field whose type cannot be that of a key or an attribute.
    pub(crate) fn refuse_types(&mut self, problems: &mut Problems) {
        self.refuse_types_by(
            |field| match key_name(field) {
                Some(what) => {
                    types::refuse_key(field.ty).map(|(at, reason)| (at, format!("{what} {reason}")))
                }
                None => types::refuse_attribute(field.ty),
            },
            problems,
        );
    }

    /// Reports every field against whose type `refuse` returns a reason.
    pub(crate) fn refuse_types_by(
        &mut self,
        refuse: impl Fn(&Field<'a>) -> Option<(&'a Type, String)>,
        problems: &mut Problems,
    ) {
        let borrows = self.borrows();
        let attributes = self
            .fields
            .iter_mut()
            .filter(|field| field.role == Role::Attribute && field.with.is_none());
        for field in attributes {
            let refused = refuse(field).or_else(|| refuse_borrowed(field.ty, borrows));
            if let Some((at, reason)) = refused {
                problems.at(at, reason);
                field.is_broken = true;
            }
        }
    }

    /// Reports parameters of a type that cannot have them; `why` is the reason.
    pub(crate) fn refuse_type_parameters(&mut self, why: &str, problems: &mut Problems) {
        for parameter in &self.generics.params {
            if !matches!(parameter, GenericParam::Lifetime(_)) {
                problems.at(parameter, format!("{why}, so it has no parameters: name the types"));
            }
        }
        for at in 0..self.fields.len() {
            let is_broken = self.depends_on_parameters(&self.fields[at]);
            self.fields[at].is_broken |= is_broken;
        }
    }

    /// Reports lifetimes of a type that has to own its fields; `why` is the reason.
    pub(crate) fn refuse_lifetimes(&mut self, why: &str, problems: &mut Problems) {
        for lifetime in self.generics.lifetimes() {
            problems.at(lifetime, format!("{why}, so it owns its fields: remove the lifetime"));
        }
        for field in &mut self.fields {
            field.is_broken |= mentions_lifetime(field.ty.to_token_stream(), self.generics);
        }
    }
}

/// A type without lifetimes is read too, so its fields own what they hold.
fn refuse_borrowed(ty: &Type, borrows: bool) -> Option<(&Type, String)> {
    let Type::Reference(reference) = bare(ty) else { return None };
    let reason = format!(
        "values that are read are owned: write `{}`; a struct with a lifetime parameter \
         may borrow, and is only written",
        owned(&reference.elem)
    );
    (!borrows).then_some((ty, reason))
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
