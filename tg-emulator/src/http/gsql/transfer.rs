//! `/gsql/v1/db-export` and `/gsql/v1/db-import`.

use serde::Deserialize;

use super::error::GsqlError;
use crate::catalog::TransferRequest;
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;

#[derive(Deserialize)]
struct Body {
    path: String,
    #[serde(rename = "graphNames", default)]
    graphs: Vec<String>,
    #[serde(default = "yes")]
    schema: bool,
    #[serde(default = "yes")]
    data: bool,
    #[serde(default)]
    password: Option<String>,
}

fn yes() -> bool {
    true
}

fn read(call: &Call<'_>) -> Result<TransferRequest, GsqlError> {
    let body: Body = body(call.request)?;
    let Body { path, mut graphs, schema, data, password } = body;
    if graphs.iter().any(|name| name == "*") {
        graphs.clear();
    }
    let password = password.filter(|password| !password.is_empty());
    Ok(TransferRequest { path, graphs, schema, data, password })
}

pub(super) fn export(call: &Call<'_>) -> Result<Reply, GsqlError> {
    call.state
        .export(read(call)?)
        .map_err(|reason| GsqlError::new(format!("Failed to export database: {reason}")))?;
    Ok(Reply::done("Successfully exported database."))
}

pub(super) fn import(call: &Call<'_>) -> Result<Reply, GsqlError> {
    call.state
        .import(&read(call)?)
        .map_err(|reason| GsqlError::new(format!("Failed to import database: {reason}")))?;
    Ok(Reply::done("Successfully imported database."))
}
