//! The subcommands, one file each.

mod completions;
mod connection;
mod emulator;
mod gsql;
mod ping;
mod schema;
mod token;

use std::path::PathBuf;

use crate::args::Command;
use crate::config::{Layer, Settings};
use crate::exit::Outcome;
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
}

pub(crate) fn run(command: Command, context: &Context) -> Outcome {
    match command {
        Command::Ping(args) => ping::run(&args, context),
        Command::Token(args) => token::run(&args, context),
        Command::Gsql(args) => gsql::run(&args, context),
        Command::Schema(command) => schema::run(command, context),
        Command::Emulator(args) => emulator::run(args, context),
        Command::Completions { shell } => completions::run(shell, context),
    }
}
