//! Authentication: the modes of `#[tigergraph(auth = "..")]`.
//!
//! The mode selects at compile time the credentials that a connection takes. It is a type, so that
//! a password for a graph with `auth = "secret"` does not compile.

use super::environment::Environment;
pub use crate::client::Credentials;
use crate::error::{Error, Result};
use crate::value::Sealed;

/// A mode of authentication. Only the types of this module implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a mode of authentication",
    note = "the modes are `auth::Secret`, `auth::Password`, `auth::Token`, `auth::Jwt` and `auth::None`"
)]
pub trait Mode: Sealed {
    #[doc(hidden)]
    const KIND: Kind;
}

/// `auth = "secret"`: a database secret, which is exchanged for tokens.
#[derive(Debug)]
pub enum Secret {}

/// `auth = "password"`: user name and password, which are exchanged for tokens.
#[derive(Debug)]
pub enum Password {}

/// `auth = "token"`: a token that the caller supplies, and that is never replaced.
#[derive(Debug)]
pub enum Token {}

/// `auth = "jwt"`: a JSON web token of the caller's identity provider (3.10 and later), which is
/// never replaced.
#[derive(Debug)]
pub enum Jwt {}

/// `auth = "none"`: no credentials, for a server whose authentication is off.
#[derive(Debug)]
pub enum None {}

/// Any mode, which the [`Credentials`] select at run time: for a graph that is
/// [named at run time](crate::AnyGraph). `#[tigergraph]` does not offer it.
#[derive(Debug)]
pub enum Any {}

/// The modes as values.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Secret,
    Password,
    Token,
    Jwt,
    None,
    Any,
}

macro_rules! modes {
    ($($mode:ident),+) => {$(
        impl Sealed for $mode {}

        impl Mode for $mode {
            const KIND: Kind = Kind::$mode;
        }
    )+};
}

modes!(Secret, Password, Token, Jwt, None, Any);

/// Returns the credentials of the mode from the environment, if they are set.
pub(crate) fn from_environment<M: Mode>(
    environment: &Environment<'_>,
) -> Result<Option<Credentials>> {
    Ok(match M::KIND {
        Kind::Secret => environment.secret("TG_SECRET").map(Credentials::Secret),
        Kind::Token => environment.secret("TG_TOKEN").map(Credentials::Token),
        Kind::Jwt => environment.secret("TG_JWT").map(Credentials::Jwt),
        Kind::None => Option::None,
        Kind::Any => {
            if let Some(found) = from_environment::<Secret>(environment)? {
                return Ok(Some(found));
            }
            if let Some(found) = from_environment::<Password>(environment)? {
                return Ok(Some(found));
            }
            let token = from_environment::<Token>(environment)?;
            return Ok(token.or(from_environment::<Jwt>(environment)?));
        }
        Kind::Password => match (environment.text("TG_USER"), environment.secret("TG_PASSWORD")) {
            (Some(user), Some(password)) => Some(Credentials::Password { user, password }),
            (Option::None, Option::None) => Option::None,
            (Some(_), Option::None) => return half("TG_USER", "TG_PASSWORD"),
            (Option::None, Some(_)) => return half("TG_PASSWORD", "TG_USER"),
        },
    })
}

fn half(present: &str, missing: &str) -> Result<Option<Credentials>> {
    Err(Error::configuration(format!("{present} is set and {missing} is not: set both")))
}

/// Returns the credentials of a connection without settings for them, or the error that names
/// these.
pub(crate) fn otherwise<M: Mode>() -> Result<Credentials> {
    let (what, method, variables) = match M::KIND {
        Kind::Secret => ("a secret", "secret", "TG_SECRET"),
        Kind::Password => ("user name and password", "password", "TG_USER and TG_PASSWORD"),
        Kind::Token => ("a token", "token", "TG_TOKEN"),
        Kind::Jwt => ("a JWT", "jwt", "TG_JWT"),
        Kind::None | Kind::Any => return Ok(Credentials::None),
    };
    Err(Error::configuration(format!(
        "{what} is needed: call `{method}(..)`, or set {variables} and call `env()`"
    )))
}
