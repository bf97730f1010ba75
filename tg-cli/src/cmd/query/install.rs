//! `tg query diff` and `tg query install`: files compared with the server.

use serde::Serialize;
use tg_runtime::Graph as _;
use tg_runtime::query::{QueryDifferenceKind, QuerySource};

use super::connect;
use crate::args::QueryFilesArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::report::Report;
use crate::output::table::table;
use crate::query::{self, QueryFile};

/// A query of a file, and what the server has, or what was done about it.
#[derive(Debug, Serialize)]
struct Compared<'a> {
    name: &'a str,
    file: &'a str,
    status: String,
}

pub(super) fn diff(args: &QueryFilesArgs, context: &Context) -> Outcome {
    let files = query::read(&args.files.paths)?;
    query::require_distinct(&files)?;
    require_names(&files)?;
    let connection = connect(&args.connection, context)?;
    let sources: Vec<_> = files.iter().flat_map(QueryFile::sources).collect();
    let verify = connection.graph.queries().verify(sources.clone());
    let report = connection.wait(async { Ok(verify.await?) })?;
    let rows = sources.iter().map(|source| {
        let of = report.differences.iter().filter(|it| it.query == source.name);
        let words: Vec<_> = of.filter_map(|it| word(&it.kind)).collect();
        let status = if words.is_empty() { "installed".to_owned() } else { words.join(", ") };
        Compared { name: &source.name, file: &source.file, status }
    });
    show(&rows.collect::<Vec<_>>(), context)?;
    for difference in report.differences.iter().filter(|it| word(&it.kind).is_none()) {
        context.out.note(&difference.to_string());
    }
    if !report.beyond.is_empty() {
        context.out.note(&format!("only on the server: {}", report.beyond.join(", ")));
    }
    Ok(Exit::of(report.fits()))
}

/// Returns the word for a difference in the table; those of signatures are not in it.
fn word(kind: &QueryDifferenceKind) -> Option<String> {
    Some(match kind {
        QueryDifferenceKind::Missing => "missing".to_owned(),
        QueryDifferenceKind::Text => "differs".to_owned(),
        QueryDifferenceKind::State(state) => state.to_string(),
        _ => return None,
    })
}

pub(super) fn install(args: &QueryFilesArgs, context: &Context) -> Outcome {
    let files = query::read(&args.files.paths)?;
    query::require_distinct(&files)?;
    require_names(&files)?;
    let connection = connect(&args.connection, context)?;
    let graph = connection.name().unwrap_or_default();
    let catalog = connection.wait(async { Ok(connection.graph.schema().read().await?) })?;
    let all = query::parse_all(&files);
    for file in &files {
        let findings = file.check(&catalog, Some(graph), &all, None);
        Report::new(&file.name, &file.text, &findings).require_sound(context.out)?;
    }
    let sources: Vec<_> = files.iter().flat_map(QueryFile::sources).collect();
    let out = context.out;
    let install = connection.graph.queries().install_changed(sources.clone());
    let install = install.on_progress(move |installation| out.note(&installation.message));
    let report = connection.wait(async { Ok(install.await?) })?;
    let has = |names: &[String], source: &QuerySource| names.contains(&source.name);
    let rows = sources.iter().map(|source| {
        let status = match (has(&report.created, source), has(&report.replaced, source)) {
            (true, _) => "created, installed",
            (_, true) => "replaced, installed",
            _ => "installed",
        };
        Compared { name: &source.name, file: &source.file, status: status.to_owned() }
    });
    show(&rows.collect::<Vec<_>>(), context)?;
    let own = |name: &&String| !sources.iter().any(|source| source.name == **name);
    let callers: Vec<_> = report.installed.iter().filter(own).map(String::as_str).collect();
    if !callers.is_empty() {
        out.note(&format!("installed again, as they call these: {}", callers.join(", ")));
    }
    let invalid = report.invalid_callers.join(", ");
    if !invalid.is_empty() {
        out.note(&format!("no longer valid, as they call these: {invalid}"));
    }
    Ok(Exit::of(invalid.is_empty()))
}

/// Rejects files without a query that has a name.
fn require_names(files: &[QueryFile]) -> Outcome<()> {
    let without = |file: &&QueryFile| !file.queries.iter().any(|query| query.name.is_some());
    match files.iter().find(without) {
        None => Ok(()),
        Some(file) => Err(Failure::input(format!("{} has no `CREATE QUERY`", file.name))
            .help("`tg query check` lists the mistakes of files")),
    }
}

fn show(compared: &[Compared<'_>], context: &Context) -> Outcome<()> {
    context.out.show(&compared, || {
        let row = |it: &Compared<'_>| [it.name.to_owned(), it.status.clone(), it.file.to_owned()];
        table("", &compared.iter().map(row).collect::<Vec<_>>())
    })
}
