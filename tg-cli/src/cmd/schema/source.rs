//! The sources of schemas: files and the server.

use std::path::{Path, PathBuf};

use tg_gsql::diff::{self, Difference};
use tg_gsql::model::{Catalog, Graph as GraphModel, TupleField, TupleFieldType, TupleType};
use tg_gsql::{Finding, Rule, apply, generate, json, print};
use tg_runtime::Graph;

use crate::args::ConnectionArgs;
use crate::cmd::Context;
use crate::cmd::connection::Connection;
use crate::config::Settings;
use crate::exit::{Failure, Outcome};
use crate::files::{self, Input};
use crate::output::Output;
use crate::output::report::Report;

/// A schema of a file or of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// DDL or the server's JSON; `-` is standard input.
    File(PathBuf),
    /// The present schema of the server.
    Live,
}

impl Source {
    /// Reads an operand; `live` is the server.
    pub(crate) fn of(operand: &Path) -> Self {
        if operand.as_os_str() == "live" { Self::Live } else { Self::File(operand.to_owned()) }
    }

    /// Returns the operand, or the default of the settings: the snapshot, or else the server.
    pub(crate) fn or_settings(operand: Option<&PathBuf>, settings: &Settings) -> Outcome<Self> {
        match (operand, &settings.values.schema) {
            (Some(operand), _) => Ok(Self::of(operand)),
            (None, Some(snapshot)) => Ok(Self::File(snapshot.clone())),
            (None, None) if settings.values.url.is_some() => Ok(Self::Live),
            (None, None) => Err(settings.snapshot().err().unwrap_or_else(|| Failure::usage(""))),
        }
    }

    /// Returns the name for messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => files::name(path),
            Self::Live => "live".to_owned(),
        }
    }

    /// Reads the schema. Findings about a file go to standard error, and errors end the command.
    pub(crate) fn load(
        &self,
        settings: Settings,
        flags: &ConnectionArgs,
        context: &Context,
    ) -> Outcome<Catalog> {
        match self {
            Self::File(path) => read_sound(path, context.out),
            Self::Live => live(&Connection::with(settings, flags)?),
        }
    }
}

/// Reads the schema of the operand, or of the default; returns it with the graph of the settings.
pub(crate) fn load(
    operand: Option<&PathBuf>,
    flags: &ConnectionArgs,
    context: &Context,
) -> Outcome<(Catalog, Option<String>)> {
    let settings = context.settings(flags.layer())?;
    let graph = settings.values.graph.clone();
    let source = Source::or_settings(operand, &settings)?;
    Ok((source.load(settings, flags, context)?, graph))
}

/// Reads the server's schema: that of the given graph, otherwise all graphs and types.
pub(crate) fn live(connection: &Connection) -> Outcome<Catalog> {
    connection.wait(async {
        let graph = &connection.graph;
        Ok(match (connection.name(), connection.timeout()) {
            (Some(_), Some(limit)) => graph.schema().read().timeout(limit).await?,
            (Some(_), None) => graph.schema().read().await?,
            (None, Some(limit)) => graph.admin().server().catalog().timeout(limit).await?,
            (None, None) => graph.admin().server().catalog().await?,
        })
    })
}

/// The same, but empty if the graph does not exist, for a comparison with the target schema.
pub(crate) fn live_or_nothing(connection: &Connection) -> Outcome<Catalog> {
    match live(connection) {
        Err(failure) if failure.is("unknown-name") => Ok(Catalog::default()),
        read => read,
    }
}

/// Returns the given graph of a schema, or an error if the schema does not have it.
pub(crate) fn require_graph<'a>(catalog: &'a Catalog, name: &str) -> Outcome<&'a GraphModel> {
    catalog.graph(name).ok_or_else(|| {
        let names = || catalog.graphs.iter().map(|graph| graph.name.as_str());
        let failure = Failure::input(format!("the schema has no graph `{name}`"));
        match tg_gsql::suggest::nearest(name, names()) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None if catalog.graphs.is_empty() => failure.help("it has no graph at all"),
            None => failure.help(format!("it has: {}", names().collect::<Vec<_>>().join(", "))),
        }
    })
}

/// Returns the differences. Without a given graph, only the graphs of `target` are compared,
/// because a snapshot need not contain all graphs of the server; if it has none, all types are
/// compared.
pub(crate) fn compare(have: &Catalog, target: &Catalog, graph: Option<&str>) -> Vec<Difference> {
    match (graph, target.graphs.as_slice()) {
        (Some(graph), _) => diff::graph(have, target, graph, &[]),
        (None, []) => diff::catalog(have, target, &[]),
        (None, [only]) => diff::graph(have, target, &only.name, &[]),
        (None, graphs) => {
            let mut differences = Vec::new();
            for graph in graphs {
                for mut difference in diff::graph(have, target, &graph.name, &[]) {
                    difference.graph.get_or_insert_with(|| graph.name.clone());
                    differences.push(difference);
                }
            }
            differences
        }
    }
}

/// A schema, and the findings about its text.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) catalog: Catalog,
    pub(crate) report: Report,
}

/// Reads a file of DDL or of the server's JSON, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Outcome<Read> {
    let input =
        files::read(path).map_err(|failure| match path.exists() || files::is_dash(path) {
            true => failure,
            false => failure.help(format!(
                "`tg schema pull {}` writes the server's schema into this file",
                path.display()
            )),
        })?;
    Ok(parse(&input))
}

/// Reads the schema of a file without errors. Other findings go to standard error.
pub(crate) fn read_sound(path: &Path, out: Output) -> Outcome<Catalog> {
    let Read { catalog, report } = read(path)?;
    report.require_sound(out)?;
    Ok(catalog)
}

/// Reads DDL or the server's JSON, which starts with a brace or bracket, unlike DDL.
pub(crate) fn parse(input: &Input) -> Read {
    let Input { name, text } = input;
    if !is_json(text) {
        let script = apply::script(text);
        let report = Report::new(name, text, &script.findings);
        return Read { catalog: script.catalog, report };
    }
    match json::read(text) {
        Ok(catalog) => {
            // The rules apply to DDL, so the excerpts are of DDL, too.
            let ddl = print::catalog(&with_tuples(&catalog));
            let findings = apply::script(&ddl).findings;
            let name = match findings.is_empty() {
                true => name.clone(),
                false => format!("{name}, as DDL"),
            };
            Read { catalog, report: Report::new(&name, &ddl, &findings) }
        }
        Err(error) => {
            let message = match error.path.as_str() {
                "" => error.message,
                path => format!("{path}: {}", error.message),
            };
            let finding =
                Finding { rule: Rule::Syntax, span: error.span, message, help: error.help };
            Read { catalog: Catalog::default(), report: Report::new(name, text, &[finding]) }
        }
    }
}

/// Returns the catalog with every tuple that its types use. The server's JSON does not describe
/// tuples, so a type that uses one is not an error.
fn with_tuples(catalog: &Catalog) -> Catalog {
    let mut whole = catalog.clone();
    for name in generate::undescribed_tuples(catalog) {
        let field = TupleField { name: "unknown".to_owned(), ty: TupleFieldType::Int(8) };
        whole.tuples.push(TupleType { name, fields: vec![field] });
    }
    whole
}

/// Returns `true` if the text is the server's JSON.
pub(crate) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}
