//! `tg ping`: checks that a server is running and accepts the credentials.

use std::time::Instant;

use serde::Serialize;
use tg_runtime::{Generation, Graph};

use super::Context;
use super::connection::Connection;
use crate::args::ConnectionArgs;
use crate::exit::{Exit, Outcome};
use crate::output::style::{ADDED, ERROR, FAINT};
use crate::output::table::table;

#[derive(Debug, Serialize)]
struct Pong {
    url: String,
    version: String,
    generation: u8,
    /// The accepted credentials: `secret`, `password`, `token`, `jwt`; `none` where none are
    /// needed.
    credentials: &'static str,
    graph: Option<String>,
    /// Null without a graph, and with a token, which does not give access to the list of graphs.
    graph_exists: Option<bool>,
    latency_ms: f64,
}

pub(super) fn run(args: &ConnectionArgs, context: &Context) -> Outcome {
    let connection = Connection::without_retries(args, context)?;
    let pong = connection.wait(measure(&connection))?;
    context.out.show(&pong, || text(&pong))?;
    Ok(Exit::of(pong.graph_exists != Some(false)))
}

async fn measure(connection: &Connection) -> Outcome<Pong> {
    let graph = &connection.graph;
    let version = graph.client().version().await?;
    let generation = graph.client().generation().await?;
    // The first request opens the connection and gets a token. The second one is measured.
    graph.client().ping().await?;
    let start = Instant::now();
    graph.client().ping().await?;
    let latency = start.elapsed();
    let exists = match connection.name() {
        Some(name) if connection.credentials != "token" => {
            Some(graph.admin().server().graphs().await?.iter().any(|known| known == name))
        }
        _ => None,
    };
    Ok(Pong {
        url: connection.url.clone(),
        version: version.to_string(),
        generation: if generation == Generation::V3 { 3 } else { 4 },
        credentials: connection.credentials,
        graph: connection.name().map(str::to_owned),
        graph_exists: exists,
        // A clock is not more exact than microseconds here.
        latency_ms: (latency.as_secs_f64() * 1e6).round() / 1e3,
    })
}

fn text(pong: &Pong) -> String {
    let row = |what: &str, value: String| [what.to_owned(), value];
    let credentials = match pong.credentials {
        "none" => "none needed".to_owned(),
        name => format!("{name} {ADDED}accepted{ADDED:#}"),
    };
    let mut rows = vec![
        row("server", pong.url.clone()),
        row(
            "version",
            format!("{} {FAINT}(generation {}){FAINT:#}", pong.version, pong.generation),
        ),
        row("credentials", credentials),
    ];
    if let Some(graph) = &pong.graph {
        let state = match pong.graph_exists {
            Some(true) => format!("{ADDED}exists{ADDED:#}"),
            Some(false) => format!("{ERROR}does not exist{ERROR:#}, or is not for this user"),
            None => "not checked: a token does not give access to the list of graphs".to_owned(),
        };
        rows.push(row("graph", format!("{graph} {state}")));
    }
    rows.push(row("latency", format!("{} ms", pong.latency_ms)));
    table("", &rows)
}
