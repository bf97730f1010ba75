//! Whether vector indexes are ready.

use std::time::Duration;

use http::Method;
use serde::Deserialize;

use crate::Vertices;
use crate::client::path::Path;
use crate::client::request::{Label, Request};
use crate::client::{Client, Generation};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, operation};
use crate::schema::Vertex;

/// The first pause between two questions, which doubles up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LAST_PAUSE: Duration = Duration::from_secs(2);

/// Reads the status of vector indexes: [`Statistics::vectors`](super::Statistics::vectors) and
/// [`Vertices::vector_status`]. It is `GET /vector/status/{graph}[/{type}[/{attribute}]]`.
///
/// The server indexes a vector some time after it was written; until then searches may miss it.
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
    /// Whether every index that was asked about holds what was written.
    pub fn is_ready(&self) -> bool {
        self.rebuilding.is_empty()
    }
}

impl<V: Vertex> Vertices<V> {
    /// Whether the vector indexes of the type are ready; of one vector with
    /// [`attribute`](ReadVectorStatus::attribute). From 4.2 on.
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

    /// Only of this vertex type.
    pub fn of_type(mut self, vertex_type: impl Into<String>) -> Self {
        self.vertex_type = Some(vertex_type.into());
        self
    }

    /// Only of this vector of the vertex type.
    pub fn attribute(mut self, name: impl Into<String>) -> Self {
        self.attribute = Some(name.into());
        self
    }

    /// Asks again until the indexes are ready, so long at most.
    pub fn wait_until_ready(self, limit: Duration) -> WaitForVectors {
        WaitForVectors { read: self, timeout: Some(limit) }
    }

    async fn run(self) -> Result<VectorStatus> {
        self.read(self.timeout).await
    }

    async fn read(&self, timeout: Option<Duration>) -> Result<VectorStatus> {
        #[derive(Deserialize)]
        struct Status {
            #[serde(rename = "NeedRebuildServers", default)]
            rebuilding: Vec<String>,
        }
        let label = self.label();
        if self.client.generation().await? == Generation::V3 {
            let error =
                Error::new(ErrorKind::Unsupported, "vectors and their status come with 4.2");
            return Err(error.during(|| label.to_string()));
        }
        let mut path = Path::fixed("/vector/status").name(self.client.graph());
        match (&self.vertex_type, &self.attribute) {
            (Some(ty), None) => path = path.name(ty),
            (Some(ty), Some(attribute)) => path = path.name(ty).name(attribute),
            (None, None) => {}
            (None, Some(_)) => {
                let message = "an attribute is one of a vertex type: say `of_type` too";
                let error = Error::new(ErrorKind::Encode, message);
                return Err(error.during(|| label.to_string()));
            }
        }
        let request = Request::restpp(label, Method::GET, path).timeout(timeout);
        let status: Status = self.client.send(request).await?.results()?;
        Ok(VectorStatus { rebuilding: status.rebuilding })
    }

    fn label(&self) -> Label {
        let verb = "ask for the vector status of";
        match &self.vertex_type {
            Some(ty) => Label::new(verb, ty.clone()),
            None => Label::of_graph(verb, &self.client),
        }
    }
}

operation!(impl [] ReadVectorStatus => VectorStatus);

/// Waits for vector indexes: [`ReadVectorStatus::wait_until_ready`].
///
/// # Errors
///
/// Those of [`ReadVectorStatus`], and with [`ErrorKind::TimedOut`] when the time is over.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct WaitForVectors {
    read: ReadVectorStatus,
    timeout: Option<Duration>,
}

impl WaitForVectors {
    async fn run(self) -> Result<()> {
        let deadline = Deadline::after(self.timeout);
        let mut pause = FIRST_PAUSE;
        loop {
            let status = self.read.read(deadline.left()).await?;
            if status.is_ready() {
                return Ok(());
            }
            if deadline.left().is_some_and(|left| left <= pause) {
                let message =
                    format!("indexes are still rebuilt by {}", status.rebuilding.join(", "));
                let error = Error::new(ErrorKind::TimedOut, message);
                return Err(error.during(|| self.read.label().to_string()));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LAST_PAUSE);
        }
    }
}

operation!(impl [] WaitForVectors => ());
