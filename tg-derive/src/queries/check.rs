//! The mistakes of queries, as compile errors.

use std::collections::BTreeMap;

use tg_gsql::{Finding, report};

use super::model::{METHODS, Query};
use crate::attr::Key;
use crate::graph::Graph;
use crate::problems::Problems;

/// The maximum number of mistakes of queries in one build.
const MAX_LISTED: usize = 50;

/// Reports the mistakes of the graph's queries at the literals that name their files.
pub(crate) fn check(graph: &Graph<'_>, problems: &mut Problems) {
    let literals = graph.attrs.texts(Key::Queries);
    let queries = &graph.queries;
    for (listed, (file, finding)) in queries.findings.iter().enumerate() {
        let file = &queries.files[*file];
        let Some(literal) = literals.get(file.named_by) else { continue };
        if listed == MAX_LISTED {
            let more = queries.findings.len() - listed;
            let message = format!("the queries have {more} more mistakes");
            problems.at(literal, message);
            break;
        }
        problems.at(literal, mistake(&file.name, &file.text, finding));
    }
    names(graph, problems);
    for (file, message) in &super::expand::written(graph).problems {
        if let Some(literal) = literals.get(queries.files[*file].named_by) {
            problems.at(literal, message);
        }
    }
    for (name, rename) in graph.attrs.renamed_queries() {
        if super::names::ident(&rename.value()) == "unnamed" {
            problems.at(rename, "this cannot be the name of a method: write a name of Rust");
        }
        if !queries.queries.iter().any(|query| *name == query.query_name()) {
            let known = queries.queries.iter().map(Query::query_name);
            let near = tg_gsql::suggest::nearest(&name.to_string(), known);
            let help = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            problems.at(rename, format!("the files contain no query `{name}`{help}"));
        }
    }
}

/// Renders a mistake without the word `error`, which the compiler writes itself.
pub(super) fn mistake(name: &str, text: &str, finding: &Finding) -> String {
    let report = report::finding(name, text, finding);
    let message = report.split_once("]: ").map_or(report.as_str(), |(_, message)| message);
    message.trim_end().to_owned()
}

/// Reports methods and types that would have the name of another one.
fn names(graph: &Graph<'_>, problems: &mut Problems) {
    let queries = &graph.queries;
    let literals = graph.attrs.texts(Key::Queries);
    let mut methods: BTreeMap<&str, &Query> = BTreeMap::new();
    for query in &queries.queries {
        let Some(literal) = literals.get(queries.files[query.file].named_by) else { continue };
        let (name, method) = (query.query_name(), query.method.as_str());
        let remedy = format!("`query({name}, rename = \"..\")` gives it another name in Rust");
        if METHODS.contains(&method) {
            let message = format!(
                "{}: `{method}` is a method of every graph: {remedy}",
                queries.place(query)
            );
            problems.at(literal, message);
        }
        if let Some((one, other)) =
            query.parameters_of_one_name().filter(|(one, other)| one != other)
        {
            let message = format!(
                "{}: query `{name}` has the parameters `{one}` and `{other}`, which have one name \
                 in Rust: rename one",
                queries.place(query)
            );
            problems.at(literal, message);
        }
        match methods.insert(method, query) {
            Some(first) if first.name.is_some() && first.name == query.name => {
                let message = format!(
                    "{}: the query `{name}` is in {} already: keep one",
                    queries.place(query),
                    queries.place(first)
                );
                problems.at(literal, message);
            }
            Some(first) if first.name.is_none() && first.spelled == query.spelled => {
                let message = format!(
                    "{}: the interpreted query of {} has the method `{method}` already, since it \
                     is called like its file: rename one of the files",
                    queries.place(query),
                    queries.place(first)
                );
                problems.at(literal, message);
            }
            Some(first) => {
                let message = format!(
                    "{}: the method of query `{name}` has the name `{method}`, as that of query \
                     `{}` in {}: {remedy}",
                    queries.place(query),
                    first.query_name(),
                    queries.place(first)
                );
                problems.at(literal, message);
            }
            None => {}
        }
    }
}
