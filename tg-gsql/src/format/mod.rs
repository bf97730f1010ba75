//! Whole scripts in canonical form, statement by statement.
//!
//! The script keeps its meaning and its comments. Comments between statements remain where they
//! are; a statement with a comment inside remains as it was written, and so do queries and all
//! statements that this crate does not parse. Formatting a formatted script does not change it.

mod declaration;
mod gap;
mod job;
mod query;

pub use query::queries;

use crate::finding::Finding;
use crate::print;
use crate::syntax::ast::{Drop, Selection, Statement};
use crate::syntax::{Name, Span, Spanned, Token, parse, tokens};

/// Returns a script in canonical form: one statement per line, keywords in capitals, and one item
/// per line in a statement that is too long for one line.
///
/// ```
/// let text = "create vertex A(primary_id id string) // all\nuse graph g";
/// assert_eq!(
///     tg_gsql::format::script(text).as_deref(),
///     Ok("CREATE VERTEX A (PRIMARY_ID id STRING) // all\nUSE GRAPH g\n")
/// );
/// ```
///
/// # Errors
///
/// The findings, if the text cannot be parsed. It is not checked against a schema.
pub fn script(text: &str) -> Result<String, Vec<Finding>> {
    let parsed = parse(text);
    if !parsed.is_ok() {
        return Err(parsed.findings);
    }
    let mut script = gap::Script::new(text);
    for statement in &parsed.statements {
        script.statement(statement.span, canonical(text, statement).filter(|it| is_one(it)));
    }
    Ok(script.finish())
}

/// Returns the canonical form of a statement; `None` if it remains as it is.
fn canonical(text: &str, statement: &Spanned<Statement>) -> Option<String> {
    let written = statement.span.of(text);
    if tokens(written).any(Token::is_comment) {
        return None;
    }
    Some(match &statement.value {
        Statement::CreateVertex(vertex) => declaration::vertex("CREATE", vertex, 0),
        Statement::CreateEdge(edge) => declaration::edge("CREATE", edge, 0),
        Statement::CreateTuple(tuple) => return declaration::tuple(tuple),
        Statement::CreateGraph(graph) => return declaration::graph(graph),
        Statement::CreateSchemaChangeJob(job) => job::schema_change_job(job),
        Statement::RunSchemaChangeJob { name } => return run(written, name),
        Statement::CreateLoadingJob(job) => print::loading_job(job),
        Statement::RunLoadingJob(run) => print::run_loading_job(run),
        Statement::UseGraph(name) => format!("USE GRAPH {}", name.value),
        Statement::UseGlobal => "USE GLOBAL".to_owned(),
        Statement::Begin => "BEGIN".to_owned(),
        Statement::End => "END".to_owned(),
        Statement::Ls => "LS".to_owned(),
        Statement::Drop(drop) => return dropped(drop),
        Statement::InstallQuery { options, queries } => {
            let options: String =
                options.iter().map(|it| format!("-{} ", it.value.to_ascii_uppercase())).collect();
            let text = format!("INSTALL QUERY {options}{}", selection(queries));
            text.trim_end().to_owned()
        }
        _ => return None,
    })
}

/// Returns `true` if the form is still one statement: a reserved word as a name begins another one
/// if it comes first on a line.
fn is_one(canonical: &str) -> bool {
    let parsed = parse(canonical);
    parsed.is_ok() && parsed.statements.len() == 1
}

/// `RUN [GLOBAL] SCHEMA_CHANGE JOB name [-N]`
fn run(written: &str, name: &Name) -> Option<String> {
    let parts: Vec<_> = written.split_whitespace().map(str::to_ascii_uppercase).collect();
    let global = parts.iter().any(|part| part == "GLOBAL");
    let quiet = parts.iter().any(|part| part == "-N");
    if parts.len() != 4 + usize::from(global) + usize::from(quiet) {
        return None;
    }
    let (global, quiet) = (if global { "GLOBAL " } else { "" }, if quiet { " -N" } else { "" });
    Some(format!("RUN {global}SCHEMA_CHANGE JOB {}{quiet}", name.value))
}

fn dropped(drop: &Drop) -> Option<String> {
    Some(match drop {
        Drop::Vertices(all) => format!("DROP VERTEX {}", names(all)),
        Drop::Edges(all) => format!("DROP EDGE {}", names(all)),
        Drop::Tuples(all) => format!("DROP TUPLE {}", names(all)),
        Drop::Graph { name, cascade: false } => format!("DROP GRAPH {}", name.value),
        Drop::Graph { name, cascade: true } => format!("DROP GRAPH {} CASCADE", name.value),
        Drop::All => "DROP ALL".to_owned(),
        Drop::Queries(all) => format!("DROP QUERY {}", selection(all)),
        Drop::Jobs(all) => format!("DROP JOB {}", selection(all)),
        Drop::DataSources(all) => format!("DROP DATA_SOURCE {}", selection(all)),
        // Secrets have arbitrary characters, and the others are opaque.
        Drop::Secrets(_) | Drop::Other => return None,
    })
}

fn selection(selection: &Selection) -> String {
    match selection {
        Selection::All => "*".to_owned(),
        Selection::Named(all) => names(all),
    }
}

fn names(names: &[Name]) -> String {
    names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// Returns `true` if the first token after a statement, comments aside, is a `;`.
fn ends_with_semicolon(gap: &str) -> bool {
    tokens(gap).find(|token| !token.is_comment()).is_some_and(|token| token.is_symbol(';'))
}

/// Returns the text between two positions.
fn between(text: &str, start: usize, end: usize) -> &str {
    Span { start, end }.of(text)
}
