//! The model of an enum.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{DataEnum, DeriveInput, Expr, ExprLit, ExprUnary, Fields, Lit, UnOp};
use tg_gsql::suggest;

use crate::attr::{Attrs, Case, Key, Place};
use crate::paths::Runtime;
use crate::problems::Problems;

/// An enum that is an attribute.
pub(crate) struct Choice<'a> {
    pub(crate) rt: Runtime,
    pub(crate) input: &'a DeriveInput,
    pub(crate) stored: Stored,
    pub(crate) variants: Vec<Variant<'a>>,
}

/// The storage of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// By name, as STRING.
    Name,
    /// By number, as INT.
    Number,
}

/// A variant.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    /// The stored text, unless the variant is stored by number.
    pub(crate) name: String,
    /// The discriminant, if it is written as a number.
    pub(crate) number: Option<i128>,
}

impl<'a> Choice<'a> {
    /// Reads the annotated enum.
    pub(crate) fn read(
        input: &'a DeriveInput,
        data: &'a DataEnum,
        problems: &mut Problems,
    ) -> Self {
        let attrs = Attrs::read(&input.attrs, &Place::ENUM, problems);
        if !input.generics.params.is_empty() {
            problems
                .at(&input.generics, "an enum that is an attribute has no parameters: remove them");
        }
        if data.variants.is_empty() {
            problems.at(&input.ident, "an enum that is an attribute has at least one variant");
        }
        let stored = read_stored(&attrs, problems);
        let case = attrs.case(problems);
        let variants: Vec<_> = data
            .variants
            .iter()
            .map(|variant| read_variant(variant, stored, case, problems))
            .collect();
        check_names(data, &variants, stored, problems);
        Self { rt: Runtime::of(&attrs), input, stored, variants }
    }

    /// Makes the model of a type that is not an enum: it has placeholders only.
    pub(crate) fn without_variants(input: &'a DeriveInput) -> Self {
        // The mistakes in the keys are reported where the type is read.
        let attrs = Attrs::read(&input.attrs, &Place::ENUM, &mut Problems::default());
        Self { rt: Runtime::of(&attrs), input, stored: Stored::Name, variants: Vec::new() }
    }
}

fn read_stored(attrs: &Attrs, problems: &mut Problems) -> Stored {
    const WAYS: [(&str, Stored); 2] = [("STRING", Stored::Name), ("INT", Stored::Number)];
    let Some(text) = attrs.text(Key::StoredAs) else { return Stored::Name };
    let (name, names) = (text.value(), WAYS.map(|(name, _)| name));
    let found = WAYS.iter().find(|(known, _)| *known == name).map(|(_, stored)| *stored);
    found.unwrap_or_else(|| {
        let hint = suggest::nearest(&name, names)
            .map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
        problems.at(text, format!("an enum is stored as \"STRING\" or \"INT\"{hint}"));
        Stored::Name
    })
}

fn read_variant<'a>(
    variant: &'a syn::Variant,
    stored: Stored,
    case: Option<Case>,
    problems: &mut Problems,
) -> Variant<'a> {
    let attrs = Attrs::read(&variant.attrs, &Place::VARIANT, problems);
    if !matches!(variant.fields, Fields::Unit) {
        problems.at(
            &variant.fields,
            "a variant that is an attribute has no fields: remove them, or store \
             them as attributes of their own",
        );
    }
    if stored == Stored::Number {
        if let Some(word) = attrs.word(Key::Rename) {
            problems.at(
                word,
                "the variants are stored by number, so this name has no meaning: remove it",
            );
        }
        if variant.discriminant.is_none() {
            let message = format!(
                "the stored number must not change when variants are moved: write `{} = ..`",
                variant.ident
            );
            problems.at(&variant.ident, message);
        }
    }
    let own = variant.ident.unraw().to_string();
    let name = match attrs.text(Key::Rename) {
        Some(text) => text.value(),
        None => case.map_or_else(|| own.clone(), |case| case.of_variant(&own)),
    };
    let number = variant.discriminant.as_ref().and_then(|(_, value)| number(value));
    Variant { ident: &variant.ident, name, number }
}

fn number(value: &Expr) -> Option<i128> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(digits), .. }) => digits.base10_parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => number(expr)?.checked_neg(),
        _ => None,
    }
}

fn check_names(data: &DataEnum, variants: &[Variant<'_>], stored: Stored, problems: &mut Problems) {
    if stored == Stored::Number {
        return;
    }
    let mut taken = HashMap::with_capacity(variants.len());
    for (variant, of) in variants.iter().zip(&data.variants) {
        if let Some(first) = taken.insert(variant.name.as_str(), variant.ident) {
            let message = format!(
                "variant `{first}` is stored as \"{}\" already: give this one another text",
                variant.name
            );
            problems.at(&of.ident, message);
        }
    }
}
