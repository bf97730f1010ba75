//! Loading a million vertices into the emulator, which runs in a process of its own: CPU time of
//! both sides, the rate, and the emulator's peak memory.

use std::num::NonZeroUsize;
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use std::{fmt::Write as _, io::BufRead, io::BufReader};

use serde::Serialize;
use tg_emulator::Emulator;
use tg_runtime::prelude::*;

use crate::Result;
use crate::cpu;
use crate::report;

const VERTICES: usize = 1_000_000;
/// Vertices in one request of an upsert.
const BATCH: usize = 5_000;
/// Lines in one request of a loading job.
const LINES: usize = 200_000;

const SCHEMA: &str = "CREATE VERTEX Item (PRIMARY_ID id STRING, name STRING, weight DOUBLE, \
    pieces INT, fragile BOOL, since DATETIME) \
    CREATE GRAPH Bench (Item) \
    CREATE LOADING JOB items FOR GRAPH Bench { DEFINE FILENAME f; \
        LOAD f TO VERTEX Item VALUES ($0, $1, $2, $3, $4, $5); }";

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
    let upsert = server.measured("load_upsert", || runtime.block_on(upsert(&server.url)))?;
    report::print(&upsert)?;
    drop(server);
    let server = Server::start()?;
    let ddl = server.measured("load_ddl", || runtime.block_on(post(&server.url)))?;
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

/// An emulator in a process of its own. Dropping it ends the process.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start() -> Result<Self> {
        let mut process =
            Command::new(std::env::current_exe()?).arg("emulate").stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("the emulator has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self { process, url: line.trim().to_owned() })
    }

    /// Returns the number of the process.
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }

    fn measured<'a>(&self, name: &'a str, work: impl FnOnce() -> Result) -> Result<Line<'a>> {
        let process = self.process.id();
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
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs the emulator: prints its address and answers until the process is killed.
pub(crate) fn emulate() -> Result {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let emulator = Emulator::builder().auth(false).gsql(SCHEMA).start().await?;
        println!("{}", emulator.url());
        std::future::pending::<()>().await;
        Ok(())
    })
}
