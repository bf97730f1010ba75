//! The subcommands, one file each.

mod completions;
mod connection;
mod dump;
mod emulator;
mod gsql;
mod load;
mod ping;
mod query;
mod schema;
mod signal;
mod token;

use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;

use crate::args::Command;
use crate::config::{Layer, Settings};
use crate::exit::{Failure, Outcome};
use crate::output::Output;

/// The parts that every command uses.
pub(crate) struct Context {
    pub(crate) out: Output,
    /// The file that `--config` names.
    pub(crate) config: Option<PathBuf>,
}

impl Context {
    /// Reads the settings of flags, variables and `tigergraph.toml`.
    pub(crate) fn settings(&self, flags: Layer) -> Outcome<Settings> {
        Settings::load(flags, self.config.as_deref())
    }

    /// Asks on the terminal. Without one, it is an error that names the action, with the help for
    /// scripts.
    fn confirmed(&self, question: &str, action: &str, help: &str) -> Outcome<bool> {
        if self.out.json || !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            let message = format!("there is no terminal to confirm {action}");
            return Err(Failure::refused(message).help(help));
        }
        crate::output::stderr(&format!("{question} [y/N] "));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
    }
}

pub(crate) fn run(command: Command, context: &Context) -> Outcome {
    match command {
        Command::Ping(args) => ping::run(&args, context),
        Command::Token(args) => token::run(&args, context),
        Command::Gsql(args) => gsql::run(&args, context),
        Command::Load(args) => load::run(*args, context),
        Command::Dump(args) => dump::run(args, context),
        Command::Query(command) => query::run(command, context),
        Command::Schema(command) => schema::run(command, context),
        Command::Emulator(args) => emulator::run(args, context),
        Command::Completions { shell } => completions::run(shell, context),
    }
}
