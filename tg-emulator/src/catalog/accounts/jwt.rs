//! JSON web tokens of an identity provider.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// The identity provider whose JSON web tokens a server accepts, as `Security.JWT` configures a real
/// one.
///
/// The claims are checked: the user in `sub` must be there, `exp` in the future, `iss` and `aud` as said
/// here, `graph` limits the token to one. **The signature is not**: whoever reaches the emulator can
/// write such a token, which is what tests want.
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
    /// Any provider.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only tokens of this issuer (`iss`).
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Only tokens for this audience (`aud`, or one of it).
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// What a token claims, if this provider's tokens may claim it; otherwise what is wrong with it,
    /// to be said behind "the input token".
    pub(super) fn accept(&self, text: &str, now: u64) -> Result<Claims, Objection> {
        let payload = text.split('.').nth(1).unwrap_or_default();
        let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).unwrap_or_default();
        let claims: Claims = serde_json::from_slice(&payload)
            .map_err(|_| Objection::Said("is not in correct format".to_owned()))?;
        if claims.exp.is_some_and(|exp| exp <= now) {
            return Err(Objection::Expired);
        }
        if let Some(issuer) = &self.issuer
            && claims.iss.as_ref() != Some(issuer)
        {
            let found = claims.iss.as_deref().unwrap_or_default();
            return Err(Objection::Said(format!(
                "contains issuer {found}, which isn't the configured one {issuer}"
            )));
        }
        if let Some(audience) = &self.audience {
            let found = claims.aud.as_ref().map_or(&[][..], Audience::all);
            if !found.contains(audience) {
                return Err(Objection::Said(format!(
                    "contains audience [{}], which doesn't include the configured one {audience}",
                    found.join(",")
                )));
            }
        }
        Ok(claims)
    }
}

/// What is wrong with a token.
pub(super) enum Objection {
    Expired,
    Said(String),
}

#[derive(Deserialize)]
pub(super) struct Claims {
    /// The user.
    pub(super) sub: String,
    exp: Option<u64>,
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
