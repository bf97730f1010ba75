//! `/gsql/v1/queries` (4.x): stored queries.

use http::StatusCode;
use serde_json::{Value, json};
use tg_gsql::syntax::ast::Statement;

use super::Call;
use super::error::GsqlError;
use crate::gsql::Query;
use crate::gsql::queries::{self, Installed};
use crate::http::reply::Reply;

/// The graph that a request is about.
pub(super) fn graph<'a>(call: &'a Call<'_>) -> Result<&'a str, GsqlError> {
    let graph = call.request.query.given("graph");
    let graph = graph.ok_or_else(|| GsqlError::new("The parameter graph is missing."))?;
    match call.state.read().graphs.schema().graph(graph) {
        Some(_) => Ok(graph),
        None => Err(GsqlError::graph(graph)),
    }
}

fn missing(name: &str) -> GsqlError {
    let message = format!("The query {name} does not exist.");
    GsqlError::with_status(StatusCode::NOT_FOUND, message)
}

/// `GET /gsql/v1/queries?graph=`: names.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let stored = call.state.stored();
    let names: Vec<_> = stored.queries.of(graph).map(|query| query.name.as_str()).collect();
    let body = json!({"error": false, "message": "", "results": names});
    Ok(Reply::document(StatusCode::OK, &body))
}

/// `GET /gsql/v1/queries/{name}?graph=`: the text, where the documents have it and where clients
/// look for it.
pub(super) fn get(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let stored = call.state.stored();
    let query = stored.queries.get(graph, name).ok_or_else(|| missing(name))?;
    let body = json!({
        "error": false, "message": "", "name": query.name, "queryContent": query.text,
        "results": query.text, "syntax": "GSQL v2", "status": query.status(),
    });
    Ok(Reply::document(StatusCode::OK, &body))
}

/// `GET /gsql/v1/queries/info?graph=[&query=][&status=]`
pub(super) fn info(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let (name, status) = (call.request.query.given("query"), call.request.query.given("status"));
    let stored = call.state.stored();
    let wanted = |query: &&Query| {
        name.is_none_or(|name| query.name == name)
            && status.is_none_or(|status| query.status().eq_ignore_ascii_case(status))
    };
    let found = stored.queries.of(graph).filter(wanted);
    let found = found.map(|query| {
        json!({
            "name": query.name, "code": query.text, "syntax": "GSQL v2", "status": query.status(),
            "installed": query.installed, "installing": false, "enabled": query.enabled,
            "isHidden": false, "isACLSpecified": false, "graphUpdate": false,
            "callerQueries": stored.queries.callers(graph, &query.name), "endpoint": {},
        })
    });
    let found: Vec<Value> = found.collect();
    match name {
        Some(name) if found.is_empty() && status.is_none() => Err(missing(name)),
        _ => {
            let body = json!({"error": false, "message": "", "results": found});
            Ok(Reply::document(StatusCode::OK, &body))
        }
    }
}

/// `POST /gsql/v1/queries?graph=`: the text of a `CREATE QUERY`.
pub(super) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let script = super::statements::text(&call.request.body)?;
    let statement = super::statements::only(script, "CREATE QUERY")?;
    let Statement::CreateQuery(query) = &statement.value else {
        return Err(GsqlError::new("A CREATE QUERY belongs here."));
    };
    let name = &query.name.value;
    queries::create(call.state, Some(graph), query, (script, statement.span)).map_err(
        |reason| {
            GsqlError::new(format!(
                "Semantic Check Fails: {reason}\nFailed to create queries: [{name}].\n"
            ))
        },
    )?;
    Ok(Reply::done(format!("Successfully created queries: [{name}].\n")))
}

/// `DELETE /gsql/v1/queries/{name}`, `DELETE /gsql/v1/queries?query=a,b&query=c`: if one of them is
/// not there, none is dropped.
pub(super) fn delete(call: &Call<'_>, names: &[String]) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    if names.is_empty() {
        return Err(GsqlError::new("The parameter query is missing."));
    }
    let stored = call.state.stored();
    if let Some(name) = names.iter().find(|name| stored.queries.get(graph, name).is_none()) {
        return Err(missing(name));
    }
    drop(stored);
    let (dropped, failed) = queries::drop_queries(call.state, graph, Some(names));
    let body = json!({"failedToDrop": failed, "dropped": dropped, "error": false, "message": ""});
    Ok(Reply::document(StatusCode::OK, &body))
}

/// `GET /gsql/v1/queries/install?graph=&queries=a,b[&flag=-force][&async=true]`: done at once, since
/// nothing is compiled.
pub(super) fn install(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let query = &call.request.query;
    let names = query.list("queries");
    let all = names.iter().any(|name| name == "*" || name.eq_ignore_ascii_case("all"));
    if names.is_empty() {
        return Err(GsqlError::new("The parameter queries is missing."));
    }
    let force = query.list("flag").iter().any(|flag| flag.eq_ignore_ascii_case("-force"));
    let names = (!all).then_some(names.as_slice());
    let Installed { missing, failed, .. } = queries::install(call.state, graph, names, force);
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(GsqlError::new(format!(
            "Semantic Check Fails: These queries could not be found anywhere: [{missing}]."
        )));
    }
    if !failed.is_empty() {
        let failed = failed.join(", ");
        let message = format!("Query installation failed! These queries are drafts: [{failed}].");
        return Err(GsqlError::new(message));
    }
    if query.is_true("async") {
        let body = json!({
            "error": false, "message": "Successfully submitted request", "requestId": REQUEST,
        });
        return Ok(Reply::document(StatusCode::OK, &body));
    }
    Ok(Reply::done("Query installed successfully."))
}

/// The request of every asynchronous installation: all are over when they are answered.
const REQUEST: &str = "00000000001.1";

/// `GET /gsql/v1/queries/install/{id}`
pub(super) fn installed(id: &str) -> Result<Reply, GsqlError> {
    if id != REQUEST {
        return Err(GsqlError::new(format!("Request {id} does not exist.")));
    }
    let message = format!("Request {id} is finished with status SUCCESS");
    let body = json!({"error": false, "message": message, "requestId": id});
    Ok(Reply::document(StatusCode::OK, &body))
}

/// `POST /gsql/v1/queries/{name}`
pub(super) fn run(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    match call.state.stored().queries.get(graph, name) {
        None => Err(missing(name)),
        Some(_) => Err(GsqlError::new("SEMANTIC ERROR: the emulator does not run queries.")),
    }
}
