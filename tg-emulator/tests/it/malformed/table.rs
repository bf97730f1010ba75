//! The table of all endpoints. `every_endpoint_of_the_table_is_served` compares it with the server.

use tg_emulator::Generation;

use super::server::Side;

/// The kind of body that an endpoint accepts, with a valid example.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// The body is ignored.
    Ignored,
    /// JSON.
    Json(&'static str),
    /// JSON, or an empty body.
    MaybeJson(&'static str),
    /// GSQL.
    Gsql(&'static str),
    /// Any UTF-8 text.
    Text(&'static str),
}

/// An endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Endpoint {
    /// The generation of the endpoint; `None` for both.
    pub(super) only_in: Option<Generation>,
    pub(super) side: Side,
    pub(super) methods: &'static [&'static str],
    /// A valid path. `:` marks the name of an object that must exist, `=` a segment with any text.
    pub(super) path: &'static str,
    /// A valid query string.
    pub(super) query: &'static str,
    pub(super) body: Body,
    /// `true` if the endpoint does not require credentials.
    pub(super) is_public: bool,
    /// Query strings that are invalid with any path and body.
    pub(super) invalid_queries: &'static [&'static str],
}

impl Endpoint {
    const fn new(side: Side, methods: &'static [&'static str], path: &'static str) -> Self {
        Self {
            only_in: None,
            side,
            methods,
            path,
            query: "",
            body: Body::Ignored,
            is_public: false,
            invalid_queries: &[],
        }
    }

    const fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    const fn body(self, body: Body) -> Self {
        Self { body, ..self }
    }

    const fn json(self, sample: &'static str) -> Self {
        self.body(Body::Json(sample))
    }

    const fn public(self) -> Self {
        Self { is_public: true, ..self }
    }

    const fn invalid_queries(self, invalid_queries: &'static [&'static str]) -> Self {
        Self { invalid_queries, ..self }
    }
}

const fn rest(methods: &'static [&'static str], path: &'static str) -> Endpoint {
    Endpoint::new(Side::Restpp, methods, path)
}

const fn v4_rest(methods: &'static [&'static str], path: &'static str) -> Endpoint {
    Endpoint { only_in: Some(Generation::V4), ..rest(methods, path) }
}

/// Returns an endpoint on the main port of both generations.
const fn main(methods: &'static [&'static str], path: &'static str) -> Endpoint {
    Endpoint::new(Side::Gsql, methods, path)
}

const fn v3(methods: &'static [&'static str], path: &'static str) -> Endpoint {
    Endpoint { only_in: Some(Generation::V3), ..main(methods, path) }
}

const fn v4(methods: &'static [&'static str], path: &'static str) -> Endpoint {
    Endpoint { only_in: Some(Generation::V4), ..main(methods, path) }
}

const READ: &[&str] = &[
    "limit=-1",
    "limit=x",
    "limit=1e3",
    "limit=99999999999999999999999",
    "timeout=x",
    "timeout=-1",
    "sort=nope",
    "select=nope",
    "filter=age%3E",
    "filter=nope%3D1",
    "filter=%22",
    "filter=age",
    "filter=age%3D1%3D1",
    "filter=age%3D%22x",
    "filter=%FF%00",
    "count_only=maybe",
    "filter=,",
];
const DELETE: &[&str] = &[
    "limit=-1",
    "limit=x",
    "timeout=x",
    "ack=maybe",
    "permanent=maybe",
    "filter=age%3E",
    "filter=nope%3D1",
    "filter=",
    "sort=nope&limit=1",
    "filter=%FF",
    "filter=age%3D1%3D1",
];
const EDGES: &[&str] = &["limit=-1", "limit=x", "timeout=x", "filter=nope%3D1", "filter=%22"];
const NUMBERS: &[&str] = &["seconds=x", "segments=x", "seconds=-1", "segments=1.5"];
const GRAPH: &[&str] = &["graph=nope", "graph=g%20DROP%20ALL", "graph=%00", "graph=G"];

const PATHS: &str = r#"{"source": {"type": "Person", "id": "ann"}, "target": {"type": "Person",
    "id": "bob"}, "maxLength": 3}"#;
const BUILTIN: &str = r#"{"function": "stat_vertex_number", "type": "Person"}"#;
const UPSERT: &str = r#"{"vertices": {"Person": {"new": {"age": {"value": 1}}}},
    "edges": {"Person": {"new": {"Knows": {"Person": {"ann": {"weight": {"value": 1.5}}}}}}}}"#;
const VERTEX: &str = r#"{"createVertices": [{"Name": "V", "PrimaryId": {"AttributeName": "id",
    "AttributeType": {"Name": "STRING"}}, "Attributes": []}]}"#;
const EDGE: &str = r#"{"createEdges": [{"Name": "E", "IsDirected": true,
    "FromVertexTypeName": "Person", "ToVertexTypeName": "Person", "Attributes": []}]}"#;
const RUN: &str = r#"[{"name": "j", "dataSources": [{"filename": "f", "name": "file",
    "path": "/nowhere"}]}]"#;

/// All endpoints, in the order of the routers.
pub(super) const ENDPOINTS: &[Endpoint] = &[
    rest(&["GET", "POST"], "/echo").public().invalid_queries(&["sleep=x", "sleep=-1"]),
    rest(&["GET", "POST", "PUT", "DELETE"], "/requesttoken")
        .json(r#"{"secret": "no such secret", "lifetime": 5, "token": "t"}"#)
        .public(),
    rest(&["GET"], "/showlicenseinfo"),
    rest(&["GET"], "/statistics/:g").invalid_queries(NUMBERS),
    rest(&["GET", "POST"], "/rebuildnow/:g").invalid_queries(&[
        "threadnum=x",
        "force=maybe",
        "vertextype=nope",
    ]),
    rest(&["GET"], "/deleted_vertex_check").invalid_queries(&[
        "threadnum=x",
        "verbose=8",
        "log=3",
        "log=x",
    ]),
    rest(&["GET"], "/data_consistency_check").invalid_queries(&["threadnum=x", "threadnum=-4"]),
    rest(&["GET"], "/version"),
    rest(&["GET"], "/endpoints"),
    rest(&["GET"], "/endpoints/:g"),
    v4_rest(&["GET"], "/vector/status").invalid_queries(&["verbose=maybe"]),
    v4_rest(&["GET"], "/vector/status/:g"),
    v4_rest(&["GET"], "/vector/status/:g/:Person"),
    v4_rest(&["GET"], "/vector/status/:g/:Person/:v"),
    rest(&["POST"], "/builtins/:g").json(BUILTIN),
    rest(&["POST"], "/shortestpath/:g").json(PATHS),
    rest(&["POST"], "/allpaths/:g").json(PATHS),
    rest(&["POST"], "/graph/:g").json(UPSERT).invalid_queries(&[
        "ack=maybe",
        "vertex_must_exist=maybe",
        "new_vertex_only=maybe",
        "update_vertex_only=maybe",
        "new_vertex_only=true&update_vertex_only=true",
    ]),
    rest(&["POST"], "/ddl/:g").query("tag=j&filename=f").invalid_queries(&[
        "",
        "tag=j",
        "filename=f",
        "tag=nope&filename=f",
        "tag=j&filename=f&ack=maybe",
        "tag=%FF&filename=f",
    ]),
    rest(&["GET"], "/graph/:g/vertices/:Person").invalid_queries(READ),
    rest(&["DELETE"], "/graph/:g/vertices/:Person")
        .query("filter=age%3D12345")
        .invalid_queries(DELETE),
    rest(&["GET"], "/graph/:g/vertices/:Person/=ann")
        .invalid_queries(&["select=nope", "timeout=x"]),
    rest(&["DELETE"], "/graph/:g/vertices/:Person/=nobody")
        .invalid_queries(&["ack=maybe", "permanent=x"]),
    rest(&["DELETE"], "/graph/:g/delete_by_type/vertices/:Thing")
        .invalid_queries(&["ack=maybe", "permanent=x"]),
    rest(&["GET"], "/graph/:g/edges/:Person/=ann").invalid_queries(EDGES),
    rest(&["GET"], "/graph/:g/edges/:Person/=ann/:Knows").invalid_queries(EDGES),
    rest(&["GET"], "/graph/:g/edges/:Person/=ann/:Knows/:Person").invalid_queries(EDGES),
    rest(&["GET"], "/graph/:g/edges/:Person/=ann/:Knows/:Person/=bob").invalid_queries(EDGES),
    rest(&["GET"], "/graph/:g/edges/:Person/=ann/:Visited/:Depot/=1/=2024-01-01,x"),
    rest(&["DELETE"], "/graph/:g/edges/:Person/=nobody").invalid_queries(EDGES),
    rest(&["DELETE"], "/graph/:g/edges/:Person/=nobody/:Knows").invalid_queries(EDGES),
    rest(&["DELETE"], "/graph/:g/edges/:Person/=nobody/:Knows/:Person").invalid_queries(EDGES),
    rest(&["DELETE"], "/graph/:g/edges/:Person/=nobody/:Knows/:Person/=bob").invalid_queries(EDGES),
    rest(&["DELETE"], "/graph/:g/edges/:Person/=nobody/:Visited/:Depot/=1/=2024-01-01,x"),
    rest(&["GET"], "/query/:g/:q").invalid_queries(&["n=x", "n=1.5", "n=", "n=%FF", "n[=1"]),
    rest(&["POST"], "/query/:g/:q").body(Body::MaybeJson(r#"{"n": 3}"#)),
    rest(&["GET"], "/query_status").query("requestid=1").invalid_queries(&["graph_name=nope"]),
    rest(&["GET"], "/query_result").query("requestid=1").invalid_queries(&[
        "",
        "requestid=%00",
        "requestid=x",
    ]),
    rest(&["GET"], "/showprocesslist/:g"),
    rest(&["GET"], "/showprocesslistall"),
    rest(&["GET"], "/showdelayedlistall"),
    rest(&["GET"], "/abortquery/:g"),
    main(&["GET"], "/api/ping").public(),
    main(&["POST"], "/informant/current-service-status")
        .json(r#"{"ServiceDescriptors": [{"ServiceName": "GPE"}]}"#)
        .public(),
    main(&["GET", "POST"], "/informant/metrics").public(),
    main(&["POST"], "/informant/metrics/get/cpu-memory")
        .json(
            r#"{"LatestNum": "1", "HostID": "m1", "ServiceDescriptors": [{"ServiceName": "GPE"}]}"#,
        )
        .public(),
    main(&["DELETE"], "/expiredtoken"),
    v3(&["GET"], "/ts3/api/datapoints"),
    v3(&["POST"], "/gsqlserver/interpreted_query")
        .body(Body::Gsql("INTERPRET QUERY () FOR GRAPH g { PRINT 1; }")),
    v3(&["POST"], "/gsqlserver/gsql/login").public(),
    v3(&["POST"], "/gsqlserver/gsql/file").body(Body::Gsql("ls")),
    v3(&["POST"], "/gsqlserver/gsql/command").body(Body::Gsql("ls")),
    v3(&["POST"], "/gsql/file").body(Body::Gsql("ls")),
    v3(&["POST"], "/gsqlserver/gsql/version"),
    v3(&["POST"], "/gsqlserver/gsql/help"),
    v3(&["POST"], "/gsqlserver/gsql/getinfo"),
    v3(&["POST"], "/gsqlserver/gsql/dialog").body(Body::Gsql("no such key,y")),
    v3(&["POST"], "/gsqlserver/gsql/reset"),
    v3(&["POST"], "/gsqlserver/gsql/abortclientsession"),
    v3(&["POST"], "/gsqlserver/gsql/abortloadingprogress"),
    v3(&["GET"], "/gsqlserver/gsql/queryinfo").query("graph=g&query=q").invalid_queries(&[
        "graph=g",
        "graph=g&query=nope",
        "query=q&graph=nope",
    ]),
    v3(&["POST"], "/gsqlserver/gsql/queries/install")
        .query("graph=g")
        .json(r#"{"queries": ["nope"]}"#),
    v3(&["GET"], "/gsqlserver/gsql/queries/install/:1"),
    v3(&["GET"], "/gsqlserver/gsql/simpleauth"),
    v3(&["GET"], "/gsqlserver/gsql/schema").query("graph=g").invalid_queries(GRAPH),
    v3(&["GET"], "/gsqlserver/gsql/userdefinedfunction")
        .query("filename=ExprFunctions")
        .invalid_queries(&["", "filename=nope"]),
    v3(&["PUT"], "/gsqlserver/gsql/userdefinedfunction")
        .query("filename=ExprFunctions")
        .body(Body::Text("int f();"))
        .invalid_queries(&["", "filename=nope"]),
    v3(&["GET"], "/gsqlserver/gsql/loading-jobs")
        .query("action=getprogress&graph=g&jobId=1")
        .invalid_queries(&["", "action=nope", "action=getprogress&graph=nope&jobId=1"]),
    v3(&["GET"], "/gsqlserver/gsql/udtlist").query("graph=g").invalid_queries(GRAPH),
    v3(&["GET", "POST"], "/gsqlserver/gsql/clear-store"),
    v4(&["POST"], "/gsql/v1/tokens")
        .json(r#"{"secret": "no such secret", "lifetime": 5}"#)
        .public(),
    v4(&["DELETE"], "/gsql/v1/tokens").json(r#"{"tokens": ["no such token"]}"#),
    v4(&["POST"], "/gsql/v1/tokens/check").json(r#"{"token": "no such token"}"#),
    v4(&["POST"], "/gsql/v1/statements").body(Body::Gsql("ls")),
    v4(&["GET"], "/gsql/v1/statements/:00000000001.1"),
    v4(&["PUT"], "/gsql/v1/statements/:00000000001.1/cancel"),
    v4(&["GET"], "/gsql/v1/loading-jobs").query("graph=g").invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/loading-jobs")
        .query("graph=g")
        .body(Body::Gsql("CREATE LOADING JOB k FOR GRAPH g { }"))
        .invalid_queries(GRAPH),
    v4(&["PUT"], "/gsql/v1/loading-jobs")
        .query("graph=g")
        .body(Body::Gsql("CREATE LOADING JOB k FOR GRAPH g { }"))
        .invalid_queries(GRAPH),
    v4(&["PUT"], "/gsql/v1/loading-jobs/:j")
        .query("graph=g")
        .body(Body::Gsql("CREATE LOADING JOB j FOR GRAPH g { }"))
        .invalid_queries(GRAPH),
    v4(&["GET", "DELETE"], "/gsql/v1/loading-jobs/:j").query("graph=g").invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/loading-jobs/run").query("graph=g").json(RUN).invalid_queries(GRAPH),
    v4(&["GET"], "/gsql/v1/loading-jobs/status").query("graph=g&jobIds=1").invalid_queries(GRAPH),
    v4(&["GET"], "/gsql/v1/loading-jobs/status/:1").query("graph=g"),
    v4(&["GET"], "/gsql/v1/loading-jobs/abort")
        .query("graph=g&jobId=1")
        .invalid_queries(&["graph=nope&jobId=1", "graph=g&jobId=nope"]),
    v4(&["GET"], "/gsql/v1/loading-jobs/resume/:1").query("graph=g"),
    v4(&["GET"], "/gsql/v1/data-sources").query("graph=g"),
    v4(&["POST"], "/gsql/v1/data-sources").json(r#"{"name": "new", "config": {"type": "s3"}}"#),
    v4(&["POST"], "/gsql/v1/data-sources/grant").json(r#"{"graphs": ["g"], "datasource": "nope"}"#),
    v4(&["POST"], "/gsql/v1/data-sources/revoke")
        .json(r#"{"graphs": ["g"], "datasource": "nope"}"#),
    v4(&["DELETE"], "/gsql/v1/data-sources/dropAll"),
    v4(&["GET", "DELETE"], "/gsql/v1/data-sources/:ds"),
    v4(&["PUT"], "/gsql/v1/data-sources/:ds").json(r#"{"config": {"type": "s3"}}"#),
    v4(&["POST"], "/gsql/v1/sample-data")
        .json(r#"{"graphName": "g", "dataSource": "ds", "path": "s3://b/x"}"#),
    v4(&["GET"], "/gsql/v1/list-buckets/:ds"),
    v4(&["GET"], "/gsql/v1/list-files/:ds").query("path=s3%3A%2F%2Fb"),
    v4(&["GET"], "/gsql/v1/version"),
    v4(&["GET"], "/gsql/v1/auth/simple"),
    v4(&["GET"], "/gsql/v1/secrets"),
    v4(&["POST"], "/gsql/v1/secrets")
        .query("alias=other")
        .invalid_queries(&["alias=known", "alias=x&userName=nobody"]),
    v4(&["DELETE"], "/gsql/v1/secrets").json(r#"{"secrets": ["nope"]}"#),
    v4(&["GET", "DELETE"], "/gsql/v1/secrets/:known"),
    v4(&["POST"], "/gsql/v1/db-export")
        .json(r#"{"path": "/tmp/x", "graphNames": ["nope"], "schema": true, "data": true}"#),
    v4(&["POST"], "/gsql/v1/db-import").json(r#"{"path": "/tmp/nope", "graphNames": ["nope"]}"#),
    v4(&["GET", "POST"], "/gsql/v1/clear-store"),
    v4(&["GET", "POST"], "/gsql/v1/drop-all"),
    v4(&["GET"], "/gsql/v1/schema").query("graph=g").invalid_queries(GRAPH),
    v4(&["GET"], "/gsql/v1/schema/graphs"),
    v4(&["GET"], "/gsql/v1/schema/graphs/:g"),
    v4(&["DELETE"], "/gsql/v1/schema/graphs/:g"),
    v4(&["POST"], "/gsql/v1/schema/graphs")
        .query("graphName=h")
        .json(r#"{"VertexTypes": ["Person"], "EdgeTypes": ["Knows"]}"#)
        .invalid_queries(&["", "graphName=g", "graphName=a%20b", "gsql=true&graphName=h"]),
    v4(&["DELETE"], "/gsql/v1/schema/graphs").query("graphNames=g").invalid_queries(&[
        "",
        "graphNames=nope",
        "graphNames=g,nope",
    ]),
    v4(&["GET"], "/gsql/v1/schema/vertices").query("graph=g").invalid_queries(GRAPH),
    v4(&["GET"], "/gsql/v1/schema/vertices/:Person").query("graph=g").invalid_queries(GRAPH),
    v4(&["GET"], "/gsql/v1/schema/edges").query("graph=g").invalid_queries(GRAPH),
    v4(&["GET"], "/gsql/v1/schema/edges/:Knows").query("graph=g").invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/schema/vertices").json(VERTEX).invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/schema/edges").json(EDGE).invalid_queries(GRAPH),
    v4(&["PUT"], "/gsql/v1/schema/vertices/:Person")
        .json(r#"{"dropAttributes": ["nope"]}"#)
        .invalid_queries(GRAPH),
    v4(&["PUT"], "/gsql/v1/schema/edges/:Knows")
        .json(r#"{"dropAttributes": ["nope"]}"#)
        .invalid_queries(GRAPH),
    v4(&["DELETE"], "/gsql/v1/schema/vertices")
        .query("vertex=nope")
        .invalid_queries(&["", "vertex=Person,nope"]),
    v4(&["DELETE"], "/gsql/v1/schema/edges")
        .query("edge=nope")
        .invalid_queries(&["", "edge=Knows,nope"]),
    v4(&["DELETE"], "/gsql/v1/schema/vertices/:Thing").invalid_queries(GRAPH),
    v4(&["DELETE"], "/gsql/v1/schema/edges/:Knows").invalid_queries(GRAPH),
    v4(&["GET"], "/gsql/v1/schema/indexes").query("vertex=Person"),
    v4(&["GET", "DELETE"], "/gsql/v1/schema/indexes/:nope").query("vertex=Person"),
    v4(&["POST"], "/gsql/v1/schema/indexes").json(
        r#"{"vertex": "nope", "addIndexAttributes": [{"indexName": "i", "attributeName": "age"}]}"#,
    ),
    v4(&["DELETE"], "/gsql/v1/schema/indexes").query("vertex=nope&index=i"),
    v4(&["GET"], "/gsql/v1/schema/jobs").query("graph=g").invalid_queries(GRAPH),
    v4(&["GET", "PUT", "DELETE"], "/gsql/v1/schema/jobs/:J")
        .query("graph=g")
        .invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/schema/jobs/=K")
        .query("graph=g")
        .json(r#"{"addVertexTypes": []}"#)
        .invalid_queries(GRAPH),
    v4(&["DELETE"], "/gsql/v1/schema/jobs").query("graph=g&jobName=nope").invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/schema/change")
        .query("graph=g")
        .json(r#"{"addVertexTypes": []}"#)
        .invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/schema/check"),
    v4(&["POST"], "/gsql/v1/schema/recover"),
    v4(&["GET"], "/gsql/v1/udt/tuples").query("graph=g").invalid_queries(GRAPH),
    v4(&["GET", "DELETE"], "/gsql/v1/udt/tuples/:Event"),
    v4(&["POST"], "/gsql/v1/udt/tuples")
        .json(r#"{"tuples": [{"name": "T", "fields": [{"fieldName": "a", "fieldType": "INT"}]}]}"#),
    v4(&["DELETE"], "/gsql/v1/udt/tuples")
        .query("tupleName=nope")
        .invalid_queries(&["", "tupleName=Event,nope"]),
    v4(&["GET"], "/gsql/v1/udt/files"),
    v4(&["GET"], "/gsql/v1/udt/files/:ExprFunctions"),
    v4(&["PUT"], "/gsql/v1/udt/files")
        .json(r#"{"files": [{"Name": "ExprFunctions", "Content": "int f();"}]}"#),
    v4(&["PUT"], "/gsql/v1/udt/files/:ExprFunctions").body(Body::Text("int f();")),
    v4(&["GET"], "/gsql/v1/udt/token-functions"),
    v4(&["GET"], "/gsql/v1/udt/token-functions/:gsql_lower"),
    v4(&["GET"], "/gsql/v1/udt/accum"),
    v4(&["GET", "DELETE"], "/gsql/v1/udt/accum/:nope"),
    v4(&["POST"], "/gsql/v1/udt/accum").json(r#"{"AccumString": "TYPEDEF HEAPACCUM"}"#),
    v4(&["DELETE"], "/gsql/v1/udt/accum").query("accumName=nope"),
    v4(&["POST"], "/gsql/v1/queries/interpret")
        .body(Body::Gsql("INTERPRET QUERY () FOR GRAPH g { PRINT 1; }")),
    v4(&["GET"], "/gsql/v1/queries").query("graph=g").invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/queries")
        .query("graph=g")
        .body(Body::Gsql("CREATE QUERY r() FOR GRAPH g { PRINT 1; }"))
        .invalid_queries(GRAPH),
    v4(&["DELETE"], "/gsql/v1/queries")
        .query("graph=g&query=nope")
        .invalid_queries(&["graph=g", "graph=nope&query=q"]),
    v4(&["GET"], "/gsql/v1/queries/info").query("graph=g").invalid_queries(GRAPH),
    v4(&["GET", "POST"], "/gsql/v1/queries/signature")
        .query("graph=g&queryName=q")
        .invalid_queries(&["graph=g", "graph=g&queryName=nope", "graph=nope&queryName=q"]),
    v4(&["GET"], "/gsql/v1/queries/install").query("graph=g&queries=q").invalid_queries(&[
        "graph=g&queries=nope",
        "graph=nope&queries=q",
        "graph=g",
    ]),
    v4(&["POST"], "/gsql/v1/queries/install").query("graph=g").json(r#"{"queries": ["nope"]}"#),
    v4(&["GET"], "/gsql/v1/queries/install/:1"),
    v4(&["GET", "DELETE"], "/gsql/v1/queries/:q").query("graph=g").invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/queries/:q")
        .query("graph=g")
        .body(Body::MaybeJson(r#"{"parameters": {"n": 3}}"#))
        .invalid_queries(GRAPH),
    v4(&["POST"], "/gsql/v1/internal/check/query")
        .query("graph=g")
        .json(r#"{"code": "CREATE QUERY x() FOR GRAPH g { PRINT 1; }"}"#),
    v4(&["GET"], "/gsql/v1/description")
        .query("graph=g&query=q")
        .invalid_queries(&["graph=nope&query=q", "graph=g&query=nope"]),
    v4(&["PUT"], "/gsql/v1/description")
        .query("graph=g")
        .json(r#"{"queries": [{"queryName": "nope", "description": "d"}]}"#)
        .invalid_queries(GRAPH),
    v4(&["DELETE"], "/gsql/v1/description")
        .query("graph=g")
        .json(r#"{"queries": ["nope"]}"#)
        .invalid_queries(GRAPH),
];
