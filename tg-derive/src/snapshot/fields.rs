//! The attributes of a vertex or edge, compared with those of the schema.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::LitStr;
use syn::spanned::Spanned;
use tg_gsql::model::{Attribute, Metric, VectorAttribute};
use tg_gsql::name::check_attribute;
use tg_gsql::suggest::nearest;

use super::line::line;
use super::lookup::list;
use super::rust::dimension;
use super::{Check, Fit, constant, default, fit, spell};
use crate::attr::Key;
use crate::paths::item_of;
use crate::record::{Field, Record, Role};
use crate::types::{self, Known};

/// The maximum number of attributes that a message offers for a field.
const MAX_OFFERED: usize = 5;

/// A type of the schema, as the owner of attributes.
pub(crate) struct Owner<'a> {
    /// As in "vertex type".
    pub(crate) what: &'static str,
    pub(crate) name: &'a str,
    pub(crate) attributes: &'a [Attribute],
    /// The number of these, from the first, that are an edge's discriminator.
    pub(crate) discriminators: usize,
    pub(crate) vectors: &'a [VectorAttribute],
}

/// An attribute of the schema.
enum Found<'a> {
    Plain(&'a Attribute),
    Vector(&'a VectorAttribute),
}

impl<'a> Owner<'a> {
    fn names(&self) -> impl Iterator<Item = &'a str> {
        let plain = self.attributes.iter().map(|attribute| attribute.name.as_str());
        plain.chain(self.vectors.iter().map(|vector| vector.name.as_str()))
    }

    fn get(&self, name: &str) -> Option<Found<'a>> {
        let plain = self.attributes.iter().find(|attribute| attribute.name == name);
        plain
            .map(Found::Plain)
            .or_else(|| self.vectors.iter().find(|vector| vector.name == name).map(Found::Vector))
    }

    pub(super) fn is_discriminator(&self, name: &str) -> bool {
        self.attributes.iter().take(self.discriminators).any(|attribute| attribute.name == name)
    }

    /// Spells the Rust type for an attribute.
    pub(super) fn spelled(&self, name: &str) -> String {
        match self.get(name) {
            Some(Found::Plain(attribute)) => spell(&attribute.ty),
            Some(Found::Vector(vector)) => spell_vector(vector),
            None => String::new(),
        }
    }
}

fn spell_vector(vector: &VectorAttribute) -> String {
    format!("Option<Vector<{}>>", vector.dimension)
}

impl Check<'_> {
    /// Compares these fields with the attributes of their owner, in both directions. The attribute
    /// `elsewhere` is not missing, though it is not among the fields.
    pub(crate) fn attributes<'f>(
        &mut self,
        record: &Record<'_>,
        fields: impl Iterator<Item = &'f Field<'f>>,
        owner: &Owner<'_>,
        elsewhere: Option<&str>,
    ) {
        let (groups, fields): (Vec<_>, Vec<_>) = fields
            .filter(|field| field.role != Role::Skipped)
            .partition(|field| field.role == Role::Group);
        let is_taken =
            |name: &str| elsewhere == Some(name) || fields.iter().any(|field| field.name == name);
        // The attributes that belong to no field, and that no field was probably meant to be.
        let mut left: Vec<&str> = owner.names().filter(|name| !is_taken(name)).collect();
        let mut unknown = Vec::new();
        for field in &fields {
            match owner.get(&field.name) {
                // The mistake that is reported may be in the name.
                None if has_doubtful_name(field) => {}
                Some(Found::Plain(attribute)) => self.plain(record, field, attribute, owner),
                Some(Found::Vector(vector)) => self.vector(record, field, vector, owner),
                None if self.renamed(field, &mut left, owner) => {}
                None => match nearest(&field.name, left.iter().copied()) {
                    Some(near) => {
                        let message = format!(
                            "{}; did you mean `{near}`?",
                            self.no_attribute(&field.name, owner)
                        );
                        self.at(name_of(field), message);
                        left.retain(|name| *name != near);
                    }
                    None => unknown.push(*field),
                },
            }
        }
        let is_partial = record.attrs.has(Key::Partial);
        let is_doubtful = fields.iter().any(|field| has_doubtful_name(field));
        if unknown.is_empty() && !is_doubtful {
            let missing: Vec<_> = left
                .iter()
                .copied()
                .filter(|name| !is_partial || owner.is_discriminator(name))
                .collect();
            match (&missing[..], &groups[..]) {
                ([], _) => {}
                (missing, []) => self.missing(record, missing, owner),
                (missing, groups) => self.assert_groups_have(record, groups, missing, owner),
            }
        }
        for field in unknown {
            let message = self.unknown_field(field, &left, owner);
            self.at(name_of(field), message);
        }
        for group in groups.into_iter().filter(|group| !group.is_broken) {
            self.group(group, owner);
        }
    }

    fn no_attribute(&self, name: &str, Owner { what, name: owner, .. }: &Owner<'_>) -> String {
        format!("no attribute `{name}` on {what} `{owner}` in {}", self.file)
    }

    /// Reports an attribute that the file still has by its former name.
    fn renamed(&mut self, field: &Field<'_>, left: &mut Vec<&str>, owner: &Owner<'_>) -> bool {
        let Some(old) = field.attrs.text(Key::RenamedFrom).map(LitStr::value) else { return false };
        let Some(at) = left.iter().position(|name| *name == old) else { return false };
        left.remove(at);
        let message = format!(
            "{}, which still has `{old}`: take a fresh file with `tg schema pull` when the server \
             is changed; until then write `#[tg(unchecked)]` on the struct",
            self.no_attribute(&field.name, owner)
        );
        self.at(name_of(field), message);
        true
    }

    /// Returns the message about a field whose name is not like that of any attribute.
    fn unknown_field(&self, field: &Field<'_>, left: &[&str], owner: &Owner<'_>) -> String {
        let message = self.no_attribute(&field.name, owner);
        if left.is_empty() {
            return format!(
                "{message}: remove the field, or keep it out of the graph with `#[tg(skip)]`"
            );
        }
        let fits = |name: &&&str| match owner.get(name) {
            Some(Found::Plain(attribute)) => fit(field.ty, &attribute.ty) != Fit::No,
            Some(Found::Vector(_)) => matches!(Known::of(field.ty).required(), Known::Vector),
            None => false,
        };
        let likely: Vec<&str> = left.iter().filter(fits).copied().collect();
        let offered = if likely.is_empty() { left } else { &likely };
        let mut names: Vec<_> = offered
            .iter()
            .take(MAX_OFFERED)
            .map(|name| format!("{name}: {}", owner.spelled(name)))
            .collect();
        names.extend((offered.len() > MAX_OFFERED).then(|| "..".to_owned()));
        format!(
            "{message}, which has {} without a field: rename this one, or remove it",
            list(&names)
        )
    }

    fn missing(&mut self, record: &Record<'_>, left: &[&str], owner: &Owner<'_>) {
        let lines: Vec<_> = left.iter().map(|name| line(record, name, owner)).collect();
        let otherwise = if left.iter().any(|name| owner.is_discriminator(name)) {
            "; without a discriminator, edges that differ in it alone would become one".to_owned()
        } else {
            let them = if left.len() == 1 { "it" } else { "them" };
            format!(", or leave {them} out with `#[tg(partial)]`")
        };
        let message = format!(
            "{} `{}` has {} in {}, which this struct lacks: add {}{otherwise}",
            owner.what,
            owner.name,
            list(left),
            self.file,
            list(&lines),
        );
        self.at(record.ident, message);
    }

    /// Leaves it to the compiler whether a group has the attributes that no field has.
    fn assert_groups_have(
        &mut self,
        record: &Record<'_>,
        groups: &[&Field<'_>],
        left: &[&str],
        owner: &Owner<'_>,
    ) {
        let (group, has) = (self.rt.attribute_group(), self.rt.has_attribute());
        let lists: Vec<_> =
            groups.iter().map(|field| item_of(field.ty, &group, "ATTRIBUTES")).collect();
        for name in left {
            let message = format!(
                "{} `{}` has `{name}` in {}, which neither this struct nor its groups have: add \
                 `{}`, or leave it out with `#[tg(partial)]`",
                owner.what,
                owner.name,
                self.file,
                line(record, name, owner),
            );
            self.assert(record.ident.span(), &quote!((#(#has(#lists, #name))||*)), &message);
        }
    }

    fn plain(
        &mut self,
        record: &Record<'_>,
        field: &Field<'_>,
        attribute: &Attribute,
        owner: &Owner<'_>,
    ) {
        if field.is_broken {
            return;
        }
        let is = format!(
            "attribute `{}` of `{}` is {} in {}",
            attribute.name, owner.name, attribute.ty, self.file
        );
        let fits = if field.with.is_some() { Fit::Unknown } else { fit(field.ty, &attribute.ty) };
        match fits {
            Fit::Yes => {}
            Fit::No => {
                let message = format!("{is}: write `{}`", wrapped(field, spell(&attribute.ty)));
                self.at(field.ty, message);
                return;
            }
            Fit::Unknown => {
                let message = format!(
                    "{is}: write `{}`, or a type that is stored as {}",
                    spell(&attribute.ty),
                    attribute.ty
                );
                let expected = constant(&attribute.ty, self.rt);
                self.assert_type(record, field, &expected, &message);
            }
        }
        if let Some(metric) = field.attrs.word(Key::Metric) {
            let message = format!("{is}, which has no metric: remove `metric`");
            self.at(metric, message);
        }
        self.default(field, attribute, owner);
    }

    /// Asserts, at the type of a field, that it is stored as this type.
    pub(crate) fn assert_type(
        &mut self,
        record: &Record<'_>,
        field: &Field<'_>,
        expected: &TokenStream,
        message: &str,
    ) {
        if record.depends_on_parameters(field) {
            return;
        }
        let ty = item_of(&record.stored_type_anywhere(field), &record.written_field(field), "TYPE");
        let (same, here) = (self.rt.same_type(), field.stored_type().span());
        self.assert(here, &quote!(#same(#ty, #expected)), message);
    }

    fn default(&mut self, field: &Field<'_>, attribute: &Attribute, owner: &Owner<'_>) {
        let meaning = |default| default::meaning(default, &attribute.ty);
        let declared = field.schema_default.as_ref().and_then(|text| text.parse().ok());
        let expected = attribute.default.as_ref().and_then(meaning);
        let literal = field.attrs.literal(Key::SchemaDefault);
        // A default that could not be read is reported already.
        if (literal.is_some() && declared.is_none())
            || declared.as_ref().and_then(meaning) == expected
        {
            return;
        }
        let name = format!("attribute `{}` of `{}`", attribute.name, owner.name);
        let is = match &expected {
            Some(expected) => format!("{name} has DEFAULT {expected} in {}", self.file),
            None => format!("{name} has no DEFAULT in {}", self.file),
        };
        match (literal, expected.as_ref().map(default::spell)) {
            (Some(literal), Some(key)) => self.at(literal, format!("{is}: write `{key}`")),
            (Some(literal), None) => self.at(literal, format!("{is}: remove `schema_default`")),
            (None, key) => {
                let key = key.unwrap_or_default();
                self.at(field.ident, format!("{is}: write `#[tg({key})]` on the field"));
            }
        }
    }

    fn vector(
        &mut self,
        record: &Record<'_>,
        field: &Field<'_>,
        vector: &VectorAttribute,
        owner: &Owner<'_>,
    ) {
        if field.is_broken {
            return;
        }
        let VectorAttribute { name, dimension: expected, metric } = vector;
        let message = format!(
            "`{name}` of `{}` is a vector of {expected} dimensions in {}: write `{}`",
            owner.name,
            self.file,
            wrapped(field, format!("Vector<{expected}>")),
        );
        let known =
            if field.with.is_some() { Known::Other } else { Known::of(field.ty).required() };
        match (known, dimension(field.ty)) {
            (Known::Vector, Some(found)) if found == *expected => {}
            (Known::Vector, None) | (Known::Other, _) => {
                let of = self.rt.attribute_type();
                self.assert_type(record, field, &quote!(#of::Vector(#expected)), &message);
            }
            _ => {
                self.at(field.ty, message);
                return;
            }
        }
        let text = field.attrs.text(Key::Metric);
        let declared = text.map_or_else(|| Metric::default().to_string(), LitStr::value);
        // A metric that does not exist is reported already.
        if declared != metric.to_string() && (text.is_none() || field.metric.is_some()) {
            let message =
                format!("`{name}` of `{}` has the metric {metric} in {}", owner.name, self.file);
            match text {
                Some(text) => self.at(text, format!("{message}: write `\"{metric}\"`")),
                None => {
                    let key = format!("write `#[tg(metric = \"{metric}\")]` on the field");
                    self.at(field.ident, format!("{message}: {key}"));
                }
            }
        }
    }

    /// Asserts that the owner has all attributes of a group, with their types.
    fn group(&mut self, field: &Field<'_>, owner: &Owner<'_>) {
        let (group, all_known) = (self.rt.attribute_group(), self.rt.unlike_attribute());
        let attributes = item_of(field.ty, &group, "ATTRIBUTES");
        let ty = self.rt.attribute_type();
        let mut known: Vec<_> = Vec::new();
        for attribute in owner.attributes {
            let (name, constant) = (&attribute.name, constant(&attribute.ty, self.rt));
            known.push(quote!((#name, #constant)));
        }
        for vector in owner.vectors {
            let (name, dimension) = (&vector.name, vector.dimension);
            known.push(quote!((#name, #ty::Vector(#dimension))));
        }
        let message = format!(
            "group `{}` has an attribute that {} `{}` does not have in {}, or has \
             with another type; there are {}",
            types::spell(field.ty),
            owner.what,
            owner.name,
            self.file,
            list(
                &owner
                    .names()
                    .map(|name| format!("{name}: {}", owner.spelled(name)))
                    .collect::<Vec<_>>()
            ),
        );
        let none = quote!(#all_known(#attributes, &[#(#known),*]).is_none());
        self.assert(field.ty.span(), &none, &message);
    }
}

/// Returns `true` if a field may have been meant to have another name.
fn has_doubtful_name(field: &Field<'_>) -> bool {
    field.attrs.is_doubtful() || check_attribute(&field.name).is_err()
}

/// The tokens for a message about a field's name: the text of `rename`, or its own name.
pub(crate) fn name_of<'f>(field: &'f Field<'f>) -> &'f dyn ToTokens {
    match field.attrs.text(Key::Rename) {
        Some(text) => text,
        None => field.ident,
    }
}

/// Puts a type into the `Option` of the field's type.
fn wrapped(field: &Field<'_>, ty: String) -> String {
    match Known::of(field.ty) {
        Known::Option(_) => format!("Option<{ty}>"),
        _ => ty,
    }
}
