//! Files of queries.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tg_gsql::model::Catalog;
use tg_gsql::query::{Context, Part, Split};
use tg_gsql::report::Lines;
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::Query;
use tg_gsql::{Finding, Rule, check, query, suggest};
use tg_runtime::query::QuerySource;

use crate::exit::{Failure, Outcome};
use crate::files;

/// A file of queries.
#[derive(Debug)]
pub(crate) struct QueryFile {
    pub(crate) path: PathBuf,
    /// The name for messages.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) queries: Vec<Part>,
    /// The mistakes of its syntax.
    findings: Vec<Finding>,
}

/// Reads files, and all files of folders that end with `.gsql`, sorted by name.
pub(crate) fn read(paths: &[PathBuf]) -> Outcome<Vec<QueryFile>> {
    let mut all = Vec::new();
    for path in paths {
        if !path.is_dir() {
            all.push(read_file(path)?);
            continue;
        }
        let entries = path.read_dir().map_err(|error| Failure::file("read", path, &error))?;
        let mut files = Vec::new();
        for entry in entries {
            let file = entry.map_err(|error| Failure::file("read", path, &error))?.path();
            if file.extension().is_some_and(|extension| extension == "gsql") {
                files.push(file);
            }
        }
        if files.is_empty() {
            let message = format!("{} contains no file that ends with .gsql", path.display());
            return Err(Failure::input(message).help("name the files of queries"));
        }
        files.sort();
        for file in files {
            all.push(read_file(&file)?);
        }
    }
    Ok(all)
}

fn read_file(path: &Path) -> Outcome<QueryFile> {
    let input = files::read(path)?;
    let Split { queries, findings } = query::split(&input.text);
    let files::Input { name, text } = input;
    Ok(QueryFile { path: path.to_owned(), name, text, queries, findings })
}

impl QueryFile {
    /// Returns the mistakes of the file, in the order of its text. `graph` is the one of queries
    /// that do not name theirs, and `all` are the queries that may be called. Without `functions`,
    /// those of the user, every function that is not of the language may be one.
    pub(crate) fn check(
        &self,
        catalog: &Catalog,
        graph: Option<&str>,
        all: &BTreeMap<String, Query>,
        functions: Option<&[String]>,
    ) -> Vec<Finding> {
        let queries: BTreeMap<_, _> = all.iter().map(|(name, it)| (name.as_str(), it)).collect();
        let mut findings = self.findings.clone();
        for own in &self.queries {
            let text = own.span.of(&self.text);
            let parsed = query::parse(text);
            let mut found = parsed.findings;
            let graph = own.graph.as_ref().map(|graph| graph.value.as_str()).or(graph).or(
                match catalog.graphs.as_slice() {
                    [only] => Some(only.name.as_str()),
                    _ => None,
                },
            );
            match (&parsed.query, graph) {
                (Some(query), Some(graph)) if catalog.graph(graph).is_none() => {
                    found.push(unknown_graph(graph, query, catalog));
                }
                (Some(query), Some(graph)) => {
                    let schema = Some((catalog, graph));
                    let context = Context { schema, queries: queries.clone(), functions };
                    found.extend(check::query_in(text, query, &context));
                }
                (Some(_), None) => found.push(Finding {
                    rule: Rule::NoGraph,
                    span: Span { start: 0, end: 6.min(text.len()) },
                    message: "the query does not name a graph".to_owned(),
                    help: Some("write `FOR GRAPH name`, or give `--graph NAME`".to_owned()),
                }),
                (None, _) => {}
            }
            findings.extend(found.into_iter().map(|it| it.after(own.span.start)));
        }
        if self.queries.is_empty() && findings.is_empty() {
            findings.push(Finding {
                rule: Rule::Syntax,
                span: Span { start: 0, end: 0 },
                message: "the file has no query".to_owned(),
                help: Some("a query begins with `CREATE QUERY name(..)`".to_owned()),
            });
        }
        findings.sort_by_key(|finding| finding.span.start);
        findings.dedup();
        findings
    }

    /// Returns the queries that have names.
    pub(crate) fn sources(&self) -> impl Iterator<Item = QuerySource> {
        let lines = Lines::of(&self.text);
        self.queries.iter().filter_map(move |query| {
            let line = u32::try_from(lines.position(query.span).line).unwrap_or(u32::MAX);
            let text = query.span.of(&self.text);
            Some(QuerySource::new(&query.name.as_ref()?.value, text).at(&self.name, line))
        })
    }
}

/// Parses the queries of all files, by name.
pub(crate) fn parse_all(files: &[QueryFile]) -> BTreeMap<String, Query> {
    let all = files.iter().flat_map(|file| file.queries.iter().map(move |own| (file, own)));
    let named = all.filter_map(|(file, own)| {
        let query = query::parse(own.span.of(&file.text)).query?;
        Some((own.name.as_ref()?.value.clone(), query))
    });
    named.collect()
}

fn unknown_graph(graph: &str, query: &Query, catalog: &Catalog) -> Finding {
    let names = || catalog.graphs.iter().map(|graph| graph.name.as_str());
    Finding {
        rule: Rule::UnknownGraph,
        // It may be the graph of the command.
        span: query.graph.as_ref().map_or(Span { start: 0, end: 6 }, |name| name.span),
        message: format!("the schema has no graph `{graph}`"),
        help: suggest::nearest(graph, names()).map(|near| format!("did you mean `{near}`?")),
    }
}

/// Rejects a query that is defined twice.
pub(crate) fn require_distinct(files: &[QueryFile]) -> Outcome<()> {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for file in files {
        let lines = Lines::of(&file.text);
        for own in &file.queries {
            let Some(name) = &own.name else { continue };
            let place = format!("{}:{}", file.name, lines.position(own.span).line);
            places.entry(&name.value).or_default().push(place);
        }
    }
    let twice: Vec<_> = places
        .iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(name, places)| format!("`{name}` is in {}", places.join(" and in ")))
        .collect();
    if twice.is_empty() {
        return Ok(());
    }
    Err(Failure::input(format!("a query is defined twice: {}", twice.join("; "))))
}
