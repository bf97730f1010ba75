//! The command line.

use std::fmt;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Typed TigerGraph for Rust, on the command line.
#[derive(Debug, Parser)]
#[command(name = "tg", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve a TigerGraph-compatible server in memory, for development and tests.
    ///
    /// Prints one line, `ready http://HOST:PORT`, once it accepts requests, and ends on SIGINT or
    /// SIGTERM. All data is gone then.
    Emulator(EmulatorArgs),
}

#[derive(clap::Args)]
pub(crate) struct EmulatorArgs {
    /// Host to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: String,

    /// Main port: GSQL, and RESTPP under /restpp; 0 takes a free one
    #[arg(long, default_value_t = 14240)]
    pub(crate) port: u16,

    /// Port of RESTPP without a prefix [default: 9000 with generation 3, none with generation 4]
    #[arg(long)]
    pub(crate) restpp_port: Option<u16>,

    /// Behave as a 3.x or a 4.x server
    #[arg(long, value_enum, default_value_t = Generation::Four)]
    pub(crate) generation: Generation,

    /// Name of the user
    #[arg(long, default_value = "tigergraph")]
    pub(crate) user: String,

    /// Password of the user. Everyone on this machine can read a command line: prefer the variable
    #[arg(
        long,
        env = "TG_EMULATOR_PASSWORD",
        hide_env_values = true,
        default_value = "tigergraph"
    )]
    pub(crate) password: String,

    /// A secret of the user's; the same advice holds
    #[arg(long, env = "TG_EMULATOR_SECRET", hide_env_values = true)]
    pub(crate) secret: Option<String>,

    /// Let RESTPP answer without credentials
    #[arg(long)]
    pub(crate) no_auth: bool,

    /// A file of GSQL to run before the server is ready; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) gsql: Vec<PathBuf>,
}

/// By hand: a password must not get into a log.
impl fmt::Debug for EmulatorArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorArgs")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("restpp_port", &self.restpp_port)
            .field("generation", &self.generation)
            .field("user", &self.user)
            .field("no_auth", &self.no_auth)
            .field("gsql", &self.gsql)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Generation {
    /// 3.10: two ports
    #[value(name = "3")]
    Three,
    /// 4.2: one port
    #[value(name = "4")]
    Four,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn a_password_does_not_get_into_debug_output() {
        let args = ["tg", "emulator", "--password", "pa55word", "--secret", "5ecret"];
        let shown = format!("{:?}", Args::parse_from(args));
        assert!(!shown.contains("pa55word") && !shown.contains("5ecret"));
    }
}
