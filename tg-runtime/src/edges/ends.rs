//! How the edges of a vertex, or between two, are addressed.

use crate::client::Client;
use crate::client::path::Path;
use crate::error::Result;
use crate::schema::{AnyId, AsId, Vertex};
use crate::value::{DecodeError, IdText, Row};

/// A vertex type and an id as the server spells it.
#[derive(Debug, Clone)]
pub(super) struct End {
    vertex_type: &'static str,
    id: String,
}

impl End {
    pub(super) fn new<V: Vertex>(id: &impl AsId<V>) -> Result<Self> {
        let mut text = IdText::new();
        id.write_id(&mut text);
        Ok(Self { vertex_type: V::SPEC.name, id: text.finish()?.to_owned() })
    }

    /// The path of the vertex's edges of one type.
    pub(super) fn edges(&self, client: &Client, edge: &str) -> Path {
        Path::fixed("/graph")
            .name(client.graph())
            .name("edges")
            .name(self.vertex_type)
            .value(&self.id)
            .name(edge)
    }

    /// Checks that a row begins at this vertex.
    ///
    /// A gateway that takes an id with a slash apart makes another path of it, which may well mean
    /// something: the edges of another vertex.
    pub(super) fn check(&self, row: &Row<'_>) -> Result<(), DecodeError> {
        let from: AnyId = row.from()?;
        if from.as_str() == self.id {
            return Ok(());
        }
        Err(DecodeError::mismatch(
            format!("an edge of `{}`", self.id),
            format!(
                "one of `{}`: the gateway took the id apart; address RESTPP itself with `restpp_url`",
                from.as_str()
            ),
        ))
    }
}

/// Two ends.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    pub(super) from: End,
    pub(super) to: End,
}

impl Ends {
    pub(super) fn new<F: Vertex, T: Vertex>(
        from: &impl AsId<F>,
        to: &impl AsId<T>,
    ) -> Result<Self> {
        Ok(Self { from: End::new(from)?, to: End::new(to)? })
    }

    /// The path of all edges of one type between the two.
    pub(super) fn edges(&self, client: &Client, edge: &str) -> Path {
        self.from.edges(client, edge).name(self.to.vertex_type).value(&self.to.id)
    }
}

/// Whether an id in the path may not arrive as it is.
pub(super) fn is_doubtful(client: &Client, path: &Path) -> bool {
    path.is_fragile() && client.restpp_behind_gateway()
}
