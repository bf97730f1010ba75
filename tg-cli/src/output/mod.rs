//! The output of the command: results to standard output, everything else to standard error.

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
        let mut stdout = AutoStream::auto(io::stdout()).lock();
        pipe(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
    }

    /// Writes text unchanged.
    pub(crate) fn raw(self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        pipe(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
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
    let mut stderr = AutoStream::auto(io::stderr()).lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Treats a closed reader, such as `head`, as success.
fn pipe(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
