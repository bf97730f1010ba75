//! The attributes as constants.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Field, Record, Role};
use crate::attr::Key;
use crate::paths::item_of;
use crate::types::Known;

impl Record<'_> {
    /// Writes the attributes of these fields as a constant slice.
    pub(crate) fn attribute_specs<'f>(
        &self,
        fields: impl Iterator<Item = &'f Field<'f>>,
    ) -> TokenStream {
        let (spec, group) = (self.rt.attribute_spec(), self.rt.attribute_group());
        let mut parts = Vec::new();
        let mut run = TokenStream::new();
        for field in fields.filter(|field| !field.is_broken) {
            match field.role {
                Role::Attribute => run.extend(self.attribute_spec(field)),
                Role::Group => {
                    let before = std::mem::take(&mut run);
                    parts.extend((!before.is_empty()).then(|| quote!(&[#before])));
                    parts.push(item_of(field.ty, &group, "ATTRIBUTES"));
                }
                Role::Skipped => {}
            }
        }
        if parts.is_empty() {
            return quote!(&[#run]);
        }
        parts.extend((!run.is_empty()).then(|| quote!(&[#run])));
        let (count, join) = (self.rt.count_attributes(), self.rt.join_attributes());
        quote! {{
            const PARTS: &[&[#spec]] = &[#(#parts),*];
            const ALL: [#spec; #count(PARTS)] = #join(PARTS);
            &ALL
        }}
    }

    fn attribute_spec(&self, field: &Field<'_>) -> TokenStream {
        let (spec, metrics) = (self.rt.attribute_spec(), self.rt.vector_metric());
        let ty = item_of(&field.stored_type(), &self.written_field(field), "TYPE");
        let name = &field.name;
        let default =
            field.schema_default.as_ref().map(|text| some_field("default", &quote!(#text)));
        let metric = field.metric.map(|metric| {
            let variant = format_ident!("{metric}");
            some_field("metric", &quote!(#metrics::#variant))
        });
        let index = field.index.as_ref().map(|name| some_field("index", &quote!(#name)));
        let renamed_from =
            field.renamed_from.as_ref().map(|name| some_field("renamed_from", &quote!(#name)));
        let more: TokenStream =
            [default, metric, index, renamed_from].into_iter().flatten().collect();
        if more.is_empty() {
            return quote!(#spec::new(#name, #ty),);
        }
        quote!(#spec { #more ..#spec::new(#name, #ty) },)
    }

    /// Writes assertions about the literals of fields whose types only the compiler knows.
    pub(crate) fn assertions(&self) -> TokenStream {
        if !self.generics.params.is_empty() {
            // An item cannot use the parameters of the type.
            return TokenStream::new();
        }
        let mut assertions = self.default_assertions();
        assertions.extend(self.none_assertions());
        assertions
    }

    fn default_assertions(&self) -> TokenStream {
        let fields = self.fields.iter().filter(|field| !field.is_broken);
        let assertions = fields.filter_map(|field| {
            let (literal, default) =
                field.attrs.literal(Key::SchemaDefault).zip(field.schema_default.as_ref())?;
            if !matches!(field.known().required(), Known::Other) {
                return None;
            }
            let (stored, written) = (field.stored_type(), self.written_field(field));
            let (ty, variants) =
                (item_of(&stored, &written, "TYPE"), item_of(&stored, &written, "VARIANTS"));
            let can_default_to = self.rt.can_default_to();
            let holds = quote!(#can_default_to(#ty, #variants, #default));
            let message = format!(
                "the default {default} is not a value of the field's type: for an enum, write a \
                 variant as it is stored, with its `rename` and `rename_all`"
            );
            Some(self.rt.assertion(literal.lit.span(), &holds, &message))
        });
        assertions.collect()
    }

    /// The trait by which a field is written.
    pub(crate) fn written_field(&self, field: &Field<'_>) -> TokenStream {
        if self.is_only_written(field) { self.rt.written_field() } else { self.rt.stored_field() }
    }
}

/// Writes `field: Some(value),`.
fn some_field(field: &str, value: &TokenStream) -> TokenStream {
    let (field, value) = (format_ident!("{field}"), optional(Some(value.clone())));
    quote!(#field: #value,)
}

/// Writes an `Option`, by its absolute path.
pub(crate) fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
