//! The version of a server, and its generation.

use std::fmt;

use crate::error::{Error, Result};

/// A generation of the interface of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Generation {
    /// Up to 4.0: plaintext tokens from `/requesttoken`, GSQL at `/gsqlserver`.
    V3,
    /// From 4.1: JSON web tokens from `/gsql/v1/tokens`, GSQL at `/gsql/v1`.
    V4,
}

impl std::str::FromStr for Generation {
    type Err = Error;

    /// Reads `3` or `4`.
    fn from_str(text: &str) -> Result<Self> {
        match text {
            "3" => Ok(Self::V3),
            "4" => Ok(Self::V4),
            _ => {
                Err(Error::configuration(format!("`{text}` is not a generation: it is `3` or `4`")))
            }
        }
    }
}

/// The version of a server. Versions are compared as numbers: 10.1 is later than 4.1.
///
/// ```
/// # use tg_runtime::Version;
/// let old: Version = "4.1.3".parse().unwrap();
/// let new: Version = "10.1".parse().unwrap();
/// assert!(old < new);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    /// The third number.
    pub patch: u32,
}

impl Version {
    /// Returns the generation of a server of this version. 4.0 has some of the newer endpoints; the
    /// official clients switch at 4.1.
    pub fn generation(self) -> Generation {
        if (self.major, self.minor) >= (4, 1) { Generation::V4 } else { Generation::V3 }
    }

    /// Finds the version in the text of RESTPP: in the line `TigerGraph version: 4.1.3` of servers
    /// from 3.9 on, or in the release of the component `product`.
    pub(crate) fn find(message: &str) -> Option<Self> {
        let line = |start: &str| message.lines().find_map(|line| line.trim().strip_prefix(start));
        line("TigerGraph version:")
            .and_then(|rest| Self::of_release(rest.trim()))
            .or_else(|| Self::of_release(line("product")?.split_whitespace().next()?))
    }

    /// Finds the version in a release: `4.1.3`, `release_3.6.3_10-05-2022`, `release-3.9.3-2023`.
    pub(crate) fn of_release(release: &str) -> Option<Self> {
        release.split(['_', '-']).find_map(|part| part.parse().ok())
    }
}

impl std::str::FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.split('.').map(str::parse);
        let [major, minor] = [parts.next(), parts.next()];
        match (major, minor, parts.next().unwrap_or(Ok(0)), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor)), Ok(patch), None) => Ok(Self { major, minor, patch }),
            _ => Err(Error::configuration(format!(
                "`{text}` is not a version: it is two or three numbers joined by dots, such as \
                 `4.2.1`"
            ))),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("10.1") > version("4.1"));
        assert!(version("4.10.0") > version("4.9.3"));
        assert_eq!(version("5.0").generation(), Generation::V4);
        assert_eq!(version("10.0.0").generation(), Generation::V4);
        assert_eq!(version("4.1.0").generation(), Generation::V4);
        assert_eq!(version("4.0.9").generation(), Generation::V3);
        assert_eq!(version("3.11.0").generation(), Generation::V3);
    }

    #[test]
    fn other_texts_are_not_versions() {
        for text in ["", "4", "4.x", "4.1.2.3", "v4.1", "4..1", "-4.1"] {
            let error = text.parse::<Version>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.message().contains(&format!("`{text}`")), "{error}");
        }
    }

    #[test]
    fn the_version_is_found_in_the_text_of_the_server() {
        let new = "TigerGraph RESTPP: \n --- Version --- \nTigerGraph version: 4.1.3\n\
                   product              release_4.1.3_02-12-2025 ab1e 2020-04-15 15:46:29 -0700\n";
        assert_eq!(Version::find(new), Some(version("4.1.3")));
        let old = "TigerGraph RESTPP: \n --- Version --- \n\
                   product              release_2.6.0_05-09-2020 ab1e 2020-04-15 15:46:29 -0700\n";
        assert_eq!(Version::find(old), Some(version("2.6.0")));
        let empty = "TigerGraph RESTPP: \n --- Version --- \nTigerGraph version: \n\
                     product   release_3.9.3_05-23-2023 ab1e 2020-04-15 15:46:29 -0700\n";
        assert_eq!(Version::find(empty), Some(version("3.9.3")));
        let joined = "product   release-3.9.3-2023 ab1e 2020-04-15 15:46:29 -0700\n";
        assert_eq!(Version::find(joined), Some(version("3.9.3")));
        assert_eq!(Version::find("hello"), None);
    }
}
