//! The credentials of a connection, by the mode of its graph.

use secrecy::SecretString;

use super::GraphBuilder;
use crate::admin::Server;
use crate::client::Credentials;
use crate::graph::{AnyGraph, Graph, auth};

impl<G: Graph<Auth = auth::Secret>> GraphBuilder<G> {
    /// Sets the database secret.
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.credentials = Some(Credentials::Secret(secret.into()));
        self
    }
}

impl<G: Graph<Auth = auth::Password>> GraphBuilder<G> {
    /// Sets user name and password.
    pub fn password(mut self, user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        let (user, password) = (user.into(), password.into());
        self.credentials = Some(Credentials::Password { user, password });
        self
    }
}

impl<G: Graph<Auth = auth::Token>> GraphBuilder<G> {
    /// Sets the token. It is never replaced.
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.credentials = Some(Credentials::Token(token.into()));
        self
    }
}

impl<G: Graph<Auth = auth::Jwt>> GraphBuilder<G> {
    /// Sets the JSON web token. It is never replaced.
    pub fn jwt(mut self, jwt: impl Into<SecretString>) -> Self {
        self.credentials = Some(Credentials::Jwt(jwt.into()));
        self
    }
}

impl GraphBuilder<Server> {
    /// Sets credentials of any kind. Without them, and without any in the [environment](Self::env),
    /// requests have none.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }
}

impl GraphBuilder<AnyGraph> {
    /// Sets credentials, of any kind for a graph that is named at run time. Without them, and
    /// without any in the [environment](Self::env), requests have none.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }
}
