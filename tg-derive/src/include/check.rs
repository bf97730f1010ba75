//! The arguments, compared with the schema file.

use syn::LitStr;
use tg_gsql::generate;
use tg_gsql::model::Catalog;
use tg_gsql::suggest;

use super::Include;
use crate::driver::Findings;
use crate::problems::Problems;
use crate::snapshot;

/// Reports arguments that do not fit the file, and a file without types.
pub(super) fn check(include: &Include) -> Findings {
    let mut findings = Findings::default();
    let Some(path) = &include.path else { return findings };
    findings.items = snapshot::watched_file(path);
    if let Some(catalog) = include.catalog() {
        check_graph(include, path, catalog, &mut findings.problems);
        check_tuples(path, catalog, &mut findings.problems);
    }
    findings
}

/// Reports tuples whose fields the file does not declare.
fn check_tuples(path: &LitStr, catalog: &Catalog, problems: &mut Problems) {
    let tuples = generate::undescribed_tuples(catalog);
    if !tuples.is_empty() {
        let message = format!(
            "{} does not declare the fields of these tuples: `{}`; the server's JSON never does, \
             so take a file with `tg schema pull`",
            path.value(),
            tuples.join("`, `")
        );
        problems.at(path, message);
    }
}

/// Reports a graph that the file does not have, and about a file without anything.
fn check_graph(include: &Include, path: &LitStr, catalog: &Catalog, problems: &mut Problems) {
    let name = path.value();
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
            problems.at(path, format!("{name} declares nothing: no type and no graph"));
        }
        _ => {}
    }
}
