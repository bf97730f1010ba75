//! Tokens: what they look like, whose they are, and when they die.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::random;
use crate::config::Generation;

/// A token that was handed out.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) user: String,
    /// The only graph that it is good for; without one, all.
    pub(crate) graph: Option<String>,
    /// Unix seconds of the first moment at which it is dead.
    pub(crate) dies: u64,
    /// On the list of its user's dropped tokens (4.x).
    pub(crate) dropped: bool,
}

/// All tokens that were handed out and not dropped.
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
        let dies = now.saturating_add(lifetime);
        let text = match generation {
            Generation::V3 => random::word(32),
            Generation::V4 => jwt(user, graph, now, dies),
        };
        let graph = graph.map(Into::into);
        let token = Token { text: text.clone(), user: user.into(), graph, dies, dropped: false };
        self.0.insert(text, token.clone());
        token
    }

    pub(super) fn get(&self, text: &str) -> Option<&Token> {
        self.0.get(text)
    }

    pub(super) fn renew(&mut self, text: &str, dies: u64) -> Option<Token> {
        let token = self.0.get_mut(text)?;
        token.dies = dies;
        Some(token.clone())
    }

    pub(super) fn remove(&mut self, text: &str) -> bool {
        self.0.remove(text).is_some()
    }

    /// Makes every token die at `now`.
    pub(super) fn expire(&mut self, now: u64) {
        self.0.values_mut().for_each(|token| token.dies = token.dies.min(now));
    }

    pub(super) fn remove_dead(&mut self, now: u64, users: &[String]) {
        let meant = |token: &Token| users.is_empty() || users.contains(&token.user);
        self.0.retain(|_, token| token.dies > now || !meant(token));
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

    /// A user's token with at least a day left, and the longest life.
    pub(super) fn lasting(&self, user: &str, graph: Option<&str>, now: u64) -> Option<&Token> {
        const DAY: u64 = 86_400;
        let fits = |token: &&Token| {
            token.user == user && token.graph.as_deref() == graph && token.dies >= now + DAY
        };
        self.0.values().filter(fits).max_by_key(|token| token.dies)
    }
}

/// The form of an HS256 JWT. The emulator knows its tokens by heart, so what stands in the place
/// of the signature is random.
fn jwt(user: &str, graph: Option<&str>, now: u64, dies: u64) -> String {
    let mut claims = json!({"sub": user, "iat": now, "exp": dies, "iss": "TigerGraph"});
    if let Some(graph) = graph {
        claims["graph"] = graph.into();
    }
    let encode = |part: &str| URL_SAFE_NO_PAD.encode(part);
    let signature = URL_SAFE_NO_PAD.encode(random::bytes::<32>());
    format!("{}.{}.{signature}", encode(r#"{"alg":"HS256"}"#), encode(&claims.to_string()))
}

/// Whether a text has the three parts of a JWT.
pub(super) fn looks_like_jwt(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| URL_SAFE_NO_PAD.decode(part).is_ok())
}

/// A token as an error text may show it: its first and last four characters.
pub(super) fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() < 12 {
        return "****".to_owned();
    }
    let (head, tail) = (&chars[..4], &chars[chars.len() - 4..]);
    format!("{}****{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}
