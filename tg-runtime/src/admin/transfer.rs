//! Operations on all data of a server: export, import, clearing and dropping.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use super::Server;
use crate::client::Client;
use crate::client::api::Call;
use crate::client::api::transfer as api;
use crate::error::Result;
use crate::operation::gsql::Scope;
use crate::operation::{ConfirmServer, Deadline, Operation, operation};

/// All of its data.
impl Server {
    /// Writes all graphs and their data to a folder on the disk of the server:
    /// `POST /gsql/v1/db-export`, on 3.x `EXPORT GRAPH ALL`. The folder contains everything that
    /// the server stores: protect it.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing sent, when
    /// the confirmation names another host; when the request fails.
    pub fn export(&self, folder: impl Into<String>, confirmed: ConfirmServer) -> Transfer {
        Transfer::new(self.client(), ("export", api::export), folder.into(), confirmed)
    }

    /// Writes the definitions of all graphs to a folder, as [`export`](Self::export) does, without
    /// the data.
    ///
    /// # Errors
    ///
    /// Those of [`export`](Self::export).
    pub fn export_schema(&self, folder: impl Into<String>, confirmed: ConfirmServer) -> Transfer {
        let mut transfer = self.export(folder, confirmed);
        transfer.transfer.data = false;
        transfer
    }

    /// Reads a folder that [`export`](Self::export) wrote. **The present definitions and data are
    /// dropped**: `POST /gsql/v1/db-import`, on 3.x `IMPORT GRAPH ALL`.
    ///
    /// # Errors
    ///
    /// Those of [`export`](Self::export).
    pub fn import(&self, folder: impl Into<String>, confirmed: ConfirmServer) -> Transfer {
        Transfer::new(self.client(), ("import into", api::import), folder.into(), confirmed)
    }

    /// Deletes all vertices and edges of all graphs and keeps the definitions:
    /// `GET /gsql/v1/clear-store`, on 3.x `CLEAR GRAPH STORE -HARD`. It is not repeated by itself.
    ///
    /// # Errors
    ///
    /// Those of [`export`](Self::export).
    pub fn clear_graph_store(&self, confirmed: ConfirmServer) -> Operation<()> {
        erase(self.client(), "clear the store of", confirmed, api::clear_store())
    }

    /// Deletes all data and drops all graphs, types, queries and jobs, but no users:
    /// `GET /gsql/v1/drop-all`, on 3.x `DROP ALL`. It is not repeated by itself.
    ///
    /// # Errors
    ///
    /// Those of [`export`](Self::export).
    pub fn drop_all(&self, confirmed: ConfirmServer) -> Operation<()> {
        erase(self.client(), "drop everything on", confirmed, api::drop_all())
    }
}

fn erase(
    client: &Client,
    verb: &'static str,
    confirmed: ConfirmServer,
    call: Call,
) -> Operation<()> {
    let client = client.clone();
    Operation::new(async move |deadline| {
        let scope = Scope::of_server(&client, verb);
        confirmed.check(&client, &scope.label())?;
        scope.run(call, deadline).await.map(drop)
    })
}

/// Writes graphs to a folder, or reads them from it: [`Server::export`], [`Server::export_schema`]
/// and [`Server::import`].
///
/// # Errors
///
/// Those of [`Server::export`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Transfer {
    client: Client,
    verb: &'static str,
    call: fn(&api::Transfer) -> Call,
    confirmed: ConfirmServer,
    transfer: api::Transfer,
    timeout: Option<Duration>,
}

impl Transfer {
    fn new(
        client: &Client,
        (verb, call): (&'static str, fn(&api::Transfer) -> Call),
        folder: String,
        confirmed: ConfirmServer,
    ) -> Self {
        let (graphs, password) = (Vec::new(), None);
        let transfer = api::Transfer { folder, graphs, data: true, password };
        Self { client: client.clone(), verb, call, confirmed, transfer, timeout: None }
    }

    /// Restricts it to these graphs.
    pub fn graphs<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.transfer.graphs = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the password that protects the folder.
    pub fn password(mut self, password: impl Into<SecretString>) -> Self {
        self.transfer.password = Some(password.into());
        self
    }

    /// Limits the time that it may take. Default: an hour.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    async fn run(self) -> Result<()> {
        let scope = Scope::of_server(&self.client, self.verb);
        self.confirmed.check(&self.client, &scope.label())?;
        for name in &self.transfer.graphs {
            Scope::name(name, "graph").map_err(|error| scope.named(error))?;
        }
        let outcome = scope.run((self.call)(&self.transfer), Deadline::after(self.timeout)).await;
        let password = self.transfer.password.map(|password| password.expose_secret().to_owned());
        let hidden: Vec<String> = password.into_iter().filter(|it| !it.is_empty()).collect();
        // A server may repeat the password in its message.
        outcome.map(drop).map_err(|error| error.without(&hidden))
    }
}

operation!(@await 'static [] Transfer => ());
