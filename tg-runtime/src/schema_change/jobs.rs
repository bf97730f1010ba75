//! Stored schema change jobs.

use serde::Serialize;
use serde_json::{Map, Value};
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::parse;

use crate::client::Client;
use crate::client::api::{Response, schema_change_jobs as api};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::operation::Operation;
use crate::operation::gsql::Scope;
use crate::operation::gsql::shell;

/// The stored schema change jobs of a graph,
/// [`GraphSchema::change_jobs`](crate::graph::GraphSchema::change_jobs), or the global ones,
/// [`Server::schema_change_jobs`](crate::Server::schema_change_jobs).
///
/// A [plan](crate::graph::GraphSchema::plan_change) has the losses of a change before it is made; a
/// job is run as it is.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let jobs = graph.schema().change_jobs();
/// jobs.create(
///     "CREATE SCHEMA_CHANGE JOB add_phone FOR GRAPH GoodsDelivery {
///         ALTER VERTEX Depot ADD ATTRIBUTE (phone STRING);
///     }",
/// )
/// .await?;
/// jobs.run("add_phone").await?;
/// jobs.drop("add_phone").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct SchemaChangeJobs {
    client: Client,
    force: bool,
}

/// A stored schema change job: [`SchemaChangeJobs::list`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredSchemaChange {
    /// Its name.
    pub name: String,
    /// The statement that created it.
    pub text: String,
}

impl SchemaChangeJobs {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, force: false }
    }

    /// Makes the changes of this handle abort loading jobs that prevent them. Servers from 4.1 on.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// graph.schema().change_jobs().force().run("add_phone").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn force(mut self) -> Self {
        self.force = true;
        self
    }

    fn scope(&self, verb: &'static str) -> Scope {
        Scope::of_graph(&self.client, verb)
    }

    /// Creates a job from its text; gives its name. `POST /gsql/v1/schema/jobs/{job}`, on 3.x the
    /// statement itself.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Encode`] when the text is anything but one `CREATE SCHEMA_CHANGE JOB`;
    /// when the server refuses it; with [`ErrorKind::InvalidRequest`] when it has a job of this
    /// name.
    pub fn create(&self, text: impl Into<String>) -> Operation<String> {
        let (scope, text) = (self.scope("create a schema change job in"), text.into());
        Operation::new(move |deadline| async move { create(&scope, &text, deadline).await })
    }

    /// Runs a job. `PUT /gsql/v1/schema/jobs/{job}`, on 3.x `RUN SCHEMA_CHANGE JOB`. It takes a
    /// real server tens of seconds.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] if the job does not exist; if the server refuses the change.
    /// That another change locks the catalog [is temporary](Error::is_retryable). With
    /// [`ErrorKind::Unsupported`] if a server of 3.x cannot [force](Self::force) it.
    pub fn run(&self, name: impl Into<String>) -> Operation<()> {
        let (scope, name, force) = (self.change_scope(), name.into(), self.force);
        Operation::new(async move |deadline| run(&scope, &name, force, deadline).await)
    }

    /// Creates a job from its text, runs it and drops it, also if it failed.
    ///
    /// # Errors
    ///
    /// Those of [`create`](Self::create), [`run`](Self::run) and [`drop`](Self::drop).
    pub fn run_once(&self, text: impl Into<String>) -> Operation<()> {
        let (scope, text, force) = (self.change_scope(), text.into(), self.force);
        Operation::new(async move |deadline| {
            scope.check(api::run(scope.graph(), "", force), deadline).await?;
            let name = create(&scope, &text, deadline).await?;
            let outcome = run(&scope, &name, force, deadline).await;
            let dropped = drop_job(&scope, &name, deadline).await;
            outcome.and(dropped)
        })
    }

    /// Changes the schema without a job, by a body of the server's own form:
    /// `POST /gsql/v1/schema/change` with keys such as `addVertexTypes`. Servers from 4.1 on.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Encode`] if the body cannot be written as JSON; with
    /// [`ErrorKind::Unsupported`] on 3.x; if the server refuses the change.
    pub fn change(&self, body: &impl Serialize) -> Operation<()> {
        let (scope, force) = (self.change_scope(), self.force);
        let body = serde_json::to_value(body).map_err(|error| {
            let message = format!("the change cannot be written as JSON: {error}");
            Error::new(ErrorKind::Encode, message)
        });
        Operation::new(async move |deadline| {
            let call = api::change(scope.graph(), &body?, force);
            scope.reply(call, deadline).await.map(drop)
        })
    }

    fn change_scope(&self) -> Scope {
        self.scope("change the schema of")
    }

    /// The jobs with their texts. `GET /gsql/v1/schema/jobs`, on 3.x from `SHOW JOB *`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses.
    pub fn list(&self) -> Operation<Vec<StoredSchemaChange>> {
        let scope = self.scope("list the schema change jobs of");
        Operation::new(move |deadline| async move { list(&scope, deadline).await })
    }

    /// Returns the text of a job. `GET /gsql/v1/schema/jobs/{job}`, on 3.x from `SHOW JOB *`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such job.
    pub fn get(&self, name: impl Into<String>) -> Operation<String> {
        let (scope, name) = (self.scope("read a schema change job of"), name.into());
        Operation::new(move |deadline| async move {
            let name = Scope::name(&name, "schema change job")?;
            let text = match scope.run(api::get(scope.graph(), name), deadline).await? {
                Response::Reply(reply) => {
                    let found: Map<String, Value> = reply.results()?;
                    found.get(name).and_then(Value::as_str).map(str::to_owned)
                }
                _ => {
                    let mut jobs = list(&scope, deadline).await?.into_iter();
                    jobs.find(|job| job.name == name).map(|job| job.text)
                }
            };
            if let Some(text) = text {
                return Ok(text);
            }
            let message = format!("there is no schema change job `{name}`");
            Err(scope.error(ErrorKind::UnknownName, message))
        })
    }

    /// Drops a job. `DELETE /gsql/v1/schema/jobs?jobName=`, on 3.x `DROP JOB`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such job.
    pub fn drop(&self, name: impl Into<String>) -> Operation<()> {
        let (scope, name) = (self.scope("drop a schema change job of"), name.into());
        Operation::new(move |deadline| async move { drop_job(&scope, &name, deadline).await })
    }
}

/// The name of the one job that a text creates, and whether it is global.
fn declared(text: &str) -> Result<(String, bool)> {
    let parsed = parse(text);
    let mut statements = parsed.statements.iter();
    if let (Some(first), None) = (statements.next(), statements.next())
        && let Statement::CreateSchemaChangeJob(job) = &first.value
    {
        return Ok((job.name.value.clone(), job.global));
    }
    let message = "give one `CREATE SCHEMA_CHANGE JOB name FOR GRAPH graph { .. }`, or \
                   `CREATE GLOBAL SCHEMA_CHANGE JOB name { .. }`, and nothing else";
    Err(Error::new(ErrorKind::Encode, message))
}

async fn create(scope: &Scope, text: &str, deadline: Deadline) -> Result<String> {
    let (name, global) = declared(text)?;
    Scope::name(&name, "schema change job")?;
    scope.run(api::create(scope.graph(), &name, text, global), deadline).await?;
    Ok(name)
}

async fn run(scope: &Scope, name: &str, force: bool, deadline: Deadline) -> Result<()> {
    let name = Scope::name(name, "schema change job")?;
    scope.run(api::run(scope.graph(), name, force), deadline).await.map(drop)
}

async fn drop_job(scope: &Scope, name: &str, deadline: Deadline) -> Result<()> {
    let name = Scope::name(name, "schema change job")?;
    scope.run(api::drop(scope.graph(), name), deadline).await.map(drop)
}

async fn list(scope: &Scope, deadline: Deadline) -> Result<Vec<StoredSchemaChange>> {
    let job = |(name, text)| StoredSchemaChange { name, text };
    match scope.run(api::list(scope.graph()), deadline).await? {
        Response::Output(listing) => {
            Ok(shell::schema_change_jobs(&listing).into_iter().map(job).collect())
        }
        response => {
            let listed: Vec<Map<String, Value>> = response.reply()?.results()?;
            let text = |text: Value| text.as_str().unwrap_or_default().to_owned();
            let jobs = listed.into_iter().flatten();
            Ok(jobs.map(|(name, it)| job((name, text(it)))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_job_and_nothing_else_is_taken() {
        let job = "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { ADD VERTEX A (PRIMARY_ID id INT); }";
        assert_eq!(declared(job).unwrap(), ("j".to_owned(), false));
        let global = "CREATE GLOBAL SCHEMA_CHANGE JOB k { ADD VERTEX A TO GRAPH g; }";
        assert_eq!(declared(global).unwrap(), ("k".to_owned(), true));
        for text in ["", "DROP ALL", &format!("{job}\nDROP ALL"), &format!("USE GLOBAL {job}")] {
            assert_eq!(declared(text).unwrap_err().kind(), ErrorKind::Encode, "{text}");
        }
    }
}
