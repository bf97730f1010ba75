//! Settings of a server.

use std::time::Duration;

/// The generation of servers that the emulator behaves like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Generation {
    /// 3.9 and 3.10: RESTPP on a port of its own, without a prefix, and again under `/restpp` on
    /// the GSQL port; plain tokens from `/requesttoken`; GSQL under `/gsqlserver`.
    V3,
    /// 4.2: one port, RESTPP under `/restpp`, GSQL under `/gsql/v1`, tokens in the form of a JWT.
    #[default]
    V4,
}

impl Generation {
    /// Returns the version that `/version` reports.
    #[must_use]
    pub fn version(self) -> &'static str {
        match self {
            Self::V3 => "3.10.1",
            Self::V4 => "4.2.0",
        }
    }

    /// Returns the default lifetime of a token: a month on 3.x, a week on 4.x.
    #[must_use]
    pub fn token_lifetime(self) -> Duration {
        match self {
            Self::V3 => Duration::from_secs(2_592_000),
            Self::V4 => Duration::from_secs(604_800),
        }
    }
}

/// The HTTP status of an error of RESTPP. The body is the same.
///
/// Sources disagree about real servers, so a client must not depend on it: run tests with both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Statuses {
    /// 200 for all errors except rejected credentials, which get 401 or 403.
    #[default]
    Legacy,
    /// 404 for an unknown endpoint or graph, 408 for a time-out, 401 or 403 for rejected
    /// credentials, 400 for all others.
    Modern,
}

/// The moment at which percent-escapes in a path are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PathDecoding {
    /// The path is split at `/`, then each segment is decoded: an id can contain `%2F`.
    #[default]
    AfterSplit,
    /// The path is decoded, then split, as nginx does in front of a real server's port 14240: an
    /// escaped slash in an id becomes a separator and the request misses its endpoint.
    BeforeSplit,
}

#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) generation: Generation,
    pub(crate) statuses: Statuses,
    pub(crate) path_decoding: PathDecoding,
    /// RESTPP requires credentials.
    pub(crate) auth: bool,
    pub(crate) token_lifetime: Duration,
    /// `/ddl` returns its statistics in the shape of servers up to 3.8.
    pub(crate) flat_load_statistics: bool,
}
