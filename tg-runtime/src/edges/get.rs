//! Reading the edges between two vertices.

use std::marker::PhantomData;
use std::time::Duration;

use http::Method;

use super::Edges;
use super::ends::Ends;
use crate::client::path::Path;
use crate::client::request::{Label, Request};
use crate::client::{Client, Rows};
use crate::error::Result;
use crate::operation::operation;
use crate::schema::{AsId, Connects, Discriminated, Edge, ReadEdge, Vertex};
use crate::value::{IdText, Key as _};

impl<E: Edge> Edges<E> {
    /// Reads the edge between two vertices; `None` if there is none. Of parallel edges, which a type
    /// with a discriminator may have, it is any; [`between`](Self::between) reads them all.
    pub fn get<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>) -> Get<E>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        Get { between: self.between(from, to), timeout: None }
    }

    /// Reads all edges of this type between two vertices.
    pub fn between<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>) -> Between<E>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        let ends = Ends::new(&from, &to);
        Between { client: self.client.clone(), ends, timeout: None, types: PhantomData }
    }
}

impl<E: Discriminated> Edges<E> {
    /// Reads the one of several parallel edges that has this discriminator; `None` if there is none.
    pub fn get_parallel<F, T>(
        &self,
        from: impl AsId<F>,
        to: impl AsId<T>,
        discriminator: &E::Discriminator,
    ) -> GetParallel<E>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        GetParallel {
            between: self.between(from, to),
            discriminator: spell::<E>(discriminator),
            timeout: None,
        }
    }
}

/// A discriminator as a path segment spells it.
pub(super) fn spell<E: Discriminated>(discriminator: &E::Discriminator) -> Result<String> {
    let mut text = IdText::new();
    discriminator.write_escaped(&mut text);
    Ok(text.finish()?.to_owned())
}

/// Reads one edge: [`Edges::get`].
///
/// # Errors
///
/// When the request fails, or the edge does not fit `E`. That a vertex does not exist is no error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Get<E> {
    between: Between<E>,
    timeout: Option<Duration>,
}

impl<E: ReadEdge + Send + 'static> Get<E> {
    async fn run(self) -> Result<Option<E>> {
        let between = Between { timeout: self.timeout, ..self.between };
        Ok(between.run().await?.into_iter().next())
    }
}

operation!(impl [E: ReadEdge + Send + 'static] Get<E> => Option<E>);

/// Reads all edges between two vertices: [`Edges::between`].
///
/// # Errors
///
/// Those of [`Get`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Between<E> {
    client: Client,
    ends: Result<Ends>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> E>,
}

impl<E: ReadEdge + Send + 'static> Between<E> {
    async fn run(self) -> Result<Vec<E>> {
        self.read(Ok).await
    }

    async fn read(self, refine: impl FnOnce(Path) -> Result<Path>) -> Result<Vec<E>> {
        let label = Label::new("get", E::SPEC.name);
        let path = self.ends.and_then(|ends| refine(ends.edges(&self.client, E::SPEC.name)));
        let path = path.map_err(|error| error.during(|| label.to_string()))?;
        let request = Request::restpp(label, Method::GET, path).timeout(self.timeout);
        match self.client.run(request, &Rows(E::decode)).await {
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            outcome => outcome,
        }
    }
}

operation!(impl [E: ReadEdge + Send + 'static] Between<E> => Vec<E>);

/// Reads one of several parallel edges: [`Edges::get_parallel`].
///
/// # Errors
///
/// Those of [`Get`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct GetParallel<E> {
    between: Between<E>,
    discriminator: Result<String>,
    timeout: Option<Duration>,
}

impl<E: ReadEdge + Send + 'static> GetParallel<E> {
    async fn run(self) -> Result<Option<E>> {
        let between = Between { timeout: self.timeout, ..self.between };
        let discriminator = self.discriminator;
        let edges = between.read(|path| Ok(path.value(&discriminator?))).await?;
        Ok(edges.into_iter().next())
    }
}

operation!(impl [E: ReadEdge + Send + 'static] GetParallel<E> => Option<E>);
