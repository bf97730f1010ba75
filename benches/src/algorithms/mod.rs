//! Graph algorithms in GSQL in the emulator, by hand over compressed rows, and with networkx, each
//! in a process of its own: the times, the memory, and the wait of a write during a long query.

mod graph;
mod plain;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use reqwest::Client;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::cpu;
use crate::emulator::Server;
use crate::report;
use graph::Graph;

pub(crate) use plain::run as run_plain;

const ITERATIONS: usize = 20;
/// The number of vertices whose neighbourhoods are counted.
const SOURCES: usize = 100;
const TOP: usize = 10;
const ROUNDS: usize = 3;
/// The time of the query during which writes are measured.
const LONG: Duration = Duration::from_secs(5);

const SCHEMA: &str = "CREATE VERTEX Node (PRIMARY_ID id INT)
    CREATE DIRECTED EDGE Link (FROM Node, TO Node, DISCRIMINATOR(number INT))
        WITH REVERSE_EDGE=\"Back\"
    CREATE GRAPH Net (Node, Link)
    USE GRAPH Net
    CREATE LOADING JOB links FOR GRAPH Net { DEFINE FILENAME f;
        LOAD f TO EDGE Link VALUES ($0, $1, $2) USING SEPARATOR=\",\"; }";

/// The queries, with their arguments.
const QUERIES: [(&str, &str); 6] = [
    ("page_rank", "v_type=Node&e_type=Link&iterations=20"),
    ("components", "v_types=Node&e_types=Link&e_types=Back"),
    ("triangles", ""),
    ("two_hops", "sources=100"),
    ("two_hop_paths", ""),
    ("top_degrees", "k=10"),
];

/// The shortest time of an algorithm, and its result.
#[derive(Serialize, Deserialize)]
struct Run {
    algorithm: String,
    seconds: f64,
    result: Option<f64>,
}

#[derive(Serialize)]
struct Line<'a> {
    measurement: &'static str,
    graph: &'a str,
    vertices: usize,
    edges: usize,
    algorithm: &'a str,
    gsql_ms: f64,
    plain_ms: f64,
    networkx_ms: Option<f64>,
    to_plain: f64,
    to_networkx: Option<f64>,
    /// The growth of the emulator's memory, accumulators and answer included.
    bytes_per_vertex: usize,
}

/// Measures a generated graph, and the flights in the file that the variable `FLIGHTS` names.
pub(crate) fn measure() -> Result {
    measure_on(&Graph::power_law(100_000, 10), true)?;
    match std::env::var("FLIGHTS") {
        Ok(path) => measure_on(&Graph::flights(path.as_ref())?, false),
        Err(_) => report::skip("algorithms of flights", "FLIGHTS does not name a file"),
    }
}

/// Measures a graph; `writes` is `true` if the ranks take longer on it than writes are measured.
fn measure_on(graph: &Graph, writes: bool) -> Result {
    let path = graph.write()?;
    let program = std::env::current_exe()?;
    let plain = runs(Command::new(program).args(["algorithms", "plain"]).arg(&path))?;
    let networkx = networkx(&path)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let server = Server::start()?;
    runtime.block_on(async {
        let net = Net { client: Client::new(), server };
        net.load(&path).await?;
        for (algorithm, arguments) in QUERIES {
            let (seconds, result, bytes) = net.measure(algorithm, arguments).await?;
            let by_hand = &plain[algorithm];
            let other = networkx.as_ref().map(|runs| &runs[algorithm]);
            for expected in [Some(by_hand), other].into_iter().flatten().filter_map(|it| it.result)
            {
                if (result - expected).abs() > 1e-6 * expected.abs() {
                    return Err(format!("{algorithm}: {result}, expected {expected}").into());
                }
            }
            let ms = |seconds: f64| (seconds * 1e6).round() / 1e3;
            let ratio = |to: f64| (seconds / to * 1e3).round() / 1e3;
            report::print(&Line {
                measurement: "algorithms",
                graph: graph.name,
                vertices: graph.vertices,
                edges: graph.edges.len(),
                algorithm,
                gsql_ms: ms(seconds),
                plain_ms: ms(by_hand.seconds),
                networkx_ms: other.map(|run| ms(run.seconds)),
                to_plain: ratio(by_hand.seconds),
                to_networkx: other.map(|run| ratio(run.seconds)),
                bytes_per_vertex: bytes / graph.vertices,
            })?;
        }
        if writes { net.write_during_query(graph).await } else { Ok(()) }
    })
}

/// Runs the algorithms with networkx, if the Python of the variable `PYTHON` has it.
fn networkx(path: &Path) -> Result<Option<BTreeMap<String, Run>>> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_it = Command::new(&python).args(["-c", "import networkx, scipy"]).output();
    if !has_it.is_ok_and(|output| output.status.success()) {
        report::skip("networkx", "PYTHON does not name a Python with networkx and scipy")?;
        return Ok(None);
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/algorithms/networkx_runs.py");
    let numbers = [ITERATIONS, SOURCES, TOP].map(|number| number.to_string());
    Ok(Some(runs(Command::new(python).arg(script).arg(path).args(numbers))?))
}

/// Runs a program that prints a [`Run`] per line.
fn runs(command: &mut Command) -> Result<BTreeMap<String, Run>> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let lines = std::str::from_utf8(&output.stdout)?.lines();
    let runs = lines.map(|line| {
        let run: Run = serde_json::from_str(line)?;
        Ok((run.algorithm.clone(), run))
    });
    runs.collect()
}

/// An emulator with a graph.
struct Net {
    client: Client,
    server: Server,
}

impl Net {
    async fn load(&self, path: &Path) -> Result {
        const LINES: usize = 200_000;
        for script in [SCHEMA, include_str!("queries.gsql")] {
            let url = format!("{}/gsql/v1/statements", self.server.url);
            let answer = self.client.post(url).body(script).send().await?.text().await?;
            if answer.to_lowercase().contains("error") || answer.contains("not support") {
                return Err(answer.into());
            }
        }
        let text = fs::read_to_string(path)?;
        let lines: Vec<&str> = text.lines().collect();
        for lines in lines.chunks(LINES) {
            let url = format!("{}/restpp/ddl/Net?tag=links&filename=f&sep=,", self.server.url);
            let sent = self.client.post(url).body(lines.join("\n")).send().await?;
            let answer: serde_json::Value = serde_json::from_slice(&sent.bytes().await?)?;
            let valid = &answer["results"][0]["statistics"]["validLine"];
            let valid = valid.as_u64().or_else(|| {
                let file = &answer["results"][0]["statistics"]["parsingStatistics"]["fileLevel"];
                file["validLine"].as_u64()
            });
            if valid != Some(lines.len() as u64) {
                return Err(format!("not all lines are valid: {answer}").into());
            }
        }
        Ok(())
    }

    /// Returns the shortest time of a query in seconds, its result, and the growth of the memory.
    async fn measure(&self, query: &str, arguments: &str) -> Result<(f64, f64, usize)> {
        let process = self.server.process();
        let (mut best, mut result, mut bytes) = (f64::INFINITY, 0.0, 0);
        for _ in 0..ROUNDS {
            // Resets the peak to the present memory.
            fs::write(format!("/proc/{process}/clear_refs"), "5")?;
            let before = cpu::memory(process)?;
            let start = Instant::now();
            result = self.run(query, arguments).await?;
            best = best.min(start.elapsed().as_secs_f64());
            bytes = bytes.max(1024 * cpu::peak_memory(process)?.saturating_sub(before) as usize);
        }
        Ok((best, result, bytes))
    }

    async fn run(&self, query: &str, arguments: &str) -> Result<f64> {
        let url = format!("{}/restpp/query/Net/{query}?{arguments}", self.server.url);
        let sent = self.client.get(url).header("GSQL-TIMEOUT", "600000").send().await?;
        let answer: serde_json::Value = serde_json::from_slice(&sent.bytes().await?)?;
        let result = answer["results"][0]["result"].as_f64();
        result.ok_or_else(|| format!("{query}: {answer}").into())
    }

    /// Prints the longest wait of an upsert during a query of some seconds.
    async fn write_during_query(&self, graph: &Graph) -> Result {
        let url = format!(
            "{}/restpp/query/Net/page_rank?v_type=Node&e_type=Link&iterations=1000000",
            self.server.url
        );
        let limit = LONG.as_millis().to_string();
        let long = self.client.get(url).header("GSQL-TIMEOUT", limit).send();
        let long = tokio::spawn(async move { long.await?.text().await });
        let url = format!("{}/restpp/graph/Net", self.server.url);
        let (mut writes, mut longest) = (0, Duration::ZERO);
        while !long.is_finished() {
            let (from, to) = graph.edges[writes * 7919 % graph.edges.len()];
            let edge = format!(r#"{{"Node":{{"{to}":{{"number":{{"value":{}}}}}}}}}"#, -1);
            let body = format!(r#"{{"edges":{{"Node":{{"{from}":{{"Link":{edge}}}}}}}}}"#);
            let start = Instant::now();
            let answer = self.client.post(&url).body(body).send().await?.text().await?;
            longest = longest.max(start.elapsed());
            writes += 1;
            if !answer.contains("\"accepted_edges\":1") {
                return Err(answer.into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let answer = long.await??;
        if !answer.contains("REST-3002") {
            return Err(format!("the query did not last {LONG:?}: {answer}").into());
        }
        report::print(&serde_json::json!({
            "measurement": "write_during_query",
            "graph": graph.name,
            "writes": writes,
            "longest_ms": longest.as_secs_f64() * 1e3,
        }))
    }
}
