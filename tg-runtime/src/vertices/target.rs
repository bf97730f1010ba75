//! The address of one vertex.

use crate::client::Client;
use crate::client::api::data as api;
use crate::client::path::{Path, Query};
use crate::error::Result;
use crate::filter::Filter;
use crate::schema::{AsId, Column, KeySpec, Vertex, id_text};
use crate::value::AttributeType;

/// The id of one vertex, and the path and query by which it is addressed.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) id: String,
    pub(super) path: Path,
    pub(super) query: Query,
}

impl Target {
    /// Addresses a vertex by its path; or by a filter, where the id is an attribute and the path
    /// may not arrive as it is.
    pub(super) fn new<V: Vertex>(client: &Client, id: &impl AsId<V>) -> Result<Self> {
        let id = id_text(id)?;
        let base = type_path::<V>(client);
        let path = base.clone().value(&id);
        if path.problem().is_none() && !client.is_doubtful(&path) {
            return Ok(Self { id, path, query: Query::default() });
        }
        let Some(attribute) = key_attribute::<V>() else {
            return Ok(Self { id, path, query: Query::default() });
        };
        let filter: Filter<V> = Column::<V, String>::new(attribute).eq(&id);
        let query = Query::default().with("filter", filter.text()?);
        Ok(Self { id, path: base, query })
    }
}

/// Returns the path of all vertices of a type.
pub(super) fn type_path<V: Vertex>(client: &Client) -> Path {
    api::vertices(client.graph(), V::SPEC.name)
}

/// Returns the attribute that is the whole primary id. Only text can contain characters that a path
/// cannot.
fn key_attribute<V: Vertex>() -> Option<&'static str> {
    match V::SPEC.key {
        KeySpec::PrimaryId { name, as_attribute: true, ty: AttributeType::String } => Some(name),
        KeySpec::PrimaryKey([name]) => Some(name),
        _ => None,
    }
}
