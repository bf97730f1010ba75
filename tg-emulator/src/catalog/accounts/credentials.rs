//! The credentials of a request: its `Authorization` header.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The user name that goes with a secret in place of a password.
const SECRET_USER: &str = "__GSQL__secret";

/// Credentials as sent.
#[derive(PartialEq, Eq)]
pub(crate) enum Credentials {
    None,
    Password {
        user: String,
        password: String,
    },
    Secret(String),
    Token(String),
    /// A header that cannot be read.
    Unreadable,
}

impl Credentials {
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(AUTHORIZATION) else { return Self::None };
        let Ok(text) = value.to_str() else { return Self::Unreadable };
        let (scheme, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let rest = rest.trim();
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Self::Token(rest.to_owned()),
            "gsql-secret" => Self::Secret(rest.to_owned()),
            "basic" => Self::basic(rest).unwrap_or(Self::Unreadable),
            _ => Self::Unreadable,
        }
    }

    /// Reads the text after `Basic`.
    pub(crate) fn basic(encoded: &str) -> Option<Self> {
        let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        let (user, password) = text.split_once(':')?;
        Some(match user {
            SECRET_USER => Self::Secret(password.to_owned()),
            user => Self::Password { user: user.to_owned(), password: password.to_owned() },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Credentials {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, header.parse().unwrap());
        Credentials::read(&headers)
    }

    #[test]
    fn every_scheme_is_read() {
        let basic = |text: &str| format!("Basic {}", STANDARD.encode(text));
        let password = Credentials::Password { user: "ann".into(), password: "pass:word".into() };
        assert!(read(&basic("ann:pass:word")) == password);
        assert!(read(&basic("__GSQL__secret:s3")) == Credentials::Secret("s3".into()));
        assert!(read("bearer abc") == Credentials::Token("abc".into()));
        assert!(read("GSQL-Secret s3") == Credentials::Secret("s3".into()));
        assert!(read("Basic ???") == Credentials::Unreadable);
        assert!(Credentials::read(&HeaderMap::new()) == Credentials::None);
    }
}
