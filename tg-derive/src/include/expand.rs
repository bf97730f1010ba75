//! The types of a schema file.

use proc_macro2::{Delimiter, Group, LexError, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
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
    let items = match (&include.queries, &include.path) {
        (Some(queries), Some(path)) => {
            items.map(|items| with_keys(items, &quote!(schema = #path, #queries)))
        }
        _ => items,
    };
    items.unwrap_or_else(|error: LexError| {
        // Only a bug of the generator leads here.
        let message = format!("the types of the schema file are not valid Rust: {error}");
        syn::Error::new_spanned(&include.path, message).into_compile_error()
    })
}

/// Adds keys to the attribute of each graph, whose queries are checked against the file.
fn with_keys(items: TokenStream, keys: &TokenStream) -> TokenStream {
    let attribute = |token: TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            let mut tokens: Vec<_> = group.stream().into_iter().collect();
            let is_graph = |token: &TokenTree| token.to_string() == "tigergraph";
            if let (true, Some(TokenTree::Group(arguments))) =
                (tokens.iter().any(is_graph), tokens.last_mut())
            {
                let own: Vec<_> = arguments.stream().into_iter().collect();
                let own = own.split(|token| token.to_string() == ",");
                let own = own.filter(|key| !key.is_empty() && key[0].to_string() != "unchecked");
                let own = own.map(|key| quote!(#(#key)*,));
                *arguments = Group::new(Delimiter::Parenthesis, quote!(#(#own)* #keys));
            }
            Group::new(Delimiter::Bracket, tokens.into_iter().collect()).into_token_stream()
        }
        other => other.into_token_stream(),
    };
    items.into_iter().map(attribute).collect()
}
