//! Queries: run, interpreted, detached, managed.

mod detached;
mod installing;
mod manage;
mod parameters;
mod programs;
mod random;
mod results;
mod run;
mod travel;
mod typed;
mod verifying;

use tg_emulator::Emulator;
use tg_runtime::prelude::*;

use crate::goods::quick;

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Truck {
    #[tg(primary_key)]
    plate: String,
    #[tg(primary_key)]
    number: i64,
    load_kg: f64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Stop {
    #[tg(primary_id)]
    id: String,
    city: String,
    since: DateTime,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Truck, to = Stop, reverse = "visited_by")]
struct Visits {
    minutes: i64,
}

#[tigergraph(graph = "Fleet", auth = "secret")]
struct Fleet {
    trucks: Vertices<Truck>,
    stops: Vertices<Stop>,
    visits: Edges<Visits>,
}

/// Connects to a server that has the graph, with two trucks and three stops.
async fn fleet(server: &Emulator) -> Fleet {
    let builder = Fleet::builder().url(server.url()).secret(server.secret()).retry(quick());
    let builder = match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    };
    let graph = builder.connect().await.unwrap();
    graph.create_schema().await.unwrap();
    let (trucks, stops) = (trucks(), stops());
    graph.trucks.upsert_many(&trucks).await.unwrap().require_all().unwrap();
    graph.stops.upsert_many(&stops).await.unwrap().require_all().unwrap();
    for (truck, stop, minutes) in [(0, 0, 5), (0, 1, 10), (1, 1, 20)] {
        graph.visits.upsert(&trucks[truck], &stops[stop], &Visits { minutes }).await.unwrap();
    }
    graph
}

fn trucks() -> [Truck; 2] {
    let truck = |number, load_kg| Truck { plate: "GE-1".to_owned(), number, load_kg };
    [truck(7, 0.5), truck(8, 20.0)]
}

fn stops() -> [Stop; 3] {
    let stop = |id: &str, city: &str| Stop {
        id: id.to_owned(),
        city: city.to_owned(),
        since: "2024-01-15 10:30:00".parse().unwrap(),
    };
    [stop("s/1 %", "Ghent"), stop("s2", "Lille"), stop("s3", "Ghent")]
}

/// Creates and installs a query, given the text after `CREATE QUERY`.
async fn install(graph: &Fleet, query: &str) {
    let name = graph.queries().create(format!("CREATE QUERY {query}")).await.unwrap();
    graph.queries().install([name]).await.unwrap();
}
