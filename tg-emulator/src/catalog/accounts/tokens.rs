//! Tokens: their form, their users, and their expiry.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::random;
use crate::config::Generation;

/// A token that was issued.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) user: String,
    /// The only graph that it is valid for; all if `None`.
    pub(crate) graph: Option<String>,
    /// The Unix time in seconds from which on it has expired.
    pub(crate) expires: u64,
    /// On the list of its user's dropped tokens (4.x).
    pub(crate) dropped: bool,
}

/// The tokens that were issued and not dropped.
#[derive(Default)]
pub(super) struct Tokens(HashMap<String, Token>);

impl Tokens {
    pub(super) fn issue(
        &mut self,
        generation: Generation,
        user: &str,
        graph: Option<&str>,
        now: u64,
        lifetime: u64,
    ) -> Token {
        let expires = now.saturating_add(lifetime);
        let text = match generation {
            Generation::V3 => random::word(32),
            Generation::V4 => jwt(user, graph, now, expires),
        };
        let graph = graph.map(Into::into);
        let token = Token { text: text.clone(), user: user.into(), graph, expires, dropped: false };
        self.0.insert(text, token.clone());
        token
    }

    pub(super) fn get(&self, text: &str) -> Option<&Token> {
        self.0.get(text)
    }

    pub(super) fn renew(&mut self, text: &str, expires: u64) -> Option<Token> {
        let token = self.0.get_mut(text)?;
        token.expires = expires;
        Some(token.clone())
    }

    pub(super) fn remove(&mut self, text: &str) -> bool {
        self.0.remove(text).is_some()
    }

    /// Makes every token expire at `now`.
    pub(super) fn expire(&mut self, now: u64) {
        self.0.values_mut().for_each(|token| token.expires = token.expires.min(now));
    }

    pub(super) fn remove_dead(&mut self, now: u64, users: &[String]) {
        let meant = |token: &Token| users.is_empty() || users.contains(&token.user);
        self.0.retain(|_, token| token.expires > now || !meant(token));
    }

    pub(super) fn forget_user(&mut self, user: &str) {
        self.0.retain(|_, token| token.user != user);
    }

    pub(super) fn block(&mut self, text: &str) {
        if let Some(token) = self.0.get_mut(text) {
            token.dropped = true;
        }
    }

    pub(super) fn unblock(&mut self, user: &str) {
        self.0
            .values_mut()
            .filter(|token| token.user == user)
            .for_each(|token| token.dropped = false);
    }

    /// Returns the token of a user that lives longest, if it has at least a day left.
    pub(super) fn lasting(&self, user: &str, graph: Option<&str>, now: u64) -> Option<&Token> {
        const DAY: u64 = 86_400;
        let fits = |token: &&Token| {
            token.user == user && token.graph.as_deref() == graph && token.expires >= now + DAY
        };
        self.0.values().filter(fits).max_by_key(|token| token.expires)
    }
}

/// Returns a token in the form of an HS256 JWT. The emulator looks its own tokens up, so the
/// signature is random bytes.
fn jwt(user: &str, graph: Option<&str>, now: u64, expires: u64) -> String {
    let mut claims = json!({"sub": user, "iat": now, "exp": expires, "iss": "TigerGraph"});
    if let Some(graph) = graph {
        claims["graph"] = graph.into();
    }
    let encode = |part: &str| URL_SAFE_NO_PAD.encode(part);
    let signature = URL_SAFE_NO_PAD.encode(random::bytes::<32>());
    format!("{}.{}.{signature}", encode(r#"{"alg":"HS256"}"#), encode(&claims.to_string()))
}

/// Returns `true` if a text has the three parts of a JWT.
pub(super) fn looks_like_jwt(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| URL_SAFE_NO_PAD.decode(part).is_ok())
}

/// Returns the part of a token that an error text may contain: its first four characters and its
/// last three, four of a JWT.
pub(super) fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() < 12 {
        return "****".to_owned();
    }
    let last = if looks_like_jwt(text) { 4 } else { 3 };
    let (head, tail) = (&chars[..4], &chars[chars.len() - last..]);
    format!("{}****{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}
