//! Reading the schema file.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tg_gsql::json::{self, ReadError};
use tg_gsql::model::Catalog;
use tg_gsql::{Finding, Rule, apply, report};

use super::cache::Cache;

/// A file's schema, or the reason why it cannot be used.
pub(super) type Read = Result<Catalog, Failure>;

/// The reason why a file cannot be used. It is reported once, not at every type that is checked.
pub(super) struct Failure {
    message: String,
    reported_at: OnceLock<String>,
}

static FILES: Cache<Read> = Cache::new();

/// The maximum number of mistakes of a file in one message.
const MAX_LISTED: usize = 5;

/// Reads the schema in a file. In messages it is called `name`, a path from the folder of `owner`.
pub(super) fn read(path: &Path, name: &str, owner: &str) -> Arc<Read> {
    FILES.get(path, |text| {
        let text = text.map_err(|error| Failure::new(unreadable(name, owner, &error)))?;
        parse(name, &text).map_err(Failure::new)
    })
}

/// Parses the schema in a text: the server's JSON, or DDL.
pub(super) fn parse(name: &str, text: &str) -> Result<Catalog, String> {
    if is_json(name) || text.trim_start().starts_with('{') {
        return json::read(text).map_err(|error| mistakes(name, text, &[of_json(error)]));
    }
    let script = apply::script(text);
    let mut errors = script.findings;
    errors.retain(Finding::is_error);
    if errors.is_empty() { Ok(script.catalog) } else { Err(mistakes(name, text, &errors)) }
}

/// Returns `true` if a file of this name is the server's JSON.
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
    for finding in errors.iter().take(MAX_LISTED) {
        message += &report::finding(name, text, finding);
        message.push('\n');
    }
    if let Some(more) = errors.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
        message += &format!("and {more} more: `tg schema check {name}` prints them all\n\n");
    }
    message + "correct the file, or take a fresh one from the server: `tg schema pull`"
}

fn unreadable(name: &str, owner: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!(
            "the schema file {name} does not exist in the folder of {owner}: take it from the \
             server with `tg schema pull`, or correct the path"
        ),
        io::ErrorKind::InvalidData => {
            format!("the schema file {name} is not UTF-8: take a fresh one with `tg schema pull`")
        }
        _ => format!("the schema file {name}, in the folder of {owner}, cannot be read: {error}"),
    }
}

impl Failure {
    pub(super) fn new(message: String) -> Self {
        Self { message, reported_at: OnceLock::new() }
    }

    /// The message.
    #[cfg(feature = "include")]
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// The message for the first type that is checked, also when that is checked again.
    pub(super) fn message_for(&self, user: &str) -> Option<&str> {
        let reported_at = self.reported_at.get_or_init(|| user.to_owned());
        (reported_at == user).then_some(&self.message)
    }
}
