//! Where tokens can be kept so that several processes share one.

use std::fmt;
use std::io;
use std::pin::Pin;

use super::Token;

/// What a [`TokenStore`] answers with.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 'a>>;

/// Whose token it is: server, graph and credentials. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenScope(String);

impl TokenScope {
    pub(crate) fn new(server: &impl fmt::Display, graph: &str, principal: &str) -> Self {
        Self(format!("{server} {graph} {principal}"))
    }

    /// A text that is different for every scope.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Keeps tokens outside the process, so that several processes make do with one.
///
/// A store is a cache: when it fails, the failure is logged and a token is asked for as if there
/// were no store. [`FileTokenStore`](super::FileTokenStore) is the one that this crate has.
pub trait TokenStore: Send + Sync + 'static {
    /// The token that was last saved for this scope.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or cannot be trusted.
    fn load<'a>(&'a self, scope: &'a TokenScope) -> StoreFuture<'a, Option<Token>>;

    /// Saves a token in the place of the one that was there.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    fn save<'a>(&'a self, scope: &'a TokenScope, token: &'a Token) -> StoreFuture<'a, ()>;
}
