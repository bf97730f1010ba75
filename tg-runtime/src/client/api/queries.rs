//! Queries: stored, installed, run, watched and aborted.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use serde_json::{Value, json};

use super::{Call, Form, Statement, drop_request, in_graph};
use crate::client::Work;
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Request};

const QUERIES: &str = "/gsql/v1/queries";
const DESCRIPTIONS: &str = "/gsql/v1/description";
const INSTALL: &str = "/gsql/v1/queries/install";
const INSTALL_V3: &str = "/gsqlserver/gsql/queries/install";

/// Creates a query from its text.
pub(crate) fn create(graph: &str, text: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::POST, Path::fixed(QUERIES))
            .query(in_graph(graph))
            .body(text.to_owned(), "text/plain"),
        Statement::new(text),
    )
}

/// Compiles the text of a query without storing it.
pub(crate) fn check(graph: &str, text: &str) -> Call {
    Call::only_v4(
        Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/internal/check/query"))
            .query(in_graph(graph))
            .json(json!({"code": text, "graph": graph}).to_string())
            .expects(Expects::Json)
            .idempotent(true),
        "checking a query without storing it",
        "`create` reports the errors, and leaves a draft",
    )
}

/// Lists the names of the queries.
pub(crate) fn list(graph: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(QUERIES)).query(in_graph(graph)),
        Statement::new("ls"),
    )
}

/// Reads the queries with their texts, or the one of this name. 3.x [lists](list) them and
/// [prints](text) each.
pub(crate) fn get(graph: &str, name: Option<&str>) -> Call {
    let request = Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/queries/info"))
        .query(in_graph(graph).with_some("query", name));
    Call::new(request, Statement::new("ls"))
}

/// Prints the text of a query.
pub(crate) fn text(name: &str) -> Call {
    Statement::new(format!("SHOW QUERY {name}")).into()
}

/// Drops queries.
pub(crate) fn drop(graph: &str, names: &[String]) -> Call {
    let (path, mut query) = (Path::fixed(QUERIES), in_graph(graph));
    let path = match names {
        [name] => path.name(name),
        names => {
            names.iter().for_each(|name| query.push("query", name));
            path
        }
    };
    let statement = format!("DROP QUERY {}", names.join(", "));
    Call::new(drop_request(path).query(query), Statement::new(statement))
}

/// Reads the parameters and the printed types of a query.
pub(crate) fn signature(graph: &str, name: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/queries/signature"))
            .query(in_graph(graph).with("queryName", name))
            .idempotent(true),
        Request::to_gsql(Method::GET, Path::fixed("/gsqlserver/gsql/queryinfo"))
            .query(in_graph(graph).with("query", name)),
    )
}

/// Reads the descriptions of the queries, or of one.
pub(crate) fn descriptions(graph: &str, name: Option<&str>) -> Call {
    let query = in_graph(graph).with_some("query", name);
    describing(Request::to_gsql(Method::GET, Path::fixed(DESCRIPTIONS)).query(query))
}

/// Describes queries and their parameters.
pub(crate) fn describe(graph: &str, body: &Value) -> Call {
    let request = Request::to_gsql(Method::PUT, Path::fixed(DESCRIPTIONS));
    describing(request.query(in_graph(graph)).json(body.to_string()))
}

/// Removes the description of a query and of its parameters.
pub(crate) fn drop_description(graph: &str, name: &str) -> Call {
    let body = json!({"queries": [name], "queryParameters": [format!("{name}.*")]});
    let request = drop_request(Path::fixed(DESCRIPTIONS));
    describing(request.query(in_graph(graph)).json(body.to_string()))
}

fn describing(request: Request) -> Call {
    let instead = "comments in the text of a query are stored with it";
    Call::only_v4(request, "describing queries", instead)
}

/// Starts to install queries; without names, all. Some servers answer when all is over, which takes
/// up to `time`. On 3.x flags need the [statement](install_by_statement).
pub(crate) fn install(
    graph: &str,
    names: Option<&[String]>,
    flags: &[&str],
    time: Duration,
) -> Call {
    let joined = names.map_or_else(|| "all".to_owned(), |names| names.join(","));
    let mut query = in_graph(graph).with("queries", joined);
    if !flags.is_empty() {
        query.push("flag", flags.join(","));
    }
    query.push("async", true);
    // A GET that begins minutes of work: a second one would be another installation.
    let v4 = Request::to_gsql(Method::GET, Path::fixed(INSTALL)).query(query).idempotent(false);
    let v3 = match flags {
        [] => {
            let mut query = in_graph(graph);
            match names {
                Some(names) => names.iter().for_each(|name| query.push("queries", name)),
                None => query.push("queries", "all"),
            }
            Request::to_gsql(Method::POST, Path::fixed(INSTALL_V3))
                .query(query)
                .min_timeout(time)
                .into()
        }
        _ => Form::Statement(install_statement(names, flags)),
    };
    Call::new(v4.min_timeout(time), v3)
}

/// Installs queries by a statement, on servers of 3.x that have no endpoint for it.
pub(crate) fn install_by_statement(names: Option<&[String]>, flags: &[&str]) -> Call {
    install_statement(names, flags).into()
}

fn install_statement(names: Option<&[String]>, flags: &[&str]) -> Statement {
    let mut statement = "INSTALL QUERY ".to_owned();
    for flag in flags {
        statement.push_str(flag);
        statement.push(' ');
    }
    statement.push_str(&names.map_or_else(|| "ALL".to_owned(), |names| names.join(", ")));
    Statement { reads_back: true, ..Statement::new(statement) }
}

/// Reads the state of an installation.
pub(crate) fn installation(id: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(INSTALL).value(id)),
        Request::to_gsql(Method::GET, Path::fixed(INSTALL_V3).value(id)),
    )
}

/// Runs the text of a query without installing it.
pub(crate) fn interpret(text: &str, query: Query) -> Call {
    let request = |path| {
        Request::to_gsql(Method::POST, Path::fixed(path))
            .query(query.clone())
            .body(text.to_owned(), "text/plain")
            .work(Work::Query)
    };
    Call::new(request("/gsql/v1/queries/interpret"), request("/gsqlserver/interpreted_query"))
}

/// Runs an installed query with its parameters in the URL, or in a body if there is one.
pub(crate) fn run(graph: &str, name: &str, query: Query, body: Option<String>) -> Request {
    let path = Path::fixed("/query").name(graph).name(name);
    let request = match body {
        None => Request::to_restpp(Method::GET, path),
        Some(body) => Request::to_restpp(Method::POST, path).json(body),
    };
    request.query(query).work(Work::Query)
}

/// Makes the server run the query detached from the request.
pub(crate) fn detached(run: Request) -> Request {
    run.header(HeaderName::from_static("gsql-async"), HeaderValue::from_static("true"))
}

fn of_detached(path: &'static str, graph: &str, id: &str) -> Request {
    let query = Query::default().with("graph_name", graph).with("requestid", id);
    Request::to_restpp(Method::GET, Path::fixed(path)).query(query)
}

/// Reads the state of a detached query.
pub(crate) fn detached_state(graph: &str, id: &str) -> Request {
    of_detached("/query_status", graph, id)
}

/// Reads the results of a detached query.
pub(crate) fn detached_results(graph: &str, id: &str) -> Request {
    of_detached("/query_result", graph, id)
}

/// Lists the queries of a graph that run.
pub(crate) fn running(graph: &str) -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/showprocesslist").name(graph))
}

/// Lists the queries of all graphs that run.
pub(crate) fn running_everywhere() -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/showprocesslistall"))
}

/// Lists the queries of all graphs that wait for others.
pub(crate) fn delayed() -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/showdelayedlistall"))
}

/// Aborts the queries of a graph that the parameters name. It is not repeated by itself: the second
/// time, the server would not list those that the first time aborted.
pub(crate) fn abort(graph: &str, query: Query) -> Request {
    let path = Path::fixed("/abortquery").name(graph);
    Request::to_restpp(Method::GET, path).query(query).idempotent(false)
}
