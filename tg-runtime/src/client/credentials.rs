//! The credentials of a connection, and their header.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::Generation;
use crate::error::{Error, Result};

/// The user name with which the server accepts a secret as password.
const SECRET_USER: &str = "__GSQL__secret";

/// The credentials of a connection, if their kind is chosen at run time
/// ([`AnyGraph`](crate::AnyGraph)). `Debug` does not print the secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// No credentials: the authentication of the server is off.
    None,
    /// A database secret, from which tokens are made.
    Secret(SecretString),
    /// User name and password, from which tokens are made.
    Password {
        /// The name of the user.
        user: String,
        /// The password of the user.
        password: SecretString,
    },
    /// A token. It is used as it is and not replaced.
    Token(SecretString),
    /// A JSON web token of an identity provider. It is used as it is and not replaced.
    Jwt(SecretString),
}

impl Credentials {
    /// Returns `true` if tokens are created from these credentials.
    pub(crate) fn mint_tokens(&self) -> bool {
        matches!(self, Self::Secret(_) | Self::Password { .. })
    }

    /// Returns the secret, if they are a secret.
    pub(crate) fn secret(&self) -> Option<&SecretString> {
        match self {
            Self::Secret(secret) => Some(secret),
            _ => None,
        }
    }

    /// Returns the token that the caller supplied.
    pub(crate) fn supplied_token(&self) -> Option<&SecretString> {
        match self {
            Self::Token(token) | Self::Jwt(token) => Some(token),
            _ => None,
        }
    }

    /// Returns the header of requests without a created token: those to the GSQL server, and those
    /// for tokens. 3.x accepts a secret only as the password of a fixed user.
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

    /// Returns the texts that no error may contain.
    pub(super) fn texts(&self) -> Vec<String> {
        let secret = match self {
            Self::None => return Vec::new(),
            Self::Secret(text) | Self::Token(text) | Self::Jwt(text) => text,
            Self::Password { password, .. } => password,
        };
        hidden(secret.expose_secret())
    }

    /// Returns a name for these credentials that does not reveal them. A token store finds the
    /// token by it.
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

/// Returns the texts of a header that no error may contain: the credential, and the password in it.
pub(super) fn texts_of(authorization: Option<&HeaderValue>) -> Vec<String> {
    let text = authorization.and_then(|header| header.to_str().ok());
    let Some((_, credential)) = text.and_then(|text| text.split_once(' ')) else {
        return Vec::new();
    };
    let pair = BASE64_STANDARD.decode(credential).ok().and_then(|it| String::from_utf8(it).ok());
    let password = pair.as_deref().and_then(|pair| pair.split_once(':')).map(|(_, it)| it);
    [Some(credential), password].into_iter().flatten().flat_map(hidden).collect()
}

/// The length from which a text is recognized: a shorter one is in many messages by chance.
const MIN_RECOGNIZED: usize = 6;

fn hidden(text: &str) -> Vec<String> {
    if text.len() < MIN_RECOGNIZED { Vec::new() } else { vec![text.to_owned()] }
}

/// Returns the value of `Authorization` for a token.
pub(crate) fn bearer(token: &SecretString) -> Result<HeaderValue> {
    if token.expose_secret().trim().is_empty() {
        return Err(Error::configuration("the token is empty"));
    }
    header(format!("Bearer {}", token.expose_secret()))
}

fn basic(user: &str, password: &SecretString) -> Result<HeaderValue> {
    if user.contains(':') {
        return Err(Error::configuration("a user name cannot contain a colon"));
    }
    let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.expose_secret()));
    header(format!("Basic {pair}"))
}

fn header(text: String) -> Result<HeaderValue> {
    let mut value = HeaderValue::try_from(text).map_err(|_| {
        Error::configuration(
            "the credentials contain a character that an HTTP header cannot contain",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}
