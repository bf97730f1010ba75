//! What is included: a file, and what its types are to look like.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{LitStr, Token, Visibility};

use crate::attr::{Attrs, Key, Place};
use crate::graph::Auth;
use crate::problems::Problems;

/// The arguments of the macro.
pub(crate) struct Include {
    pub(crate) path: LitStr,
    pub(crate) auth: Auth,
    /// The one graph that is included.
    pub(crate) graph: Option<LitStr>,
    pub(crate) visibility: String,
    pub(crate) derives: Vec<String>,
    /// The path of the runtime.
    pub(crate) runtime: String,
}

impl Include {
    /// Reads the arguments.
    pub(crate) fn read(arguments: TokenStream, problems: &mut Problems) -> Option<Self> {
        let split = |input: ParseStream<'_>| {
            let path: LitStr = input.parse().map_err(|error| {
                let wanted = "which file? write its path, such as `include_schema!(\"schema/goods.gsql\", ..)`";
                syn::Error::new(error.span(), wanted)
            })?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
            input.parse::<TokenStream>().map(|rest| (path, rest))
        };
        let (path, rest) = match split.parse2(arguments) {
            Ok(split) => split,
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        let attrs = Attrs::read_arguments(rest, &Place::INCLUDE, problems);
        if !attrs.has(Key::Auth) && !attrs.was_refused() {
            let message = format!(
                "how do its graphs authenticate? write `include_schema!(.., auth = \"secret\")` {}",
                Auth::list()
            );
            problems.at(&path, message);
        }
        let auth = Auth::read(&attrs, problems);
        let runtime = match attrs.path(Key::Crate) {
            Some(path) => path.to_token_stream().to_string().replace(' ', ""),
            None => "::tg_runtime".to_owned(),
        };
        let spelled =
            |tokens: &dyn Fn() -> String| tokens().replace(" :: ", "::").replace(":: ", "::");
        let derives = attrs.types(Key::Derives).iter();
        Some(Self {
            auth,
            graph: attrs.text(Key::Graph).cloned(),
            visibility: visibility(&attrs, problems),
            derives: derives.map(|it| spelled(&|| it.to_token_stream().to_string())).collect(),
            runtime,
            path,
        })
    }
}

/// What `visibility` says: a text, because nothing is a visibility, too.
fn visibility(attrs: &Attrs, problems: &mut Problems) -> String {
    let Some(text) = attrs.text(Key::Visibility) else { return "pub".to_owned() };
    let parsed = text.parse_with(Visibility::parse);
    if parsed.is_err() {
        problems
            .at(text, "not a visibility: write `\"pub\"`, `\"pub(crate)\"`, or `\"\"` for none");
    }
    text.value()
}
