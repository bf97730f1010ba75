//! Connecting to a TigerGraph Cloud workspace: a secret, TLS with verification, and settings from
//! the environment.
//!
//! `TG_HOST=https://name.i.tgcloud.io TG_SECRET=... cargo run --example cloud`

use std::error::Error;
use std::time::Duration;

use tg_runtime::prelude::*;

#[derive(Debug, Vertex)]
struct Person {
    #[tg(primary_id)]
    id: String,
    name: String,
}

#[tigergraph(graph = "Social", auth = "secret")]
struct Social {
    people: Vertices<Person>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The short form of this is `Social::from_env().await?`.
    let graph = Social::builder()
        .env()?
        // A suspended workspace starts on the first request, and returns errors until it is ready.
        .retry(RetryPolicy::PATIENT)
        .request_timeout(Duration::from_secs(60))
        .connect()
        .await?;
    println!("{graph:?} runs TigerGraph {}", graph.client().version().await?);
    println!("{} people", graph.people.count().await?);
    for person in graph.people.all().limit(10).await? {
        println!("  {} is called {}", person.id, person.name);
    }
    Ok(())
}
