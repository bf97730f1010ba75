//! The schema: graphs, their types, and checks of the catalog.

use http::Method;
use serde_json::json;

use super::{Call, Form, Statement, in_graph};
use crate::client::path::{Path, Query};
use crate::client::request::Request;
use crate::error::Error;

const GRAPHS: &str = "/gsql/v1/schema/graphs";
const VERTICES: &str = "/gsql/v1/schema/vertices";

/// Reads one graph with its types.
pub(crate) fn graph(name: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(GRAPHS).name(name)),
        Request::to_gsql(Method::GET, Path::fixed("/gsqlserver/gsql/schema"))
            .query(Query::default().with("graph", name)),
    )
}

/// Lists the graphs.
pub(crate) fn graphs() -> Call {
    Call::new(Request::to_gsql(Method::GET, Path::fixed(GRAPHS)), Statement::new("SHOW GRAPH *"))
}

/// Reads the global vertex types. 3.x lists vertex and edge types together.
pub(crate) fn global_vertices() -> Call {
    Call::new(Request::to_gsql(Method::GET, Path::fixed(VERTICES)), Statement::new("ls"))
}

/// Reads the global edge types, which 3.x lists with the [vertex types](global_vertices).
pub(crate) fn global_edges() -> Call {
    let edges = Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/schema/edges"));
    Call::new(edges, Form::Composed)
}

/// Reads the tuples with their fields, which the schema of a graph does not contain. A user with a
/// role in one graph can only read them for it, and 3.x lists them for a graph only.
pub(crate) fn tuples(graph: Option<&str>) -> Call {
    let all = Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/udt/tuples"));
    match graph {
        Some(graph) => Call::new(
            all.query(in_graph(graph)),
            Request::to_gsql(Method::GET, Path::fixed("/gsqlserver/gsql/udtlist"))
                .query(in_graph(graph)),
        ),
        None => Call::new(all, Form::Composed),
    }
}

/// Counts the vertices of all types: a cheap request whose answer has the number of the schema.
pub(crate) fn version(graph: &str) -> Request {
    Request::to_restpp(Method::POST, Path::fixed("/builtins").name(graph))
        .json(r#"{"function":"stat_vertex_number","type":"*"}"#)
        .idempotent(true)
}

/// Prints the queries and loading jobs of a graph, the jobs with their texts.
pub(crate) fn listing() -> Call {
    Statement::new("ls").into()
}

/// Drops a graph with all that is local to it.
pub(crate) fn drop_graph(name: &str) -> Call {
    Statement::new(format!("DROP GRAPH {name} CASCADE")).into()
}

/// Makes the server check its catalog.
pub(crate) fn check() -> Call {
    let request = Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/schema/check"));
    let message = "servers check their schema by request from 4.1 on";
    Call::new(request.idempotent(true), Error::unsupported(message))
}

/// Makes the server repair its catalog.
pub(crate) fn recover() -> Call {
    let request = Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/schema/recover"));
    let message = "servers recover their schema by request from 4.1 on";
    Call::new(request.idempotent(true), Error::unsupported(message))
}

/// Adds global vertex types to a graph. 3.x needs a global schema change job for it.
pub(crate) fn add_vertices(graph: &str, names: &[String]) -> Call {
    Call::new(
        Request::to_gsql(Method::POST, Path::fixed(VERTICES))
            .query(in_graph(graph))
            .json(json!({"addVertices": names}).to_string()),
        Form::Composed,
    )
}

/// The global job of [`add_vertices`] on 3.x.
const ADD_VERTICES: &str = "tg_runtime_add_global_vertices";

/// Creates and runs the global job that adds vertex types to a graph.
pub(crate) fn run_add_vertices(graph: &str, names: &[String]) -> Call {
    let names = names.join(", ");
    let script = format!(
        "CREATE GLOBAL SCHEMA_CHANGE JOB {ADD_VERTICES} \
         {{ ADD VERTEX {names} TO GRAPH {graph}; }}\n\
         RUN GLOBAL SCHEMA_CHANGE JOB {ADD_VERTICES}"
    );
    Statement::new(script).into()
}

/// Drops the job of [`run_add_vertices`].
pub(crate) fn drop_add_vertices() -> Call {
    Statement::new(format!("DROP JOB {ADD_VERTICES}")).into()
}
