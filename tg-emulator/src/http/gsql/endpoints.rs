//! The endpoints of the GSQL server.

use http::StatusCode;

use super::error::GsqlError;
use super::schema::{self, graphs, indexes, jobs, kinds, tuples};
use super::{
    cardinality, functions, informant, load_runs, loading, open_metrics, preview, query, roles,
    secrets, shell, sources, statements, system, tokens, transfer, udt, users, workload,
};
use crate::config::Generation::{V3, V4};
use crate::config::Version::V3_9;
use crate::http::endpoint::{Access, Endpoint, Handler};

/// An endpoint of both generations.
const fn on(
    methods: &'static str,
    template: &'static str,
    handler: Handler<GsqlError>,
) -> Endpoint<GsqlError> {
    Endpoint::new(methods, template, handler)
}

/// An endpoint of 4.x.
const fn v4(
    methods: &'static str,
    template: &'static str,
    handler: Handler<GsqlError>,
) -> Endpoint<GsqlError> {
    on(methods, template, handler).only(V4)
}

/// An endpoint of 3.x.
const fn v3(
    methods: &'static str,
    template: &'static str,
    handler: Handler<GsqlError>,
) -> Endpoint<GsqlError> {
    on(methods, template, handler).only(V3)
}

/// An endpoint of the text protocol of 3.x, whose path is shorter for clients without nginx.
macro_rules! shell {
    ($name:literal) => {
        v3("POST", concat!("[/gsqlserver]/gsql/", $name), |call, _| shell::route(call, $name))
            .user()
    };
}

/// A list of one name.
fn one(name: &str) -> [String; 1] {
    [name.to_owned()]
}

pub(super) const ENDPOINTS: &[Endpoint<GsqlError>] = &[
    on("GET", "/api/ping", |_, _| Ok(system::ping())).open(),
    on("POST", "/informant/current-service-status", |call, _| {
        informant::status(call.state, call.request)
    })
    .open(),
    on("GET POST", "/informant/metrics", |call, _| Ok(open_metrics::open_metrics(call.state)))
        .open(),
    on("POST", "/informant/metrics/get/{category}", |call, it| {
        informant::metrics(call.state, call.request, it[0])
    })
    .open(),
    v3("POST", "/gsqlserver/requestjwttoken", |call, _| tokens::create(call.state, call.request))
        .open()
        .since(V3_9),
    on("DELETE", "/expiredtoken", |call, _| tokens::delete_expired(call.state, call.request))
        .user(),
    // Text.
    v4("POST", "/gsql/v1/statements", |call, _| statements::statements(call)).user(),
    v4("GET", "/gsql/v1/statements/{id}", |call, it| statements::submitted(call, it[0])).user(),
    v4("PUT", "/gsql/v1/statements/{id}/cancel", |call, it| statements::cancel(call, it[0])).user(),
    // The server and the caller.
    v4("GET", "/gsql/v1/version", |call, _| Ok(system::version(call))).user(),
    v4("GET", "/gsql/v1/auth/simple", |call, _| Ok(system::who_am_i(call))).user(),
    v4("POST", "/gsql/v1/tokens", |call, _| tokens::create(call.state, call.request)).open(),
    v4("DELETE", "/gsql/v1/tokens", |call, _| tokens::delete(call)).user(),
    v4("POST", "/gsql/v1/tokens/check", |call, _| tokens::check(call)).user(),
    v4("GET", "/gsql/v1/secrets", |call, _| secrets::list(call)).user(),
    v4("POST", "/gsql/v1/secrets", |call, _| secrets::create(call)).user(),
    v4("DELETE", "/gsql/v1/secrets", |call, _| secrets::delete_many(call)).user(),
    v4("GET", "/gsql/v1/secrets/{alias}", |call, it| secrets::get(call, it[0])).user(),
    v4("DELETE", "/gsql/v1/secrets/{alias}", |call, it| secrets::delete(call, &one(it[0]))).user(),
    v4("*", "/gsql/scim/{..}", |_, _| {
        let message = "The emulator does not support SCIM; users are under /gsql/v1/users.";
        Err(GsqlError::with_status(StatusCode::NOT_IMPLEMENTED, message))
    })
    .user(),
    // Users, groups, roles, privileges.
    v4("GET", "/gsql/v1/users", |call, _| users::list(call)).user(),
    v4("GET", "/gsql/v1/users/{name}", |call, it| users::get(call, it[0])).user(),
    v4("POST", "/gsql/v1/users", |call, _| users::create_or_drop(call))
        .access(Access::Global("WRITE_USER")),
    v4("PUT", "/gsql/v1/users", |call, _| users::update(call)).user(),
    v4("DELETE", "/gsql/v1/users/{name}", |call, it| users::drop_one(call, it[0]))
        .access(Access::Global("WRITE_USER")),
    v4("GET", "/gsql/v1/groups", |call, _| Ok(users::list_groups(call)))
        .access(Access::Global("READ_PROXYGROUP")),
    v4("GET", "/gsql/v1/groups/{name}", |call, it| users::get_group(call, it[0]))
        .access(Access::Global("READ_PROXYGROUP")),
    v4("POST", "/gsql/v1/groups", |call, _| users::create_or_drop_groups(call))
        .access(Access::Global("WRITE_PROXYGROUP")),
    v4("PUT", "/gsql/v1/groups", |call, _| users::update_group(call))
        .access(Access::Global("WRITE_PROXYGROUP")),
    v4("DELETE", "/gsql/v1/groups/{name}", |call, it| users::drop_group(call, it[0]))
        .access(Access::Global("WRITE_PROXYGROUP")),
    v4("GET", "/gsql/v1/roles", |call, _| Ok(roles::list(call))),
    v4("POST", "/gsql/v1/roles", |call, _| roles::create(call)).access(Access::Graph("WRITE_ROLE")),
    v4("DELETE", "/gsql/v1/roles", |call, _| roles::delete(call))
        .access(Access::Graph("WRITE_ROLE")),
    v4("POST", "/gsql/v1/roles/grant", |call, _| roles::grant(call, true))
        .access(Access::Graph("WRITE_ROLE")),
    v4("POST", "/gsql/v1/roles/revoke", |call, _| roles::grant(call, false))
        .access(Access::Graph("WRITE_ROLE")),
    v4("GET", "/gsql/v1/privileges", |_, _| Ok(roles::privileges())),
    v4("POST", "/gsql/v1/privileges/grant", |call, _| roles::change(call, true))
        .access(Access::Graph("WRITE_ROLE")),
    v4("POST", "/gsql/v1/privileges/revoke", |call, _| roles::change(call, false))
        .access(Access::Graph("WRITE_ROLE")),
    // Workload queues.
    v4("GET", "/gsql/v1/workload-manager/configs", |call, _| Ok(workload::configs(call)))
        .access(Access::Global("READ_WORKLOAD_QUEUE")),
    v4("POST", "/gsql/v1/workload-manager/configs", |call, _| workload::configure(call))
        .access(Access::Global("WRITE_WORKLOAD_QUEUE")),
    v4("GET", "/gsql/v1/workload-manager/permission", |call, _| Ok(workload::permissions(call)))
        .access(Access::Global("READ_WORKLOAD_QUEUE")),
    v4("POST", "/gsql/v1/workload-manager/permission", |call, _| workload::permit(call))
        .access(Access::Global("WRITE_WORKLOAD_QUEUE")),
    v3("GET", "/gsqlserver/gsql/workload-manager/configs", |call, _| Ok(workload::configs(call)))
        .access(Access::Global("READ_WORKLOAD_QUEUE"))
        .since(V3_9),
    v3("POST", "/gsqlserver/gsql/workload-manager/configs", |call, _| workload::configure(call))
        .access(Access::Global("WRITE_WORKLOAD_QUEUE"))
        .since(V3_9),
    v3("GET", "/gsqlserver/gsql/workload-manager/permission", |call, _| {
        Ok(workload::permissions(call))
    })
    .access(Access::Global("READ_WORKLOAD_QUEUE"))
    .since(V3_9),
    v3("POST", "/gsqlserver/gsql/workload-manager/permission", |call, _| workload::permit(call))
        .access(Access::Global("WRITE_WORKLOAD_QUEUE"))
        .since(V3_9),
    // Queries.
    on("POST", "[/gsqlserver]/gsql/library", |call, _| query::library(call)),
    v4("POST", "/gsql/v1/queries/interpret", |call, _| query::interpret(call)),
    v4("GET", "/gsql/v1/queries", |call, _| query::list(call)),
    v4("POST", "/gsql/v1/queries", |call, _| query::create(call)),
    v4("DELETE", "/gsql/v1/queries", |call, _| {
        query::delete(call, &call.request.query.list("query"))
    }),
    v4("GET", "/gsql/v1/queries/info", |call, _| query::info(call)),
    v4("GET POST", "/gsql/v1/queries/signature", |call, _| query::signature(call, "queryName")),
    v4("GET", "/gsql/v1/queries/install", |call, _| query::install(call)),
    v4("POST", "/gsql/v1/queries/install", |call, _| query::submit(call)),
    v4("GET", "/gsql/v1/queries/install/{id}", |call, it| query::install_status(call, it[0])),
    v4("GET", "/gsql/v1/queries/{name}", |call, it| query::get(call, it[0])),
    v4("POST", "/gsql/v1/queries/{name}", |call, it| query::run(call, it[0])),
    v4("DELETE", "/gsql/v1/queries/{name}", |call, it| query::delete(call, &one(it[0]))),
    v4("POST", "/gsql/v1/internal/check/query", |call, _| query::check(call)),
    v4("GET", "/gsql/v1/description", |call, _| query::show_descriptions(call)),
    v4("PUT POST", "/gsql/v1/description", |call, _| query::describe(call)),
    v4("DELETE", "/gsql/v1/description", |call, _| query::drop_descriptions(call)),
    v4("GET", "/gsql/v1/stats/cardinality", |call, _| cardinality::get(call)),
    v4("POST", "/gsql/v1/stats/cardinality", |call, _| cardinality::persist(call)),
    v4("DELETE", "/gsql/v1/stats/cardinality", |call, _| cardinality::delete(call)),
    // Loading jobs and data sources.
    v4("POST", "/gsql/v1/loading-jobs/run", |call, _| load_runs::run(call)),
    v4("GET", "/gsql/v1/loading-jobs/status", |call, _| load_runs::status(call, None)),
    v4("GET", "/gsql/v1/loading-jobs/status/{id}", |call, it| load_runs::status(call, Some(it[0]))),
    v4("GET", "/gsql/v1/loading-jobs/abort", |call, _| load_runs::abort(call, None)),
    v4("GET", "/gsql/v1/loading-jobs/abort/{id}", |call, it| load_runs::abort(call, Some(it[0]))),
    v4("GET", "/gsql/v1/loading-jobs/resume", |call, _| load_runs::resume(call, None)),
    v4("GET", "/gsql/v1/loading-jobs/resume/{id}", |call, it| load_runs::resume(call, Some(it[0]))),
    v4("GET", "/gsql/v1/loading-jobs", |call, _| loading::list(call)),
    v4("POST", "/gsql/v1/loading-jobs", |call, _| loading::create(call, None, false)),
    v4("PUT", "/gsql/v1/loading-jobs", |call, _| loading::create(call, None, true)),
    v4("PUT", "/gsql/v1/loading-jobs/{name}", |call, it| loading::create(call, Some(it[0]), true)),
    v4("GET", "/gsql/v1/loading-jobs/{name}", |call, it| loading::get(call, it[0])),
    v4("DELETE", "/gsql/v1/loading-jobs/{name}", |call, it| loading::delete(call, it[0])),
    v4("GET", "/gsql/v1/data-sources", |call, _| Ok(sources::list(call))),
    v4("POST", "/gsql/v1/data-sources", |call, _| sources::create(call)),
    v4("POST", "/gsql/v1/data-sources/grant", |call, _| sources::share(call, true)),
    v4("POST", "/gsql/v1/data-sources/revoke", |call, _| sources::share(call, false)),
    v4("DELETE", "/gsql/v1/data-sources/dropAll", |call, _| Ok(sources::delete_all(call))),
    v4("GET", "/gsql/v1/data-sources/{name}", |call, it| sources::get(call, it[0])),
    v4("PUT", "/gsql/v1/data-sources/{name}", |call, it| sources::update(call, it[0])),
    v4("DELETE", "/gsql/v1/data-sources/{name}", |call, it| sources::delete(call, it[0])),
    v4("POST", "/gsql/v1/sample-data", |call, _| preview::sample(call)),
    v4("GET", "/gsql/v1/list-buckets/{source}", |call, it| preview::buckets(call, it[0])),
    v4("GET", "/gsql/v1/list-files/{source}", |call, it| preview::files(call, it[0])),
    // Everything that is stored.
    v4("POST", "/gsql/v1/db-export", |call, _| transfer::export(call)),
    v4("POST", "/gsql/v1/db-import", |call, _| transfer::import(call)),
    v4("GET POST", "/gsql/v1/clear-store", |call, _| Ok(graphs::clear_store(call))),
    v4("GET POST", "/gsql/v1/drop-all", |call, _| graphs::drop_all(call)),
    // The schema.
    v4("GET", "/gsql/v1/schema", |call, _| schema::by_query(call)),
    v4("GET", "/gsql/v1/schema/graphs", |call, _| schema::list_graphs(call)),
    v4("GET", "/gsql/v1/schema/graphs/{graph}", |call, it| schema::graph(call, it[0])),
    v4("POST", "/gsql/v1/schema/graphs", |call, _| graphs::create(call)),
    v4("DELETE", "/gsql/v1/schema/graphs", |call, _| graphs::delete(call)),
    v4("DELETE", "/gsql/v1/schema/graphs/{graph}", |call, it| graphs::delete_one(call, it[0])),
    v4("GET", "/gsql/v1/schema/vertices", |call, _| schema::vertices(call, None)),
    v4("GET", "/gsql/v1/schema/vertices/{name}", |call, it| schema::vertices(call, Some(it[0]))),
    v4("GET", "/gsql/v1/schema/edges", |call, _| schema::edges(call, None)),
    v4("GET", "/gsql/v1/schema/edges/{name}", |call, it| schema::edges(call, Some(it[0]))),
    v4("POST", "/gsql/v1/schema/vertices", |call, _| kinds::create(call, kinds::VERTEX)),
    v4("PUT", "/gsql/v1/schema/vertices/{name}", |call, it| {
        kinds::update(call, kinds::VERTEX, it[0])
    }),
    v4("DELETE", "/gsql/v1/schema/vertices", |call, _| kinds::delete(call, kinds::VERTEX, None)),
    v4("DELETE", "/gsql/v1/schema/vertices/{name}", |call, it| {
        kinds::delete(call, kinds::VERTEX, Some(it[0]))
    }),
    v4("POST", "/gsql/v1/schema/edges", |call, _| kinds::create(call, kinds::EDGE)),
    v4("PUT", "/gsql/v1/schema/edges/{name}", |call, it| kinds::update(call, kinds::EDGE, it[0])),
    v4("DELETE", "/gsql/v1/schema/edges", |call, _| kinds::delete(call, kinds::EDGE, None)),
    v4("DELETE", "/gsql/v1/schema/edges/{name}", |call, it| {
        kinds::delete(call, kinds::EDGE, Some(it[0]))
    }),
    v4("GET", "/gsql/v1/schema/indexes", |call, _| indexes::list(call)),
    v4("GET", "/gsql/v1/schema/indexes/{name}", |call, it| indexes::get(call, it[0])),
    v4("POST", "/gsql/v1/schema/indexes", |call, _| indexes::create(call)),
    v4("DELETE", "/gsql/v1/schema/indexes", |call, _| indexes::delete(call, None)),
    v4("DELETE", "/gsql/v1/schema/indexes/{name}", |call, it| indexes::delete(call, Some(it[0]))),
    v4("GET", "/gsql/v1/schema/jobs", |call, _| jobs::list(call)),
    v4("GET", "/gsql/v1/schema/jobs/{name}", |call, it| jobs::get(call, it[0])),
    v4("POST", "/gsql/v1/schema/jobs/{name}", |call, it| jobs::create(call, it[0])),
    v4("PUT", "/gsql/v1/schema/jobs/{name}", |call, it| jobs::run(call, it[0])),
    v4("DELETE", "/gsql/v1/schema/jobs", |call, _| {
        jobs::delete(call, &call.request.query.list("jobName"))
    }),
    v4("DELETE", "/gsql/v1/schema/jobs/{name}", |call, it| jobs::delete(call, &one(it[0]))),
    v4("POST", "/gsql/v1/schema/change", |call, _| jobs::change(call)),
    v4("POST", "/gsql/v1/schema/check", |_, _| Ok(graphs::check())),
    v4("POST", "/gsql/v1/schema/recover", |_, _| Ok(graphs::recover())),
    // User-defined tuples, accumulators and functions.
    v4("GET", "/gsql/v1/udt/tuples", |call, _| tuples::show(call, None)),
    v4("GET", "/gsql/v1/udt/tuples/{name}", |call, it| tuples::show(call, Some(it[0]))),
    v4("POST", "/gsql/v1/udt/tuples", |call, _| tuples::create(call)),
    v4("DELETE", "/gsql/v1/udt/tuples", |call, _| {
        tuples::delete(call, &call.request.query.list("tupleName"))
    }),
    v4("DELETE", "/gsql/v1/udt/tuples/{name}", |call, it| tuples::delete(call, &one(it[0]))),
    v4("GET", "/gsql/v1/udt/files", |call, _| functions::get(call, None)),
    v4("GET", "/gsql/v1/udt/files/{name}", |call, it| functions::get(call, Some(it[0]))),
    v4("PUT", "/gsql/v1/udt/files", |call, _| functions::put_many(call)),
    v4("PUT", "/gsql/v1/udt/files/{name}", |call, it| functions::put(call, it[0])),
    v4("GET", "/gsql/v1/udt/token-functions", |call, _| Ok(udt::token_functions(call))),
    v4("GET", "/gsql/v1/udt/token-functions/{name}", |call, it| udt::token_function(call, it[0])),
    v4("GET", "/gsql/v1/udt/accum", |call, _| Ok(udt::accumulators(call))),
    v4("GET", "/gsql/v1/udt/accum/{name}", |call, it| udt::accumulator(call, it[0])),
    v4("POST", "/gsql/v1/udt/accum", |call, _| udt::create_accumulator(call)),
    v4("DELETE", "/gsql/v1/udt/accum", |call, _| {
        udt::drop_accumulators(call, &call.request.query.list("accumName"))
    }),
    v4("DELETE", "/gsql/v1/udt/accum/{name}", |call, it| udt::drop_accumulators(call, &one(it[0]))),
    // 3.x.
    v3("GET", "/ts3/api/datapoints", |call, _| informant::datapoints(call.state, call.request))
        .user(),
    v3("POST", "/gsqlserver/interpreted_query", |call, _| query::interpret(call)).user(),
    v3("POST", "[/gsqlserver]/gsql/login", |call, _| Ok(shell::login(call.state, call.request)))
        .open(),
    shell!("file"),
    shell!("command"),
    shell!("version"),
    shell!("help"),
    shell!("getinfo"),
    shell!("dialog"),
    shell!("reset"),
    shell!("abortclientsession"),
    // The older name is of a time when only loading could be ended.
    shell!("abortloadingprogress"),
    v3("GET", "/gsqlserver/gsql/simpleauth", |call, _| Ok(system::who_am_i(call))).user(),
    v3("GET", "/gsqlserver/gsql/schema", |call, _| schema::by_query(call)),
    v3("GET", "/gsqlserver/gsql/queryinfo", |call, _| query::signature(call, "query")),
    v3("POST", "/gsqlserver/gsql/queries/install", |call, _| query::submit(call)),
    v3("GET", "/gsqlserver/gsql/queries/install/{id}", |call, it| {
        query::install_status(call, it[0])
    }),
    v3("GET", "/gsqlserver/gsql/description", |call, _| query::show_descriptions(call)),
    v3("PUT POST", "/gsqlserver/gsql/description", |call, _| query::describe(call)),
    v3("DELETE", "/gsqlserver/gsql/description", |call, _| query::drop_descriptions(call)),
    v3("GET", "/gsqlserver/gsql/userdefinedfunction", |call, _| functions::get_by_query(call)),
    v3("PUT", "/gsqlserver/gsql/userdefinedfunction", |call, _| {
        functions::put(call, call.request.query.given("filename").unwrap_or_default())
    }),
    v3("GET", "/gsqlserver/gsql/loading-jobs", |call, _| load_runs::progress(call)),
    v3("GET", "/gsqlserver/gsql/udtlist", |call, _| tuples::show(call, None)),
    v3("GET POST", "/gsqlserver/gsql/clear-store", |call, _| Ok(graphs::clear_store(call)))
        .since(V3_9),
];
