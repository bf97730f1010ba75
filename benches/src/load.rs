//! Loading a million vertices into the emulator, which runs in a process of its own: CPU time of
//! both sides, the rate, and the emulator's peak memory.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::time::Instant;

use serde::Serialize;
use tg_runtime::prelude::*;

use crate::Result;
use crate::cpu;
use crate::emulator::Server;
use crate::report;

const VERTICES: usize = 1_000_000;
/// Vertices in one request of an upsert.
const BATCH: usize = 5_000;
/// Lines in one request of a loading job.
const LINES: usize = 200_000;

/// A vertex with five attributes.
#[derive(Debug, Clone, PartialEq, Vertex)]
struct Item {
    #[tg(primary_id)]
    id: String,
    name: String,
    weight: f64,
    pieces: i64,
    fragile: bool,
    since: DateTime,
}

#[tigergraph(graph = "Bench", auth = "none")]
struct Bench {
    items: Vertices<Item>,
}

/// The measurements of one way of loading.
#[derive(Serialize)]
struct Line<'a> {
    measurement: &'a str,
    vertices: usize,
    seconds: f64,
    vertices_per_second: u64,
    client_cpu_s: f64,
    emulator_cpu_s: f64,
    emulator_to_client: f64,
    emulator_peak_mib: u64,
}

/// Measures upserts of the typed client, then posts to a loading job, each with an emulator of its
/// own.
pub(crate) fn measure() -> Result {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let server = Server::start()?;
    let upsert = measured(&server, "load_upsert", || runtime.block_on(upsert(&server.url)))?;
    report::print(&upsert)?;
    drop(server);
    let server = Server::start()?;
    let ddl = measured(&server, "load_ddl", || runtime.block_on(post(&server.url)))?;
    report::print(&ddl)
}

/// Creates the vertices batch by batch, as a program does that converts rows of a file.
async fn upsert(url: &str) -> Result {
    let graph = Bench::builder().url(url).generation(tg_runtime::Generation::V4).connect().await?;
    for first in (0..VERTICES).step_by(BATCH) {
        let items: Vec<Item> = (first..first + BATCH).map(item).collect();
        let batch = NonZeroUsize::new(BATCH).ok_or("a batch is not empty")?;
        graph.items.upsert_many(&items).batch_size(batch).await?.require_all()?;
    }
    Ok(())
}

async fn post(url: &str) -> Result {
    let client = reqwest::Client::new();
    let url = format!("{url}/restpp/ddl/Bench?tag=items&filename=f");
    for first in (0..VERTICES).step_by(LINES) {
        let mut lines = String::new();
        for number in first..first + LINES {
            let Item { id, name, weight, pieces, fragile, since } = item(number);
            writeln!(lines, "{id},{name},{weight},{pieces},{fragile},{since}")?;
        }
        let answer = client.post(&url).body(lines).send().await?.text().await?;
        let expected = format!("\"validObject\":{LINES}");
        if !answer.contains(&expected) {
            return Err(format!("not every line became a vertex: {answer}").into());
        }
    }
    Ok(())
}

fn item(number: usize) -> Item {
    let seconds = (number as i64 * 7_919) % 2_000_000_000;
    Item {
        id: format!("I-{number:08}"),
        name: format!("item number {number}"),
        weight: number as f64 / 8.0,
        pieces: (number % 1_000) as i64,
        fragile: number.is_multiple_of(3),
        since: DateTime::default().add_seconds(seconds).unwrap_or_default(),
    }
}

fn measured<'a>(server: &Server, name: &'a str, work: impl FnOnce() -> Result) -> Result<Line<'a>> {
    let process = server.process();
    let (client, emulator) = (cpu::of_thread()?, cpu::of_process(process)?);
    let start = Instant::now();
    work()?;
    let seconds = start.elapsed().as_secs_f64();
    let client_cpu_s = (cpu::of_thread()? - client) / 1e9;
    let emulator_cpu_s = cpu::of_process(process)? - emulator;
    let rounded = |value: f64| (value * 1_000.0).round() / 1_000.0;
    Ok(Line {
        measurement: name,
        vertices: VERTICES,
        seconds: rounded(seconds),
        vertices_per_second: (VERTICES as f64 / seconds) as u64,
        client_cpu_s: rounded(client_cpu_s),
        emulator_cpu_s: rounded(emulator_cpu_s),
        emulator_to_client: rounded(emulator_cpu_s / client_cpu_s),
        emulator_peak_mib: cpu::peak_memory(process)? / 1_024,
    })
}
