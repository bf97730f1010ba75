//! Tokens: creating, storing, sharing and replacing them.

mod cache;
mod file;
mod jwt;
mod mint;
mod store;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};

pub(crate) use cache::{Clock, Grant, TokenCache};
pub use file::FileTokenStore;
pub(crate) use mint::{Minter, TokenOptions, supplied};
pub use store::{StoreFuture, TokenStore};

/// A token that RESTPP accepts. `Debug` does not print it.
#[derive(Clone)]
pub struct Token {
    text: SecretString,
    issued: Option<SystemTime>,
    expires: Option<SystemTime>,
}

impl Token {
    /// Creates a token from its text and its time of expiry, if that is known.
    pub fn new(text: impl Into<SecretString>, expires: Option<SystemTime>) -> Self {
        Self { text: text.into(), issued: None, expires }
    }

    /// Returns the text of the token, which must not be logged.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// Returns the time of expiry by the clock of this machine; `None` if it is not known.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.text
    }

    fn is(&self, other: &SecretString) -> bool {
        self.text.expose_secret() == other.expose_secret()
    }

    /// Classifies the rest of the lifetime of the token.
    fn freshness(&self, now: SystemTime) -> Freshness {
        let Some(left) = self.expires.map(|end| end.duration_since(now).unwrap_or_default()) else {
            return Freshness::Fresh;
        };
        let life = self.issued.and_then(|start| self.expires?.duration_since(start).ok());
        let life = life.unwrap_or(Duration::MAX);
        if left <= (life / 20).min(MAX_MARGIN) {
            Freshness::Spent
        } else if left <= (life / 5).min(MAX_AHEAD) {
            Freshness::Due
        } else {
            Freshness::Fresh
        }
    }
}

/// A token is replaced when a fifth of its lifetime is left, but at most this long before its
/// expiry.
const MAX_AHEAD: Duration = Duration::from_secs(5 * 60);
/// A token is not used when a twentieth of its lifetime is left, but at most this long before its
/// expiry, because a request takes time to arrive.
const MAX_MARGIN: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freshness {
    /// It can be used.
    Fresh,
    /// It can be used, and one task should replace it.
    Due,
    /// It must not be used.
    Spent,
}

/// Converts Unix seconds; `None` if they are beyond the range of the clock.
fn from_unix(seconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expires", &self.expires).finish_non_exhaustive()
    }
}
