//! The built-in endpoints of RESTPP, as the server's own list describes them.

use serde_json::{Map, Value, json};

use crate::config::Generation;

/// The longest id in a path of vertices, and the longest text of other parameters.
const LONG: u32 = 2560;
/// The longest id in a path of edges.
const SHORT: u32 = 256;

/// A built-in endpoint.
struct Endpoint {
    method: &'static str,
    path: &'static str,
    parameters: &'static [Parameter],
}

/// A parameter: its name and how it is described.
type Parameter = (&'static str, Form);

#[derive(Clone, Copy)]
enum Form {
    /// `true` or `false`, which is the default.
    Flag,
    /// A number, and its default if there is one.
    Number(&'static str, Option<u64>),
    /// Text of at most this many characters.
    Text(u32),
    /// Text that must be one of these, the default first.
    OneOf(&'static [&'static str]),
    /// The name of a type, or an id of at most so many characters, in the path.
    Type,
    Id(u32),
}

use Form::{Flag, Id, Number, OneOf, Text, Type};

const fn endpoint(
    method: &'static str,
    path: &'static str,
    parameters: &'static [Parameter],
) -> Endpoint {
    Endpoint { method, path, parameters }
}

const TIMEOUT: Parameter = ("timeout", Number("UINT32", Some(0)));
const ACK: Parameter = ("ack", OneOf(&["all", "none"]));
const SELECT: Parameter = ("select", Text(LONG));
const FILTER: Parameter = ("filter", Text(LONG));
const SORT: Parameter = ("sort", Text(LONG));
const LIMIT: Parameter = ("limit", Number("UINT64", None));
const COUNT_ONLY: Parameter = ("count_only", Flag);
const NOT_WILDCARD: Parameter = ("not_wildcard", Flag);
const SOURCE_TYPE: Parameter = ("source_vertex_type", Type);
const SOURCE_ID: Parameter = ("source_vertex_id", Id(SHORT));
const EDGE_TYPE: Parameter = ("edge_type", Type);
const TARGET_TYPE: Parameter = ("target_vertex_type", Type);
const TARGET_ID: Parameter = ("target_vertex_id", Id(SHORT));
const DISCRIMINATOR: Parameter = ("discriminator", Text(LONG));

macro_rules! edges {
    ($tail:literal) => {
        concat!("/graph/{graph_name}/edges/{source_vertex_type}/{source_vertex_id}", $tail)
    };
}

#[rustfmt::skip]
const BUILT_IN: &[Endpoint] = &[
    endpoint("GET", "/echo", &[]),
    endpoint("POST", "/echo", &[]),
    endpoint("GET", "/version", &[]),
    endpoint("GET", "/endpoints/{graph_name}", &[("builtin", Flag), ("dynamic", Flag), ("static", Flag)]),
    endpoint("GET", "/statistics/{graph_name}", &[("seconds", Number("UINT32", Some(10))), ("segments", Number("UINT32", Some(10)))]),
    endpoint("POST", "/builtins/{graph_name}", &[("realtime", Flag)]),
    endpoint("POST", "/graph/{graph_name}", &[ACK, ("new_vertex_only", Flag), ("update_vertex_only", Flag),
        ("vertex_must_exist", Flag), ("source_vertex_must_exist", Flag), ("target_vertex_must_exist", Flag), ("atomic_post", Flag)]),
    endpoint("POST", "/ddl/{graph_name}", &[("tag", Text(LONG)), ("filename", Text(LONG)), ("sep", Text(LONG)), ("eol", Text(LONG)),
        ACK, ("concise", Flag)]),
    endpoint("GET", "/graph/{graph_name}/vertices/{vertex_type}", &[("vertex_type", Type), COUNT_ONLY, SELECT, FILTER, LIMIT, SORT, TIMEOUT]),
    endpoint("GET", "/graph/{graph_name}/vertices/{vertex_type}/{vertex_id}", &[("vertex_type", Type), ("vertex_id", Id(LONG)), SELECT, TIMEOUT]),
    endpoint("DELETE", "/graph/{graph_name}/vertices/{vertex_type}", &[("vertex_type", Type), FILTER, LIMIT, SORT, ("permanent", Flag), TIMEOUT]),
    endpoint("DELETE", "/graph/{graph_name}/vertices/{vertex_type}/{vertex_id}", &[("vertex_type", Type), ("vertex_id", Id(LONG)), ("permanent", Flag), TIMEOUT]),
    endpoint("DELETE", "/graph/{graph_name}/delete_by_type/vertices/{vertex_type}", &[("vertex_type", Type), ("permanent", Flag), ACK]),
    endpoint("GET", edges!(""), &[SOURCE_TYPE, SOURCE_ID, COUNT_ONLY, SELECT, FILTER, LIMIT, SORT, TIMEOUT]),
    endpoint("GET", edges!("/{edge_type}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, COUNT_ONLY, SELECT, FILTER, LIMIT, SORT, TIMEOUT, NOT_WILDCARD]),
    endpoint("GET", edges!("/{edge_type}/{target_vertex_type}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, TARGET_TYPE, COUNT_ONLY, SELECT, FILTER, LIMIT, SORT, TIMEOUT, NOT_WILDCARD]),
    endpoint("GET", edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, TARGET_TYPE, TARGET_ID, SELECT, TIMEOUT]),
    endpoint("GET", edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}/{discriminator}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, TARGET_TYPE, TARGET_ID, DISCRIMINATOR, SELECT, TIMEOUT]),
    endpoint("DELETE", edges!(""), &[SOURCE_TYPE, SOURCE_ID, FILTER, LIMIT, SORT, TIMEOUT]),
    endpoint("DELETE", edges!("/{edge_type}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, FILTER, LIMIT, SORT, TIMEOUT]),
    endpoint("DELETE", edges!("/{edge_type}/{target_vertex_type}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, TARGET_TYPE, FILTER, LIMIT, SORT, TIMEOUT]),
    endpoint("DELETE", edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, TARGET_TYPE, TARGET_ID, FILTER, TIMEOUT]),
    endpoint("DELETE", edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}/{discriminator}"), &[SOURCE_TYPE, SOURCE_ID, EDGE_TYPE, TARGET_TYPE, TARGET_ID, DISCRIMINATOR, TIMEOUT]),
    endpoint("POST", "/shortestpath/{graph_name}", &[]),
    endpoint("POST", "/allpaths/{graph_name}", &[]),
    endpoint("GET", "/query_status", &[("graph_name", Text(LONG)), ("requestid", Text(LONG))]),
    endpoint("GET", "/query_result", &[("requestid", Text(LONG))]),
    endpoint("GET", "/showprocesslist/{graph_name}", &[]),
    endpoint("GET", "/showprocesslistall", &[]),
    endpoint("GET", "/showdelayedlistall", &[]),
    endpoint("GET", "/abortquery/{graph_name}", &[("requestid", Text(LONG)), ("url", Text(LONG))]),
    endpoint("GET", "/rebuildnow/{graph_name}", &[("threadnum", Number("UINT32", None)), ("vertextype", Text(LONG)), ("segid", Text(LONG)), ("path", Text(LONG)), ("force", Flag)]),
    endpoint("POST", "/rebuildnow/{graph_name}", &[("threadnum", Number("UINT32", None)), ("vertextype", Text(LONG)), ("segid", Text(LONG)), ("path", Text(LONG)), ("force", Flag)]),
    endpoint("GET", "/deleted_vertex_check", &[("threadnum", Number("UINT32", Some(6))), ("segid", Text(LONG)), ("vertextype", Text(LONG)), ("verbose", Number("UINT32", Some(0))), ("log", Number("UINT32", Some(0)))]),
    endpoint("GET", "/data_consistency_check", &[("threadnum", Number("UINT32", None))]),
    endpoint("GET", "/showlicenseinfo", &[]),
];

/// What only servers of 3.x have.
const OLD: &[Endpoint] =
    &[endpoint("POST", "/requesttoken", &[]), endpoint("DELETE", "/requesttoken", &[])];

/// What came with 4.2.
const NEW: &[Endpoint] = &[endpoint(
    "GET",
    "/vector/status/{graph_name}/{vertex_type}/{vector_name}",
    &[("verbose", Flag)],
)];

/// The built-in endpoints by method and path.
pub(super) fn built_in(generation: Generation) -> Map<String, Value> {
    let own = match generation {
        Generation::V3 => OLD,
        Generation::V4 => NEW,
    };
    let entry = |it: &Endpoint| (format!("{} {}", it.method, it.path), described(it.parameters));
    BUILT_IN.iter().chain(own).map(entry).collect()
}

/// An endpoint without parameters has no description.
fn described(parameters: &[Parameter]) -> Value {
    if parameters.is_empty() {
        return Value::Null;
    }
    let entry = |(name, form): &Parameter| ((*name).to_owned(), form.described());
    json!({"parameters": parameters.iter().map(entry).collect::<Map<_, _>>()})
}

impl Form {
    fn described(self) -> Value {
        let counted =
            |ty: &str, least: u32| json!({"max_count": 1, "min_count": least, "type": ty});
        let mut described = match self {
            Flag => counted("BOOL", 0),
            Number(ty, _) => counted(ty, 0),
            Text(_) | OneOf(_) => counted("STRING", 0),
            Id(_) => counted("STRING", 1),
            Type => counted("TYPENAME", 1),
        };
        match self {
            Flag => described["default"] = "false".into(),
            Number(_, Some(default)) => described["default"] = default.to_string().into(),
            Text(length) | Id(length) => described["max_length"] = length.into(),
            OneOf(options) => {
                described["default"] = options.first().copied().into();
                described["options"] = options.into();
            }
            Number(_, None) | Type => {}
        }
        described
    }
}
