//! The arguments of `include_schema!`: a file, and the form of its types.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{LitStr, Token, Visibility};
use tg_gsql::model::Catalog;

use crate::attr::{Attrs, Key, Place};
use crate::graph::Auth;
use crate::problems::Problems;
use crate::snapshot::{self, Snapshot};

/// The arguments of the macro.
pub(crate) struct Include {
    /// The literal of the path; `None` if it is missing, which is a mistake.
    pub(crate) path: Option<LitStr>,
    /// The file, if it can be used.
    snapshot: Option<Snapshot>,
    pub(crate) auth: Auth,
    /// The one graph that is included.
    pub(crate) graph: Option<LitStr>,
    pub(crate) visibility: String,
    pub(crate) derives: Vec<String>,
    /// The path of the runtime.
    pub(crate) runtime: String,
    /// `queries = [..]` and `functions = [..]`, for the attribute of each graph.
    pub(super) queries: Option<TokenStream>,
}

impl Include {
    /// Reads the arguments and the file.
    pub(crate) fn read(arguments: TokenStream, problems: &mut Problems) -> Self {
        let split = |input: ParseStream<'_>| {
            let path: LitStr = input.parse().map_err(|error| {
                let message = "the path of the schema file is missing: write it first, such as \
                    `include_schema!(\"schema/goods.gsql\", ..)`";
                syn::Error::new(error.span(), message)
            })?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
            input.parse::<TokenStream>().map(|rest| (Some(path), rest))
        };
        let (path, rest) = split.parse2(arguments).unwrap_or_else(|problem| {
            problems.push(problem);
            (None, TokenStream::new())
        });
        let attrs = Attrs::read_arguments(rest, &Place::INCLUDE, problems);
        if path.is_some() && !attrs.has(Key::Auth) && !attrs.is_doubtful() {
            let message = format!(
                "the way to authenticate is missing: write \
                 `include_schema!(.., auth = \"secret\")` {}",
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
        let queries = attrs.has(Key::Queries).then(|| {
            let (queries, functions) = (attrs.texts(Key::Queries), attrs.texts(Key::Functions));
            quote!(queries = [#(#queries),*], functions = [#(#functions),*])
        });
        Self {
            auth,
            graph: attrs.text(Key::Graph).cloned(),
            visibility: visibility(&attrs, problems),
            derives: derives.map(|it| spelled(&|| it.to_token_stream().to_string())).collect(),
            runtime,
            queries,
            snapshot: path.as_ref().and_then(|path| snapshot::included(path, problems)),
            path,
        }
    }

    /// The schema in the file.
    pub(super) fn catalog(&self) -> Option<&Catalog> {
        self.snapshot.as_ref()?.catalog()
    }
}

/// Reads `visibility`. It is a text because the private visibility has no tokens.
fn visibility(attrs: &Attrs, problems: &mut Problems) -> String {
    let Some(text) = attrs.text(Key::Visibility) else { return "pub".to_owned() };
    let parsed = text.parse_with(Visibility::parse);
    if parsed.is_err() {
        problems
            .at(text, "not a visibility: write `\"pub\"`, `\"pub(crate)\"`, or `\"\"` for none");
    }
    text.value()
}
