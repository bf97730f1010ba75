//! `tg query`: one file per command that is more than a request.

mod check;
mod fmt;
mod install;
mod parameter;
mod results;
mod run;

use serde::Serialize;
use tg_gsql::suggest::nearest;
use tg_runtime::Graph as _;
use tg_runtime::query::StoredQuery;

use super::Context;
use super::connection::Connection;
use crate::args::{ConnectionArgs, QueryCommand, QueryDropArgs, QueryShowArgs};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::table::table;

pub(super) fn run(command: QueryCommand, context: &Context) -> Outcome {
    match command {
        QueryCommand::Check(args) => check::run(&args, context),
        QueryCommand::Fmt(args) => fmt::run(&args, context),
        QueryCommand::List(args) => list(&args, context),
        QueryCommand::Show(args) => show(&args, context),
        QueryCommand::Diff(args) => install::diff(&args, context),
        QueryCommand::Install(args) => install::install(&args, context),
        QueryCommand::Run(args) => run::run(&args, context),
        QueryCommand::Drop(args) => drop_queries(&args, context),
    }
}

/// A query of the server.
#[derive(Debug, Serialize)]
struct Listed {
    name: String,
    state: String,
    syntax: Option<String>,
    text: String,
}

impl Listed {
    fn of(query: StoredQuery) -> Self {
        let state = query.state.to_string();
        Self { name: query.name, state, syntax: query.syntax, text: query.text }
    }
}

/// Opens a connection, and requires that a graph is named.
fn connect(flags: &ConnectionArgs, context: &Context) -> Outcome<Connection> {
    let connection = Connection::new(flags, context)?;
    connection.graph_name()?;
    Ok(connection)
}

fn list(args: &ConnectionArgs, context: &Context) -> Outcome {
    let connection = connect(args, context)?;
    let queries = connection.wait(async { Ok(connection.graph.queries().get_all().await?) })?;
    let mut queries: Vec<_> = queries.into_iter().map(Listed::of).collect();
    queries.sort_by(|one, other| one.name.cmp(&other.name));
    context.out.show(&queries, || {
        let row = |query: &Listed| {
            [query.name.clone(), query.state.clone(), query.syntax.clone().unwrap_or_default()]
        };
        match queries.as_slice() {
            [] => "the graph has no queries\n".to_owned(),
            queries => table("", &queries.iter().map(row).collect::<Vec<_>>()),
        }
    })?;
    Ok(Exit::Done)
}

fn show(args: &QueryShowArgs, context: &Context) -> Outcome {
    let connection = connect(&args.connection, context)?;
    let query = connection.wait(async { Ok(connection.graph.queries().get(&args.name).await?) })?;
    let query = Listed::of(query);
    if context.out.json {
        context.out.show(&query, String::new)?;
    } else {
        context.out.raw(&(query.text.trim_end().to_owned() + "\n"))?;
    }
    Ok(Exit::Done)
}

fn drop_queries(args: &QueryDropArgs, context: &Context) -> Outcome {
    let connection = connect(&args.connection, context)?;
    let known = connection.wait(async { Ok(connection.graph.queries().list().await?) })?;
    let missing: Vec<_> = args.names.iter().filter(|name| !known.contains(name)).collect();
    if !missing.is_empty() {
        let problem = |name: &&String| {
            let near = nearest(name, known.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("the graph has no query `{name}`{near}")
        };
        let problems: Vec<_> = missing.iter().map(problem).collect();
        return Err(Failure::input(problems.join("; ")).help("nothing was dropped"));
    }
    let names = args.names.join(", ");
    if !args.yes {
        let graph = connection.name().unwrap_or_default();
        let question = format!("Drop {names} of {graph} on {}?", connection.url);
        if !context.confirmed(&question, "the queries to drop", "add --yes")? {
            return Err(Failure::refused("nothing was dropped"));
        }
    }
    connection.wait(async { Ok(connection.graph.queries().drop_many(&args.names).await?) })?;
    context.out.show(&args.names, || format!("dropped: {names}\n"))?;
    Ok(Exit::Done)
}
