//! Invariants of tg-gsql for any text.

use tg_gsql::apply::script;
use tg_gsql::json::{self, Style};
use tg_gsql::model::Catalog;
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::parse;
use tg_gsql::{Finding, check, format, print, query, report};

use crate::mutate::SCHEMA;

/// Returns the invariant that a text violates, if there is one.
pub fn check(text: &str) -> Result<(), String> {
    statements_are_in_order(text)?;
    query_is_parsed_or_rejected(text)?;
    let read = script(text);
    let _ = report::findings("input", text, &read.findings);

    // A printed catalog is read as the same one.
    if read.catalog != Catalog::default() {
        printed_is_the_same(&read.catalog)?;
    }
    // A formatted script does not change when it is formatted again, and has the same meaning.
    if let Ok(formatted) = format::script(text)
        && formatted != text
    {
        if format::script(&formatted).as_ref() != Ok(&formatted) {
            return Err(format!("formatting again gives something else than\n{formatted}"));
        }
        let (before, after) = (parse(text).statements.len(), parse(&formatted).statements.len());
        if before != after || script(&formatted).catalog != read.catalog {
            return Err(format!("the formatted script means something else\n{formatted}"));
        }
    }

    // JSON is written and read.
    let _ = json::read(text);
    if read.catalog.vertices.is_empty() {
        return Ok(());
    }
    let written = json::catalog(&read.catalog, Style::Snapshot);
    if let Err(error) = json::read(&written) {
        return Err(format!("the written JSON is not read: {error:?}\n{written}"));
    }
    Ok(())
}

/// A query is parsed, or one finding reports the position of the mistake. A parsed one has the same
/// extent as in a script, and can be checked.
fn query_is_parsed_or_rejected(text: &str) -> Result<(), String> {
    let data = query::data_statement(text);
    if data.statement.is_none() != data.findings.iter().any(Finding::is_error) {
        return Err(format!("no statement, or no finding: {data:?}"));
    }
    let parsed = query::parse(text);
    let inside = |finding: &Finding| text.get(finding.span.start..finding.span.end).is_some();
    if parsed.query.is_none() != parsed.findings.iter().any(Finding::is_error)
        || parsed.findings.len() > 2
        || !parsed.findings.iter().chain(&data.findings).all(inside)
    {
        return Err(format!("a query and findings that do not belong together: {parsed:?}"));
    }
    let Some(read) = parsed.query else { return Ok(()) };
    let schema = script(SCHEMA).catalog;
    let mut findings = check::query(text, &read, &schema, "g");
    for schema in [Some((&schema, "g")), None] {
        let context = query::Context { schema, ..query::Context::default() };
        findings.extend(check::query_in(text, &read, &context));
        let interface = query::interface(text, &read, &context);
        if interface.parameters.len() != read.parameters.len() {
            return Err(format!("another interface: {interface:?}"));
        }
    }
    if let Some(outside) = findings.iter().find(|finding| !inside(finding)) {
        return Err(format!("a finding outside of the query: {outside:?}"));
    }
    let signature = query::signature(text, &read, &schema, "g");
    if signature.inputs.len() != read.parameters.len() {
        return Err(format!("another signature: {signature:?}"));
    }
    let script = parse(text);
    let extent = match script.statements.first().map(|statement| &statement.value) {
        Some(Statement::CreateQuery(query)) => Some(query.body),
        Some(Statement::InterpretQuery { .. }) => Some(read.body_span),
        _ => None,
    };
    // A name that is a statement if it is alone on a line ends the script's statement.
    if script.is_ok() && (extent != Some(read.body_span) || script.statements.len() != 1) {
        return Err(format!("the extent in a script differs: {script:?} and {:?}", read.body_span));
    }
    Ok(())
}

fn statements_are_in_order(text: &str) -> Result<(), String> {
    let parsed = parse(text);
    let mut end = 0;
    for statement in &parsed.statements {
        let span = statement.span;
        if span.start < end || span.end <= span.start || text.get(span.start..span.end).is_none() {
            return Err(format!("a statement is at {span:?}, before {end}"));
        }
        end = span.end;
    }
    let within = |finding: &Finding| {
        parsed.statements.iter().any(|statement| statement.span.covers(finding.span))
    };
    match parsed.findings.iter().find(|finding| !within(finding)) {
        Some(outside) => Err(format!("a finding outside of all statements: {outside:?}")),
        None => Ok(()),
    }
}

fn printed_is_the_same(catalog: &Catalog) -> Result<(), String> {
    let printed = print::catalog(catalog);
    let again = script(&printed);
    if again.findings.iter().any(Finding::is_error) {
        let findings = report::findings("printed", &printed, &again.findings);
        return Err(format!("the printed catalog has errors\n{printed}\n{findings}"));
    }
    if again.catalog != *catalog {
        return Err(format!("the printed catalog is another one\n{printed}"));
    }
    Ok(())
}
