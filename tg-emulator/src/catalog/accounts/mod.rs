//! Who may come in: users, secrets and tokens.

mod access;
mod credentials;
mod jwt;
mod random;
mod tokens;
mod users;

pub(crate) use access::{Access, GLOBAL_ROLES, Group, LOCAL_ROLES, PRIVILEGES, Privilege};
pub(crate) use credentials::Credentials;
pub use jwt::JwtProvider;
use jwt::Objection;
pub(crate) use random::word as random_word;
pub(crate) use tokens::Token;
use tokens::Tokens;

use crate::config::Generation;

/// A secret: a password of its user's that programs may hold.
#[derive(Clone)]
pub(crate) struct Secret {
    pub(crate) alias: String,
    pub(crate) value: String,
    pub(crate) user: String,
    /// The graph in which it was made (3.x); on 4.x a secret belongs to no graph.
    pub(crate) graph: Option<String>,
}

/// Somebody who has been let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) user: String,
    /// The only graph that the token is good for.
    pub(crate) graph: Option<String>,
}

/// Why somebody has not been let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No credentials.
    Missing,
    /// A wrong user name, password or secret, or a header that cannot be read.
    Wrong,
    /// A token that is not one; masked.
    Malformed(String),
    /// A token that the server did not hand out, or that was dropped; masked.
    Unknown(String),
    /// A token that has died; masked.
    Expired(String),
    /// A token of an identity provider that says something wrong: the token, masked, and what.
    Objected(String, String),
}

/// A secret's alias or value was taken already.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Taken;

/// Users, secrets and tokens. Not `Debug`: it would show them.
#[derive(Default)]
pub(crate) struct Accounts {
    users: Vec<(String, String)>,
    secrets: Vec<Secret>,
    tokens: Tokens,
    access: Access,
    /// Whose JSON web tokens are accepted beside our own.
    provider: Option<JwtProvider>,
}

impl Accounts {
    pub(crate) fn trust(&mut self, provider: Option<JwtProvider>) {
        self.provider = provider;
    }

    /// Adds a user who may do everything.
    pub(crate) fn add_user(&mut self, name: &str, password: &str) {
        self.users.retain(|(known, _)| known != name);
        self.users.push((name.to_owned(), password.to_owned()));
        self.access.grant_superuser(name);
    }

    /// The first user, whom a server without authentication takes everybody for.
    pub(crate) fn first_user(&self) -> &str {
        self.users.first().map_or("", |(name, _)| name)
    }

    pub(crate) fn password(&self, user: &str) -> Option<&str> {
        self.users.iter().find(|(name, _)| name == user).map(|(_, password)| password.as_str())
    }

    /// Who the credentials belong to.
    pub(crate) fn identify(
        &self,
        credentials: &Credentials,
        generation: Generation,
        now: u64,
    ) -> Result<Identity, Refusal> {
        match credentials {
            Credentials::None => Err(Refusal::Missing),
            Credentials::Unreadable => Err(Refusal::Wrong),
            Credentials::Password { user, password } => {
                if self.password(user) != Some(password) {
                    return Err(Refusal::Wrong);
                }
                Ok(Identity { user: user.clone(), graph: None })
            }
            Credentials::Secret(value) => {
                let secret = self.secret(value).ok_or(Refusal::Wrong)?;
                Ok(Identity { user: secret.user.clone(), graph: None })
            }
            Credentials::Token(text) => self.check_token(text, generation, now),
        }
    }

    pub(crate) fn check_token(
        &self,
        text: &str,
        generation: Generation,
        now: u64,
    ) -> Result<Identity, Refusal> {
        if text.is_empty() {
            return Err(Refusal::Missing);
        }
        let masked = || tokens::masked(text);
        match self.tokens.get(text) {
            Some(token) if token.dies <= now => Err(Refusal::Expired(masked())),
            Some(token) if token.dropped => Err(Refusal::Unknown(masked())),
            Some(token) => Ok(Identity { user: token.user.clone(), graph: token.graph.clone() }),
            None if generation == Generation::V4 && !tokens::looks_like_jwt(text) => {
                Err(Refusal::Malformed(masked()))
            }
            None => match &self.provider {
                Some(provider) if tokens::looks_like_jwt(text) => {
                    self.check_jwt(provider, text, now)
                }
                _ => Err(Refusal::Unknown(masked())),
            },
        }
    }

    fn check_jwt(&self, provider: &JwtProvider, text: &str, now: u64) -> Result<Identity, Refusal> {
        let masked = || tokens::masked(text);
        match provider.accept(text, now) {
            Ok(claims) if self.password(&claims.sub).is_some() => {
                Ok(Identity { user: claims.sub, graph: claims.graph })
            }
            Ok(claims) => {
                let what = format!("is of user {}, who does not exist", claims.sub);
                Err(Refusal::Objected(masked(), what))
            }
            Err(Objection::Expired) => Err(Refusal::Expired(masked())),
            Err(Objection::Said(what)) => Err(Refusal::Objected(masked(), what)),
        }
    }

    pub(crate) fn issue_token(
        &mut self,
        generation: Generation,
        user: &str,
        graph: Option<&str>,
        now: u64,
        lifetime: u64,
    ) -> Token {
        self.tokens.issue(generation, user, graph, now, lifetime)
    }

    /// A user's token with at least a day left, for those who ask for one that exists.
    pub(crate) fn lasting_token(&self, user: &str, graph: Option<&str>, now: u64) -> Option<Token> {
        self.tokens.lasting(user, graph, now).cloned()
    }

    pub(crate) fn renew_token(&mut self, text: &str, dies: u64) -> Option<Token> {
        self.tokens.renew(text, dies)
    }

    /// Forgets a token; whether there was one.
    pub(crate) fn drop_token(&mut self, text: &str) -> bool {
        self.tokens.remove(text)
    }

    pub(crate) fn expire_tokens(&mut self, now: u64) {
        self.tokens.expire(now);
    }

    /// Forgets the tokens that have died: of these users, or of all if there are none.
    pub(crate) fn drop_dead_tokens(&mut self, now: u64, users: &[String]) {
        self.tokens.remove_dead(now, users);
    }

    /// Makes a JSON web token invalid, which nobody can take back otherwise.
    pub(crate) fn block_token(&mut self, text: &str) {
        self.tokens.block(text);
    }

    /// Makes the blocked tokens of a user valid again.
    pub(crate) fn unblock_tokens(&mut self, user: &str) {
        self.tokens.unblock(user);
    }

    pub(crate) fn secret(&self, value: &str) -> Option<&Secret> {
        self.secrets.iter().find(|secret| secret.value == value)
    }

    pub(crate) fn secrets_of<'a>(&'a self, user: &'a str) -> impl Iterator<Item = &'a Secret> {
        self.secrets.iter().filter(move |secret| secret.user == user)
    }

    /// Makes a secret. What is not given is generated: 32 small letters and digits, under an alias
    /// that starts with `AUTO_GENERATED_ALIAS_`.
    pub(crate) fn add_secret(
        &mut self,
        user: &str,
        alias: Option<&str>,
        value: Option<&str>,
        graph: Option<&str>,
    ) -> Result<Secret, Taken> {
        let alias = alias
            .filter(|alias| !alias.is_empty())
            .map_or_else(|| format!("AUTO_GENERATED_ALIAS_{}", random::word(7)), ToOwned::to_owned);
        let value = value
            .filter(|value| !value.is_empty())
            .map_or_else(|| random::word(32), ToOwned::to_owned);
        let taken =
            |known: &Secret| known.value == value || (known.user == user && known.alias == alias);
        if self.secrets.iter().any(taken) {
            return Err(Taken);
        }
        let secret =
            Secret { alias, value, user: user.to_owned(), graph: graph.map(ToOwned::to_owned) };
        self.secrets.push(secret.clone());
        Ok(secret)
    }

    /// Drops a user's secret by alias or value; whether there was one.
    pub(crate) fn drop_secret(&mut self, user: &str, name: &str) -> bool {
        let before = self.secrets.len();
        self.secrets.retain(|s| s.user != user || (s.alias != name && s.value != name));
        self.secrets.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts() -> Accounts {
        let mut accounts = Accounts::default();
        accounts.add_user("ann", "pw");
        accounts
    }

    #[test]
    fn tokens_die_on_time_and_when_dropped() {
        for generation in [Generation::V3, Generation::V4] {
            let mut accounts = accounts();
            let token = accounts.issue_token(generation, "ann", Some("g"), 1000, 60);
            let check = |a: &Accounts, now| a.check_token(&token.text, generation, now);
            let ann = Identity { user: "ann".into(), graph: Some("g".into()) };
            assert_eq!(check(&accounts, 1059), Ok(ann));
            assert!(matches!(check(&accounts, 1060), Err(Refusal::Expired(_))));
            assert!(accounts.drop_token(&token.text));
            assert!(matches!(check(&accounts, 1000), Err(Refusal::Unknown(_))));
        }
    }

    #[test]
    fn a_secret_used_as_a_token_is_malformed_on_4() {
        let mut accounts = accounts();
        let secret = accounts.add_secret("ann", Some("a"), None, None).ok().unwrap();
        let refusal = accounts.check_token(&secret.value, Generation::V4, 0);
        assert!(
            matches!(refusal, Err(Refusal::Malformed(shown)) if !shown.contains(&secret.value))
        );
        let credentials = Credentials::Secret(secret.value);
        assert!(accounts.identify(&credentials, Generation::V4, 0).is_ok());
    }

    #[test]
    fn an_alias_is_taken_once() {
        let mut accounts = accounts();
        assert!(accounts.add_secret("ann", Some("a"), None, None).is_ok());
        assert!(matches!(accounts.add_secret("ann", Some("a"), None, None), Err(Taken)));
        assert!(accounts.drop_secret("ann", "a"));
        assert!(!accounts.drop_secret("ann", "a"));
    }
}
