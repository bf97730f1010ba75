//! The status of vector indexes.

use std::time::Duration;

use serde::Deserialize;

use crate::Vertices;
use crate::client::Client;
use crate::client::api::statistics as api;
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation, operation};
use crate::schema::Vertex;

/// The first pause between two requests, which doubles up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LAST_PAUSE: Duration = Duration::from_secs(2);

/// Reads the status of vector indexes: [`Statistics::vectors`](super::Statistics::vectors) and
/// [`Vertices::vector_status`]. It is `GET /vector/status/{graph}[/{type}[/{attribute}]]`.
///
/// The server indexes a vector some time after it was written; until then a search may miss it.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::Unsupported`] on servers of 3.x, and with
/// [`ErrorKind::NoEndpoint`] on 4.x before 4.2, which have no vectors.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ReadVectorStatus {
    client: Client,
    vertex_type: Option<String>,
    attribute: Option<String>,
    timeout: Option<Duration>,
}

/// The status of vector indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VectorStatus {
    /// The servers that still have to rebuild an index, such as `GPE_1#1`.
    pub rebuilding: Vec<String>,
}

impl VectorStatus {
    /// Returns `true` if every index contains all that was written.
    pub fn is_ready(&self) -> bool {
        self.rebuilding.is_empty()
    }
}

impl<V: Vertex> Vertices<V> {
    /// Reads whether the vector indexes of the type are ready, or with
    /// [`attribute`](ReadVectorStatus::attribute) that of one attribute. From 4.2 on.
    ///
    /// # Errors
    ///
    /// Those of [`ReadVectorStatus`].
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # use std::time::Duration;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// packages.vector_status().wait_until_ready(Duration::from_secs(60)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn vector_status(&self) -> ReadVectorStatus {
        ReadVectorStatus::new(self.client().clone()).of_type(V::SPEC.name)
    }
}

impl ReadVectorStatus {
    pub(super) fn new(client: Client) -> Self {
        Self { client, vertex_type: None, attribute: None, timeout: None }
    }

    /// Restricts it to this vertex type.
    pub fn of_type(mut self, vertex_type: impl Into<String>) -> Self {
        self.vertex_type = Some(vertex_type.into());
        self
    }

    /// Restricts it to this attribute of the vertex type.
    pub fn attribute(mut self, name: impl Into<String>) -> Self {
        self.attribute = Some(name.into());
        self
    }

    /// Waits until the indexes are ready, for at most `limit`.
    ///
    /// # Errors
    ///
    /// Those of [`ReadVectorStatus`], and with [`ErrorKind::TimedOut`] when the time is over.
    pub fn wait_until_ready(self, limit: Duration) -> Operation<()> {
        Operation::new(move |deadline| async move {
            let mut pause = FIRST_PAUSE;
            loop {
                let status = self.read(deadline).await?;
                if status.is_ready() {
                    return Ok(());
                }
                if deadline.left().is_some_and(|left| left <= pause) {
                    let message =
                        format!("indexes are still rebuilt by {}", status.rebuilding.join(", "));
                    return Err(self.scope().error(ErrorKind::TimedOut, message));
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LAST_PAUSE);
            }
        })
        .timeout(limit)
    }

    async fn run(self) -> Result<VectorStatus> {
        self.read(Deadline::after(self.timeout)).await
    }

    async fn read(&self, deadline: Deadline) -> Result<VectorStatus> {
        #[derive(Deserialize)]
        struct Status {
            #[serde(rename = "NeedRebuildServers", default)]
            rebuilding: Vec<String>,
        }
        let scope = self.scope();
        let vector = match (&self.vertex_type, self.attribute.as_deref()) {
            (Some(vertex_type), attribute) => Some((vertex_type.as_str(), attribute)),
            (None, None) => None,
            (None, Some(_)) => {
                let message = "an attribute belongs to a vertex type: call `of_type` too";
                return Err(scope.error(ErrorKind::Encode, message));
            }
        };
        let call = api::vector_status(scope.graph(), vector);
        let status: Status = scope.reply(call, deadline).await?.results()?;
        Ok(VectorStatus { rebuilding: status.rebuilding })
    }

    fn scope(&self) -> Scope {
        let scope = Scope::of_graph(&self.client, "read the vector status of");
        match &self.vertex_type {
            Some(ty) => scope.about(ty.clone()),
            None => scope,
        }
    }
}

operation!(impl [] ReadVectorStatus => VectorStatus);
