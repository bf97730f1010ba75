//! The address of one vertex.

use crate::client::Client;
use crate::client::api::data as api;
use crate::client::path::{Path, Query};
use crate::error::Result;
use crate::filter::{Filter, Order};
use crate::schema::{AsId, Column, KeySpec, Vertex, id_text};
use crate::value::{AttributeType, DateTime, DecodeError, EncodeError, KeyPart as _};

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

/// Returns the condition that an id comes after this one, and the order of ids.
pub(super) fn page_after<V: Vertex>(
    id: Option<Result<String, EncodeError>>,
) -> Result<(Option<Filter<V>>, Order<V>), EncodeError> {
    let (name, ty) = match V::SPEC.key {
        KeySpec::PrimaryId { name, as_attribute: true, ty } => (name, ty),
        KeySpec::PrimaryId { name, .. } => {
            return Err(EncodeError::new(format!(
                "pages need an order of ids, and `{name}` of `{}` is not an attribute, which the \
                 server can sort by",
                V::SPEC.name
            )));
        }
        KeySpec::PrimaryKey([name]) => {
            let attribute = V::SPEC.attributes.iter().find(|attribute| attribute.name == *name);
            (*name, attribute.map_or(AttributeType::String, |attribute| attribute.ty))
        }
        KeySpec::PrimaryKey(_) => {
            return Err(EncodeError::new(format!(
                "the order of the composite key of `{}` is not one that a filter can express: \
                 read its pages by a query",
                V::SPEC.name
            )));
        }
    };
    let order = Column::<V, String>::new(name).asc();
    let Some(id) = id.transpose()? else { return Ok((None, order)) };
    let wrong = |error: DecodeError| EncodeError::new(error.to_string());
    let filter = match ty {
        AttributeType::Int => Column::<V, i64>::new(name).gt(i64::parse_part(&id).map_err(wrong)?),
        AttributeType::Uint => Column::<V, u64>::new(name).gt(u64::parse_part(&id).map_err(wrong)?),
        AttributeType::DateTime => {
            Column::<V, DateTime>::new(name).gt(DateTime::parse_part(&id).map_err(wrong)?)
        }
        _ => Column::<V, String>::new(name).gt(id),
    };
    Ok((Some(filter), order))
}
