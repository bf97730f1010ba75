//! `tg emulator`

use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;

#[derive(clap::Args)]
pub(crate) struct EmulatorArgs {
    /// Host to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: String,

    /// Main port: GSQL, and RESTPP under /restpp; 0 takes a free one
    #[arg(long, default_value_t = 14240)]
    pub(crate) port: u16,

    /// Port of RESTPP without a prefix [default: 9000 on 3.x, none on 4.x]
    #[arg(long)]
    pub(crate) restpp_port: Option<u16>,

    /// Behave as a server of this version [default: 4.2]
    #[arg(long, value_enum)]
    pub(crate) server_version: Option<ServerVersion>,

    /// Behave as a server of 3.9 or of 4.2
    #[arg(long, value_enum, conflicts_with = "server_version")]
    pub(crate) generation: Option<Generation>,

    /// Name of the user
    #[arg(long, default_value = "tigergraph")]
    pub(crate) user: String,

    /// Password of the user. Everyone on this machine can read a command line: prefer the variable,
    /// or a file
    #[arg(
        long,
        env = "TG_EMULATOR_PASSWORD",
        hide_env_values = true,
        default_value = "tigergraph"
    )]
    pub(crate) password: String,

    /// A file whose first line is the password, instead of the flag or variable; `-` reads standard
    /// input
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,

    /// A secret of the user; the advice for the password applies
    #[arg(long, env = "TG_EMULATOR_SECRET", hide_env_values = true)]
    pub(crate) secret: Option<String>,

    /// A file whose first line is the secret, instead of the flag or variable; `-` reads standard
    /// input
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,

    /// Let RESTPP answer without credentials
    #[arg(long)]
    pub(crate) no_auth: bool,

    /// A file of GSQL to run before the server is ready; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) gsql: Vec<PathBuf>,

    /// A folder from which loading jobs may read files; without it they read no files of this
    /// machine
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data_root: Option<PathBuf>,
}

/// Written by hand, because a password must not get into a log.
impl fmt::Debug for EmulatorArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorArgs")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("restpp_port", &self.restpp_port)
            .field("version", &self.version())
            .field("user", &self.user)
            .field("password_file", &self.password_file)
            .field("secret_file", &self.secret_file)
            .field("no_auth", &self.no_auth)
            .field("gsql", &self.gsql)
            .field("data_root", &self.data_root)
            .finish_non_exhaustive()
    }
}

impl EmulatorArgs {
    /// Returns the version that the server behaves like.
    pub(crate) fn version(&self) -> tg_emulator::Version {
        let of_generation = self.generation.map(|it| tg_emulator::Generation::from(it).version());
        self.server_version.map(Into::into).or(of_generation).unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ServerVersion {
    #[value(name = "3.6")]
    V3_6,
    #[value(name = "3.9")]
    V3_9,
    #[value(name = "4.1")]
    V4_1,
    #[value(name = "4.2")]
    V4_2,
}

impl From<ServerVersion> for tg_emulator::Version {
    fn from(version: ServerVersion) -> Self {
        match version {
            ServerVersion::V3_6 => Self::V3_6,
            ServerVersion::V3_9 => Self::V3_9,
            ServerVersion::V4_1 => Self::V4_1,
            ServerVersion::V4_2 => Self::V4_2,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Generation {
    /// 3.x: RESTPP has a port of its own
    #[value(name = "3")]
    Three,
    /// 4.x: one port
    #[value(name = "4")]
    Four,
}

impl From<Generation> for tg_emulator::Generation {
    fn from(generation: Generation) -> Self {
        match generation {
            Generation::Three => Self::V3,
            Generation::Four => Self::V4,
        }
    }
}

impl From<Generation> for tg_runtime::Generation {
    fn from(generation: Generation) -> Self {
        match generation {
            Generation::Three => Self::V3,
            Generation::Four => Self::V4,
        }
    }
}
