//! Looking after the catalog: checks, recovery, and global types for a graph.

use std::time::Duration;

use http::Method;
use serde::Serialize;

use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::client::{Client, Generation};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Gsql;
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation};

macro_rules! of_catalog {
    ($(#[$docs:meta])* $name:ident: $verb:literal, $path:literal, $without:literal) => {
        $(#[$docs])*
        #[must_use = "operations do nothing until they are awaited"]
        #[derive(Debug)]
        pub struct $name {
            client: Client,
            timeout: Option<Duration>,
        }

        impl $name {
            pub(crate) fn new(client: Client) -> Self {
                Self { client, timeout: None }
            }

            async fn run(self) -> Result<String> {
                let label = Label::new($verb, "the server");
                if self.client.generation().await? == Generation::V3 {
                    let error = Error::new(ErrorKind::Unsupported, $without);
                    return Err(error.during(|| label.to_string()));
                }
                let request = Request::gsql(label, Method::POST, Path::fixed($path))
                    .idempotent(true)
                    .timeout(self.timeout);
                Ok(self.client.send(request).await?.message().to_owned())
            }
        }

        operation!(impl [] $name => String);
    };
}

of_catalog! {
    /// Has the server check its catalog: [`Server::check_schema`](crate::Server::check_schema). Awaited,
    /// it gives the server's word that all is well.
    ///
    /// # Errors
    ///
    /// When the check fails, in the server's words; with [`ErrorKind::Unsupported`] on 3.x.
    CheckSchema: "check the schema of", "/gsql/v1/schema/check",
        "servers check their schema by request from 4.1 on"
}
of_catalog! {
    /// Has the server mend its catalog: [`Server::recover_schema`](crate::Server::recover_schema).
    /// Awaited, it gives the server's message.
    ///
    /// # Errors
    ///
    /// When the server refuses; with [`ErrorKind::Unsupported`] on 3.x.
    RecoverSchema: "recover the schema of", "/gsql/v1/schema/recover",
        "servers recover their schema by request from 4.1 on"
}

/// Adds global vertex types to a graph:
/// [`Graph::add_global_vertices`](crate::Graph::add_global_vertices).
///
/// # Errors
///
/// When a type is not there, is in the graph already, or the server refuses for another reason; with
/// [`ErrorKind::Encode`] for what cannot be the name of a type.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct AddGlobalVertices {
    client: Client,
    names: Vec<String>,
    timeout: Option<Duration>,
}

impl AddGlobalVertices {
    pub(crate) fn new(client: Client, names: Vec<String>) -> Self {
        Self { client, names, timeout: None }
    }

    async fn run(self) -> Result<()> {
        let label = Label::of_graph("add global vertex types to", &self.client);
        self.add(label.clone()).await.map_err(|error| error.during(|| label.to_string()))
    }

    async fn add(self, label: Label) -> Result<()> {
        let graph = self.client.graph();
        for name in &self.names {
            Scope::name(name, "vertex type")?;
        }
        Scope::name(graph, "graph")?;
        if self.names.is_empty() {
            return Ok(());
        }
        match self.client.generation().await? {
            Generation::V4 => self.by_rest(label).await,
            Generation::V3 => self.by_script().await,
        }
    }

    async fn by_rest(&self, label: Label) -> Result<()> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            add_vertices: &'a [String],
        }
        let body = serde_json::to_vec(&Body { add_vertices: &self.names }).map_err(|error| {
            Error::new(ErrorKind::Encode, "the names cannot be written").with_source(error)
        })?;
        let request = Request::gsql(label, Method::POST, Path::fixed("/gsql/v1/schema/vertices"))
            .query(Query::default().with("graph", self.client.graph()))
            .json(body)
            .timeout(self.timeout);
        self.client.send(request).await.map(drop)
    }

    /// A global job, made and run in one script.
    async fn by_script(&self) -> Result<()> {
        const JOB: &str = "tg_runtime_add_global_vertices";
        let deadline = Deadline::after(self.timeout);
        let (graph, names) = (self.client.graph(), self.names.join(", "));
        // What an interrupted call may have left is taken away; that there is nothing is told in
        // words which mean no failure here.
        let drop = format!("USE GLOBAL\nDROP JOB {JOB}");
        let run = |script: String| Gsql::new(self.client.clone(), script).limit(deadline.left());
        let _ = run(drop.clone()).await;
        let script = format!(
            "USE GLOBAL\nCREATE GLOBAL SCHEMA_CHANGE JOB {JOB} {{ ADD VERTEX {names} TO GRAPH {graph}; }}\n\
             RUN GLOBAL SCHEMA_CHANGE JOB {JOB}"
        );
        let outcome = run(script).await;
        let _ = run(drop).await;
        outcome.map(|_| ())
    }
}

operation!(impl [] AddGlobalVertices => ());
