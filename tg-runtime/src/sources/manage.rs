//! Data sources: created, updated, listed, shared, dropped.

use serde::Deserialize;
use serde_json::Value;

use super::DataSourceConfig;
use super::listing::{DataSource, listed};
use super::preview::PreviewFile;
use crate::client::Client;
use crate::client::api::{Response, sources as api};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::ConfirmAll;
use crate::operation::Deadline;
use crate::operation::Operation;
use crate::operation::gsql::Scope;

/// The data sources of a graph, [`GraphAdmin::data_sources`], or of the server,
/// [`Server::data_sources`]. A graph sees those of the server, too.
///
/// [`GraphAdmin::data_sources`]: crate::graph::GraphAdmin::data_sources
/// [`Server::data_sources`]: crate::Server::data_sources
#[derive(Debug, Clone)]
pub struct DataSources {
    client: Client,
}

impl DataSources {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    fn scope(&self, verb: &'static str) -> Scope {
        Scope::of_graph(&self.client, verb)
    }

    /// Creates a data source. `POST /gsql/v1/data-sources`, on 3.x `CREATE DATA_SOURCE`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::InvalidRequest`] when there is already a data source of this name; when
    /// the server rejects the configuration.
    pub fn create(&self, name: impl Into<String>, config: DataSourceConfig) -> Operation<()> {
        let (scope, name) = (self.scope("create a data source of"), name.into());
        Operation::new(move |deadline| async move {
            let created = async {
                let call = api::create(scope.graph(), source_name(&name)?, &config.json()?);
                scope.run(call, deadline).await.map(drop)
            };
            created.await.map_err(|error: Error| error.without(&config.secrets()))
        })
    }

    /// Replaces the configuration of a data source. `PUT /gsql/v1/data-sources/{name}`, on 3.x
    /// `SET`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such data source; when the server rejects
    /// the configuration.
    pub fn update(&self, name: impl Into<String>, config: DataSourceConfig) -> Operation<()> {
        let (scope, name) = (self.scope("update a data source of"), name.into());
        Operation::new(move |deadline| async move {
            let updated = async {
                let (name, config) = (source_name(&name)?, config.json()?);
                let call = api::update(scope.graph(), name, &config);
                if let Response::Composed = scope.run(call, deadline).await? {
                    get(&scope, name, deadline).await?;
                    scope.run(api::set(name, &config), deadline).await?;
                }
                Ok(())
            };
            updated.await.map_err(|error: Error| error.without(&config.secrets()))
        })
    }

    /// Returns one data source. `GET /gsql/v1/data-sources/{name}`, on 3.x from
    /// `SHOW DATA_SOURCE *`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such data source.
    pub fn get(&self, name: impl Into<String>) -> Operation<DataSource> {
        let (scope, name) = (self.scope("read a data source of"), name.into());
        Operation::new(move |deadline| async move { get(&scope, &name, deadline).await })
    }

    /// Lists the names of the data sources that can be used here, from
    /// [`get_all`](Self::get_all).
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn list(&self) -> Operation<Vec<String>> {
        let all = self.get_all();
        Operation::new(move |deadline| async move {
            Ok(all.within(deadline).await?.into_iter().map(|source| source.name).collect())
        })
    }

    /// Returns all data sources that can be used here. `GET /gsql/v1/data-sources`, on 3.x
    /// `SHOW DATA_SOURCE *`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn get_all(&self) -> Operation<Vec<DataSource>> {
        let scope = self.scope("list the data sources of");
        Operation::new(move |deadline| async move { get_all(&scope, deadline).await })
    }

    /// Drops a data source. `DELETE /gsql/v1/data-sources/{name}`, on 3.x `DROP DATA_SOURCE`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such data source.
    pub fn drop(&self, name: impl Into<String>) -> Operation<()> {
        let (scope, name) = (self.scope("drop a data source of"), name.into());
        Operation::new(move |deadline| async move {
            let call = api::drop(scope.graph(), source_name(&name)?);
            scope.run(call, deadline).await.map(drop)
        })
    }

    /// Drops all data sources that can be used here; called on a graph, that may include those of
    /// the server. `DELETE /gsql/v1/data-sources/dropAll`, on 3.x `DROP DATA_SOURCE *`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn drop_all(&self, _: ConfirmAll) -> Operation<()> {
        let scope = self.scope("drop the data sources of");
        Operation::new(move |deadline| async move {
            scope.run(api::drop_all(scope.graph()), deadline).await.map(drop)
        })
    }

    /// Lets graphs use a data source of the server. `POST /gsql/v1/data-sources/grant`, on 3.x
    /// `GRANT DATA_SOURCE`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such data source or graph.
    pub fn grant<S: Into<String>>(
        &self,
        name: impl Into<String>,
        graphs: impl IntoIterator<Item = S>,
    ) -> Operation<()> {
        self.share(name.into(), graphs.into_iter().map(Into::into).collect(), api::grant)
    }

    /// Takes back what [`grant`](Self::grant) allows. `POST /gsql/v1/data-sources/revoke`, on 3.x
    /// `REVOKE DATA_SOURCE`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such data source or graph.
    pub fn revoke<S: Into<String>>(
        &self,
        name: impl Into<String>,
        graphs: impl IntoIterator<Item = S>,
    ) -> Operation<()> {
        self.share(name.into(), graphs.into_iter().map(Into::into).collect(), api::revoke)
    }

    fn share(
        &self,
        name: String,
        graphs: Vec<String>,
        act: fn(&str, &[String]) -> crate::client::api::Call,
    ) -> Operation<()> {
        // Only data sources of the server are shared.
        let scope = Scope::of_server(&self.client, "share a data source of");
        Operation::new(move |deadline| async move {
            let name = source_name(&name)?;
            for graph in &graphs {
                Scope::name(graph, "graph")?;
            }
            scope.run(act(name, &graphs), deadline).await.map(drop)
        })
    }

    /// Reads the first lines of a file in a data source. `POST /gsql/v1/sample-data`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when there is no such data source, or the server
    /// cannot read the file.
    pub fn preview(&self, name: impl Into<String>, path: impl Into<String>) -> PreviewFile {
        PreviewFile::new(self.scope("preview a data source of"), name.into(), path.into())
    }

    /// Lists the buckets of a data source. `GET /gsql/v1/list-buckets/{name}`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when the server cannot reach the source.
    pub fn buckets(&self, name: impl Into<String>) -> Operation<Vec<String>> {
        let (scope, name) = (self.scope("list the buckets of a data source of"), name.into());
        Operation::new(move |deadline| async move {
            let call = api::buckets(scope.graph(), source_name(&name)?);
            let found: Vec<Value> = scope.reply(call, deadline).await?.results()?;
            let name =
                |it: &Value| it.as_str().or_else(|| it.get("name")?.as_str()).map(str::to_owned);
            Ok(found.iter().filter_map(name).collect())
        })
    }

    /// Lists the folders at a path of a data source. `GET /gsql/v1/list-files/{name}?path=`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when the server cannot reach the source.
    pub fn folders(
        &self,
        name: impl Into<String>,
        path: impl Into<String>,
    ) -> Operation<Vec<String>> {
        self.at_path(name.into(), path.into(), |listing| listing.folders)
    }

    /// Lists the files at a path of a data source. `GET /gsql/v1/list-files/{name}?path=`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when the server cannot reach the source.
    pub fn files(
        &self,
        name: impl Into<String>,
        path: impl Into<String>,
    ) -> Operation<Vec<String>> {
        self.at_path(name.into(), path.into(), |listing| listing.files)
    }

    fn at_path(
        &self,
        name: String,
        path: String,
        names: fn(Listing) -> Vec<String>,
    ) -> Operation<Vec<String>> {
        let scope = self.scope("list the files of a data source of");
        Operation::new(move |deadline| async move {
            let call = api::files(scope.graph(), source_name(&name)?, &path);
            Ok(names(scope.reply(call, deadline).await?.results()?))
        })
    }
}

/// The names at a path of a data source.
#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    folders: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
}

fn source_name(name: &str) -> Result<&str> {
    Scope::name(name, "data source")
}

async fn get_all(scope: &Scope, deadline: Deadline) -> Result<Vec<DataSource>> {
    match scope.run(api::list(scope.graph()), deadline).await? {
        Response::Output(output) => listed(&output),
        response => response.reply()?.results(),
    }
}

async fn get(scope: &Scope, name: &str, deadline: Deadline) -> Result<DataSource> {
    let name = source_name(name)?;
    match scope.run(api::get(scope.graph(), name), deadline).await? {
        Response::Composed => {
            let found = get_all(scope, deadline).await?.into_iter().find(|it| it.name == name);
            found.ok_or_else(|| {
                let message = format!("the server has no data source `{name}`");
                scope.error(ErrorKind::UnknownName, message)
            })
        }
        response => response.reply()?.results(),
    }
}
