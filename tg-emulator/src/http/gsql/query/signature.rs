//! The signature of a query: its inputs and outputs.

use serde_json::{Map, Value as Json, json};
use tg_gsql::query::OutputType;

use super::stored::{graph, missing};
use crate::http::gsql::error::GsqlError;
use crate::http::reply::Reply;
use crate::request::Call;

/// `GET` or `POST /gsql/v1/queries/signature?graph=&queryName=`, on 3.x `GET
/// /gsqlserver/gsql/queryinfo?graph=&query=`: the payload is at the top level.
pub(in crate::http::gsql) fn signature(
    call: &Call<'_>,
    parameter: &str,
) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let name = call.request.query.given(parameter);
    let missing_name = || GsqlError::new(format!("The parameter {parameter} is missing."));
    let name = name.ok_or_else(missing_name)?;
    let database = call.state.read();
    let schema = database.version(graph);
    let stored = call.state.stored();
    let query = stored.queries.get(graph, name).ok_or_else(|| missing(name))?;
    let signature = query.program.as_ref().map(|program| program.signature(&database, graph));
    let (inputs, outputs) = signature.map_or_else(Default::default, |it| (it.inputs, it.outputs));
    let input = inputs.iter().map(|input| single(&input.name, json!(input.ty)));
    let output = outputs.iter().map(|output| single(&output.name, printed(&output.ty)));
    let (input, output): (Vec<_>, Vec<_>) = (input.collect(), output.collect());
    Ok(Reply::ok(&json!({
        "output": output, "input": input, "queryname": query.name, "error": false, "message": "",
        "version": {"schema": schema, "edition": "ENTERPRISE_EDITION", "api": "V2"},
    })))
}

/// Returns a type, or the attributes of the vertices of a set.
fn printed(ty: &OutputType) -> Json {
    match ty {
        OutputType::Plain(name) => json!(name),
        OutputType::Vertices(types) => {
            let types = types.iter().map(|vertex| {
                let attributes = vertex.attributes.iter();
                let attributes = attributes.map(|(name, ty)| (name.clone(), json!(ty)));
                json!({
                    "v_id": "int", "attributes": attributes.collect::<Map<_, _>>(),
                    "v_type": vertex.v_type,
                })
            });
            types.collect()
        }
        _ => json!("unknown"),
    }
}

/// Returns an object with one key.
fn single(name: &str, value: Json) -> Json {
    Json::Object(Map::from_iter([(name.to_owned(), value)]))
}
