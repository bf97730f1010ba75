//! What a connection authenticates with, and the header that says so.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::Generation;
use crate::error::{Error, Result};

/// The user name under which a secret can stand in for a password.
const SECRET_USER: &str = "__GSQL__secret";

/// What a connection authenticates with, where that is chosen at run time
/// ([`AnyGraph`](crate::AnyGraph)). Its `Debug` shows no secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// None: the server's authentication is off.
    None,
    /// A database secret, from which tokens are made.
    Secret(SecretString),
    /// User name and password, from which tokens are made.
    Password {
        /// The user's name.
        user: String,
        /// Its password.
        password: SecretString,
    },
    /// A token. It is used as it is and never replaced.
    Token(SecretString),
    /// A JSON web token of an identity provider. It is used as it is and never replaced.
    Jwt(SecretString),
}

impl Credentials {
    /// Whether tokens are made from these, as opposed to being supplied by the caller.
    pub(crate) fn mint_tokens(&self) -> bool {
        matches!(self, Self::Secret(_) | Self::Password { .. })
    }

    /// The secret, if that is what they are.
    pub(crate) fn secret(&self) -> Option<&SecretString> {
        match self {
            Self::Secret(secret) => Some(secret),
            _ => None,
        }
    }

    /// The token that the caller supplied.
    pub(crate) fn supplied_token(&self) -> Option<&SecretString> {
        match self {
            Self::Token(token) | Self::Jwt(token) => Some(token),
            _ => None,
        }
    }

    /// The header for requests that carry no token of ours: to the GSQL server, and for tokens.
    /// 3.x knows secrets only as passwords of a fixed user.
    pub(crate) fn direct_header(&self, generation: Generation) -> Result<Option<HeaderValue>> {
        match (self, generation) {
            (Self::None, _) => Ok(None),
            (Self::Secret(secret), Generation::V4) => {
                header(format!("GSQL-Secret {}", secret.expose_secret())).map(Some)
            }
            (Self::Secret(secret), Generation::V3) => basic(SECRET_USER, secret).map(Some),
            (Self::Password { user, password }, _) => basic(user, password).map(Some),
            (Self::Token(token) | Self::Jwt(token), _) => bearer(token).map(Some),
        }
    }

    /// Whose credentials these are, without giving them away: the name under which a token store
    /// keeps the token.
    pub(crate) fn principal(&self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Password { user, .. } => format!("user {user}"),
            Self::Secret(text) => format!("secret {:016x}", fingerprint(text)),
            Self::Token(text) | Self::Jwt(text) => format!("token {:016x}", fingerprint(text)),
        }
    }
}

fn fingerprint(text: &SecretString) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.expose_secret().hash(&mut hasher);
    hasher.finish()
}

/// `Authorization: Bearer`.
pub(crate) fn bearer(token: &SecretString) -> Result<HeaderValue> {
    header(format!("Bearer {}", token.expose_secret()))
}

fn basic(user: &str, password: &SecretString) -> Result<HeaderValue> {
    if user.contains(':') {
        return Err(Error::configuration("a user name cannot hold a colon"));
    }
    let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.expose_secret()));
    header(format!("Basic {pair}"))
}

fn header(text: String) -> Result<HeaderValue> {
    let mut value = HeaderValue::try_from(text).map_err(|_| {
        Error::configuration("the credentials hold a character that no HTTP header can carry")
    })?;
    value.set_sensitive(true);
    Ok(value)
}
