//! `/gsql/v1/schema/graphs` (4.x), and the endpoints for the whole catalog.

use serde::Deserialize;
use tg_gsql::syntax::ast::{Drop, Statement};

use super::super::error::GsqlError;
use super::body::{self, Statements};
use crate::gsql::change;
use crate::http::reply::Reply;
use crate::request::Call;

#[derive(Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[derive(Default)]
struct Members {
    vertex_types: Vec<String>,
    edge_types: Vec<String>,
}

/// `POST`: a statement, or lists of global types in which `*` means all.
pub(in crate::http::gsql) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let query = &call.request.query;
    let named = query.given("graphName");
    let script = if query.is_true("gsql") {
        let Statements { gsql } = body::read(&call.request.body)?;
        gsql.text()
    } else {
        let Members { vertex_types, edge_types } = body::read(&call.request.body)?;
        let name =
            named.ok_or_else(|| GsqlError::new("The parameter graphName is missing."))?.to_owned();
        let every = |list: &[String]| list.iter().any(|name| name == "*");
        let name = body::names([&name])?;
        if every(&vertex_types) {
            format!("CREATE GRAPH {name} (*)")
        } else {
            let mut members = vertex_types;
            let mut edges = edge_types;
            if every(&edges) {
                edges = edges_between(call, &members);
            }
            members.append(&mut edges);
            format!("CREATE GRAPH {name} ({})", body::names(&members)?)
        }
    };
    let is_create = |statement: &Statement| matches!(statement, Statement::CreateGraph(_));
    let declared =
        tg_gsql::syntax::parse(&script).statements.into_iter().find_map(
            |statement| match statement.value {
                Statement::CreateGraph(graph) => Some(graph.name.value),
                _ => None,
            },
        );
    let name = declared.or_else(|| named.map(str::to_owned)).unwrap_or_default();
    change::at_once(call.state, &script, "CREATE GRAPH", is_create).map_err(|refusal| {
        GsqlError::new(format!("The graph {name} could not be created! {refusal}"))
    })?;
    Ok(Reply::done(format!("Successfully created graph: [{name}].")))
}

/// Returns the global edge types whose ends are among these vertex types.
fn edges_between(call: &Call<'_>, vertices: &[String]) -> Vec<String> {
    let database = call.state.read();
    let edges = database.graphs.schema().catalog.edges.iter().filter(|it| it.local_to.is_none());
    let within = edges.filter(|edge| {
        edge.pairs.iter().any(|it| vertices.contains(&it.from) && vertices.contains(&it.to))
    });
    within.map(|edge| edge.name.clone()).collect()
}

/// `DELETE .../graphs/{name}[?cascade=true]`
pub(in crate::http::gsql) fn delete_one(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    drop_graphs(call, &[name.to_owned()])?;
    Ok(Reply::done(format!("Successfully dropped graph: {name}.")))
}

/// `DELETE .../graphs?graphNames=a,b|all[&cascade=true]`
pub(in crate::http::gsql) fn delete(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let mut names = call.request.query.list("graphNames");
    if names.is_empty() {
        return Err(GsqlError::new("The parameter graphNames is missing."));
    }
    if names == ["all"] {
        let database = call.state.read();
        names = database.graphs.schema().graphs().iter().map(|it| it.name.clone()).collect();
    }
    drop_graphs(call, &names)?;
    Ok(Reply::done(format!("Successfully dropped graphs: [{}].", names.join(", "))))
}

fn drop_graphs(call: &Call<'_>, names: &[String]) -> Result<(), GsqlError> {
    let cascade = if call.request.query.is_true("cascade") { " CASCADE" } else { "" };
    let mut script = String::new();
    for name in names {
        super::find_graph(&call.state.read().graphs.schema().catalog, name)?;
        script.push_str(&format!("DROP GRAPH {name}{cascade}\n"));
    }
    let is_drop = |statement: &Statement| matches!(statement, Statement::Drop(Drop::Graph { .. }));
    let dropped = change::at_once(call.state, &script, "DROP GRAPH", is_drop);
    dropped.map(|_| ()).map_err(|refusal| {
        GsqlError::new(format!("Failed to drop graphs: [{}]. {refusal}", names.join(", ")))
    })
}

/// `POST /gsql/v1/schema/check`: the emulator's schema is always consistent.
pub(in crate::http::gsql) fn check() -> Reply {
    Reply::done("Schema Check succeeded.")
}

/// `POST /gsql/v1/schema/recover`
pub(in crate::http::gsql) fn recover() -> Reply {
    Reply::done("Recover schema succeed!")
}

/// `GET /gsql/v1/clear-store`, on 3.x `GET` or `POST /gsqlserver/gsql/clear-store`: deletes all
/// data.
pub(in crate::http::gsql) fn clear_store(call: &Call<'_>) -> Reply {
    call.state.write().clear();
    Reply::done("Successfully cleared graph store.")
}

/// `GET /gsql/v1/drop-all`: deletes all data and all definitions, except users.
pub(in crate::http::gsql) fn drop_all(call: &Call<'_>) -> Result<Reply, GsqlError> {
    change::at_once(call.state, "DROP ALL", "", |_| true).map_err(GsqlError::new)?;
    Ok(Reply::done("Successfully dropped all."))
}
