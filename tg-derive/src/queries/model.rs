//! The queries of a graph, read and inferred.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use tg_gsql::query::{self, Context, Interface, Part};
use tg_gsql::report::Lines;
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::Query as Parsed;
use tg_gsql::{Finding, Rule, check, suggest};

use super::expand::Written;
use super::files::{self, QueryFile};
use super::names;
use crate::attr::{Attrs, Key};
use crate::problems::Problems;
use crate::snapshot::Snapshot;

/// The methods that a graph has already.
pub(super) const METHODS: &[&str] = &[
    "admin",
    "all_paths",
    "batch",
    "builder",
    "check_queries",
    "client",
    "clone",
    "connect",
    "create_schema",
    "fmt",
    "from_client",
    "from_env",
    "get_token",
    "gsql",
    "install_queries",
    "interpret",
    "load",
    "loading_job",
    "loading_jobs",
    "queries",
    "query",
    "request",
    "schema",
    "shortest_path",
    "statistics",
    "verify_queries",
    "verify_schema",
];

/// The queries of a graph.
#[derive(Default)]
pub(crate) struct Queries {
    pub(crate) files: Vec<QueryFile>,
    pub(crate) queries: Vec<Query>,
    /// The mistakes of each file, in its text.
    pub(super) findings: Vec<(usize, Finding)>,
    /// The code of the methods, once it is written.
    pub(super) written: OnceCell<Written>,
}

/// A query.
pub(crate) struct Query {
    /// The index of its file.
    pub(super) file: usize,
    /// The name on the server; none of a query that is interpreted.
    pub(super) name: Option<String>,
    /// The name, or that of the file.
    pub(super) spelled: String,
    /// The name of the method.
    pub(super) method: String,
    /// The place in the file's text.
    pub(super) span: Span,
    pub(super) line: usize,
    pub(super) interface: Interface,
}

/// A query of a file before it is known for sure that the graph has it.
struct Found {
    file: usize,
    span: Span,
    parsed: Parsed,
}

impl Queries {
    /// Reads the queries that the arguments of the graph name.
    pub(crate) fn read(
        attrs: &Attrs,
        graph: &str,
        snapshot: Option<&Snapshot>,
        problems: &mut Problems,
    ) -> Self {
        let files = files::read(attrs.texts(Key::Queries), problems);
        let catalog = snapshot.and_then(Snapshot::catalog);
        let schema = catalog.filter(|catalog| catalog.graph(graph).is_some());
        let mut findings = Vec::new();
        let mut found = Vec::new();
        for (index, file) in files.iter().enumerate() {
            read_file(index, file, &mut found, &mut findings);
        }
        found.retain(|it| {
            let Some(named) = &it.parsed.graph else {
                if it.parsed.name.is_none() {
                    findings.push((
                        it.file,
                        Finding {
                            rule: Rule::NoGraph,
                            span: Span {
                                start: it.span.start,
                                end: it.span.start + "INTERPRET".len(),
                            },
                            message: "an interpreted query names its graph".to_owned(),
                            help: Some(format!("write `INTERPRET QUERY (..) FOR GRAPH {graph}`")),
                        },
                    ));
                }
                return true;
            };
            if named.value == graph {
                return true;
            }
            // Graphs can share a folder.
            let is_of_another = !files[it.file].is_named_itself
                && catalog.is_some_and(|catalog| catalog.graph(&named.value).is_some());
            if !is_of_another {
                let near = suggest::nearest(&named.value, [graph]);
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("name only the files of graph `{graph}` in `queries`"),
                };
                findings.push((
                    it.file,
                    Finding {
                        rule: Rule::UnknownGraph,
                        span: named.span.after(it.span.start),
                        message: format!(
                            "the query is for graph `{}`, not for `{graph}`",
                            named.value
                        ),
                        help: Some(help),
                    },
                ));
            }
            false
        });
        let functions: Vec<String> =
            attrs.texts(Key::Functions).iter().map(syn::LitStr::value).collect();
        let by_name: BTreeMap<&str, &Parsed> = found
            .iter()
            .filter_map(|it| Some((it.parsed.name.as_ref()?.value.as_str(), &it.parsed)))
            .collect();
        let context = Context {
            schema: schema.map(|catalog| (catalog, graph)),
            queries: by_name,
            functions: Some(&functions),
        };
        let mut queries: Vec<Query> = Vec::new();
        for Found { file, span, parsed } in &found {
            let text = span.of(&files[*file].text);
            let mistakes = check::query_in(text, parsed, &context);
            let mistakes = mistakes.into_iter().filter(Finding::is_error);
            findings.extend(mistakes.map(|it| (*file, it.after(span.start))));
            let name = parsed.name.as_ref().map(|name| name.value.clone());
            let stem = || {
                let path = &files[*file].path;
                path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
            };
            let spelled = name.clone().unwrap_or_else(stem);
            let renamed = attrs.renamed_queries().find(|(name, _)| **name == spelled);
            let method = match renamed {
                Some((_, rename)) => rename.value(),
                None => names::field(&spelled),
            };
            queries.push(Query {
                file: *file,
                name,
                spelled,
                method,
                span: *span,
                line: Lines::of(&files[*file].text).position(*span).line,
                interface: query::interface(text, parsed, &context),
            });
        }
        drop(context);
        Self { files, queries, findings, written: OnceCell::new() }
    }

    /// Returns the queries whose methods and parameters have names of their own: of several methods
    /// with one name, which is a mistake, the first.
    pub(super) fn distinct(&self) -> impl Iterator<Item = &Query> {
        self.queries.iter().enumerate().filter_map(|(index, query)| {
            let is_taken = self.queries[..index].iter().any(|it| it.method == query.method);
            let is_left_out = is_taken
                || METHODS.contains(&query.method.as_str())
                || query.parameters_of_one_name().is_some();
            (!is_left_out).then_some(query)
        })
    }

    /// Returns the file and line of a query.
    pub(super) fn place(&self, query: &Query) -> String {
        format!("{}:{}", self.files[query.file].name, query.line)
    }

    /// Returns the text of a query.
    pub(super) fn text_of(&self, query: &Query) -> &str {
        query.span.of(&self.files[query.file].text)
    }
}

impl Query {
    /// Returns two parameters that would have one name in Rust.
    pub(super) fn parameters_of_one_name(&self) -> Option<(&str, &str)> {
        let parameters = &self.interface.parameters;
        parameters.iter().enumerate().find_map(|(index, parameter)| {
            let name = names::field(&parameter.name);
            let first = parameters[..index].iter().find(|it| names::field(&it.name) == name)?;
            Some((first.name.as_str(), parameter.name.as_str()))
        })
    }

    /// Returns the name for messages.
    pub(super) fn query_name(&self) -> &str {
        &self.spelled
    }
}

fn read_file(
    index: usize,
    file: &QueryFile,
    found: &mut Vec<Found>,
    findings: &mut Vec<(usize, Finding)>,
) {
    let split = query::split(&file.text);
    let mut mistakes = split.findings;
    for Part { span, .. } in &split.queries {
        let parsed = query::parse(span.of(&file.text));
        mistakes.extend(parsed.findings.into_iter().map(|it| it.after(span.start)));
        if let Some(parsed) = parsed.query {
            found.push(Found { file: index, span: *span, parsed });
        }
    }
    if split.queries.is_empty() && mistakes.is_empty() {
        mistakes.push(Finding {
            rule: Rule::Syntax,
            span: Span { start: 0, end: 0 },
            message: "the file has no query".to_owned(),
            help: Some("a query begins with `CREATE QUERY name(..)`".to_owned()),
        });
    }
    findings.extend(mistakes.into_iter().filter(Finding::is_error).map(|it| (index, it)));
}
