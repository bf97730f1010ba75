//! How one vertex is addressed.

use http::Method;

use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{AsId, KeySpec, Vertex};
use crate::value::IdText;

/// The path and query that mean one vertex.
#[derive(Debug)]
pub(super) struct Target {
    path: Path,
    query: Query,
}

impl Target {
    /// Addresses a vertex by its path; or, when no path can carry the id, by a filter on the id,
    /// which must be readable as an attribute for that.
    pub(super) fn new<V: Vertex>(client: &Client, id: &impl AsId<V>) -> Result<Self> {
        let mut text = IdText::new();
        id.write_id(&mut text);
        let id = text.finish()?;
        let base = type_path::<V>(client);
        let path = base.clone().value(id);
        let lost = path.is_fragile() && client.restpp_behind_gateway();
        if path.problem().is_none() && !lost {
            return Ok(Self { path, query: Query::default() });
        }
        let Some(attribute) = key_attribute::<V>() else {
            let (id, name) = (id.escape_debug(), V::SPEC.name);
            return Err(Error::new(
                ErrorKind::Encode,
                format!(
                    "the id `{id}` cannot stand in a path: the gateway takes slashes, backslashes, \
                     control characters and dots apart. Make the primary id of `{name}` readable \
                     as an attribute, or address RESTPP itself with `restpp_url`"
                ),
            ));
        };
        let literal = id.replace('\\', "\\\\").replace('"', "\\\"");
        let query = Query::default().with("filter", format_args!("{attribute}=\"{literal}\""));
        Ok(Self { path: base, query })
    }

    pub(super) fn request(self, label: Label, method: Method) -> Request {
        Request::restpp(label, method, self.path).query(self.query)
    }
}

/// The path of all vertices of a type.
pub(super) fn type_path<V: Vertex>(client: &Client) -> Path {
    Path::fixed("/graph").name(client.graph()).name("vertices").name(V::SPEC.name)
}

/// The one attribute that is the primary id.
fn key_attribute<V: Vertex>() -> Option<&'static str> {
    match V::SPEC.key {
        KeySpec::PrimaryId { name, as_attribute: true, .. } => Some(name),
        KeySpec::PrimaryKey([name]) => Some(name),
        _ => None,
    }
}
