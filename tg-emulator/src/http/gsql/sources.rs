//! `/gsql/v1/data-sources` (4.x): data sources, with masked secrets.

use serde::Deserialize;
use serde_json::{Value, json};

use super::error::GsqlError;
use crate::catalog::DataSource;
use crate::gsql::sources;
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;

#[derive(Deserialize)]
struct Body {
    name: Option<String>,
    config: Value,
}

/// Checks a configuration: an object whose `type` is a string.
fn checked(config: &Value) -> Result<String, GsqlError> {
    let is_good = config.is_object() && config.get("type").is_none_or(Value::is_string);
    if is_good {
        return Ok(config.to_string());
    }
    Err(GsqlError::new("The config must be an object, and the type in it a text."))
}

fn missing(name: &str) -> GsqlError {
    GsqlError::new(format!("Datasource {name} not found"))
}

/// `POST /gsql/v1/data-sources[?graph=]`: without a graph, a global one.
pub(super) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let Body { name, config } = body(call.request)?;
    let name = name.filter(|name| tg_gsql::name::is_identifier(name));
    let name = name.ok_or_else(|| GsqlError::new("A name of letters, digits and _ is missing."))?;
    let graph = call.request.query.given("graph");
    sources::create(call.state, &name, None, checked(&config)?, graph).map_err(|reason| {
        GsqlError::new(format!("Failed to create data sources. Semantic Check Fails: {reason}"))
    })?;
    Ok(Reply::done(format!("Data source {name} is created")))
}

/// `PUT /gsql/v1/data-sources/{name}[?graph=]`
pub(super) fn update(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let Body { config, .. } = body(call.request)?;
    let config = checked(&config)?;
    let mut stored = call.state.stored();
    let source = stored.sources.get_mut(name, call.request.query.given("graph"));
    source.ok_or_else(|| missing(name))?.configure(config);
    Ok(Reply::done(format!("Data source {name} is created")))
}

/// `GET /gsql/v1/data-sources[?graph=]`
pub(super) fn list(call: &Call<'_>) -> Reply {
    let stored = call.state.stored();
    let described = |source: &DataSource| {
        let belongs_to = match &source.graph {
            Some(graph) => vec![graph.clone()],
            None => source.granted.clone(),
        };
        json!({
            "name": source.name, "type": source.kind, "content": source.masked(),
            "isLocal": source.graph.is_some(), "belongTo": belongs_to,
        })
    };
    let list: Vec<_> =
        stored.sources.visible(call.request.query.given("graph")).map(described).collect();
    Reply::results(list)
}

/// `GET /gsql/v1/data-sources/{name}`
pub(super) fn get(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let stored = call.state.stored();
    let source = stored.sources.get(name, call.request.query.given("graph"));
    let source = source.ok_or_else(|| missing(name))?;
    let results = json!({"name": source.name, "type": source.kind, "content": source.masked()});
    Ok(Reply::results(results))
}

/// `DELETE /gsql/v1/data-sources/{name}[?graph=]`
pub(super) fn delete(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let graph = call.request.query.given("graph");
    if !call.state.stored().sources.remove(name, graph) {
        return Err(missing(name));
    }
    Ok(Reply::done(format!("Data source {name} is dropped.")))
}

/// `DELETE /gsql/v1/data-sources/dropAll[?graph=]`
pub(super) fn delete_all(call: &Call<'_>) -> Reply {
    call.state.stored().sources.remove_visible(call.request.query.given("graph"));
    Reply::done("All data sources is dropped successfully.")
}

#[derive(Deserialize)]
struct Share {
    graphs: Vec<String>,
    datasource: String,
}

/// `POST /gsql/v1/data-sources/grant`, `.../revoke`
pub(super) fn share(call: &Call<'_>, grant: bool) -> Result<Reply, GsqlError> {
    let Share { graphs, datasource } = body(call.request)?;
    sources::share(call.state, &datasource, &graphs, grant).map_err(GsqlError::new)?;
    let graphs = graphs.join(", ");
    Ok(Reply::done(if grant {
        format!("Successfully grant datasource {datasource} to the graph(s) [{graphs}]")
    } else {
        format!("Successfully revoke datasource {datasource} from graph(s) [{graphs}]")
    }))
}
