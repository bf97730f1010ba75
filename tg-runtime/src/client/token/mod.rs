//! Tokens: what they are, how they are made, kept, shared and replaced.

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
pub use store::{StoreFuture, TokenScope, TokenStore};

/// A token that RESTPP accepts. Its `Debug` hides it.
#[derive(Clone)]
pub struct Token {
    text: SecretString,
    issued: Option<SystemTime>,
    expires: Option<SystemTime>,
}

impl Token {
    /// A token with a known time of expiry.
    pub fn new(text: impl Into<SecretString>, expires: Option<SystemTime>) -> Self {
        Self { text: text.into(), issued: None, expires }
    }

    /// The text of the token. Keep it out of logs.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// When the token ends, by this machine's clock; `None` when that is not known.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.text
    }

    fn is(&self, other: &SecretString) -> bool {
        self.text.expose_secret() == other.expose_secret()
    }

    /// How the token stands at this moment.
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

/// A token is replaced when a fifth of its life is left, and five minutes at the earliest.
const MAX_AHEAD: Duration = Duration::from_secs(5 * 60);
/// A token is not used any more when a twentieth of its life is left, and ten seconds at the
/// earliest: a request takes time to arrive.
const MAX_MARGIN: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freshness {
    /// Good for a while.
    Fresh,
    /// Still good; one task should replace it.
    Due,
    /// Not to be used any more.
    Spent,
}

/// A moment in Unix seconds; `None` for one so far away that no clock gets there.
fn from_unix(seconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expires", &self.expires).finish_non_exhaustive()
    }
}
