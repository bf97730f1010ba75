//! Reading the schema file.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tg_gsql::json::{self, ReadError};
use tg_gsql::model::Catalog;
use tg_gsql::{Finding, Rule, apply, report};

use super::cache::Cache;

/// A file's schema, or why it has none.
pub(super) type Read = Result<Catalog, Failure>;

/// Why a file cannot be used. It is told once, not at every type that asks for the file.
pub(super) struct Failure {
    message: String,
    told_at: OnceLock<String>,
}

static FILES: Cache<Read> = Cache::new();

/// How many mistakes of a file are shown.
const SHOWN: usize = 5;

/// The schema in the file, which messages call `name`, as a path from the folder of the file `beside`.
pub(super) fn read(path: &Path, name: &str, beside: &str) -> Arc<Read> {
    FILES.get(path, |text| {
        let text = text.map_err(|error| Failure::new(unreadable(name, beside, &error)))?;
        parse(name, &text).map_err(Failure::new)
    })
}

/// The schema in a text: the server's JSON, or DDL.
pub(super) fn parse(name: &str, text: &str) -> Result<Catalog, String> {
    if is_json(name) || text.trim_start().starts_with('{') {
        return json::read(text).map_err(|error| mistakes(name, text, &[of_json(error)]));
    }
    let script = apply::script(text);
    let mut errors = script.findings;
    errors.retain(Finding::is_error);
    if errors.is_empty() { Ok(script.catalog) } else { Err(mistakes(name, text, &errors)) }
}

/// Whether a file of this name is the server's JSON.
pub(crate) fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn of_json(error: ReadError) -> Finding {
    let ReadError { path, span, message, help, .. } = error;
    let message = if path.is_empty() { message } else { format!("{path}: {message}") };
    Finding { rule: Rule::Syntax, span, message, help }
}

fn mistakes(name: &str, text: &str, errors: &[Finding]) -> String {
    let mut message = format!("{name}, the schema file of this crate, has mistakes:\n\n");
    for finding in errors.iter().take(SHOWN) {
        message += &report::finding(name, text, finding);
        message.push('\n');
    }
    if let Some(more) = errors.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        message += &format!("and {more} more: `tg schema check {name}` shows them all\n\n");
    }
    message + "mend the file, or take a fresh one from the server: `tg schema pull`"
}

fn unreadable(name: &str, beside: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!(
            "the schema file {name} does not exist in the folder of {beside}: take it from the server with `tg schema \
             pull`, or correct the path"
        ),
        io::ErrorKind::InvalidData => {
            format!("the schema file {name} is not UTF-8: take a fresh one with `tg schema pull`")
        }
        _ => format!("the schema file {name}, in the folder of {beside}, cannot be read: {error}"),
    }
}

impl Failure {
    pub(super) fn new(message: String) -> Self {
        Self { message, told_at: OnceLock::new() }
    }

    /// The message.
    #[cfg(feature = "include")]
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// The message, for the first type that asks, whenever it asks again.
    pub(super) fn told_to(&self, asking: &str) -> Option<&str> {
        let told_at = self.told_at.get_or_init(|| asking.to_owned());
        (told_at == asking).then_some(&self.message)
    }
}
