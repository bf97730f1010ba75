//! `POST /graph/{g}`: vertices and edges in one request.

mod attributes;
mod body;
mod level;
mod value;

use serde::Serialize;

use super::envelope::Envelope;
use super::error::RestError;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::store::{Batch, Conditions, Outcome, Schema, SharedSchema, VertexTypeId};

/// The result of the request. The fields of a condition are present if the request sets it.
#[derive(Serialize)]
struct Accepted<'a> {
    accepted_vertices: usize,
    accepted_edges: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped_vertices: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vertices_already_exist: Option<Vec<VertexName<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vertices_not_exist: Option<Vec<VertexName<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped_edges: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edge_vertices_not_exist: Option<Vec<VertexName<'a>>>,
}

#[derive(Serialize)]
struct VertexName<'a> {
    v_type: &'a str,
    v_id: &'a str,
}

/// `POST /graph/{g}`. The body is read and checked completely before anything is stored, and stored
/// in one step, so that every request is atomic.
pub(super) fn upsert(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    call.check_common()?;
    check_atomic_level(call)?;
    let conditions = conditions(call)?;
    let (schema, batch) = read(call, graph)?;
    let code = match (batch.vertices.is_empty(), batch.edges.is_empty()) {
        (false, true) => "REST-0001",
        (true, false) => "REST-0002",
        _ => "REST-0003",
    };
    let mut database = call.state.write();
    // If the schema has changed in between, the batch is read again.
    let batch = if std::ptr::eq(&*schema, database.graphs.schema()) {
        batch
    } else {
        let graph = call.graph(&database, graph)?;
        body::read(&call.request.body, database.graphs.schema(), graph, call.state.config.version)?
    };
    let outcome = database.graphs.apply(batch, conditions);
    let accepted = Accepted::new(&outcome, conditions, database.graphs.schema());
    Envelope::new(database.version(graph), [accepted]).with_code(code).reply(call)
}

/// Reads the body under the current schema, without a lock: it can be large.
fn read(call: &Call<'_>, graph: &str) -> Result<(SharedSchema, Batch), RestError> {
    let schema = {
        let database = call.state.read();
        call.graph(&database, graph)?;
        database.graphs.shared_schema()
    };
    let shape = schema.graph(graph).ok_or_else(|| RestError::graph(graph, &call.request.path))?;
    let batch = body::read(&call.request.body, &schema, shape, call.state.config.version)?;
    Ok((schema, batch))
}

fn check_atomic_level(call: &Call<'_>) -> Result<(), RestError> {
    match call.request.header("gsql-atomic-level") {
        None | Some("atomic" | "nonatomic") => Ok(()),
        Some(other) => Err(RestError::parameter(format!(
            "The header gsql-atomic-level must be atomic or nonatomic, invalid value [{other}] \
             provided."
        ))),
    }
}

fn conditions(call: &Call<'_>) -> Result<Conditions, RestError> {
    let both = call.flag("vertex_must_exist")?;
    let source = call.flag("source_vertex_must_exist")?;
    let target = call.flag("target_vertex_must_exist")?;
    if both && (source || target) {
        return Err(RestError::parameter(
            "vertex_must_exist cannot be combined with source_vertex_must_exist or \
             target_vertex_must_exist.",
        ));
    }
    let conditions = Conditions {
        new_vertex_only: call.flag("new_vertex_only")?,
        update_vertex_only: call.flag("update_vertex_only")?,
        source_must_exist: both || source,
        target_must_exist: both || target,
    };
    if conditions.new_vertex_only && conditions.update_vertex_only {
        return Err(RestError::parameter(
            "new_vertex_only cannot be combined with update_vertex_only.",
        ));
    }
    Ok(conditions)
}

impl<'a> Accepted<'a> {
    fn new(outcome: &'a Outcome, conditions: Conditions, schema: &'a Schema) -> Self {
        let names = |list: &'a [(VertexTypeId, Box<str>)]| {
            let name = |(ty, id): &'a (VertexTypeId, Box<str>)| VertexName {
                v_type: &schema.vertex(*ty).name,
                v_id: id,
            };
            list.iter().map(name).collect::<Vec<_>>()
        };
        let Conditions { new_vertex_only, update_vertex_only, .. } = conditions;
        let skips_vertices = new_vertex_only || update_vertex_only;
        let skips_edges = conditions.source_must_exist || conditions.target_must_exist;
        let skipped = &outcome.skipped_vertices;
        Self {
            accepted_vertices: outcome.accepted_vertices,
            accepted_edges: outcome.accepted_edges,
            skipped_vertices: skips_vertices.then_some(skipped.len()),
            vertices_already_exist: new_vertex_only.then(|| names(skipped)),
            vertices_not_exist: update_vertex_only.then(|| names(skipped)),
            skipped_edges: skips_edges.then_some(outcome.skipped_edges),
            edge_vertices_not_exist: skips_edges.then(|| names(&outcome.missing_ends)),
        }
    }
}
