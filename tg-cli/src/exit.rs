//! The end of the process: exit codes, and the reasons why a command failed.

use std::fmt::Write;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use tg_runtime::ErrorKind;

/// The exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done, without findings.
    Done,
    /// 1: findings or differences, or the command failed.
    No,
    /// 2: the command line, a variable or `tigergraph.toml` cannot be understood.
    Usage,
    /// 3: the server cannot be reached, or does not accept the credentials.
    NoServer,
    /// 130: a signal ended a load or a dump.
    Interrupted,
}

impl Exit {
    /// Returns `Done` if `holds`, otherwise `No`.
    pub(crate) fn of(holds: bool) -> Self {
        if holds { Self::Done } else { Self::No }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Usage => 2,
            Exit::NoServer => 3,
            Exit::Interrupted => 130,
        })
    }
}

/// The result of a command.
pub(crate) type Outcome<T = Exit> = Result<T, Failure>;

/// The reason why a command ended early, for people and, with `--json`, for programs.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Failure(Box<Detail>);

#[derive(Debug, Serialize)]
struct Detail {
    #[serde(skip)]
    exit: Exit,
    /// A keyword for programs.
    kind: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// The server's return code.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The HTTP status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<String>,
    /// The findings about a text.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    findings: serde_json::Value,
}

impl Failure {
    fn new(exit: Exit, kind: &str, message: impl Into<String>) -> Self {
        Self(Box::new(Detail {
            exit,
            kind: kind.to_owned(),
            message: message.into(),
            help: None,
            code: None,
            status: None,
            causes: Vec::new(),
            findings: serde_json::Value::Null,
        }))
    }

    /// Creates a failure for a command line that is incomplete or contradictory.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Creates a failure for a variable or a `tigergraph.toml` that is wrong or missing.
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "configuration", message)
    }

    /// Creates a failure for an input that cannot be used.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(Exit::No, "input", message)
    }

    /// Creates a failure for an action that was not allowed.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(Exit::No, "refused", message)
    }

    /// Creates a failure for a text with errors.
    pub(crate) fn findings(message: String, findings: serde_json::Value) -> Self {
        let mut failure = Self::new(Exit::No, "findings", message);
        failure.0.findings = findings;
        failure
    }

    /// Creates a failure for a file that cannot be read or written; `what` is "read" or "write".
    pub(crate) fn file(what: &str, path: &Path, error: &io::Error) -> Self {
        let message = format!("cannot {what} {}", path.display());
        Self::new(Exit::No, "file", message).causes(vec![error.to_string()])
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    fn causes(mut self, causes: Vec<String>) -> Self {
        self.0.causes = causes;
        self
    }

    /// Returns `true` if the failure is of this kind.
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.0.kind == kind
    }

    /// Returns the exit code.
    pub(crate) fn exit(&self) -> Exit {
        self.0.exit
    }

    /// Returns several lines for a person, with the causes of the failure and the remedy.
    pub(crate) fn text(&self) -> String {
        use crate::output::style::{ERROR, HELP};
        let mut text = format!("{ERROR}error{ERROR:#}: {}\n", self.0.message);
        for cause in &self.0.causes {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  because: {cause}");
        }
        if let Some(help) = &self.0.help {
            let _ = writeln!(text, "  {HELP}help{HELP:#}: {help}");
        }
        text
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::No, "io", error.to_string())
    }
}

impl From<crate::draw::DrawError> for Failure {
    fn from(error: crate::draw::DrawError) -> Self {
        use crate::draw::DrawError;
        let failure = Self::input(error.to_string());
        match error {
            DrawError::UnknownGraph { .. } | DrawError::WhichGraph { .. } => {
                failure.help("name the graph with `--graph NAME`")
            }
            DrawError::NoPage => failure.help(
                "install Node.js with npm, run `cargo clean -p tg-cli` and build `tg` again; or draw \
                 another format, such as `--format svg`",
            ),
            DrawError::Page(_) => failure,
        }
    }
}

impl From<tg_emulator::StartError> for Failure {
    fn from(error: tg_emulator::StartError) -> Self {
        Self::new(Exit::No, "emulator", error.to_string()).causes(causes(&error))
    }
}

impl From<tg_runtime::Error> for Failure {
    fn from(error: tg_runtime::Error) -> Self {
        let (exit, help) = match error.kind() {
            ErrorKind::Configuration if error.message().contains("allow_insecure_http") => {
                (Exit::Usage, Some("on the command line that is `--allow-insecure-http`"))
            }
            ErrorKind::Configuration => (Exit::Usage, None),
            ErrorKind::Connect if error.message().contains("ca_certificate_file") => {
                (Exit::NoServer, Some("on the command line that is `--ca-file`"))
            }
            // The server answered, and the message names the interface that it lacks.
            ErrorKind::Connect if !error.is_retryable() => (Exit::NoServer, None),
            ErrorKind::Connect => (
                Exit::NoServer,
                Some("is the server running, and is this its address? (`--url`, TG_HOST)"),
            ),
            // The server was reached.
            ErrorKind::TimedOut => (Exit::No, Some("give it more time with `--timeout`")),
            ErrorKind::Unavailable if error.code() == Some("REST-1005") => (
                Exit::No,
                Some("a query is disabled until it, and those that it calls, are installed"),
            ),
            ErrorKind::Interrupted | ErrorKind::Unavailable => {
                (Exit::NoServer, Some("try again later"))
            }
            ErrorKind::Unauthorized => (
                Exit::NoServer,
                Some("set TG_SECRET, or give `--secret-file FILE`; `tg --help` has the other ways"),
            ),
            ErrorKind::Forbidden => {
                (Exit::NoServer, Some("the credentials are good and their role does not allow it"))
            }
            _ => (Exit::No, None),
        };
        let kind = kebab(&format!("{:?}", error.kind()));
        let mut failure = Self::new(exit, &kind, error.to_string()).causes(causes(&error));
        failure.0.help = help.map(str::to_owned);
        failure.0.code = error.code().map(str::to_owned);
        failure.0.status = error.status();
        failure
    }
}

/// Returns the causes of an error, without those that its message contains already.
fn causes(error: &dyn std::error::Error) -> Vec<String> {
    let message = error.to_string();
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !message.contains(&text) {
            causes.push(text);
        }
        cause = error.source();
    }
    causes
}

/// Converts `TimedOut` to `timed-out`.
pub(crate) fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_kebab_case() {
        assert_eq!(kebab("TimedOut"), "timed-out");
        assert_eq!(kebab("Gsql"), "gsql");
    }

    #[test]
    fn a_failure_names_causes_and_help() {
        let missing = io::Error::new(io::ErrorKind::NotFound, "no such file");
        let failure = Failure::file("read", Path::new("a.gsql"), &missing).help("give a file");
        let plain = anstream::adapter::strip_str(&failure.text()).to_string();
        assert_eq!(
            plain,
            "error: cannot read a.gsql\n  because: no such file\n  help: give a file\n"
        );
    }
}
