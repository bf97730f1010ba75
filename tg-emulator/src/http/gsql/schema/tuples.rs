//! `/gsql/v1/udt/tuples` (4.x), on 3.x `/gsqlserver/gsql/udtlist`: lists, creates and drops tuples.

use serde::Deserialize;
use serde_json::Value;
use tg_gsql::json as schema_json;
use tg_gsql::model::TupleType;
use tg_gsql::syntax::ast::Statement;

use super::super::error::GsqlError;
use super::body::{self, Script};
use super::{find_graph, list};
use crate::gsql::change;
use crate::http::reply::Reply;
use crate::request::Call;

/// `GET [/{name}][?graph=]`: a list, even for one.
pub(in crate::http::gsql) fn show(call: &Call<'_>, name: Option<&str>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    if let Some(graph) = call.request.query.given("graph") {
        find_graph(catalog, graph)?;
    }
    let matches = |tuple: &&TupleType| name.is_none_or(|name| tuple.name == name);
    let found: Vec<_> = catalog.tuples.iter().filter(matches).map(schema_json::tuple).collect();
    match name {
        Some(name) if found.is_empty() => {
            Err(GsqlError::new(format!("The tuple '{name}' does not exist.")))
        }
        _ => Ok(list(found.into_iter())),
    }
}

#[derive(Deserialize)]
struct Body {
    gsql: Option<Script>,
    tuples: Option<Value>,
}

/// `POST`: statements, or a list of tuples.
pub(in crate::http::gsql) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let script = match body::read(&call.request.body)? {
        Body { gsql: Some(script), .. } => script.text(),
        Body { tuples: Some(tuples), .. } => {
            let tuples = schema_json::tuples(&tuples.to_string());
            let tuples = tuples.map_err(|error| {
                GsqlError::new(format!("The request body is invalid: {error}."))
            })?;
            tuples.iter().map(|tuple| tg_gsql::print::tuple(tuple) + "\n").collect()
        }
        _ => return Err(GsqlError::new("The list tuples is missing in the body.")),
    };
    let names =
        tg_gsql::syntax::parse(&script).statements.into_iter().filter_map(|it| match it.value {
            Statement::CreateTuple(tuple) => Some(tuple.name.value),
            _ => None,
        });
    let names = names.collect::<Vec<_>>().join(", ");
    let is_tuple = |statement: &Statement| matches!(statement, Statement::CreateTuple(_));
    change::at_once(call.state, &script, "TYPEDEF TUPLE", is_tuple).map_err(|refusal| {
        GsqlError::new(format!("Failed to create tuples: [{names}]. {refusal}"))
    })?;
    Ok(Reply::done(format!("Successfully create tuples: {names}.")))
}

/// `DELETE /{name}`, `DELETE ?tupleName=a,b`
pub(in crate::http::gsql) fn delete(call: &Call<'_>, names: &[String]) -> Result<Reply, GsqlError> {
    if names.is_empty() {
        return Err(GsqlError::new("The parameter tupleName is missing."));
    }
    let names = body::names(names)?;
    let script = format!("DROP TUPLE {names}");
    change::at_once(call.state, &script, "DROP TUPLE", |_| true).map_err(|refusal| {
        GsqlError::new(format!("Failed to drop tuples: [{names}]. {refusal}"))
    })?;
    Ok(Reply::done(format!("Successfully dropped userDefinedTuple: [{names}].")))
}
