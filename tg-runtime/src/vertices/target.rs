//! How one vertex is addressed.

use http::Method;

use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::Result;
use crate::filter::Filter;
use crate::schema::{AsId, AttributeType, Column, KeySpec, Vertex};
use crate::value::{DecodeError, IdText, Row};

/// The path and query that mean one vertex.
#[derive(Debug)]
pub(super) struct Target {
    path: Path,
    query: Query,
    /// The id that must come back, if it is not certain that the path arrives as it is.
    guard: Option<String>,
}

impl Target {
    /// Addresses a vertex by its path, or by a filter on its id where a path would not do: the
    /// gateway decodes paths before it hands them on, and so takes an id with a slash apart.
    pub(super) fn new<V: Vertex>(client: &Client, id: &impl AsId<V>) -> Result<Self> {
        let mut text = IdText::new();
        id.write_id(&mut text);
        let id = text.finish()?;
        let base = type_path::<V>(client);
        let path = base.clone().value(id);
        let doubtful = path.is_fragile() && client.restpp_behind_gateway();
        if path.problem().is_none() && !doubtful {
            return Ok(Self { path, query: Query::default(), guard: None });
        }
        match key_attribute::<V>() {
            Some(attribute) => {
                let filter: Filter<V> = Column::<V, String>::new(attribute).eq(id);
                let query = Query::default().with("filter", filter.text()?);
                Ok(Self { path: base, query, guard: None })
            }
            None => Ok(Self { path, query: Query::default(), guard: Some(id.to_owned()) }),
        }
    }

    pub(super) fn request(&self, label: Label, method: Method) -> Request {
        Request::restpp(label, method, self.path.clone()).query(self.query.clone())
    }

    pub(super) fn is_doubtful(&self) -> bool {
        self.guard.is_some()
    }

    /// Checks that a row is the vertex that is meant.
    pub(super) fn check(&self, row: &Row<'_>) -> Result<(), DecodeError> {
        let Some(guard) = &self.guard else { return Ok(()) };
        let found = row.vertex_id()?;
        if found == guard.as_str() {
            return Ok(());
        }
        let problem = "the gateway took the id apart; address RESTPP itself with `restpp_url`";
        Err(DecodeError::mismatch(format!("`{guard}`"), format!("`{found}`: {problem}")))
    }
}

/// The path of all vertices of a type.
pub(super) fn type_path<V: Vertex>(client: &Client) -> Path {
    Path::fixed("/graph").name(client.graph()).name("vertices").name(V::SPEC.name)
}

/// The attribute that is the whole primary id. Only text can hold what a path cannot carry.
fn key_attribute<V: Vertex>() -> Option<&'static str> {
    match V::SPEC.key {
        KeySpec::PrimaryId { name, as_attribute: true, ty: AttributeType::String } => Some(name),
        KeySpec::PrimaryKey([name]) => Some(name),
        _ => None,
    }
}
