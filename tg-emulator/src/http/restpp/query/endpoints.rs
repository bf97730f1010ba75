//! The endpoints of stored queries in the list of endpoints.

use serde_json::{Map, Value as Json, json};

use crate::catalog::Query;
use crate::config::Generation;
use crate::eval::{Parameter, Type};
use crate::request::Call;

/// Returns the endpoints of the queries of one graph, or of all. Servers of 4.x also list those
/// that are not installed.
pub(crate) fn endpoints(call: &Call<'_>, graph: Option<&str>) -> Map<String, Json> {
    let all = call.state.config.generation() == Generation::V4;
    let stored = call.state.stored();
    let listed = stored.queries.all().filter(|query| {
        graph.is_none_or(|name| name == query.graph) && (all || query.installed) && !query.draft
    });
    let entries = listed.flat_map(|query| {
        let mut described = endpoint(query);
        described["enabled"] = (query.installed && query.enabled).into();
        described["graph_name"] = query.graph.as_str().into();
        described["summary"] = "This is query entrance".into();
        ["GET", "POST"].map(|method| {
            (format!("{method} /query/{}/{}", query.graph, query.name), described.clone())
        })
    });
    entries.collect()
}

/// Describes the endpoint of a query.
pub(crate) fn endpoint(query: &Query) -> Json {
    json!({
        "function": "queryDispatcher", "action": "query", "target": "GPE",
        "libudf": format!("libudf-{}-1", query.graph),
        "parameters": parameters(query),
        "payload": [{"rule": "AS_JSON"}, {"rule": "AS_QUERY_STRING"}],
    })
}

/// Returns the parameters of a query's endpoint: its own, and the name of the query.
fn parameters(query: &Query) -> Json {
    let mut listed = Map::new();
    listed.insert("query".to_owned(), json!({"default": query.name, "type": "STRING"}));
    for (index, parameter) in query.parameters().iter().enumerate() {
        let mut described = described(parameter);
        described["index"] = index.into();
        listed.insert(parameter.name.clone(), described);
        let element = parameter.ty.element().unwrap_or(&parameter.ty);
        if *element == Type::Vertex(None) {
            listed.insert(format!("{}.type", parameter.name), json!({"type": "STRING"}));
        }
    }
    Json::Object(listed)
}

fn described(parameter: &Parameter) -> Json {
    let collection = parameter.ty.element();
    let mut described = json!({
        "type": parameter.ty.wire_name(),
        "min_count": i32::from(!parameter.is_optional() && collection.is_none()),
    });
    if collection.is_none() {
        described["max_count"] = json!(1);
    }
    let element = collection.unwrap_or(&parameter.ty);
    if let Type::Vertex(ty) = element {
        described["is_id"] = json!("true");
        match ty {
            Some(ty) => described["id_type"] = json!(ty),
            None => described["id_type"] = json!(format!("${}.type", parameter.name)),
        }
    }
    if let Some(default) = &parameter.default {
        described["default"] = json!(default.as_text());
    }
    described
}
