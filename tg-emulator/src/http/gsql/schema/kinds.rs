//! `/gsql/v1/schema/vertices` and `/edges` (4.x): creates, changes and drops types.

use serde_json::Value;
use serde_json::value::RawValue;
use tg_gsql::apply::Effect;
use tg_gsql::syntax::ast::Statement;

use super::super::error::GsqlError;
use super::body::{self, Alteration, Statements};
use super::find_graph;
use crate::gsql::change;
use crate::http::reply::Reply;
use crate::request::Call;

/// The names of one kind of type.
#[derive(Debug)]
pub(in crate::http::gsql) struct Kind {
    one: &'static str,
    many: &'static str,
    keyword: &'static str,
    create: &'static str,
    add: &'static str,
}

pub(in crate::http::gsql) const VERTEX: &Kind = &Kind {
    one: "vertex",
    many: "vertices",
    keyword: "VERTEX",
    create: "createVertices",
    add: "addVertices",
};

pub(in crate::http::gsql) const EDGE: &Kind =
    &Kind { one: "edge", many: "edges", keyword: "EDGE", create: "createEdges", add: "addEdges" };

/// The name of jobs that are run at once and not stored.
const AT_ONCE: &str = "at_once";

/// `POST`: creates global types, or with `graph` adds global types to a graph.
pub(in crate::http::gsql) fn create(call: &Call<'_>, kind: &Kind) -> Result<Reply, GsqlError> {
    let query = &call.request.query;
    if query.is_true("gsql") {
        let Statements { gsql } = body::read(&call.request.body)?;
        return created(call, kind, &gsql.text(), &[]);
    }
    let body: Value = body::read(&call.request.body)?;
    if let Some(graph) = query.given("graph") {
        return add(call, kind, graph, &body);
    }
    let list = body.get(kind.create).and_then(Value::as_array);
    let missing = || GsqlError::new(format!("The list {} is missing in the body.", kind.create));
    let mut script = String::new();
    let mut additions = Vec::new();
    let mut names = Vec::new();
    for json in list.ok_or_else(missing)? {
        let json = RawValue::from_string(json.to_string()).map_err(|it| GsqlError::body(&it))?;
        let (statement, name) = if kind.keyword == "VERTEX" {
            let (statement, vertex) = body::vertex("CREATE", &json)?;
            additions.extend(tg_gsql::print::indexes_and_vectors(&vertex));
            (statement, vertex.name)
        } else {
            body::edge("CREATE", &json)?
        };
        script.push_str(&format!("{statement}\n"));
        names.push(name);
    }
    if !additions.is_empty() {
        script.push_str(&body::text(AT_ONCE, None, &additions));
    }
    created(call, kind, &script, &names)
}

/// Runs statements that create types; `names` are their names, if known.
fn created(
    call: &Call<'_>,
    kind: &Kind,
    script: &str,
    names: &[String],
) -> Result<Reply, GsqlError> {
    let (expected, is_expected): (_, fn(&Statement) -> bool) = match kind.keyword {
        // The GSQL of a JSON body can contain a job for indexes.
        _ if !names.is_empty() => ("", |_| true),
        "VERTEX" => ("CREATE VERTEX", |it| matches!(it, Statement::CreateVertex(_))),
        _ => ("CREATE EDGE", |it| matches!(it, Statement::CreateEdge(_))),
    };
    let many = kind.many;
    let effects =
        change::at_once(call.state, script, expected, is_expected).map_err(|refusal| {
            let names = if names.is_empty() { declared(script) } else { names.to_vec() };
            GsqlError::new(format!("Failed to create {many} [{}]. {refusal}", names.join(", ")))
        })?;
    let names = effects.into_iter().filter_map(|effect| match effect {
        Effect::TypeAdded(of) => Some(of.name),
        _ => None,
    });
    let names: Vec<_> = names.collect();
    Ok(Reply::done(format!("Successfully create {many}: [{}]", names.join(", "))))
}

/// Returns the names of the types that a script declares.
fn declared(script: &str) -> Vec<String> {
    let statements = tg_gsql::syntax::parse(script).statements.into_iter();
    let name = |statement| match statement {
        Statement::CreateVertex(vertex) => Some(vertex.name.value),
        Statement::CreateEdge(edge) => Some(edge.name.value),
        _ => None,
    };
    statements.filter_map(|statement| name(statement.value)).collect()
}

fn add(call: &Call<'_>, kind: &Kind, graph: &str, body: &Value) -> Result<Reply, GsqlError> {
    let Kind { many, keyword, .. } = kind;
    let listed = body.get(kind.add).and_then(Value::as_array);
    let listed =
        listed.and_then(|names| names.iter().map(|it| Some(it.as_str()?.to_owned())).collect());
    let missing =
        || GsqlError::new(format!("The list of names {} is missing in the body.", kind.add));
    let names: Vec<String> = listed.ok_or_else(missing)?;
    find_graph(&call.state.read().graphs.schema().catalog, graph)?;
    let step = format!("ADD {keyword} {} TO GRAPH {graph}", body::names(&names)?);
    let names = names.join(", ");
    run(call, None, &[step]).map_err(|refusal| {
        GsqlError::new(format!("Failed to create {many} [{names}]. {refusal}"))
    })?;
    Ok(Reply::done(format!("Successfully add {many}: [{names}] on graph {graph}")))
}

/// `PUT .../{name}`: changes a type; with `graph`, the one that the graph has under this name.
pub(in crate::http::gsql) fn update(
    call: &Call<'_>,
    kind: &Kind,
    name: &str,
) -> Result<Reply, GsqlError> {
    let alteration: Alteration<'_> = body::read(&call.request.body)?;
    let steps = alteration.steps(kind.keyword, name)?;
    let owner = owner(call, kind, name)?;
    run(call, owner.as_deref(), &steps).map_err(|refusal| {
        GsqlError::new(format!("Failed to update {}: {name}. {refusal}", kind.one))
    })?;
    Ok(Reply::done(format!("Successfully update {}: {name}", kind.one)))
}

/// Returns the graph of the request, if the type is local to it.
fn owner(call: &Call<'_>, kind: &Kind, name: &str) -> Result<Option<String>, GsqlError> {
    let Some(graph) = call.request.query.given("graph") else { return Ok(None) };
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    find_graph(catalog, graph)?;
    let local_to = match kind.keyword {
        "VERTEX" => catalog.vertex(graph, name).map(|ty| ty.local_to.clone()),
        _ => catalog.edge(graph, name).map(|ty| ty.local_to.clone()),
    };
    let missing = || {
        GsqlError::new(format!("The {} type '{name}' does not exist in graph '{graph}'.", kind.one))
    };
    local_to.ok_or_else(missing)
}

fn is_global(call: &Call<'_>, kind: &Kind, name: &str) -> bool {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    match kind.keyword {
        "VERTEX" => catalog.vertices.iter().any(|ty| ty.local_to.is_none() && ty.name == name),
        _ => catalog.edges.iter().any(|ty| ty.local_to.is_none() && ty.name == name),
    }
}

/// `DELETE`: with `graph`, drops its own types and removes global ones from the graph. A global
/// type that the graph lacks is not changed: clients always name the graph that they are connected
/// to, and expect to add the type to it again.
pub(in crate::http::gsql) fn delete(
    call: &Call<'_>,
    kind: &Kind,
    name: Option<&str>,
) -> Result<Reply, GsqlError> {
    let Kind { one, many, keyword, .. } = kind;
    let mut names = match name {
        Some(name) => vec![name.to_owned()],
        None => call.request.query.list(one),
    };
    if names.is_empty() {
        return Err(GsqlError::new(format!("The parameter {one} is missing.")));
    }
    if names == ["all"] {
        names = all(call, kind)?;
    }
    let listed = body::names(&names)?;
    let failed = |refusal| GsqlError::new(format!("Failed to delete {many} [{listed}]. {refusal}"));
    let steps = match call.request.query.given("graph") {
        _ if names.is_empty() => Vec::new(),
        None => vec![(None, format!("DROP {keyword} {listed}"))],
        Some(graph) => {
            find_graph(&call.state.read().graphs.schema().catalog, graph)?;
            let mut steps = Vec::new();
            for name in &names {
                steps.push(match owner(call, kind, name) {
                    Err(_) if is_global(call, kind, name) => continue,
                    Err(missing) => return Err(missing),
                    Ok(None) => (None, format!("DROP {keyword} {name} FROM GRAPH {graph}")),
                    Ok(owner) => (owner, format!("DROP {keyword} {name}")),
                });
            }
            steps
        }
    };
    let graph = call.request.query.given("graph").map(Some);
    let script: String = [Some(None), graph]
        .into_iter()
        .flatten()
        .filter_map(|owner| {
            let own = steps.iter().filter(|(of, _)| of.as_deref() == owner);
            let own: Vec<_> = own.map(|(_, step)| step.clone()).collect();
            (!own.is_empty()).then(|| body::text(AT_ONCE, owner, &own))
        })
        .collect();
    change::at_once(call.state, &script, "", |_| true).map_err(failed)?;
    let many = format!("{}{}", many[..1].to_uppercase(), &many[1..]);
    Ok(Reply::done(format!("{many} [{listed}] deleted successfully.")))
}

/// Returns all types of the graph, or all global ones.
fn all(call: &Call<'_>, kind: &Kind) -> Result<Vec<String>, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    Ok(match kind.keyword {
        "VERTEX" => super::visible(call, catalog)?.0.iter().map(|ty| ty.name.clone()).collect(),
        _ => super::visible(call, catalog)?.1.iter().map(|ty| ty.name.clone()).collect(),
    })
}

/// Runs steps as a job, local or global.
fn run(call: &Call<'_>, graph: Option<&str>, steps: &[String]) -> Result<(), String> {
    if steps.is_empty() {
        return Ok(());
    }
    let script = body::text(AT_ONCE, graph, steps);
    change::at_once(call.state, &script, "", |_| true).map(|_| ())
}
