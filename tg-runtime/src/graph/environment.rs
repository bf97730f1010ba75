//! Settings from environment variables.

use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;

use crate::error::{Error, Result};

/// The variables of the process, or of a test.
pub(crate) struct Environment<'a>(&'a dyn Fn(&str) -> Option<String>);

impl<'a> Environment<'a> {
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(lookup)
    }

    /// Returns the value of a variable that is set and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    pub(crate) fn secret(&self, name: &str) -> Option<SecretString> {
        self.text(name).map(SecretString::from)
    }

    /// Reads a number of seconds, which may have a fraction.
    pub(crate) fn seconds(&self, name: &str) -> Result<Option<Duration>> {
        let parse = |text: String| {
            let seconds = text.trim().parse().ok().filter(|seconds: &f64| *seconds > 0.0);
            seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(|| {
                Error::configuration(format!(
                    "{name} is `{text}`, which is not a number of seconds"
                ))
            })
        };
        self.text(name).map(parse).transpose()
    }

    /// Reads a positive integer.
    pub(crate) fn number<N: FromStr + Default + PartialOrd>(
        &self,
        name: &str,
    ) -> Result<Option<N>> {
        let parse = |text: String| {
            let number = text.trim().parse().ok().filter(|number| *number > N::default());
            number.ok_or_else(|| {
                let message = format!("{name} is `{text}`: set it to a positive integer");
                Error::configuration(message)
            })
        };
        self.text(name).map(parse).transpose()
    }

    /// Reads `1` or `true`, `0` or `false`.
    pub(crate) fn flag(&self, name: &str) -> Result<bool> {
        match self.text(name).as_deref() {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true") => Ok(true),
            Some(other) => Err(Error::configuration(format!(
                "{name} is `{other}`: set it to `true` or `false`"
            ))),
        }
    }
}

pub(crate) fn process_variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{Client, Credentials, Generation, Limits};
    use crate::graph::GraphBuilder;
    use crate::schema::GraphSpec;
    use crate::{ErrorKind, Graph, auth};

    struct Goods<A>(Client, std::marker::PhantomData<fn() -> A>);

    impl<A: auth::Mode> Graph for Goods<A> {
        type Auth = A;
        const SPEC: GraphSpec =
            GraphSpec { name: "Goods", handles: &[], tuples: &[], queries: &[], functions: &[] };

        fn from_client(client: Client) -> Self {
            Self(client, std::marker::PhantomData)
        }

        fn client(&self) -> &Client {
            &self.0
        }
    }

    fn read<A: auth::Mode>(variables: &[(&str, &str)]) -> Result<GraphBuilder<Goods<A>>> {
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        GraphBuilder::new().environment(&Environment::new(&lookup))
    }

    #[test]
    fn every_variable_is_read() {
        let builder = read::<auth::Secret>(&[
            ("TG_HOST", "tg.example.org"),
            ("TG_RESTPP_URL", "http://tg.example.org:9000"),
            ("TG_SECRET", "s"),
            ("TG_GENERATION", "3"),
            ("TG_CA_FILE", "ca.pem"),
            ("TG_IDENTITY_FILE", "me.pem"),
            ("TG_TIMEOUT", "2.5"),
            ("TG_SERVER_TIMEOUT", "30"),
            ("TG_RESPONSE_LIMIT", "64000000"),
            ("TG_THREAD_LIMIT", "4"),
            ("TG_MEMORY_LIMIT", "512"),
            ("TG_REPLICA", "2"),
            ("TG_TOKEN_LIFETIME", "3600"),
            ("TG_ALLOW_INSECURE_HTTP", "true"),
        ]);
        let GraphBuilder { config, credentials, .. } = builder.unwrap();
        assert_eq!(config.url.as_deref(), Some("https://tg.example.org"));
        assert_eq!(config.restpp_url.as_deref(), Some("http://tg.example.org:9000"));
        assert_eq!(config.generation, Some(Generation::V3));
        assert_eq!(config.ca_certificates.len(), 1);
        assert!(config.client_identity.is_some() && config.allow_insecure_http);
        assert_eq!(config.request_timeout, Duration::from_millis(2500));
        let limits = Limits {
            timeout: Some(Duration::from_secs(30)),
            response: Some(64_000_000),
            threads: Some(4),
            memory: Some(512),
            replica: Some(2),
            atomic: None,
        };
        assert_eq!(config.limits, limits);
        assert_eq!(config.token_lifetime, Some(Duration::from_secs(3600)));
        assert!(matches!(credentials, Some(Credentials::Secret(_))));
    }

    #[test]
    fn each_mode_reads_its_own_credentials() {
        let all = [
            ("TG_SECRET", "s"),
            ("TG_USER", "u"),
            ("TG_PASSWORD", "p"),
            ("TG_TOKEN", "t"),
            ("TG_JWT", "j"),
        ];
        let password = read::<auth::Password>(&all).unwrap().credentials;
        assert!(matches!(password, Some(Credentials::Password { user, .. }) if user == "u"));
        let token = read::<auth::Token>(&all).unwrap().credentials;
        assert!(matches!(token, Some(Credentials::Token(_))));
        assert!(matches!(read::<auth::Jwt>(&all).unwrap().credentials, Some(Credentials::Jwt(_))));
        assert!(read::<auth::None>(&all).unwrap().credentials.is_none());
        let any = |set: &[(&str, &str)]| read::<auth::Any>(set).unwrap().credentials;
        assert!(matches!(any(&all), Some(Credentials::Secret(_))));
        assert!(matches!(any(&all[1..]), Some(Credentials::Password { .. })));
        assert!(matches!(any(&all[3..]), Some(Credentials::Token(_))));
        assert!(matches!(any(&all[4..]), Some(Credentials::Jwt(_))));
        assert!(any(&[]).is_none());
    }

    #[test]
    fn an_empty_variable_has_no_effect() {
        let builder =
            read::<auth::Secret>(&[("TG_HOST", ""), ("TG_SECRET", ""), ("TG_TIMEOUT", "")]);
        let GraphBuilder { config, credentials, .. } = builder.unwrap();
        assert!(config.url.is_none() && credentials.is_none());
    }

    #[test]
    fn an_invalid_variable_is_named() {
        let wrong = [
            ("TG_TIMEOUT", "soon"),
            ("TG_TIMEOUT", "-1"),
            ("TG_SERVER_TIMEOUT", "NaN"),
            ("TG_TOKEN_LIFETIME", "0"),
            ("TG_RESPONSE_LIMIT", "32 MB"),
            ("TG_THREAD_LIMIT", "0"),
            ("TG_REPLICA", "-1"),
            ("TG_GENERATION", "5"),
            ("TG_ALLOW_INSECURE_HTTP", "perhaps"),
            ("TG_USER", "u"),
            ("TG_PASSWORD", "p"),
        ];
        for (name, value) in wrong {
            let error = read::<auth::Password>(&[(name, value)]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.message().contains(name), "{error}");
        }
    }
}
