//! The loading jobs of a graph: creating, listing, reading and dropping them.

use serde::Deserialize;

use super::LoadingRun;
use super::definition::LoadingJobDefinition;
use crate::client::Client;
use crate::client::api::{Response, loading as api};
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::{Scope, outline::job_name, shell};
use crate::operation::{ConfirmAll, Deadline, Operation};

/// The loading jobs of a graph: [`Graph::loading_jobs`](crate::Graph::loading_jobs).
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// graph
///     .loading_jobs()
///     .create(
///         r#"CREATE LOADING JOB load_packages FOR GRAPH GoodsDelivery {
///             DEFINE FILENAME f;
///             LOAD f TO VERTEX Package VALUES ($0, $1) USING SEPARATOR="|";
///         }"#,
///     )
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct LoadingJobs {
    client: Client,
}

#[derive(Deserialize)]
struct Names {
    #[serde(rename = "jobNames")]
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Content {
    #[serde(rename = "jobContent", default)]
    text: String,
}

impl LoadingJobs {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Creates a loading job from its text and returns its name. `POST /gsql/v1/loading-jobs`, on
    /// 3.x the statement itself.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Encode`] when the text is not exactly one `CREATE LOADING JOB`; when the
    /// server rejects it; with [`ErrorKind::InvalidRequest`] when there is a job of this name.
    pub fn create(&self, text: impl Into<String>) -> Operation<String> {
        self.store(text.into(), false)
    }

    /// Creates a loading job, which replaces one of the same name, and returns its name.
    /// `PUT /gsql/v1/loading-jobs`. On 3.x the old job is dropped before the new one is created: if
    /// that fails, the graph has neither.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Encode`] when the text is not exactly one `CREATE LOADING JOB`; when the
    /// server rejects it.
    pub fn replace(&self, text: impl Into<String>) -> Operation<String> {
        self.store(text.into(), true)
    }

    /// Returns the run of a loading job that was started earlier under this
    /// [id](LoadingRun::id).
    pub fn run(&self, id: impl Into<String>) -> LoadingRun {
        LoadingRun::new(self.client.clone(), id.into())
    }

    fn store(&self, text: String, replace: bool) -> Operation<String> {
        let scope = Scope::of_graph(&self.client, "create a loading job in");
        Operation::new(move |deadline| async move {
            let name = job_name(&text)?;
            if replace {
                let replaced = scope.run(api::replace(scope.graph(), &text), deadline).await?;
                let Response::Composed = replaced else { return Ok(name) };
                allow_missing(drop_jobs(&scope, std::slice::from_ref(&name), deadline).await)?;
            }
            scope.run(api::create(scope.graph(), &text), deadline).await?;
            Ok(name)
        })
    }

    /// Lists the names of the jobs. `GET /gsql/v1/loading-jobs`, on 3.x from `ls`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn list(&self) -> Operation<Vec<String>> {
        let scope = Scope::of_graph(&self.client, "list the loading jobs of");
        Operation::new(move |deadline| async move {
            match scope.run(api::list(scope.graph()), deadline).await? {
                Response::Output(listing) => {
                    Ok(shell::loading_jobs(&listing).into_iter().map(|(name, _)| name).collect())
                }
                response => {
                    let listed: Names = response.reply()?.json()?;
                    Ok(listed.names)
                }
            }
        })
    }

    /// Returns the text of a job. `GET /gsql/v1/loading-jobs/{job}`, on 3.x from `ls`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such job.
    pub fn get(&self, name: impl Into<String>) -> Operation<String> {
        let (client, name) = (self.client.clone(), name.into());
        Operation::new(move |deadline| async move { text(&client, &name, deadline).await })
    }

    /// Reads a job as data: its files, headers and statements.
    /// `GET /gsql/v1/loading-jobs/{job}?json=true`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such job; with [`ErrorKind::Unsupported`]
    /// on 3.x, which has only the [text](Self::get).
    pub fn definition(&self, name: impl Into<String>) -> Operation<LoadingJobDefinition> {
        let scope = Scope::of_graph(&self.client, "read a loading job of");
        let name = name.into();
        Operation::new(move |deadline| async move {
            let name = Scope::name(&name, "loading job")?;
            let reply = scope.reply(api::definition(scope.graph(), name), deadline).await?;
            LoadingJobDefinition::read(&reply)
        })
    }

    /// Drops a job. `DELETE /gsql/v1/loading-jobs/{job}`, on 3.x `DROP JOB`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such job.
    pub fn drop(&self, name: impl Into<String>) -> Operation<()> {
        self.drop_many([name.into()])
    }

    /// Drops several jobs, one after another, up to the first that cannot be dropped.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no job of one of the names; those before it
    /// have been dropped.
    pub fn drop_many<S: Into<String>>(&self, names: impl IntoIterator<Item = S>) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "drop loading jobs of");
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        Operation::new(move |deadline| async move { drop_jobs(&scope, &names, deadline).await })
    }

    /// Drops all loading jobs of the graph and returns their names.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn drop_all(&self, _: ConfirmAll) -> Operation<Vec<String>> {
        let scope = Scope::of_graph(&self.client, "drop loading jobs of");
        let list = self.list();
        Operation::new(move |deadline| async move {
            let names = list.within(deadline).await?;
            drop_jobs(&scope, &names, deadline).await?;
            Ok(names)
        })
    }
}

async fn drop_jobs(scope: &Scope, names: &[String], deadline: Deadline) -> Result<()> {
    for name in names {
        Scope::name(name, "loading job")?;
    }
    for (index, name) in names.iter().enumerate() {
        let dropped = scope.run(api::drop(scope.graph(), name), deadline).await;
        dropped.map_err(|error| {
            error.of_operation(false, index > 0).because(format_args!("loading job `{name}`"))
        })?;
    }
    Ok(())
}

/// Ignores that a job to be dropped does not exist.
fn allow_missing(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::UnknownName => Ok(()),
        outcome => outcome,
    }
}

/// Reads the text of a job.
pub(super) async fn text(client: &Client, name: &str, deadline: Deadline) -> Result<String> {
    let scope = Scope::of_graph(client, "read a loading job of");
    let name = Scope::name(name, "loading job")?;
    match scope.run(api::get(scope.graph(), name), deadline).await? {
        Response::Output(listing) => {
            let found = shell::loading_jobs(&listing).into_iter().find(|(known, _)| known == name);
            found.map(|(_, text)| text).ok_or_else(|| {
                let message = format!("the graph has no loading job `{name}`");
                scope.error(ErrorKind::UnknownName, message)
            })
        }
        response => {
            let content: Content = response.reply()?.results()?;
            Ok(content.text)
        }
    }
}
