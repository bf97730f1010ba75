//! A single `get`: instructions counted by callgrind, and latency under concurrent tasks.
//!
//! Three sides do the same work: the typed client, reqwest as it is usually written by hand, and
//! reqwest tuned for this request.

use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::Result;
use crate::callgrind;
use crate::expert::{Client, TunedClient};
use crate::record::{Bench, packages};
use crate::report;
use crate::server::Server;

/// Requests that callgrind counts.
const COUNTED: usize = 1_000;
/// Requests before the measured ones. They open the connection and fill caches.
const WARM_UP: usize = 100;
/// The most instructions that a typed `get` may cost.
const LIMIT: u32 = 65_000;
/// Numbers of tasks that send requests at the same time.
const TASKS: [usize; 3] = [1, 16, 64];
/// Requests per round, divided among the tasks.
const REQUESTS: usize = 19_200;
const ROUNDS: usize = 5;

/// Counts the instructions of each side, then measures the latencies.
pub(crate) fn measure() -> Result {
    instructions()?;
    TASKS.into_iter().try_for_each(latency)
}

/// One way to read a vertex.
trait Side: Send + Sync + 'static {
    /// Reads the vertex and returns `true` if it exists.
    fn get(&self, id: &str) -> impl Future<Output = Result<bool>> + Send;
}

impl Side for Bench {
    async fn get(&self, id: &str) -> Result<bool> {
        Ok(self.packages.get(id).await?.is_some())
    }
}

impl Side for Client {
    async fn get(&self, id: &str) -> Result<bool> {
        Ok(self.package(id).await?.is_some())
    }
}

impl Side for TunedClient {
    async fn get(&self, id: &str) -> Result<bool> {
        Ok(self.package(id).await?.is_some())
    }
}

async fn typed(server: &Server) -> Result<Bench> {
    let builder = Bench::builder().url(server.url()).generation(tg_runtime::Generation::V4);
    Ok(builder.connect().await?)
}

/// Sends this many requests, one after another.
async fn requests(side: &impl Side, id: &str, count: usize) -> Result {
    for _ in 0..count {
        if !side.get(id).await? {
            return Err(format!("the server returned no vertex with the id {id}").into());
        }
    }
    Ok(())
}

fn id() -> Result<String> {
    Ok(packages(1).next().ok_or("there is one package")?.id)
}

fn instructions() -> Result {
    #[derive(Serialize)]
    struct Line {
        measurement: &'static str,
        unit: &'static str,
        of: usize,
        typed: f64,
        expert: f64,
        tuned: f64,
        limit: u32,
    }
    if !callgrind::is_installed() {
        return report::skip("get_instructions", "valgrind is not installed");
    }
    report::print(&Line {
        measurement: "get_instructions",
        unit: "instructions per request",
        of: COUNTED,
        typed: callgrind::instructions("get_typed", COUNTED)?,
        expert: callgrind::instructions("get_expert", COUNTED)?,
        tuned: callgrind::instructions("get_tuned", COUNTED)?,
        limit: LIMIT,
    })
}

/// Runs under callgrind: sends requests of one side, of which the last `count` are counted.
pub(crate) fn count(side: &str, count: usize) -> Result {
    let server = Server::start(1)?;
    // One thread runs the tasks of the connection too, so that they are counted.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let id = id()?;
    match side {
        "get_typed" => {
            let graph = runtime.block_on(typed(&server))?;
            runtime.block_on(requests(&graph, &id, WARM_UP))?;
            counted::get_typed(&runtime, &graph, &id, count)
        }
        "get_expert" => {
            let client = Client::new(server.url());
            runtime.block_on(requests(&client, &id, WARM_UP))?;
            counted::get_expert(&runtime, &client, &id, count)
        }
        "get_tuned" => {
            let client = TunedClient::new(&server.url())?;
            runtime.block_on(requests(&client, &id, WARM_UP))?;
            counted::get_tuned(&runtime, &client, &id, count)
        }
        other => Err(format!("`count` does not know the side `{other}`").into()),
    }
}

/// The functions that callgrind counts, by name. They contain no closures, because callgrind would
/// match the names of those too and stop counting when it enters one.
mod counted {
    use super::{Bench, Client, Result, Runtime, TunedClient, requests};

    #[inline(never)]
    pub(super) fn get_typed(runtime: &Runtime, graph: &Bench, id: &str, count: usize) -> Result {
        runtime.block_on(requests(graph, id, count))
    }

    #[inline(never)]
    pub(super) fn get_expert(runtime: &Runtime, client: &Client, id: &str, count: usize) -> Result {
        runtime.block_on(requests(client, id, count))
    }

    #[inline(never)]
    pub(super) fn get_tuned(
        runtime: &Runtime,
        client: &TunedClient,
        id: &str,
        count: usize,
    ) -> Result {
        runtime.block_on(requests(client, id, count))
    }
}

/// Measures the sides in turns, with this many tasks at the same time.
fn latency(tasks: usize) -> Result {
    #[derive(Serialize)]
    struct Line {
        measurement: &'static str,
        unit: &'static str,
        tasks: usize,
        of: usize,
        typed: Percentiles,
        expert: Percentiles,
        tuned: Percentiles,
    }
    let server = Server::start(1)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let id: Arc<str> = id()?.into();
    let graph = Arc::new(runtime.block_on(typed(&server))?);
    let client = Arc::new(Client::new(server.url()));
    let tuned_client = Arc::new(TunedClient::new(&server.url())?);

    let (mut typed, mut expert, mut tuned) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        if round == 1 {
            // The first round opened the connections.
            [&mut typed, &mut expert, &mut tuned].into_iter().for_each(Vec::clear);
        }
        typed.extend(runtime.block_on(latencies(&graph, &id, tasks))?);
        expert.extend(runtime.block_on(latencies(&client, &id, tasks))?);
        tuned.extend(runtime.block_on(latencies(&tuned_client, &id, tasks))?);
    }
    report::print(&Line {
        measurement: "get_latency",
        unit: "microseconds per request",
        tasks,
        of: typed.len(),
        typed: Percentiles::of(typed),
        expert: Percentiles::of(expert),
        tuned: Percentiles::of(tuned),
    })
}

/// Sends the requests of one round; returns the microseconds that each one took.
async fn latencies(side: &Arc<impl Side>, id: &Arc<str>, tasks: usize) -> Result<Vec<f64>> {
    let mut running = JoinSet::new();
    for _ in 0..tasks {
        let (side, id) = (Arc::clone(side), Arc::clone(id));
        running.spawn(async move {
            let mut latencies = Vec::with_capacity(REQUESTS / tasks);
            for _ in 0..REQUESTS / tasks {
                let start = Instant::now();
                requests(&*side, &id, 1).await?;
                latencies.push(start.elapsed().as_secs_f64() * 1e6);
            }
            Result::Ok(latencies)
        });
    }
    let mut all = Vec::with_capacity(REQUESTS);
    while let Some(latencies) = running.join_next().await {
        all.extend(latencies??);
    }
    Ok(all)
}

#[derive(Serialize)]
struct Percentiles {
    p50: f64,
    p99: f64,
}

impl Percentiles {
    /// Computes the percentiles of values, of which there is at least one.
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let percentile = |percent: usize| (values[(values.len() - 1) * percent / 100]).round();
        Self { p50: percentile(50), p99: percentile(99) }
    }
}
