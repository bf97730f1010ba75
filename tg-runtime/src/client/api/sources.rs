//! Data sources, of a graph or of the server.

use http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use tg_gsql::print;

use super::{Call, Form, Statement, in_graph};
use crate::client::path::{Path, Query};
use crate::client::request::Request;

const SOURCES: &str = "/gsql/v1/data-sources";

/// Creates a data source.
pub(crate) fn create(graph: &str, name: &str, config: &Value) -> Call {
    let content = print::string(&config.to_string());
    let of_graph = match graph {
        "" => String::new(),
        graph => format!(" FOR GRAPH {graph}"),
    };
    let statement = format!("CREATE DATA_SOURCE {name} = {content}{of_graph}");
    Call::new(
        Request::to_gsql(Method::POST, Path::fixed(SOURCES))
            .query(in_graph(graph))
            .json(json!({"name": name, "config": config}).to_string()),
        Statement::new(statement),
    )
}

/// Replaces the configuration of a data source. On 3.x the caller makes sure that the source exists
/// and then calls [`set`].
pub(crate) fn update(graph: &str, name: &str, config: &Value) -> Call {
    Call::new(
        Request::to_gsql(Method::PUT, Path::fixed(SOURCES).name(name))
            .query(in_graph(graph))
            .json(json!({"name": name, "config": config}).to_string()),
        Form::Composed,
    )
}

/// Replaces the configuration of a data source by GSQL. `SET` of a name that is not a data source
/// sets a parameter of the session instead.
pub(crate) fn set(name: &str, config: &Value) -> Call {
    Statement::new(format!("SET {name} = {}", print::string(&config.to_string()))).into()
}

/// Lists the data sources that can be used in the graph.
pub(crate) fn list(graph: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(SOURCES)).query(in_graph(graph)),
        Statement::new("SHOW DATA_SOURCE *"),
    )
}

/// Reads one data source. 3.x only lists them all.
pub(crate) fn get(graph: &str, name: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(SOURCES).name(name)).query(in_graph(graph)),
        Form::Composed,
    )
}

/// Drops a data source.
pub(crate) fn drop(graph: &str, name: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::DELETE, Path::fixed(SOURCES).name(name))
            .query(in_graph(graph))
            .idempotent(false),
        Statement::new(format!("DROP DATA_SOURCE {name}")),
    )
}

/// Drops all data sources that can be used in the graph.
pub(crate) fn drop_all(graph: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::DELETE, Path::fixed("/gsql/v1/data-sources/dropAll"))
            .query(in_graph(graph))
            .idempotent(false),
        Statement::new("DROP DATA_SOURCE *"),
    )
}

/// Lets graphs use a data source of the server.
pub(crate) fn grant(name: &str, graphs: &[String]) -> Call {
    let statement = format!("GRANT DATA_SOURCE {name} TO GRAPH {}", graphs.join(", "));
    share("/gsql/v1/data-sources/grant", name, graphs, statement)
}

/// Takes back a [`grant`].
pub(crate) fn revoke(name: &str, graphs: &[String]) -> Call {
    let statement = format!("REVOKE DATA_SOURCE {name} FROM GRAPH {}", graphs.join(", "));
    share("/gsql/v1/data-sources/revoke", name, graphs, statement)
}

fn share(path: &'static str, name: &str, graphs: &[String], statement: String) -> Call {
    Call::new(
        Request::to_gsql(Method::POST, Path::fixed(path))
            .json(json!({"graphs": graphs, "datasource": name}).to_string())
            .idempotent(true),
        Statement::new(statement),
    )
}

/// The body of [`preview`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preview<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) graph_name: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<&'a str>,
    pub(crate) data_source: &'a str,
    pub(crate) path: &'a str,
    pub(crate) size: u32,
    pub(crate) data_format: &'static str,
    pub(crate) parsing: Parsing,
}

/// The format of the lines of a preview.
#[derive(Serialize, Default)]
pub(crate) struct Parsing {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) separator: Option<char>,
    /// Escaped; without it, a line feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) eol: Option<String>,
    /// `true` or `false`, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) header: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quote: Option<&'static str>,
}

/// Reads the first lines of a file.
pub(crate) fn preview(preview: &Preview<'_>) -> Call {
    let mut body = json!(preview);
    body["filling"] = "N/A".into();
    body["parsing"]["fileFormat"] = "none".into();
    if preview.parsing.eol.is_none() {
        // The two characters `\n`, because the server decodes the escape.
        body["parsing"]["eol"] = "\\n".into();
    }
    let request = Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/sample-data"))
        .json(body.to_string())
        .idempotent(true);
    Call::only_v4(request, "a preview", "read the file from its storage")
}

/// Lists the buckets of a data source.
pub(crate) fn buckets(graph: &str, name: &str) -> Call {
    let path = Path::fixed("/gsql/v1/list-buckets").name(name);
    let request = Request::to_gsql(Method::GET, path).query(in_graph(graph));
    Call::only_v4(request, "listing buckets", "use the client of the storage")
}

/// Lists the folders and files at a path of a data source.
pub(crate) fn files(graph: &str, name: &str, within: &str) -> Call {
    let path = Path::fixed("/gsql/v1/list-files").name(name);
    let query: Query = in_graph(graph).with("path", within);
    let request = Request::to_gsql(Method::GET, path).query(query);
    Call::only_v4(request, "listing files", "use the client of the storage")
}
