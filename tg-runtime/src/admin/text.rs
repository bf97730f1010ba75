//! Statements of GSQL text, for servers that have no other way.

use std::time::Duration;

use tg_gsql::print;

use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Gsql;

/// Runs statements in the scope of the client, and gives what was printed.
pub(super) async fn run(
    client: &Client,
    statements: &str,
    timeout: Option<Duration>,
) -> Result<String> {
    Gsql::new(client.clone(), scoped(client, statements)).limit(timeout).await
}

/// Runs a statement that lists texts of the user's.
pub(super) async fn show(
    client: &Client,
    statement: &str,
    timeout: Option<Duration>,
) -> Result<String> {
    Gsql::new(client.clone(), scoped(client, statement)).limit(timeout).await
}

/// Each request stands alone, so that it says itself in which graph it works.
fn scoped(client: &Client, statements: &str) -> String {
    match client.graph() {
        "" => statements.to_owned(),
        graph => format!("USE GRAPH {graph}\n{statements}"),
    }
}

/// A text that can stand in a statement as a name of its own kind: letters, digits and `_`.
pub(super) fn word<'a>(what: &str, text: &'a str) -> Result<&'a str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !text.is_empty() && text.chars().all(plain) {
        return Ok(text);
    }
    let message = format!("GSQL cannot carry {text:?} as {what}: use letters, digits and `_`");
    Err(Error::new(ErrorKind::Encode, message))
}

/// A text as a string of GSQL. What would need an escape is refused: not all servers read them alike.
pub(super) fn string(what: &str, text: &str) -> Result<String> {
    if !text.chars().any(|c| matches!(c, '"' | '\\') || c.is_control()) {
        return Ok(print::string(text));
    }
    let message = format!(
        "GSQL cannot carry {text:?} as {what}: leave out quotes, backslashes and control characters"
    );
    Err(Error::new(ErrorKind::Encode, message))
}
