//! Where a command takes its schema from.

use std::path::Path;

use tg_gsql::Finding;
use tg_gsql::apply;
use tg_gsql::model::Catalog;

use crate::exit::Outcome;
use crate::files::{self, Input};
use crate::output::Output;
use crate::output::report::Report;

/// A schema that was read, and everything that was found about its text.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) catalog: Catalog,
    pub(crate) report: Report,
}

/// Reads a file of DDL, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Outcome<Read> {
    let input = files::read(path)?;
    let script = apply::script(&input.text);
    Ok(Read { catalog: script.catalog, report: report(&input, &script.findings) })
}

/// The schema of a file without errors. What is found otherwise goes to standard error.
pub(crate) fn read_sound(path: &Path, out: Output) -> Outcome<Catalog> {
    let Read { catalog, report } = read(path)?;
    report.require_sound(out)?;
    Ok(catalog)
}

/// The findings about what was read.
pub(crate) fn report(input: &Input, findings: &[Finding]) -> Report {
    Report::new(&input.name, &input.text, findings)
}
