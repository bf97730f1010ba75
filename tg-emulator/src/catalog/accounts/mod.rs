//! Accounts: users, secrets, tokens and roles.

mod access;
mod credentials;
mod jwt;
mod random;
mod tokens;
mod users;

pub(crate) use access::{Access, GLOBAL_ROLES, Group, LOCAL_ROLES, PRIVILEGES, Privilege};
pub(crate) use credentials::Credentials;
use jwt::JwtError;
pub use jwt::JwtProvider;
pub(crate) use random::word as random_word;
pub(crate) use tokens::Token;
use tokens::Tokens;

use crate::config::{Generation, Version};

/// A secret: a password of a user for programs.
#[derive(Clone)]
pub(crate) struct Secret {
    pub(crate) alias: String,
    pub(crate) value: String,
    pub(crate) user: String,
    /// The graph in which it was created (3.x); on 4.x a secret belongs to no graph.
    pub(crate) graph: Option<String>,
}

/// A caller whose credentials were accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) user: String,
    /// The only graph that the token is valid for.
    pub(crate) graph: Option<String>,
}

/// The reason why credentials were rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No credentials.
    Missing,
    /// A wrong user name, password or secret, or a header that cannot be read.
    Wrong,
    /// A text that is not a token; masked.
    Malformed(String),
    /// A token that the server did not issue, or that was dropped; masked.
    Unknown(String),
    /// A token that has expired; masked.
    Expired(String),
    /// A token of an identity provider with a wrong claim: the token, masked, and the reason.
    Claim(String, String),
}

/// Returns the message about wrong credentials, [`Refusal::Wrong`].
pub(crate) fn wrong_credentials(version: Version) -> &'static str {
    match version {
        Version::V4_2 => "User authentication failed",
        _ => "Authentication failed.",
    }
}

/// The alias or the value of a secret is in use.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NameInUse;

/// Users, secrets and tokens. Not `Debug`: that would print them.
#[derive(Default)]
pub(crate) struct Accounts {
    users: Vec<(String, String)>,
    secrets: Vec<Secret>,
    tokens: Tokens,
    access: Access,
    /// The provider whose JSON web tokens are accepted in addition to our own.
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

    /// Returns the first user, who is the caller of everything on a server without authentication.
    pub(crate) fn first_user(&self) -> &str {
        self.users.first().map_or("", |(name, _)| name)
    }

    pub(crate) fn password(&self, user: &str) -> Option<&str> {
        self.users.iter().find(|(name, _)| name == user).map(|(_, password)| password.as_str())
    }

    /// Returns the user that the credentials belong to.
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
            Some(token) if token.expires <= now => Err(Refusal::Expired(masked())),
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
                Err(Refusal::Claim(masked(), what))
            }
            Err(JwtError::Expired) => Err(Refusal::Expired(masked())),
            Err(JwtError::Claim(what)) => Err(Refusal::Claim(masked(), what)),
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

    /// Returns a user's token with at least a day left, for a request that accepts an existing one.
    pub(crate) fn lasting_token(&self, user: &str, graph: Option<&str>, now: u64) -> Option<Token> {
        self.tokens.lasting(user, graph, now).cloned()
    }

    pub(crate) fn renew_token(&mut self, text: &str, expires: u64) -> Option<Token> {
        self.tokens.renew(text, expires)
    }

    /// Drops a token; returns `false` if there is none.
    pub(crate) fn drop_token(&mut self, text: &str) -> bool {
        self.tokens.remove(text)
    }

    pub(crate) fn expire_tokens(&mut self, now: u64) {
        self.tokens.expire(now);
    }

    /// Drops the expired tokens of these users, or of all if the list is empty.
    pub(crate) fn drop_dead_tokens(&mut self, now: u64, users: &[String]) {
        self.tokens.remove_dead(now, users);
    }

    /// Makes a JSON web token invalid; only its user can undo that.
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

    /// Creates a secret. A missing value is generated: 32 lower-case letters and digits; so is a
    /// missing alias, which starts with `AUTO_GENERATED_ALIAS_`.
    pub(crate) fn add_secret(
        &mut self,
        user: &str,
        alias: Option<&str>,
        value: Option<&str>,
        graph: Option<&str>,
    ) -> Result<Secret, NameInUse> {
        let alias = alias
            .filter(|alias| !alias.is_empty())
            .map_or_else(|| format!("AUTO_GENERATED_ALIAS_{}", random::word(7)), ToOwned::to_owned);
        let value = value
            .filter(|value| !value.is_empty())
            .map_or_else(|| random::word(32), ToOwned::to_owned);
        let taken =
            |known: &Secret| known.value == value || (known.user == user && known.alias == alias);
        if self.secrets.iter().any(taken) {
            return Err(NameInUse);
        }
        let secret =
            Secret { alias, value, user: user.to_owned(), graph: graph.map(ToOwned::to_owned) };
        self.secrets.push(secret.clone());
        Ok(secret)
    }

    /// Drops a user's secret by alias or value; returns `false` if there is none.
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
            matches!(refusal, Err(Refusal::Malformed(masked)) if !masked.contains(&secret.value))
        );
        let credentials = Credentials::Secret(secret.value);
        assert!(accounts.identify(&credentials, Generation::V4, 0).is_ok());
    }

    #[test]
    fn an_alias_is_taken_once() {
        let mut accounts = accounts();
        assert!(accounts.add_secret("ann", Some("a"), None, None).is_ok());
        assert!(matches!(accounts.add_secret("ann", Some("a"), None, None), Err(NameInUse)));
        assert!(accounts.drop_secret("ann", "a"));
        assert!(!accounts.drop_secret("ann", "a"));
    }
}
