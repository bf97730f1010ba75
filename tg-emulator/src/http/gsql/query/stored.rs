//! `/gsql/v1/queries` (4.x): stored queries.

use http::StatusCode;
use serde_json::{Value, json};
use tg_gsql::syntax::ast::Statement;

use crate::catalog::Query;
use crate::gsql::queries::{self, Created};
use crate::http::gsql::error::GsqlError;
use crate::http::gsql::statements;
use crate::http::reply::Reply;
use crate::http::restpp::query_endpoint;
use crate::request::Call;

/// Returns the graph of `?graph=`, which is required.
pub(in crate::http::gsql) fn graph<'a>(call: &'a Call<'_>) -> Result<&'a str, GsqlError> {
    let graph = call.request.query.given("graph");
    let graph = graph.ok_or_else(|| GsqlError::new("The parameter graph is missing."))?;
    match call.state.read().graphs.schema().graph(graph) {
        Some(_) => Ok(graph),
        None => Err(GsqlError::graph(graph)),
    }
}

pub(super) fn missing(name: &str) -> GsqlError {
    let message = format!("The query {name} does not exist.");
    GsqlError::with_status(StatusCode::NOT_FOUND, message)
}

/// `GET /gsql/v1/queries?graph=`: lists the names.
pub(in crate::http::gsql) fn list(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let stored = call.state.stored();
    let names: Vec<_> = stored.queries.of(graph).map(|query| query.name.as_str()).collect();
    Ok(Reply::results(names))
}

/// `GET /gsql/v1/queries/{name}?graph=`: the text, where it is documented and where clients look.
pub(in crate::http::gsql) fn get(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let stored = call.state.stored();
    let query = stored.queries.get(graph, name).ok_or_else(|| missing(name))?;
    Ok(Reply::ok(&json!({
        "error": false, "message": "", "name": query.name, "queryContent": query.text,
        "results": query.text, "syntax": "GSQL v2", "status": query.status(),
    })))
}

/// `GET /gsql/v1/queries/info?graph=[&query=][&status=]`
pub(in crate::http::gsql) fn info(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let (name, status) = (call.request.query.given("query"), call.request.query.given("status"));
    let stored = call.state.stored();
    let matches = |query: &&Query| {
        name.is_none_or(|name| query.name == name)
            && status.is_none_or(|status| query.status().eq_ignore_ascii_case(status))
    };
    let found = stored.queries.of(graph).filter(matches);
    let found = found.map(|query| {
        json!({
            "name": query.name, "code": query.text, "syntax": "GSQL v2", "status": query.status(),
            "installed": query.installed, "installing": query.installing,
            "enabled": query.installed && query.enabled,
            "isHidden": false, "isACLSpecified": false, "graphUpdate": false,
            "callerQueries": stored.queries.callers(graph, &query.name),
            "endpoint": endpoint(query),
        })
    });
    let found: Vec<Value> = found.collect();
    match name {
        Some(name) if found.is_empty() && status.is_none() => Err(missing(name)),
        _ => Ok(Reply::results(found)),
    }
}

/// Returns the endpoint of an installed query; empty for others.
fn endpoint(query: &Query) -> Value {
    if !query.installed {
        return json!({});
    }
    let mut described = query_endpoint(query);
    described["alternative_endpoint"] = format!("/query/{}", query.name).into();
    let name = query.name.as_str();
    json!({"query": {&query.graph: {name: {"GET/POST": described}}}})
}

/// `POST /gsql/v1/queries?graph=`: stores the text of a `CREATE QUERY`. One with errors in its body
/// is stored as a draft, which the answer reports as an error.
pub(in crate::http::gsql) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let script = statements::text(&call.request.body)?;
    let statement = statements::only(script, "CREATE QUERY")?;
    let Statement::CreateQuery(query) = &statement.value else {
        return Err(GsqlError::new("A CREATE QUERY is expected."));
    };
    let name = &query.name.value;
    let created = queries::create(call.state, Some(graph), query, (script, statement.span));
    match created {
        Ok(Created::Valid(warnings)) => {
            let warnings: String = warnings.iter().map(|it| format!("Warning: {it}\n")).collect();
            let created = format!("Successfully created queries: [{name}].\n");
            Ok(Reply::done(format!("{warnings}{created}")))
        }
        Ok(Created::Draft(lines)) => {
            Ok(Reply::ok(&json!({"error": true, "isDraft": true, "message": lines.join("\n")})))
        }
        Err(rejection) => Err(GsqlError::new(format!(
            "Semantic Check Fails: {}\nFailed to create queries: [{name}].\n",
            rejection.reasons().join("\n")
        ))),
    }
}

/// `DELETE /gsql/v1/queries/{name}`, `DELETE /gsql/v1/queries?query=a,b&query=c`: drops all of
/// them, or none if one does not exist.
pub(in crate::http::gsql) fn delete(call: &Call<'_>, names: &[String]) -> Result<Reply, GsqlError> {
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
    Ok(Reply::ok(
        &json!({"failedToDrop": failed, "dropped": dropped, "error": false, "message": ""}),
    ))
}
