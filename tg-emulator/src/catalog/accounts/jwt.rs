//! JSON web tokens of an identity provider.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// The identity provider whose JSON web tokens a server accepts; a real one configures it with
/// `Security.JWT`.
///
/// The claims are checked: the user in `sub` must exist, `exp` must be in the future, `iss` and
/// `aud` must be those configured here, and `graph` limits the token to one graph. **The signature
/// is not checked**, so that tests can write such tokens themselves.
///
/// ```
/// use tg_emulator::{Emulator, JwtProvider};
///
/// let builder = Emulator::builder()
///     .jwt(JwtProvider::new().issuer("https://id.example.org").audience("tigergraph"));
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct JwtProvider {
    issuer: Option<String>,
    audience: Option<String>,
}

impl JwtProvider {
    /// Accepts the tokens of any provider.
    pub fn new() -> Self {
        Self::default()
    }

    /// Accepts only tokens of this issuer (`iss`).
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Accepts only tokens for this audience (`aud`, or one element of it).
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Returns the claims of a token, if this provider's tokens may make them; otherwise what is
    /// wrong with it, as the rest of a sentence about "the input token".
    pub(super) fn accept(&self, text: &str, now: u64) -> Result<Claims, JwtError> {
        let payload = text.split('.').nth(1).unwrap_or_default();
        let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).unwrap_or_default();
        let claims: Claims = serde_json::from_slice(&payload)
            .map_err(|_| JwtError::Claim("is not in correct format".to_owned()))?;
        if claims.exp.is_some_and(|exp| exp <= seconds(now)) {
            return Err(JwtError::Expired);
        }
        if let Some(issuer) = &self.issuer
            && claims.iss.as_ref() != Some(issuer)
        {
            let found = claims.iss.as_deref().unwrap_or_default();
            return Err(JwtError::Claim(format!(
                "contains issuer {found}, which isn't the configured one {issuer}"
            )));
        }
        if let Some(audience) = &self.audience {
            let found = claims.aud.as_ref().map_or(&[][..], Audience::all);
            if !found.contains(audience) {
                return Err(JwtError::Claim(format!(
                    "contains audience [{}], which doesn't include the configured one {audience}",
                    found.join(",")
                )));
            }
        }
        Ok(claims)
    }
}

/// The reason why a token is rejected.
pub(super) enum JwtError {
    Expired,
    Claim(String),
}

#[expect(clippy::cast_precision_loss, reason = "exact for dates")]
fn seconds(now: u64) -> f64 {
    now as f64
}

#[derive(Deserialize)]
pub(super) struct Claims {
    /// The user.
    pub(super) sub: String,
    /// Unix seconds, which may have a fraction.
    exp: Option<f64>,
    iss: Option<String>,
    aud: Option<Audience>,
    pub(super) graph: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    Many(Vec<String>),
    #[serde(deserialize_with = "alone")]
    One([String; 1]),
}

fn alone<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<[String; 1], D::Error> {
    String::deserialize(deserializer).map(|text| [text])
}

impl Audience {
    fn all(&self) -> &[String] {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}
