//! What concerns all data at once: exporting, importing, clearing and dropping it.

use std::time::Duration;

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::{Server, text};
use crate::client::path::Path;
use crate::client::request::{Label, Request};
use crate::client::{Client, Generation};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::ConfirmServer;
use crate::operation::gsql::Scope;
use crate::operation::operation;

/// How long such a call may take unless the caller says otherwise.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// All of it.
impl Server {
    /// Writes all graphs and their data into a folder on the server's disk:
    /// `POST /gsql/v1/db-export`, on 3.x `EXPORT GRAPH ALL`. The folder holds everything that the server
    /// knows: protect it.
    pub fn export(&self, folder: impl Into<String>, confirmed: ConfirmServer) -> Export {
        Export(Transfer::new(self.client(), folder.into(), confirmed))
    }

    /// Reads what [`export`](Self::export) has written. **What is there before is dropped**, definitions
    /// and data: `POST /gsql/v1/db-import`, on 3.x `IMPORT GRAPH ALL`.
    pub fn import(&self, folder: impl Into<String>, confirmed: ConfirmServer) -> Import {
        Import(Transfer::new(self.client(), folder.into(), confirmed))
    }

    /// Deletes all vertices and edges of all graphs; definitions stay: `GET /gsql/v1/clear-store`, on 3.x
    /// `POST /gsqlserver/gsql/clear-store`.
    pub fn clear_graph_store(&self, confirmed: ConfirmServer) -> Erase {
        Erase { client: self.client().clone(), confirmed, definitions: false, timeout: None }
    }

    /// Deletes all data and drops all graphs, types, queries and jobs; users stay:
    /// `GET /gsql/v1/drop-all`, on 3.x `DROP ALL`.
    pub fn drop_all(&self, confirmed: ConfirmServer) -> Erase {
        Erase { client: self.client().clone(), confirmed, definitions: true, timeout: None }
    }
}

#[derive(Debug)]
struct Transfer {
    client: Client,
    folder: String,
    confirmed: ConfirmServer,
    graphs: Vec<String>,
    data: bool,
    password: Option<SecretString>,
    timeout: Option<Duration>,
}

#[derive(Serialize)]
struct Wanted<'a> {
    path: &'a str,
    #[serde(rename = "graphNames")]
    graphs: &'a [String],
    schema: bool,
    data: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
}

impl Transfer {
    fn new(client: &Client, folder: String, confirmed: ConfirmServer) -> Self {
        Self {
            client: client.clone(),
            folder,
            confirmed,
            graphs: Vec::new(),
            data: true,
            password: None,
            timeout: None,
        }
    }

    /// `words` are the verb of GSQL, and what stands before the folder.
    async fn run(self, label: Label, path: &'static str, words: (&str, &str)) -> Result<()> {
        let password = self.password.as_ref().map(|it| it.expose_secret().to_owned());
        let hidden: Vec<String> = password.into_iter().filter(|it| !it.is_empty()).collect();
        // A server may repeat what it was sent.
        self.send(label, path, words).await.map_err(|error| error.without(&hidden))
    }

    async fn send(
        self,
        label: Label,
        path: &'static str,
        (verb, preposition): (&str, &str),
    ) -> Result<()> {
        self.confirmed.check(&self.client, &label)?;
        for name in &self.graphs {
            // `ALL` and `*` are more than one.
            Scope::name(name, "graph").map_err(|error| error.during(|| label.to_string()))?;
        }
        let password = self.password.as_ref().map(ExposeSecret::expose_secret);
        if self.client.generation().await? == Generation::V3 {
            let graphs = match &self.graphs[..] {
                [] => "ALL".to_owned(),
                names => names.join(", "),
            };
            let schema_only = if self.data { "" } else { " -SCHEMA" };
            let folder = text::string("a folder", &self.folder)?;
            let mut statement =
                format!("{verb} GRAPH {graphs}{schema_only} {preposition} {folder}");
            if let Some(password) = password {
                let password = text::string("the password", password).map_err(|_| {
                    let message = "GSQL cannot carry a quote, a backslash or a control character in a \
                                   password";
                    Error::new(ErrorKind::Encode, message)
                })?;
                statement.push_str(&format!(" WITH PASSWORD {password}"));
            }
            let timeout = self.timeout.unwrap_or(PATIENCE);
            let done = text::run(&self.client, &statement, Some(timeout)).await;
            return done.map(drop).map_err(|error| error.about(label.to_string()));
        }
        let everything = ["*".to_owned()];
        let graphs = if self.graphs.is_empty() { &everything[..] } else { &self.graphs };
        let wanted = Wanted { path: &self.folder, graphs, schema: true, data: self.data, password };
        let request = Request::gsql(label, Method::POST, Path::fixed(path))
            .json(super::json(&wanted)?)
            .patience(self.timeout.unwrap_or(PATIENCE))
            .timeout(self.timeout);
        self.client.send(request).await.map(drop)
    }
}

macro_rules! transfer {
    ($transfer:ident) => {
        impl $transfer {
            /// Only these graphs. Default: all.
            pub fn graphs<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
                self.0.graphs = names.into_iter().map(Into::into).collect();
                self
            }

            /// The password that protects the archive.
            pub fn password(mut self, password: impl Into<SecretString>) -> Self {
                self.0.password = Some(password.into());
                self
            }

            /// The longest that it may take. Default: an hour.
            pub fn timeout(mut self, limit: Duration) -> Self {
                self.0.timeout = Some(limit);
                self
            }
        }

        impl IntoFuture for $transfer {
            type Output = Result<()>;
            type IntoFuture = crate::operation::Pending<'static, ()>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.run())
            }
        }
    };
}

/// Writes everything into a folder: [`Server::export`].
///
/// # Errors
///
/// With [`ErrorKind::InvalidRequest`], and nothing sent, when the confirmation names another host; when the
/// request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Export(Transfer);

impl Export {
    /// Only the definitions, without any data.
    pub fn schema_only(mut self) -> Self {
        self.0.data = false;
        self
    }

    async fn run(self) -> Result<()> {
        let label = Label::new("export", "the server");
        self.0.run(label, "/gsql/v1/db-export", ("EXPORT", "TO")).await
    }
}

transfer!(Export);

/// Reads everything from a folder: [`Server::import`].
///
/// # Errors
///
/// Those of [`Export`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Import(Transfer);

impl Import {
    async fn run(self) -> Result<()> {
        let label = Label::new("import into", "the server");
        self.0.run(label, "/gsql/v1/db-import", ("IMPORT", "FROM")).await
    }
}

transfer!(Import);

/// Deletes everything: [`Server::clear_graph_store`] and [`Server::drop_all`]. It is not repeated by
/// itself.
///
/// # Errors
///
/// With [`ErrorKind::InvalidRequest`], and nothing sent, when the confirmation names another host; when the
/// request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Erase {
    client: Client,
    confirmed: ConfirmServer,
    definitions: bool,
    timeout: Option<Duration>,
}

impl Erase {
    async fn run(self) -> Result<()> {
        let verb = if self.definitions { "drop everything on" } else { "clear the store of" };
        let label = Label::new(verb, "the server");
        self.confirmed.check(&self.client, &label)?;
        let (method, path) = match (self.client.generation().await?, self.definitions) {
            (Generation::V4, true) => (Method::GET, "/gsql/v1/drop-all"),
            (Generation::V4, false) => (Method::GET, "/gsql/v1/clear-store"),
            (Generation::V3, false) => (Method::POST, "/gsqlserver/gsql/clear-store"),
            (Generation::V3, true) => {
                let done = text::run(&self.client, "DROP ALL", self.timeout).await;
                return done.map(drop).map_err(|error| error.about(label.to_string()));
            }
        };
        let request = Request::gsql(label, method, Path::fixed(path))
            .idempotent(false)
            .patience(self.timeout.unwrap_or(PATIENCE))
            .timeout(self.timeout);
        self.client.send(request).await.map(drop)
    }
}

operation!(impl [] Erase => ());
