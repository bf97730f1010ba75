//! Storage of tokens outside of the process.

use std::io;
use std::pin::Pin;

use super::Token;

/// The future of a [`TokenStore`].
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 'a>>;

/// A storage of tokens outside of the process, so that several processes share one token.
///
/// A store is a cache: when it fails, panics or takes longer than the time limit of a request, that
/// is logged and a token is requested as if there were no store. A token that no header can contain
/// is not used.
///
/// The scope of a token is a text that is different for every server, graph and credential, and
/// contains no secret.
///
/// This crate has one implementation, [`FileTokenStore`](super::FileTokenStore).
pub trait TokenStore: Send + Sync + 'static {
    /// Loads the token that was last saved for this scope.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or cannot be trusted.
    fn load<'a>(&'a self, scope: &'a str) -> StoreFuture<'a, Option<Token>>;

    /// Saves a token and replaces the one of the same scope.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    fn save<'a>(&'a self, scope: &'a str, token: &'a Token) -> StoreFuture<'a, ()>;
}
