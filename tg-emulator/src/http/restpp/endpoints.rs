//! The endpoints of RESTPP.

use super::error::RestError;
use super::{
    builtins, ddl, edges, engine, paths, query, system, tokens, upsert, vectors, vertices, workload,
};
use crate::config::Generation::V3;
use crate::config::Version::{V3_9, V4_2};
use crate::http::endpoint::{Endpoint, Form, Handler, Parameter};
use Form::{Flag, Id, Number, OneOf, Text, Type};

/// The longest id in a path of vertices, and the longest text of other parameters.
const LONG: u32 = 2560;
/// The longest id in a path of edges.
const SHORT: u32 = 256;

const TIMEOUT: Parameter = ("timeout", Number("UINT32", Some(0)));
const ACK: Parameter = ("ack", OneOf(&["all", "none"]));
const SELECT: Parameter = ("select", Text(LONG));
const FILTER: Parameter = ("filter", Text(LONG));
const SORT: Parameter = ("sort", Text(LONG));
const LIMIT: Parameter = ("limit", Number("UINT64", None));
const PERMANENT: Parameter = ("permanent", Flag);
const COUNT_ONLY: Parameter = ("count_only", Flag);
const NOT_WILDCARD: Parameter = ("not_wildcard", Flag);
const VERTEX_TYPE: Parameter = ("vertex_type", Type);
const VERTEX_ID: Parameter = ("vertex_id", Id(LONG));
const FROM: Parameter = ("source_vertex_type", Type);
const FROM_ID: Parameter = ("source_vertex_id", Id(SHORT));
const EDGE_TYPE: Parameter = ("edge_type", Type);
const TO: Parameter = ("target_vertex_type", Type);
const TO_ID: Parameter = ("target_vertex_id", Id(SHORT));
const DISCRIMINATOR: Parameter = ("discriminator", Text(LONG));
const REQUEST_ID: Parameter = ("requestid", Text(LONG));
const THREADS: Parameter = ("threadnum", Number("UINT32", None));
const SEGMENT: Parameter = ("segid", Text(LONG));
const OF_TYPE: Parameter = ("vertextype", Text(LONG));

/// The endpoint of stored queries; statistics show the path of the query in its place.
pub(super) const QUERY: &str = "/query/{graph_name}/{query_name}";

macro_rules! edges {
    ($tail:literal) => {
        concat!("/graph/{graph_name}/edges/{source_vertex_type}/{source_vertex_id}", $tail)
    };
}

const fn on(
    methods: &'static str,
    template: &'static str,
    handler: Handler<RestError>,
) -> Endpoint<RestError> {
    Endpoint::new(methods, template, handler)
}

/// An endpoint for the edges of a vertex.
const fn edges(
    methods: &'static str,
    template: &'static str,
    parameters: &'static [Parameter],
) -> Endpoint<RestError> {
    let handler: Handler<RestError> = match methods.as_bytes() {
        b"GET" => |call, it| edges::list(call, it[0], &it[1..]),
        _ => |call, it| edges::delete(call, it[0], &it[1..]),
    };
    on(methods, template, handler).licensed().listed(parameters)
}

pub(super) const ENDPOINTS: &[Endpoint<RestError>] = &[
    on("GET POST", "/echo", |call, _| system::echo(call.request)).open().listed(&[]),
    on("POST DELETE", "/requesttoken", |call, _| tokens::handle(call.state, call.request))
        .open()
        .only(V3)
        .listed(&[]),
    on("*", "/requesttoken", |call, _| tokens::handle(call.state, call.request)).open(),
    on("GET", "/version", |call, _| Ok(system::version(call.state.config.version))).listed(&[]),
    on("GET", "/endpoints", |call, _| Ok(system::endpoints(call, None))),
    on("GET", "/endpoints/{graph_name}", |call, it| system::endpoints_of(call, it[0])).listed(&[
        ("builtin", Flag),
        ("dynamic", Flag),
        ("static", Flag),
    ]),
    on("GET", "/statistics/{graph_name}", |call, it| engine::statistics(call, it[0])).listed(&[
        ("seconds", Number("UINT32", Some(10))),
        ("segments", Number("UINT32", Some(10))),
    ]),
    on("POST", "/builtins/{graph_name}", |call, it| builtins::run(call, it[0]))
        .licensed()
        .listed(&[("realtime", Flag)]),
    on("POST", "/graph/{graph_name}", |call, it| upsert::upsert(call, it[0])).licensed().listed(&[
        ACK,
        ("new_vertex_only", Flag),
        ("update_vertex_only", Flag),
        ("vertex_must_exist", Flag),
        ("source_vertex_must_exist", Flag),
        ("target_vertex_must_exist", Flag),
        ("atomic_post", Flag),
    ]),
    on("POST", "/ddl/{graph_name}", |call, it| ddl::load(call, it[0])).licensed().listed(&[
        ("tag", Text(LONG)),
        ("filename", Text(LONG)),
        ("sep", Text(LONG)),
        ("eol", Text(LONG)),
        ACK,
        ("concise", Flag),
    ]),
    on("GET", "/graph/{graph_name}/vertices/{vertex_type}", |call, it| {
        vertices::list(call, it[0], it[1])
    })
    .licensed()
    .listed(&[VERTEX_TYPE, COUNT_ONLY, SELECT, FILTER, LIMIT, SORT, TIMEOUT]),
    on("GET", "/graph/{graph_name}/vertices/{vertex_type}/{vertex_id}", |call, it| {
        vertices::get(call, it[0], it[1], it[2])
    })
    .licensed()
    .listed(&[VERTEX_TYPE, VERTEX_ID, SELECT, TIMEOUT]),
    on("DELETE", "/graph/{graph_name}/vertices/{vertex_type}", |call, it| {
        vertices::delete(call, it[0], it[1])
    })
    .licensed()
    .listed(&[VERTEX_TYPE, FILTER, LIMIT, SORT, PERMANENT, TIMEOUT]),
    on("DELETE", "/graph/{graph_name}/vertices/{vertex_type}/{vertex_id}", |call, it| {
        vertices::delete_one(call, it[0], it[1], it[2])
    })
    .licensed()
    .listed(&[VERTEX_TYPE, VERTEX_ID, PERMANENT, TIMEOUT]),
    on("DELETE", "/graph/{graph_name}/delete_by_type/vertices/{vertex_type}", |call, it| {
        vertices::delete(call, it[0], it[1])
    })
    .licensed()
    .listed(&[VERTEX_TYPE, PERMANENT, ACK]),
    edges("GET", edges!(""), &[FROM, FROM_ID, COUNT_ONLY, SELECT, FILTER, LIMIT, SORT, TIMEOUT]),
    edges(
        "GET",
        edges!("/{edge_type}"),
        &[FROM, FROM_ID, EDGE_TYPE, COUNT_ONLY, SELECT, FILTER, LIMIT, SORT, TIMEOUT, NOT_WILDCARD],
    ),
    edges(
        "GET",
        edges!("/{edge_type}/{target_vertex_type}"),
        &[
            FROM,
            FROM_ID,
            EDGE_TYPE,
            TO,
            COUNT_ONLY,
            SELECT,
            FILTER,
            LIMIT,
            SORT,
            TIMEOUT,
            NOT_WILDCARD,
        ],
    ),
    edges(
        "GET",
        edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}"),
        &[FROM, FROM_ID, EDGE_TYPE, TO, TO_ID, SELECT, TIMEOUT],
    ),
    edges(
        "GET",
        edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}/{discriminator}"),
        &[FROM, FROM_ID, EDGE_TYPE, TO, TO_ID, DISCRIMINATOR, SELECT, TIMEOUT],
    ),
    edges("DELETE", edges!(""), &[FROM, FROM_ID, FILTER, LIMIT, SORT, TIMEOUT]),
    edges(
        "DELETE",
        edges!("/{edge_type}"),
        &[FROM, FROM_ID, EDGE_TYPE, FILTER, LIMIT, SORT, TIMEOUT],
    ),
    edges(
        "DELETE",
        edges!("/{edge_type}/{target_vertex_type}"),
        &[FROM, FROM_ID, EDGE_TYPE, TO, FILTER, LIMIT, SORT, TIMEOUT],
    ),
    edges(
        "DELETE",
        edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}"),
        &[FROM, FROM_ID, EDGE_TYPE, TO, TO_ID, FILTER, TIMEOUT],
    ),
    edges(
        "DELETE",
        edges!("/{edge_type}/{target_vertex_type}/{target_vertex_id}/{discriminator}"),
        &[FROM, FROM_ID, EDGE_TYPE, TO, TO_ID, DISCRIMINATOR, TIMEOUT],
    ),
    on("POST", "/shortestpath/{graph_name}", |call, it| paths::shortest(call, it[0]))
        .licensed()
        .listed(&[]),
    on("POST", "/allpaths/{graph_name}", |call, it| paths::all(call, it[0])).licensed().listed(&[]),
    on("GET POST", QUERY, |call, it| query::run(call, it[0], it[1])).licensed(),
    on("GET", "/query_status", |call, _| query::status(call))
        .listed(&[("graph_name", Text(LONG)), REQUEST_ID]),
    on("GET", "/query_result", |call, _| query::result(call)).listed(&[REQUEST_ID]),
    on("GET", "/showprocesslist/{graph_name}", |call, it| query::processes(call, it[0]))
        .listed(&[]),
    on("GET", "/showprocesslistall", |call, _| query::all_processes(call)).listed(&[]),
    on("GET", "/showdelayedlistall", |call, _| query::delayed(call)).listed(&[]),
    on("GET", "/abortquery/{graph_name}", |call, it| query::abort(call, it[0]))
        .listed(&[REQUEST_ID, ("url", Text(LONG))]),
    on("GET POST", "/rebuildnow/{graph_name}", |call, it| engine::rebuild(call, it[0])).listed(&[
        THREADS,
        OF_TYPE,
        SEGMENT,
        ("path", Text(LONG)),
        ("force", Flag),
    ]),
    on("GET", "/deleted_vertex_check", |call, _| engine::deleted_vertices(call)).listed(&[
        ("threadnum", Number("UINT32", Some(6))),
        SEGMENT,
        OF_TYPE,
        ("verbose", Number("UINT32", Some(0))),
        ("log", Number("UINT32", Some(0))),
    ]),
    on("GET", "/data_consistency_check", |call, _| engine::consistency(call)).listed(&[THREADS]),
    on("GET", "/showlicenseinfo", |call, _| engine::license(call)).listed(&[]),
    on("GET", "/workload-manager/queue", |call, _| Ok(workload::queues(call))).since(V3_9),
    on("POST", "/workload-manager/queuestatus", |call, _| workload::status(call)).since(V3_9),
    on("GET", "/vector/status", vectors::status).since(V4_2),
    on("GET", "/vector/status/{graph_name}", vectors::status).since(V4_2),
    on("GET", "/vector/status/{graph_name}/{vertex_type}", vectors::status).since(V4_2),
    on("GET", "/vector/status/{graph_name}/{vertex_type}/{vector_name}", vectors::status)
        .since(V4_2)
        .listed(&[("verbose", Flag)]),
];
