//! The status of vector indexes.

use std::time::Duration;

use serde::Deserialize;

use crate::Vertices;
use crate::client::Client;
use crate::client::api::statistics as api;
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation};
use crate::schema::Vertex;

/// The first pause between two requests, which doubles up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LAST_PAUSE: Duration = Duration::from_secs(2);

/// The vector indexes of a graph,
/// [`Statistics::vector_indexes`](super::Statistics::vector_indexes), or of a vertex type,
/// [`Vertices::vector_indexes`].
///
/// The server indexes a vector some time after it was written; until then a search may miss it.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until `rebuilding` or `wait_until_ready`"]
pub struct VectorIndexes {
    client: Client,
    vertex_type: Option<String>,
    attribute: Option<String>,
}

impl<V: Vertex> Vertices<V> {
    /// Returns the vector indexes of the type, to read whether they are ready. Servers from 4.2 on
    /// have vectors.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # use std::time::Duration;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// packages.vector_indexes().wait_until_ready(Duration::from_secs(60)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn vector_indexes(&self) -> VectorIndexes {
        VectorIndexes::new(self.client().clone()).of_type(V::SPEC.name)
    }
}

impl VectorIndexes {
    pub(super) fn new(client: Client) -> Self {
        Self { client, vertex_type: None, attribute: None }
    }

    /// Restricts it to the indexes of this vertex type.
    pub fn of_type(mut self, vertex_type: impl Into<String>) -> Self {
        self.vertex_type = Some(vertex_type.into());
        self
    }

    /// Restricts it to the index of this attribute of the vertex type.
    pub fn attribute(mut self, name: impl Into<String>) -> Self {
        self.attribute = Some(name.into());
        self
    }

    /// Returns the servers that still rebuild an index, such as `GPE_1#1`. If there are none, every
    /// index contains all that was written. It is
    /// `GET /vector/status/{graph}[/{type}[/{attribute}]]`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::Unsupported`] on servers of 3.x, and with
    /// [`ErrorKind::NoEndpoint`] on 4.x before 4.2, which have no vectors.
    pub fn rebuilding(&self) -> Operation<Vec<String>> {
        let this = self.clone();
        Operation::new(async move |deadline| this.read(deadline).await)
    }

    /// Waits until the indexes are ready, for at most `limit`.
    ///
    /// # Errors
    ///
    /// Those of [`rebuilding`](Self::rebuilding), and with [`ErrorKind::TimedOut`] when the time is
    /// over.
    pub fn wait_until_ready(&self, limit: Duration) -> Operation<()> {
        let this = self.clone();
        Operation::new(async move |deadline: Deadline| {
            let mut pause = FIRST_PAUSE;
            loop {
                let rebuilding = this.read(deadline).await?;
                if rebuilding.is_empty() {
                    return Ok(());
                }
                if deadline.left().is_some_and(|left| left <= pause) {
                    let message = format!("indexes are still rebuilt by {}", rebuilding.join(", "));
                    return Err(this.scope().error(ErrorKind::TimedOut, message));
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LAST_PAUSE);
            }
        })
        .timeout(limit)
    }

    async fn read(&self, deadline: Deadline) -> Result<Vec<String>> {
        #[derive(Deserialize)]
        struct Status {
            #[serde(rename = "NeedRebuildServers")]
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
        Ok(status.rebuilding)
    }

    fn scope(&self) -> Scope {
        let scope = Scope::of_graph(&self.client, "read the vector status of");
        match &self.vertex_type {
            Some(ty) => scope.about(ty.clone()),
            None => scope,
        }
    }
}
