//! The `tg` command: its arguments, commands and output.

mod args;
mod cmd;
mod config;
pub mod draw;
mod dump;
mod exit;
mod files;
mod load;
mod output;
mod query;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Args, Color};
use exit::{Exit, Failure};
use output::Output;

/// Runs the command line of this process and returns its exit code: 0 on success, 1 for findings,
/// differences and failures, 2 for a command line or configuration that cannot be understood, 3 for
/// a server that cannot be reached or does not accept the credentials, 130 for a load or
/// dump that a signal ended.
#[must_use]
pub fn run() -> ExitCode {
    let early = Early::read();
    anstream::ColorChoice::write_global(early.color.into());
    let args = match Args::command().color(early.color.into()).try_get_matches() {
        Ok(matches) => Args::from_arg_matches(&matches),
        Err(error) => Err(error),
    };
    let args = match args {
        Ok(args) => args,
        Err(error) => return misunderstood(&error, early.json),
    };
    output::start_logging(args.global.json);
    let out = Output { json: args.global.json };
    let context = cmd::Context { out, config: args.global.config };
    match cmd::run(args.command, &context) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            out.failure(&failure);
            failure.exit().into()
        }
    }
}

/// Reads the global flags before the command line is parsed, in case parsing fails.
struct Early {
    json: bool,
    color: Color,
}

impl Early {
    fn read() -> Self {
        let args: Vec<_> = std::env::args_os().skip(1).take_while(|arg| arg != "--").collect();
        let json = args.iter().any(|arg| arg == "--json");
        let has = |value: &str| {
            args.iter().any(|arg| arg.to_str() == Some(&format!("--color={value}")))
                || args.windows(2).any(|pair| pair[0] == "--color" && pair[1] == value)
        };
        let color = match (has("always"), has("never")) {
            (true, _) => Color::Always,
            (_, true) => Color::Never,
            _ => Color::Auto,
        };
        Self { json, color }
    }
}

/// Help and version are not failures. Other errors are usage errors.
fn misunderstood(error: &clap::Error, json: bool) -> ExitCode {
    if error.use_stderr() && json {
        let text = error.render().to_string();
        let text = text.trim_end().trim_start_matches("error: ");
        Output { json }.failure(&Failure::usage(text));
        return Exit::Usage.into();
    }
    // A reader that closed its end, such as `head`, has read enough.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() }
}
