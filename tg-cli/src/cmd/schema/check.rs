//! `tg schema check`: findings in a text, and differences between a snapshot and the server.

use serde::Serialize;
use tg_gsql::diff::{Change, Difference};

use super::source::{self, Read};
use crate::args::CheckArgs;
use crate::cmd::Context;
use crate::cmd::connection::Connection;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::report::Report;
use crate::output::schema::{Differences, lines};
use crate::output::style::{ADDED, ERROR};

#[derive(Debug, Serialize)]
struct Checked {
    #[serde(flatten)]
    report: Report,
    /// `true` if the server has this schema in any order of attributes; null without a comparison.
    fresh: Option<bool>,
    /// Differences of the server's schema.
    differences: Differences,
}

pub(super) fn run(args: &CheckArgs, context: &Context) -> Outcome {
    let settings = context.settings(args.connection.layer())?;
    let path = match &args.file {
        Some(file) => file.clone(),
        None => settings.snapshot()?.to_owned(),
    };
    let Read { catalog, report } = source::read(&path)?;
    let with_server = (args.file.is_none() || args.live) && report.errors == 0;
    if !with_server {
        let valid = report.errors == 0;
        let checked = Checked { report, fresh: None, differences: Differences::of(&[]) };
        context.out.show(&checked, || checked.report.text_or_all_well())?;
        return Ok(Exit::of(valid));
    }
    if settings.values.url.is_none() {
        return Err(Failure::configuration("no server is named to compare the snapshot with")
            .help(format!(
                "set TG_HOST or give `--url URL`; `tg schema check {}` checks the file alone",
                path.display()
            )));
    }
    let connection = Connection::with(settings, &args.connection)?;
    let live = source::live_or_nothing(&connection)?;
    let differences = source::compare(&live, &catalog, connection.name());
    // No statement moves an attribute, so a difference in the order cannot be removed.
    let counts =
        |difference: &Difference| !matches!(difference.change, Change::AttributeOrder { .. });
    let fresh = !differences.iter().any(counts);
    let checked =
        Checked { report, fresh: Some(fresh), differences: Differences::of(&differences) };
    context.out.show(&checked, || {
        let file = path.display();
        let verdict = match fresh {
            true => format!("{file}: {ADDED}the server has this schema{ADDED:#}\n"),
            false => format!("{ERROR}{file} is not what {} has{ERROR:#}\n", connection.url),
        };
        checked.report.text() + &lines(&differences) + &verdict
    })?;
    if !fresh {
        context.out.note(
            "`tg schema pull` writes the server's schema to the file; `tg schema plan` lists the \
             steps that change the server",
        );
    }
    Ok(Exit::of(fresh))
}
