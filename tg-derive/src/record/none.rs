//! The value that is stored for `None`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Type;
use syn::spanned::Spanned;
use tg_gsql::model::Literal as Gsql;

use super::{Record, schema_default};
use crate::attr::{Attrs, Key, Literal};
use crate::paths::{Runtime, item_of};
use crate::problems::Problems;
use crate::types::Known;

/// Reads `none`, and returns an expression for the JSON that is stored for `None`.
pub(super) fn read(
    attrs: &Attrs,
    ty: &Type,
    rt: &Runtime,
    problems: &mut Problems,
) -> Option<TokenStream> {
    let word = attrs.word(Key::NoneAs)?;
    let mut refuse = |message: &str| problems.at(word, message);
    if attrs.has(Key::With) {
        refuse("the module of `with` decides what is stored for `None`: remove `none`");
        return None;
    }
    let Known::Option(inner) = Known::of(ty) else {
        refuse("`none` is the value that is stored for `None`: the field is an `Option<..>`");
        return None;
    };
    let known = Known::of(inner);
    if matches!(known, Known::Vector) {
        refuse("no vector stands for `None`: remove `none`");
        return None;
    }
    let Some(literal) = attrs.literal(Key::NoneAs) else {
        let unset = rt.unset();
        return Some(quote!(#unset::<#inner>()));
    };
    match json(literal, known) {
        Ok(json) => Some(quote!(#json)),
        Err(problem) => {
            problems.at(literal, problem);
            None
        }
    }
}

fn json(literal: &Literal, known: Known<'_>) -> Result<String, String> {
    if matches!(known, Known::List(_) | Known::Set(_) | Known::Map(..)) {
        return Err("an empty collection is stored for `None`: write `none` alone".to_owned());
    }
    match (schema_default::read(literal, known)?, known) {
        (Gsql::Int(_), Known::DateTime) => {
            Err("write the DATETIME in quotes, such as `\"1970-01-01 00:00:00\"`".to_owned())
        }
        (Gsql::String(text), _) => Ok(tg_gsql::json::string(&text)),
        (other, _) => Ok(other.to_string()),
    }
}

impl Record<'_> {
    /// Writes assertions about `none` on types that only the compiler knows.
    pub(super) fn none_assertions(&self) -> TokenStream {
        let fields = self.fields.iter().filter(|field| !field.is_broken);
        let assertions = fields.filter_map(|field| {
            let (word, none) = field.attrs.word(Key::NoneAs).zip(field.none.as_ref())?;
            if !matches!(field.known().required(), Known::Other) {
                return None;
            }
            let here: Span = field.attrs.literal(Key::NoneAs).map_or(word.span(), Spanned::span);
            let written = self.written_field(field);
            let item = |name| item_of(field.ty, &written, name);
            let (ty, variants) = (item("TYPE"), item("VARIANTS"));
            let can_be_none = self.rt.can_be_none();
            let holds = quote!(#can_be_none(#ty, #variants, #none));
            let message = "this value cannot be stored for `None`: write one of the field's type \
                           that is not a variant of the enum";
            Some(self.rt.assertion(here, &holds, message))
        });
        assertions.collect()
    }
}
