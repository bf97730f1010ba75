//! Settings of a server.

use std::fmt;
use std::time::Duration;

/// The version of TigerGraph that the emulator behaves like. Answers that differ between versions,
/// most of all the wording of the GSQL server, are those of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Version {
    /// 3.6: `POST /ddl` returns its statistics flat.
    V3_6,
    /// 3.9: as 3.10 and 3.11.
    V3_9,
    /// 4.1: the first version without RESTPP on a port of its own.
    V4_1,
    /// 4.2: with vector attributes and packages.
    #[default]
    V4_2,
}

impl Version {
    /// All versions, the oldest first.
    pub const ALL: [Self; 4] = [Self::V3_6, Self::V3_9, Self::V4_1, Self::V4_2];

    /// Returns the generation of the version.
    #[must_use]
    pub fn generation(self) -> Generation {
        if self < Self::V4_1 { Generation::V3 } else { Generation::V4 }
    }
}

/// Formats the version as `/version` reports it, with three numbers.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V3_6 => "3.6.3",
            Self::V3_9 => "3.9.3",
            Self::V4_1 => "4.1.3",
            Self::V4_2 => "4.2.2",
        })
    }
}

/// The generation of servers that the emulator behaves like: what its versions have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Generation {
    /// 3.x: RESTPP on a port of its own, without a prefix, and again under `/restpp` on the GSQL
    /// port; plain tokens from `/requesttoken`; GSQL under `/gsqlserver`.
    V3,
    /// 4.x: one port, RESTPP under `/restpp`, GSQL under `/gsql/v1`, tokens in the form of a JWT.
    #[default]
    V4,
}

impl Generation {
    /// Returns the version of a generation for which none is selected: 3.9 or 4.2.
    #[must_use]
    pub fn version(self) -> Version {
        match self {
            Self::V3 => Version::V3_9,
            Self::V4 => Version::V4_2,
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
    /// 200 for all errors except rejected credentials, which get 401 or 403, and on 4.2 an endpoint
    /// or query that does not exist, which gets 404.
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
    pub(crate) version: Version,
    pub(crate) statuses: Statuses,
    pub(crate) path_decoding: PathDecoding,
    /// RESTPP requires credentials.
    pub(crate) auth: bool,
    pub(crate) token_lifetime: Duration,
    /// The maximum time between two parts of a request.
    pub(crate) read_timeout: Duration,
    /// The maximum length of a body, in bytes.
    pub(crate) body_limit: usize,
}

impl Config {
    pub(crate) fn generation(&self) -> Generation {
        self.version.generation()
    }
}
