//! The output of the command: results to standard output, everything else to standard error.

pub(crate) mod dump;
pub(crate) mod load;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod style;
pub(crate) mod table;

use std::io::{self, Write};

use anstream::AutoStream;
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::exit::Failure;

/// The format of results and errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// Results to standard output and errors to standard error as JSON.
    pub(crate) json: bool,
}

impl Output {
    /// Prints a result: as JSON if `--json` was given, otherwise the text of `human`.
    pub(crate) fn show(
        self,
        value: &impl Serialize,
        human: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if !self.json {
            return self.text(&human());
        }
        let mut json = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
        json.push('\n');
        self.raw(&json)
    }

    /// Writes text that may be styled. Styles are removed where the output does not support them.
    pub(crate) fn text(self, text: &str) -> Result<(), Failure> {
        let text = printable(text);
        let mut stdout = AutoStream::auto(io::stdout()).lock();
        pipe(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
    }

    /// Writes text unchanged.
    pub(crate) fn raw(self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        pipe(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
    }

    /// Prints the account of rows: to standard output, or to standard error where the rows are on
    /// standard output.
    pub(crate) fn account(
        self,
        value: &impl Serialize,
        human: impl FnOnce() -> String,
        is_stdout_free: bool,
    ) -> Result<(), Failure> {
        if is_stdout_free {
            return self.show(value, human);
        }
        let text = match serde_json::to_string(value) {
            Ok(json) if self.json => json + "\n",
            _ => human(),
        };
        stderr(&text);
        Ok(())
    }

    /// Prints a note on standard error. Programs that read the result do not see it.
    pub(crate) fn note(self, text: &str) {
        if !self.json {
            stderr(&format!("{text}\n"));
        }
    }

    /// Writes a failure: `{"error":{..}}` in one line, or text.
    pub(crate) fn failure(self, failure: &Failure) {
        #[derive(Serialize)]
        struct Envelope<'a> {
            error: &'a Failure,
        }
        match serde_json::to_string(&Envelope { error: failure }) {
            Ok(json) if self.json => stderr(&format!("{json}\n")),
            _ => stderr(&failure.text()),
        }
    }
}

/// Logs to standard error as `RUST_LOG` selects. Without it: warnings for people, and nothing for
/// programs, which read errors there.
pub(crate) fn start_logging(json: bool) {
    let default = if json { "off" } else { "warn" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let colours = AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(io::stderr)
        .init();
}

/// Writes to standard error, before any prompt. A failure cannot be reported anywhere, so it is
/// ignored.
pub(crate) fn stderr(text: &str) {
    let text = printable(text);
    let mut stderr = AutoStream::auto(io::stderr()).lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Replaces control characters that could move the cursor or change the terminal, because a text
/// may contain what a server answered. Styles, line ends and tabs stay.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let rest = &text[at + character.len_utf8()..];
        let stays = match character {
            '\n' | '\t' => true,
            '\r' => rest.starts_with('\n'),
            '\u{1b}' => rest.strip_prefix('[').is_some_and(|rest| {
                rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
            }),
            other => !other.is_control(),
        };
        printable.push(if stays { character } else { char::REPLACEMENT_CHARACTER });
    }
    printable
}

/// Treats a closed reader, such as `head`, as success.
fn pipe(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_styles_reach_the_terminal() {
        assert_eq!(
            printable("\u{1b}[1;31ma\u{1b}[0m\tb\r\nc\n"),
            "\u{1b}[1;31ma\u{1b}[0m\tb\r\nc\n"
        );
        let text = printable("a\u{1b}[2K\u{1b}[1A\u{1b}]0;owned\u{7}\u{1b}]8;;x\u{1b}\\\r\u{9b}2J");
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
}
