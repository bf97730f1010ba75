//! Data sources: created, updated, listed, shared, dropped.

use http::Method;
use serde_json::{Value, json};

use super::DataSourceConfig;
use super::listing::{DataSource, shown};
use super::preview::{DataSourceFiles, Preview};
use tg_gsql::print;

use crate::client::path::{Path, Query};
use crate::client::{Client, Generation};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::ConfirmAll;
use crate::operation::Deadline;
use crate::operation::Operation;
use crate::operation::gsql::Scope;

const SOURCES: &str = "/gsql/v1/data-sources";

/// The data sources of a graph, [`Graph::data_sources`](crate::Graph::data_sources), or of the server,
/// [`Server::data_sources`](crate::Server::data_sources). A graph sees the server's too.
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
    /// With [`ErrorKind::InvalidRequest`] when there is one of this name; when the server refuses the
    /// configuration.
    pub fn create(&self, name: impl Into<String>, config: DataSourceConfig) -> Operation<()> {
        let scope = self.scope("create a data source of");
        let name = name.into();
        Operation::new(move |deadline| async move {
            let created = async {
                let checked = source_name(&name)?;
                match scope.generation().await? {
                    Generation::V4 => {
                        let body = json!({"name": checked, "config": config.json()});
                        let path = Path::fixed(SOURCES);
                        let request = scope.request(Method::POST, path, scope.in_graph());
                        scope.send(request.json(body.to_string()), deadline).await.map(drop)
                    }
                    Generation::V3 => {
                        let content = print::string(&config.json().to_string());
                        let graph = match scope.graph() {
                            "" => String::new(),
                            graph => format!(" FOR GRAPH {graph}"),
                        };
                        let statement = format!("CREATE DATA_SOURCE {checked} = {content}{graph}");
                        scope.statement(&statement, Some(Prose::Created), deadline).await.map(drop)
                    }
                }
            };
            created.await.map_err(|error| error.without(&config.secrets()))
        })
    }

    /// Gives a data source another configuration. `PUT /gsql/v1/data-sources/{name}`, on 3.x `SET`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is none of this name; when the server refuses the
    /// configuration.
    pub fn update(&self, name: impl Into<String>, config: DataSourceConfig) -> Operation<()> {
        let scope = self.scope("update a data source of");
        let name = name.into();
        Operation::new(move |deadline| async move {
            let updated = async {
                let checked = source_name(&name)?;
                match scope.generation().await? {
                    Generation::V4 => {
                        let body = json!({"name": checked, "config": config.json()});
                        let path = Path::fixed(SOURCES).name(checked);
                        let request = scope.request(Method::PUT, path, scope.in_graph());
                        scope.send(request.json(body.to_string()), deadline).await.map(drop)
                    }
                    Generation::V3 => {
                        // SET of another name would set a parameter of the session.
                        get(&scope, checked, deadline).await?;
                        let content = print::string(&config.json().to_string());
                        let statement = format!("SET {checked} = {content}");
                        scope.statement(&statement, None, deadline).await.map(drop)
                    }
                }
            };
            updated.await.map_err(|error| error.without(&config.secrets()))
        })
    }

    /// One data source. `GET /gsql/v1/data-sources/{name}`, on 3.x from `SHOW DATA_SOURCE *`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is none of this name.
    pub fn get(&self, name: impl Into<String>) -> Operation<DataSource> {
        let scope = self.scope("read a data source of");
        let name = name.into();
        Operation::new(move |deadline| async move { get(&scope, &name, deadline).await })
    }

    /// All data sources that can be used here. `GET /gsql/v1/data-sources`, on 3.x
    /// `SHOW DATA_SOURCE *`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses.
    pub fn list(&self) -> Operation<Vec<DataSource>> {
        let scope = self.scope("list the data sources of");
        Operation::new(move |deadline| async move { list(&scope, deadline).await })
    }

    /// Drops a data source. `DELETE /gsql/v1/data-sources/{name}`, on 3.x `DROP DATA_SOURCE`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is none of this name.
    pub fn drop(&self, name: impl Into<String>) -> Operation<()> {
        let scope = self.scope("drop a data source of");
        let name = name.into();
        Operation::new(move |deadline| async move {
            let name = source_name(&name)?;
            match scope.generation().await? {
                Generation::V4 => {
                    let path = Path::fixed(SOURCES).name(name);
                    let request = scope.request(Method::DELETE, path, scope.in_graph());
                    scope.send(request, deadline).await.map(drop)
                }
                Generation::V3 => {
                    let statement = format!("DROP DATA_SOURCE {name}");
                    scope.statement(&statement, None, deadline).await.map(drop)
                }
            }
        })
    }

    /// Drops all data sources that can be seen here; of a graph, that may be the server's too.
    /// `DELETE /gsql/v1/data-sources/dropAll`, on 3.x `DROP DATA_SOURCE *`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses.
    pub fn drop_all(&self, _: ConfirmAll) -> Operation<()> {
        let scope = self.scope("drop the data sources of");
        Operation::new(move |deadline| async move {
            match scope.generation().await? {
                Generation::V4 => {
                    let path = Path::fixed("/gsql/v1/data-sources/dropAll");
                    let request = scope.request(Method::DELETE, path, scope.in_graph());
                    scope.send(request, deadline).await.map(drop)
                }
                Generation::V3 => {
                    scope.statement("DROP DATA_SOURCE *", None, deadline).await.map(drop)
                }
            }
        })
    }

    /// Lets graphs use a data source of the server's. `POST /gsql/v1/data-sources/grant`, on 3.x
    /// `GRANT DATA_SOURCE`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such source or graph.
    pub fn grant<S: Into<String>>(
        &self,
        name: impl Into<String>,
        graphs: impl IntoIterator<Item = S>,
    ) -> Operation<()> {
        self.share(name.into(), graphs.into_iter().map(Into::into).collect(), true)
    }

    /// Lets graphs use a data source of the server's no longer. `POST /gsql/v1/data-sources/revoke`,
    /// on 3.x `REVOKE DATA_SOURCE`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such source or graph.
    pub fn revoke<S: Into<String>>(
        &self,
        name: impl Into<String>,
        graphs: impl IntoIterator<Item = S>,
    ) -> Operation<()> {
        self.share(name.into(), graphs.into_iter().map(Into::into).collect(), false)
    }

    fn share(&self, name: String, graphs: Vec<String>, grant: bool) -> Operation<()> {
        // Whose source it is says its name, not a graph.
        let scope = Scope::of_server(&self.client, "share a data source of");
        Operation::new(move |deadline| async move {
            let name = source_name(&name)?;
            for graph in &graphs {
                Scope::name(graph, "graph")?;
            }
            match scope.generation().await? {
                Generation::V4 => {
                    let path = match grant {
                        true => Path::fixed("/gsql/v1/data-sources/grant"),
                        false => Path::fixed("/gsql/v1/data-sources/revoke"),
                    };
                    let body = json!({"graphs": graphs, "datasource": name});
                    let request = scope.request(Method::POST, path, Query::default());
                    let request = request.json(body.to_string()).idempotent(true);
                    scope.send(request, deadline).await.map(drop)
                }
                Generation::V3 => {
                    let (verb, joint) = if grant { ("GRANT", "TO") } else { ("REVOKE", "FROM") };
                    let graphs = graphs.join(", ");
                    let statement = format!("{verb} DATA_SOURCE {name} {joint} GRAPH {graphs}");
                    scope.statement(&statement, None, deadline).await.map(drop)
                }
            }
        })
    }

    /// The first lines of a file in a data source. `POST /gsql/v1/sample-data`.
    pub fn preview(&self, name: impl Into<String>, path: impl Into<String>) -> Preview {
        Preview::new(self.client.clone(), name.into(), path.into())
    }

    /// The buckets of a data source. `GET /gsql/v1/list-buckets/{name}`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when the server cannot reach the source.
    pub fn buckets(&self, name: impl Into<String>) -> Operation<Vec<String>> {
        let scope = self.scope("list the buckets of a data source of");
        let name = name.into();
        Operation::new(move |deadline| async move {
            scope.needs_v4("listing buckets", "ask the storage itself").await?;
            let path = Path::fixed("/gsql/v1/list-buckets").name(source_name(&name)?);
            let request = scope.request(Method::GET, path, scope.in_graph());
            let found: Vec<Value> = scope.send(request, deadline).await?.results()?;
            let name =
                |it: &Value| it.as_str().or_else(|| it.get("name")?.as_str()).map(str::to_owned);
            Ok(found.iter().filter_map(name).collect())
        })
    }

    /// The folders and files at a path of a data source. `GET /gsql/v1/list-files/{name}?path=`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when the server cannot reach the source.
    pub fn files(
        &self,
        name: impl Into<String>,
        path: impl Into<String>,
    ) -> Operation<DataSourceFiles> {
        let scope = self.scope("list the files of a data source of");
        let (name, within) = (name.into(), path.into());
        Operation::new(move |deadline| async move {
            scope.needs_v4("listing files", "ask the storage itself").await?;
            let path = Path::fixed("/gsql/v1/list-files").name(source_name(&name)?);
            let query = scope.in_graph().with("path", within);
            scope.send(scope.request(Method::GET, path, query), deadline).await?.results()
        })
    }
}

async fn list(scope: &Scope, deadline: Deadline) -> Result<Vec<DataSource>> {
    match scope.generation().await? {
        Generation::V4 => {
            let request = scope.request(Method::GET, Path::fixed(SOURCES), scope.in_graph());
            scope.send(request, deadline).await?.results()
        }
        Generation::V3 => Ok(shown(&scope.shown("SHOW DATA_SOURCE *", deadline).await?)),
    }
}

/// A name of one data source.
fn source_name(name: &str) -> Result<&str> {
    if name.eq_ignore_ascii_case("dropAll") {
        let message =
            format!("{name:?} is not the name of a data source: to the server it is a verb");
        return Err(Error::new(ErrorKind::Encode, message));
    }
    Scope::name(name, "data source")
}

async fn get(scope: &Scope, name: &str, deadline: Deadline) -> Result<DataSource> {
    let name = source_name(name)?;
    match scope.generation().await? {
        Generation::V4 => {
            let path = Path::fixed(SOURCES).name(name);
            let request = scope.request(Method::GET, path, scope.in_graph());
            scope.send(request, deadline).await?.results()
        }
        Generation::V3 => {
            let found = list(scope, deadline).await?.into_iter().find(|it| it.name == name);
            found.ok_or_else(|| {
                let message = format!("the server has no data source `{name}`");
                scope.error(ErrorKind::UnknownName, message)
            })
        }
    }
}
