//! The `tg` command: what it accepts, what it does, what it prints.

mod args;
mod cmd;
pub mod draw;
mod output;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Runs the command line of this process and gives its exit code: 0, 1 after an error, or 2 for a
/// command line that cannot be understood.
#[must_use]
pub fn run() -> ExitCode {
    output::start_logging();
    let done = match Args::parse().command {
        Command::Emulator(args) => cmd::emulator::run(args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&*error);
            ExitCode::FAILURE
        }
    }
}
