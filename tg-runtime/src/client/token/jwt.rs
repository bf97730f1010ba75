//! The claims of a JSON web token about its lifetime.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) struct Claims {
    iat: Option<u64>,
    exp: u64,
}

impl Claims {
    /// Reads the claims of a token; `None` if it is not a JWT, or does not expire. The signature is
    /// not checked, which is the task of the server.
    pub(super) fn read(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let json = BASE64_URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Returns the time from issue to expiry, which does not depend on the difference of the
    /// clocks.
    pub(super) fn lifetime(self) -> Option<Duration> {
        Some(Duration::from_secs(self.exp.checked_sub(self.iat?)?))
    }

    /// Returns the expiry in Unix seconds.
    pub(super) fn expires(self) -> u64 {
        self.exp
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        format!("e30.{}.c2ln", BASE64_URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn the_lifetime_is_read_from_the_claims() {
        let claims = Claims::read(&token(r#"{"sub":"u","iat":1000,"exp":605800}"#)).unwrap();
        assert_eq!(claims.lifetime(), Some(Duration::from_secs(604_800)));
        assert_eq!(claims.expires(), 605_800);
    }

    #[test]
    fn other_tokens_have_no_claims() {
        assert_eq!(Claims::read("tohvf6khjqju8jf0r0l1cohhlm8gi5fq"), None);
        assert_eq!(Claims::read(&token(r#"{"sub":"u"}"#)), None);
        assert_eq!(Claims::read("a.!!!.c"), None);
    }
}
