//! Where a command takes its schema from.

use std::path::Path;

use tg_gsql::model::Catalog;
use tg_gsql::{Finding, Rule, apply, json, print};

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

/// Reads a file of DDL or of the server's JSON, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Outcome<Read> {
    Ok(parse(&files::read(path)?))
}

/// The schema of a file without errors. What is found otherwise goes to standard error.
pub(crate) fn read_sound(path: &Path, out: Output) -> Outcome<Catalog> {
    let Read { catalog, report } = read(path)?;
    report.require_sound(out)?;
    Ok(catalog)
}

/// Reads DDL, or the server's JSON, which begins with a brace or a bracket as no DDL does.
pub(crate) fn parse(input: &Input) -> Read {
    let Input { name, text } = input;
    if !is_json(text) {
        let script = apply::script(text);
        let report = Report::new(name, text, &script.findings);
        return Read { catalog: script.catalog, report };
    }
    match json::read(text) {
        Ok(catalog) => {
            // The rules are those of DDL, and so are their excerpts.
            let ddl = print::catalog(&catalog);
            let findings = apply::script(&ddl).findings;
            Read { catalog, report: Report::new(&format!("{name}, as DDL"), &ddl, &findings) }
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

/// Whether the text is the server's JSON.
pub(crate) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}
