//! The connection of a command to the server that its settings name.

use std::time::Duration;

use tg_runtime::{AnyGraph, GraphBuilder, RetryPolicy};

use super::Context;
use crate::args::ConnectionArgs;
use crate::config::{self, Settings};
use crate::exit::{Failure, Outcome};

/// A connection, opened by the first request.
pub(crate) struct Connection {
    pub(crate) settings: Settings,
    /// The address of the server.
    pub(crate) url: String,
    /// The kind of its credentials.
    pub(crate) credentials: &'static str,
    pub(crate) graph: AnyGraph,
}

impl Connection {
    pub(crate) fn new(flags: &ConnectionArgs, context: &Context) -> Outcome<Self> {
        Self::with(context.settings(flags.layer())?, flags)
    }

    pub(crate) fn with(settings: Settings, flags: &ConnectionArgs) -> Outcome<Self> {
        Self::build(settings, flags, |builder| builder)
    }

    /// The same, for an immediate answer: nothing is repeated.
    pub(crate) fn without_retries(flags: &ConnectionArgs, context: &Context) -> Outcome<Self> {
        let settings = context.settings(flags.layer())?;
        Self::build(settings, flags, |builder| builder.retry(RetryPolicy::NEVER))
    }

    fn build(
        settings: Settings,
        flags: &ConnectionArgs,
        set_up: impl FnOnce(GraphBuilder<AnyGraph>) -> GraphBuilder<AnyGraph>,
    ) -> Outcome<Self> {
        let url = settings.url()?.to_owned();
        let credentials = settings.credentials(flags)?;
        let values = &settings.values;
        let mut builder = AnyGraph::builder(values.graph.clone().unwrap_or_default()).url(&url);
        if let Some(url) = &values.restpp_url {
            builder = builder.restpp_url(url);
        }
        if let Some(generation) = values.generation {
            builder = builder.generation(generation);
        }
        if let Some(file) = &values.ca_file {
            builder = builder.ca_certificate_file(file);
        }
        if let Some(file) = &values.identity_file {
            builder = builder.client_identity_file(file);
        }
        if let Some(limit) = values.timeout {
            builder = builder.request_timeout(limit);
        }
        if let Some(limit) = values.server_timeout {
            builder = builder.server_timeout(limit);
        }
        if let Some(lifetime) = values.token_lifetime {
            builder = builder.token_lifetime(lifetime);
        }
        if values.allow_insecure_http == Some(true) {
            builder = builder.allow_insecure_http();
        }
        let name = config::credentials_name(&credentials);
        let graph = set_up(builder.credentials(credentials)).connect_lazy()?;
        Ok(Self { settings, url, credentials: name, graph })
    }

    /// Returns the graph of the settings.
    pub(crate) fn name(&self) -> Option<&str> {
        self.settings.values.graph.as_deref()
    }

    /// Returns the graph of the settings, for a command that needs one.
    pub(crate) fn graph_name(&self) -> Outcome<&str> {
        self.name().ok_or_else(|| {
            Failure::configuration("no graph is named").help(
                "give `--graph NAME`, set TG_GRAPH, or write `graph = \"..\"` into tigergraph.toml",
            )
        })
    }

    /// Runs a future that uses the network. If credentials are not accepted, the help depends on
    /// whether any were given.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let done = runtime()?.block_on(work);
        done.map_err(|failure| match config::credentials_source(self.credentials) {
            Some(source) if failure.is("unauthorized") => failure.help(format!(
                "a {} was sent ({source}): is it right, and this server's?",
                self.credentials
            )),
            _ => failure,
        })
    }

    /// Returns the time limit of one operation, if one is set.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.settings.values.timeout
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
