//! The types of a schema file.

use proc_macro2::TokenStream;
use tg_gsql::generate::{self, Form, Options};
use tg_gsql::model::Catalog;
use tg_gsql::suggest;

use super::Include;
use crate::problems::Problems;
use crate::snapshot;

/// The items that the file declares, as `tg schema generate` writes them.
pub(crate) fn expand(include: &Include, problems: &mut Problems) -> TokenStream {
    let (snapshot, mut tokens) = snapshot::included(&include.path, problems);
    let Some(catalog) = snapshot.as_ref().and_then(snapshot::Snapshot::catalog) else {
        return tokens;
    };
    check_graph(include, catalog, problems);
    check_tuples(include, catalog, problems);
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
    match generate::rust(catalog, &options).parse::<TokenStream>() {
        Ok(items) => tokens.extend(items),
        Err(error) => problems.at(&include.path, format!("its types are no Rust: {error}")),
    }
    tokens
}

/// Complains about tuples that the file does not describe.
fn check_tuples(include: &Include, catalog: &Catalog, problems: &mut Problems) {
    let tuples = generate::undescribed_tuples(catalog);
    if !tuples.is_empty() {
        let message = format!(
            "{} does not say which fields these tuples have: `{}`; the server's JSON has none, so take a file with \
             `tg schema pull`",
            include.path.value(),
            tuples.join("`, `")
        );
        problems.at(&include.path, message);
    }
}

/// Complains about a graph that the file does not have, and about a file without anything.
fn check_graph(include: &Include, catalog: &Catalog, problems: &mut Problems) {
    let name = include.path.value();
    let graphs = catalog.graphs.iter().map(|graph| graph.name.as_str());
    match &include.graph {
        Some(text) if catalog.graph(&text.value()).is_none() => {
            let near = suggest::nearest(&text.value(), graphs.clone());
            let hint = match near {
                Some(near) => format!("; did you mean `{near}`?"),
                None if catalog.graphs.is_empty() => "; it has none".to_owned(),
                None => format!("; it has `{}`", graphs.collect::<Vec<_>>().join("`, `")),
            };
            problems.at(text, format!("{name} has no graph `{}`{hint}", text.value()));
        }
        None if *catalog == Catalog::default() => {
            problems.at(&include.path, format!("{name} declares nothing: no type and no graph"));
        }
        _ => {}
    }
}
