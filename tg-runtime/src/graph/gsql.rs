//! GSQL text: sending it, and telling success from failure, which the server says in prose.

use std::time::Duration;

use http::Method;
use url::form_urlencoded::byte_serialize;

use crate::client::path::Path;
use crate::client::request::{Expects, Label, Request};
use crate::client::{Client, Generation};
use crate::error::{Error, ErrorKind, Repeat, Result};
use crate::operation::operation;

/// How long a statement may take unless the caller says otherwise: schema changes take tens of
/// seconds, installing queries minutes.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// What the answer to a statement that failed contains. The return code alone does not tell: the
/// server gives 0 also after a failed check.
const FAILURES: &[&str] = &[
    "Encountered \"",
    "SEMANTIC ERROR",
    "Syntax Error",
    "Invalid syntax",
    "Semantic Check Fails",
    "Failed to create",
    "could not be created!",
    "does not exist",
    "is not a valid",
    "already exists",
    "Saved as draft query",
    "Query installation failed!",
    "Runtime Error",
    "is a reserved keyword",
];

/// What the answer contains while another statement changes the catalog.
const LOCKED: &str = "Other operation is running";

/// Control lines begin so; the rest are output.
const CONTROL: &str = "__GSQL__";
const RETURN_CODE: &str = "__GSQL__RETURN__CODE__,";

/// Runs GSQL: [`Graph::gsql`](super::Graph::gsql). Awaited, it gives what the server printed.
///
/// # Errors
///
/// With [`ErrorKind::Gsql`] when a statement failed; the message is what the server printed.
/// Statements before it may have been executed, so nothing is repeated by itself.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Gsql {
    client: Client,
    script: String,
    timeout: Option<Duration>,
}

impl Gsql {
    pub(crate) fn new(client: Client, script: String) -> Self {
        Self { client, script, timeout: None }
    }

    /// Takes this long at most.
    pub(crate) fn limit(mut self, limit: Option<Duration>) -> Self {
        self.timeout = limit;
        self
    }

    pub(super) async fn run(self) -> Result<String> {
        self.output().await
    }

    pub(crate) async fn output(self) -> Result<String> {
        let (label, text) = self.answer().await?;
        judge(&text).map_err(|error| error.during(|| label.to_string()))
    }

    /// Runs statements that show something: texts of the user's, whose words say nothing about
    /// whether the statement failed.
    pub(crate) async fn shown(self) -> Result<String> {
        let (label, text) = self.answer().await?;
        judge_listing(&text).map_err(|error| error.during(|| label.to_string()))
    }

    async fn answer(self) -> Result<(Label, String)> {
        let label = Label::of_graph("run GSQL on", &self.client);
        let request = match self.client.generation().await? {
            Generation::V4 => {
                Request::gsql(label.clone(), Method::POST, Path::fixed("/gsql/v1/statements"))
                    .body(self.script, "text/plain")
            }
            Generation::V3 => {
                // One value of a form, without a key.
                let form: String = byte_serialize(self.script.as_bytes()).collect();
                Request::gsql(label.clone(), Method::POST, Path::fixed("/gsqlserver/gsql/file"))
                    .body(form, "application/x-www-form-urlencoded")
            }
        };
        let request = request
            .expects(Expects::Text)
            .patience(self.timeout.unwrap_or(PATIENCE))
            .timeout(self.timeout);
        let reply = self.client.send(request).await?;
        // Some servers wrap the text.
        let text =
            if reply.message().is_empty() { reply.text() } else { reply.message().to_owned() };
        Ok((label, text))
    }
}

operation!(impl [] Gsql => String);

/// The output of statements that succeeded.
fn judge(text: &str) -> Result<String> {
    let (code, output) = output(text);
    if output.contains(LOCKED) {
        return Err(locked(output));
    }
    let failed = code != 0 || FAILURES.iter().any(|failure| output.contains(failure));
    if failed { Err(Error::new(ErrorKind::Gsql, output)) } else { Ok(output) }
}

/// The output of a statement that lists what there is: failures stand at the beginning of a line.
fn judge_listing(text: &str) -> Result<String> {
    let (code, output) = output(text);
    let begins = |line: &str| {
        let says = |start: &str| line.starts_with(start);
        says("Semantic Check Fails")
            || says("SEMANTIC ERROR")
            || says("Encountered \"")
            || (says("Graph '") && line.ends_with("does not exist."))
    };
    if output.lines().next().is_some_and(|line| line.starts_with(LOCKED)) {
        return Err(locked(output));
    }
    let failed = code != 0 || output.lines().any(begins);
    if failed { Err(Error::new(ErrorKind::Gsql, output)) } else { Ok(output) }
}

fn locked(output: String) -> Error {
    Error::new(ErrorKind::Unavailable, output).with_repeat(Repeat::IfIdempotent)
}

/// The return code, and what was printed.
fn output(text: &str) -> (u32, String) {
    let mut code = 0;
    let mut output = String::new();
    for line in text.lines() {
        if let Some(number) = line.strip_prefix(RETURN_CODE) {
            code = number.trim().parse().unwrap_or(0);
        } else if !line.starts_with(CONTROL) {
            // A progress bar rewrites its line; the last state of it stays.
            let last = line.rsplit('\r').next().unwrap_or(line);
            output.push_str(&without_escapes(last));
            output.push('\n');
        }
    }
    (code, output.trim().to_owned())
}

/// Leaves out what moves the cursor and colours the text.
fn without_escapes(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // `ESC [`, parameters, and a letter.
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_lines_and_escapes_are_left_out() {
        let text = "Using graph 'G'\n__GSQL__COOKIES__,{\"graph\":\"G\"}\n\
                    [=   ] 10%\r[====] 100%\n\u{1b}[32mdone\u{1b}[0m\n__GSQL__RETURN__CODE__,0\n";
        assert_eq!(judge(text).unwrap(), "Using graph 'G'\n[====] 100%\ndone");
    }

    #[test]
    fn a_failure_shows_in_the_text_or_in_the_code() {
        let prose = "Semantic Check Fails: These queries could not be found anywhere: [q].\n\
                     __GSQL__RETURN__CODE__,0";
        let error = judge(prose).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql);
        assert!(error.message().contains("could not be found"), "{error}");
        let code = judge("Failed to install queries.\n__GSQL__RETURN__CODE__,211").unwrap_err();
        assert_eq!(code.kind(), ErrorKind::Gsql);
    }

    #[test]
    fn a_locked_catalog_is_worth_another_try() {
        let error = judge("Other operation is running, try to lock the catalog").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.is_retryable());
    }
}
