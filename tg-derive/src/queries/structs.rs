//! The structs and enums of results, and their impls.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use tg_gsql::query::{PrintedVertex, Times, TupleType, TypedResult, ValueType};

use super::model::Query;
use super::names::{field, ident, type_name};
use super::types::Types;

/// A field of a struct of results.
struct Member {
    name: String,
    key: String,
    ty: TokenStream,
    docs: String,
}

impl Member {
    fn new(key: &str, value: &ValueType, ty: TokenStream) -> Self {
        let docs = match value {
            ValueType::Unknown => {
                format!("`{key}`: its type is not known before the query runs, or it has several.")
            }
            _ => format!("`{key}`"),
        };
        Self { name: field(key), key: key.to_owned(), ty, docs }
    }
}

/// A struct of values that are printed together.
pub(super) struct Record {
    /// The name under which they are printed.
    key: String,
    columns: Vec<(String, ValueType)>,
    name: Ident,
}

/// The trait that reads a struct.
#[derive(Clone, Copy)]
pub(super) enum As {
    /// A value of its own.
    Result,
    /// The values next to a vertex.
    Columns,
}

impl Types<'_> {
    /// Writes the types of a query's results, and returns that of all of them.
    pub(super) fn query(&mut self, query: &Query) -> TokenStream {
        self.prefix = type_name(&query.method);
        query.query_name().clone_into(&mut self.query);
        self.tuples.clear();
        self.records.clear();
        let results = &query.interface.results;
        if results.is_empty() {
            return quote!(());
        }
        let members: Vec<_> = results.iter().map(|result| self.member(result)).collect();
        self.distinct(&members);
        let name = self.named("Results", "the type of all results");
        let (vis, rt) = (&self.target.vis, self.rt);
        let derives = self.derives();
        let fields = fields(&members);
        let reads = members.iter().zip(results).map(|(Member { name, key, .. }, result)| {
            let name = ident(name);
            let read = match result.times {
                Times::Once | Times::AtMostOnce => quote!(get),
                Times::Any => quote!(all),
            };
            quote!(#name: __results.#read(#key)?,)
        });
        let docs = format!("The results of the query `{}`.", self.query);
        let (typed, results, result) = (rt.typed_results(), rt.query_results(), rt.result());
        self.items.extend(quote! {
            #[doc = #docs]
            #derives
            #vis struct #name {
                #fields
            }

            #[automatically_derived]
            impl #typed for #name {
                fn read(__results: #results) -> #result<Self> {
                    ::core::result::Result::Ok(Self { #(#reads)* })
                }
            }
        });
        name.into_token_stream()
    }

    fn member(&mut self, result: &TypedResult) -> Member {
        let TypedResult { key, times, ty: value, .. } = result;
        let ty = self.value(value, key);
        let ty = match times {
            Times::Once => ty,
            Times::AtMostOnce => quote!(::core::option::Option<#ty>),
            Times::Any => quote!(::std::vec::Vec<#ty>),
        };
        Member::new(key, value, ty)
    }

    /// Reports two printed keys that would be the same field.
    fn distinct(&mut self, members: &[Member]) {
        for (index, member) in members.iter().enumerate() {
            let first = members[..index].iter().find(|other| other.name == member.name);
            if let Some(first) = first {
                self.problems.push(format!(
                    "query `{}` prints `{}` and `{}`, which are both the field `{}`: name one \
                     with AS",
                    self.query, first.key, member.key, member.name
                ));
            }
        }
    }

    /// Writes the enum of a vertex set of several types.
    pub(super) fn one_of(&mut self, several: &[PrintedVertex], key: &str) -> TokenStream {
        let same = several.windows(2).all(|pair| pair[0].columns == pair[1].columns);
        let variants: Vec<_> = several
            .iter()
            .map(|printed| {
                let variant = type_name(&printed.vertex_type);
                let key = if same {
                    format!("{key}_values")
                } else {
                    format!("{key}_{}", printed.vertex_type)
                };
                (ident(&variant), self.vertex(&printed.vertex_type), self.printed(printed, &key))
            })
            .collect();
        let name = self.named(&type_name(key), &format!("the type of `{key}`"));
        let (vis, rt) = (&self.target.vis, self.rt);
        let derives = self.derives();
        let fields = variants.iter().map(|(variant, _, ty)| quote!(#variant(#ty),));
        let reads = variants.iter().map(|(variant, vertex, ty)| {
            quote! {
                if let ::core::option::Option::Some(__read) = __vertex.read_as::<#vertex, #ty>() {
                    return __read.map(Self::#variant);
                }
            }
        });
        let docs = format!("A vertex of `{key}`, which the query `{}` prints.", self.query);
        let (read_result, decoder, error) = (rt.read_result(), rt.decoder(), rt.decode_error());
        let one_of = rt.one_of();
        self.items.extend(quote! {
            #[doc = #docs]
            #derives
            #[allow(missing_docs, clippy::large_enum_variant)]
            #vis enum #name {
                #(#fields)*
            }

            #[automatically_derived]
            impl #read_result for #name {
                fn read(__input: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> {
                    let mut __vertex = #one_of::new(__input)?;
                    #(#reads)*
                    ::core::result::Result::Err(__vertex.unread())
                }
            }
        });
        name.into_token_stream()
    }

    /// Returns the graph's own type of a tuple, or writes a struct, once for a query.
    pub(super) fn tuple(&mut self, tuple: &TupleType, key: &str) -> TokenStream {
        if let Some(own) = self.own_tuple(tuple) {
            return own;
        }
        if let Some((_, written)) = self.tuples.iter().find(|(known, _)| known == tuple) {
            return written.clone();
        }
        let name = tuple.name.as_deref().unwrap_or(key);
        let written = self.record(name, &tuple.fields, As::Result);
        self.tuples.push((tuple.clone(), written.clone()));
        written
    }

    /// Writes a struct of values that are printed together.
    pub(super) fn record(
        &mut self,
        key: &str,
        columns: &[(String, ValueType)],
        form: As,
    ) -> TokenStream {
        let is_same = |known: &&Record| known.key == key && known.columns == columns;
        if let Some(known) = self.records.iter().find(is_same) {
            return known.name.to_token_stream();
        }
        let members: Vec<_> = columns
            .iter()
            .map(|(column, value)| {
                let ty = self.value(value, &format!("{key}_{}", field(column)));
                Member::new(column, value, ty)
            })
            .collect();
        self.distinct(&members);
        let name = self.named(&type_name(key), &format!("the type of `{key}`"));
        self.records.push(Record {
            key: key.to_owned(),
            columns: columns.to_vec(),
            name: name.clone(),
        });
        let (vis, rt) = (&self.target.vis, self.rt);
        let derives = self.derives();
        let fields = fields(&members);
        let reads = members.iter().map(|Member { name, key, .. }| {
            let name = ident(name);
            quote!(#name: __record.get(#key)?,)
        });
        let docs = format!("A part of the results of the query `{}`.", self.query);
        let (record, error) = (rt.record(), rt.decode_error());
        let read = match form {
            As::Columns => {
                let read_record = rt.read_record();
                quote! {
                    impl #read_record for #name {
                        fn read_record(
                            __record: #record<'_>,
                        ) -> ::core::result::Result<Self, #error> {
                            ::core::result::Result::Ok(Self { #(#reads)* })
                        }
                    }
                }
            }
            As::Result => {
                let (read_result, decoder) = (rt.read_result(), rt.decoder());
                quote! {
                    impl #read_result for #name {
                        fn read(
                            __input: &mut #decoder<'_>,
                        ) -> ::core::result::Result<Self, #error> {
                            let __record = #record::new(__input)?;
                            ::core::result::Result::Ok(Self { #(#reads)* })
                        }
                    }
                }
            }
        };
        self.items.extend(quote! {
            #[doc = #docs]
            #derives
            #vis struct #name {
                #fields
            }

            #[automatically_derived]
            #read
        });
        name.into_token_stream()
    }

    fn derives(&self) -> TokenStream {
        quote!(#[derive(
            ::core::fmt::Debug,
            ::core::clone::Clone,
            ::core::cmp::PartialEq,
        )])
    }
}

/// Writes the fields of a struct.
fn fields(members: &[Member]) -> TokenStream {
    let fields = members.iter().map(|Member { name, ty, docs, .. }| {
        let name = ident(name);
        quote!(#[doc = #docs] pub #name: #ty,)
    });
    fields.collect()
}
