//! The claims of a JSON web token about its lifetime.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claims {
    iat: Option<u64>,
    exp: u64,
}

#[derive(Deserialize)]
struct Payload {
    iat: Option<Value>,
    exp: Value,
}

/// Reads a date, which may have a fraction (RFC 7519, section 2), as whole Unix seconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the range")]
fn seconds(date: &Value) -> Option<u64> {
    let whole = date.as_u64();
    whole.or_else(|| date.as_f64().filter(|it| (0.0..1e15).contains(it)).map(|it| it as u64))
}

impl Claims {
    /// Reads the claims of a token; `None` if it is not a JWT, or does not expire. The signature is
    /// not checked, which is the task of the server.
    pub(super) fn read(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let json = BASE64_URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        // A claim of another form must not hide the others.
        let payload: Payload = serde_json::from_slice(&json).ok()?;
        Some(Self { iat: payload.iat.as_ref().and_then(seconds), exp: seconds(&payload.exp)? })
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
    fn dates_can_have_a_fraction() {
        let read = |payload| Claims::read(&token(payload)).unwrap();
        let claims = read(r#"{"iat":1000.25,"exp":1600.5}"#);
        assert_eq!((claims.lifetime(), claims.expires()), (Some(Duration::from_secs(600)), 1600));
        assert_eq!(read(r#"{"exp":1600.0}"#).expires(), 1600);
        assert_eq!(read(r#"{"iat":"yesterday","exp":1600}"#).lifetime(), None);
        assert_eq!(Claims::read(&token(r#"{"exp":-1.5}"#)), None);
    }

    #[test]
    fn other_tokens_have_no_claims() {
        assert_eq!(Claims::read("tohvf6khjqju8jf0r0l1cohhlm8gi5fq"), None);
        assert_eq!(Claims::read(&token(r#"{"sub":"u"}"#)), None);
        assert_eq!(Claims::read("a.!!!.c"), None);
    }
}
