//! The types of a schema file.

use proc_macro2::{LexError, TokenStream};
use tg_gsql::generate::{self, Form, Options};

use super::Include;

/// Returns the items that the file declares, as `tg schema generate` writes them.
pub(super) fn expand(include: &Include) -> TokenStream {
    let Some(catalog) = include.catalog() else { return TokenStream::new() };
    let derives: Vec<_> = include.derives.iter().map(String::as_str).collect();
    let graph = include.graph.as_ref().map(syn::LitStr::value);
    let options = Options {
        graph: graph.as_deref(),
        auth: include.auth.name(),
        visibility: &include.visibility,
        derives: &derives,
        schema: None,
        form: Form::Items { runtime: &include.runtime },
    };
    let items = generate::rust(catalog, &options).parse::<TokenStream>();
    items.unwrap_or_else(|error: LexError| {
        // Only a bug of the generator leads here.
        let message = format!("the types of the schema file are not valid Rust: {error}");
        syn::Error::new_spanned(&include.path, message).into_compile_error()
    })
}
