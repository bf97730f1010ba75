//! `/gsql/v1/schema/indexes` (4.x).

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tg_gsql::model::{Index, VertexType};

use super::super::error::GsqlError;
use super::body::{self, Alteration, DroppedIndex};
use super::{find_graph, visible};
use crate::gsql::change;
use crate::http::reply::Reply;
use crate::request::Call;

fn described(index: &Index) -> Value {
    json!({"index": index.name, "attribute": index.attribute})
}

/// `GET`: lists them by vertex type.
pub(in crate::http::gsql) fn list(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let (vertices, _) = visible(call, &database.graphs.schema().catalog)?;
    let indexed = vertices.into_iter().filter(|ty| !ty.indexes.is_empty());
    let object = |ty: &VertexType| {
        let indexes: Vec<_> = ty.indexes.iter().map(described).collect();
        Value::Object(Map::from_iter([(ty.name.clone(), indexes.into())]))
    };
    Ok(Reply::results(indexed.map(object).collect::<Value>()))
}

/// `GET .../{index}`
pub(in crate::http::gsql) fn get(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let (vertices, _) = visible(call, &database.graphs.schema().catalog)?;
    let mut indexes = vertices.iter().flat_map(|ty| &ty.indexes);
    let found = indexes.find(|index| index.name == name).ok_or_else(|| missing(name))?;
    Ok(Reply::results(described(found)))
}

fn missing(name: &str) -> GsqlError {
    GsqlError::new(format!("The index {name} does not exist."))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Added {
    vertex: String,
    #[serde(default)]
    add_index_attributes: Vec<body::Index>,
}

/// `POST`
pub(in crate::http::gsql) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let Added { vertex, add_index_attributes } = body::read(&call.request.body)?;
    let only = Alteration { add_index_attributes, ..Alteration::default() };
    if only.add_index_attributes.is_empty() {
        return Err(GsqlError::new("The list addIndexAttributes is missing in the body."));
    }
    alter(call, &vertex, &only).map_err(|refusal| {
        GsqlError::new(format!("Failed to add indexes on {vertex}. {refusal}"))
    })?;
    let added = only.add_index_attributes.iter().map(|it| {
        format!("Successfully add index {} on attribute {}\n", it.index_name, it.attribute_name)
    });
    Ok(Reply::done(added.collect::<String>()))
}

/// `DELETE .../{index}?vertex=`, `DELETE ...?vertex=&index=a,b`
pub(in crate::http::gsql) fn delete(
    call: &Call<'_>,
    name: Option<&str>,
) -> Result<Reply, GsqlError> {
    let query = &call.request.query;
    let vertex = query.given("vertex");
    let vertex = vertex.ok_or_else(|| GsqlError::new("The parameter vertex is missing."))?;
    let names = match name {
        Some(name) => vec![name.to_owned()],
        None => query.list("index"),
    };
    if names.is_empty() {
        return Err(GsqlError::new("The parameter index is missing."));
    }
    let dropped = names.iter().cloned().map(DroppedIndex::Name).collect();
    let alteration = Alteration { drop_index_attributes: dropped, ..Alteration::default() };
    alter(call, vertex, &alteration).map_err(|refusal| {
        GsqlError::new(format!("Failed to drop indexes of {vertex}. {refusal}"))
    })?;
    let dropped = names.iter().map(|name| format!("Successfully drop index {name}\n"));
    Ok(Reply::done(dropped.collect::<String>()))
}

/// Runs a job on the type that the graph has under the name, or on the global one.
fn alter(call: &Call<'_>, vertex: &str, alteration: &Alteration<'_>) -> Result<(), String> {
    let steps = alteration.steps("VERTEX", vertex).map_err(|it| it.message().to_owned())?;
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let owner = match call.request.query.given("graph") {
        Some(graph) => {
            find_graph(catalog, graph).map_err(|error| error.message().to_owned())?;
            catalog.vertex(graph, vertex).and_then(|ty| ty.local_to.clone())
        }
        None => None,
    };
    drop(database);
    let script = body::text("at_once", owner.as_deref(), &steps);
    change::at_once(call.state, &script, "", |_| true).map(|_| ())
}
