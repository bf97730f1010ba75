//! What the command prints: results to standard output, everything else to standard error.

use std::error::Error;
use std::io::{self, Write};

use tracing_subscriber::EnvFilter;

/// Logs to standard error what `RUST_LOG` asks for; warnings if it asks for nothing.
pub(crate) fn start_logging() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
}

/// Writes one line and hands it over at once, for whoever waits for it.
pub(crate) fn line(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}

/// Writes an error with everything that led to it.
pub(crate) fn error(error: &(dyn Error + 'static)) {
    let mut text = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            text.push_str(&format!("\n  because: {said}"));
        }
        cause = error.source();
    }
    // If standard error is gone there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{text}");
}
