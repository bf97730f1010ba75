//! `tg schema pull`: writes the server's schema into a file.

use std::path::Path;

use serde::Serialize;
use tg_gsql::json::{self, Style};
use tg_gsql::model::Catalog;
use tg_gsql::print;

use super::source;
use crate::args::{PullArgs, SnapshotFormat};
use crate::cmd::Context;
use crate::cmd::connection::Connection;
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::output::schema::{Differences, lines};

#[derive(Debug, Serialize)]
struct Pulled {
    file: String,
    /// `created`, `updated`, `unchanged`; with `--check`, `fresh` or `stale`.
    status: &'static str,
    /// Differences between the server's schema and the file.
    differences: Differences,
}

pub(super) fn run(args: &PullArgs, context: &Context) -> Outcome {
    let settings = context.settings(args.connection.layer())?;
    let path = match &args.file {
        Some(file) => file.clone(),
        None => settings.snapshot()?.to_owned(),
    };
    let connection = Connection::with(settings, &args.connection)?;
    let live = source::live(&connection)?;
    let format = args.format.unwrap_or_else(|| by_extension(&path));
    let text = write(&live, connection.name(), format);
    if files::is_dash(&path) {
        context.out.raw(&text)?;
        return Ok(Exit::Done);
    }
    // A file with errors is replaced, like a missing one.
    let known = path.exists().then(|| source::read(&path)).transpose()?;
    let known = known.filter(|known| known.report.errors == 0);
    let differences = match &known {
        Some(known) => source::compare(&known.catalog, &live, connection.name()),
        None => Vec::new(),
    };
    let fresh = known.is_some() && differences.is_empty();
    let in_given_format = match args.format {
        Some(format) if fresh => {
            source::is_json(&files::read(&path)?.text) == (format == SnapshotFormat::Json)
        }
        _ => true,
    };
    let status = match (args.check, fresh) {
        (true, true) => "fresh",
        (true, false) => "stale",
        // The file has the same schema in another form, so its comments and its order remain.
        (false, true) if in_given_format => "unchanged",
        (false, _) => files::write(&path, &text)?.name(),
    };
    let pulled = Pulled {
        file: path.display().to_string(),
        status,
        differences: Differences::of(&differences),
    };
    context.out.show(&pulled, || format!("{}{} {status}\n", lines(&differences), pulled.file))?;
    Ok(Exit::of(!args.check || fresh))
}

fn write(live: &Catalog, graph: Option<&str>, format: SnapshotFormat) -> String {
    match (format, graph) {
        (SnapshotFormat::Ddl, Some(graph)) => print::graph(live, graph),
        (SnapshotFormat::Ddl, None) => print::catalog(live),
        (SnapshotFormat::Json, Some(graph)) => json::graph(live, graph, Style::Snapshot),
        (SnapshotFormat::Json, None) => json::catalog(live, Style::Snapshot),
    }
}

fn by_extension(path: &Path) -> SnapshotFormat {
    match path.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("json") => SnapshotFormat::Json,
        _ => SnapshotFormat::Ddl,
    }
}
