//! 64 mixed clients of the emulator, with a query among them that never ends: the longest wait of
//! each kind of request, the time of the abort, and the emulator's memory before and after.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use reqwest::{Client, Method};
use serde::Serialize;

use crate::Result;
use crate::cpu;
use crate::emulator::Server;
use crate::report;

const CLIENTS: usize = 64;
const TIME: Duration = Duration::from_secs(60);
/// The time after which the memory is compared.
const WARM_UP: Duration = Duration::from_secs(20);
/// The vertices that the clients write and read.
const VERTICES: usize = 1_000;

const QUERIES: &str = "USE GRAPH Bench
    CREATE QUERY endless() FOR GRAPH Bench { INT n; WHILE true DO n = n + 1; END; }
    CREATE QUERY heaviest() FOR GRAPH Bench SYNTAX v2 {
        S = SELECT s FROM Item:s ORDER BY s.weight DESC LIMIT 3; PRINT S.size(); }
    INSTALL QUERY ALL";

/// The kinds of requests: method, path and body. `{}` is the number of a vertex.
const KINDS: [(&str, Method, &str, &str); 6] = [
    (
        "upsert",
        Method::POST,
        "/restpp/graph/Bench",
        r#"{"vertices":{"Item":{"{}":{"pieces":{"value":1,"op":"+"}}}}}"#,
    ),
    ("get", Method::GET, "/restpp/graph/Bench/vertices/Item/{}", ""),
    ("echo", Method::GET, "/restpp/echo", ""),
    ("query", Method::GET, "/restpp/query/Bench/heaviest", ""),
    ("list", Method::GET, "/restpp/graph/Bench/vertices/Item?limit=10", ""),
    ("script", Method::POST, "/gsql/v1/statements", "SHOW VERTEX *"),
];

#[derive(Serialize)]
struct Line {
    measurement: &'static str,
    clients: usize,
    seconds: u64,
    /// Requests that were answered, by kind.
    answers: BTreeMap<&'static str, u64>,
    longest_ms: BTreeMap<&'static str, f64>,
    abort_ms: f64,
    memory_before_mib: u64,
    memory_after_mib: u64,
}

/// Runs the clients, and aborts the query at the end.
pub(crate) fn measure() -> Result {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let server = Server::start()?;
    let line = runtime.block_on(run(&server))?;
    report::print(&line)
}

async fn run(server: &Server) -> Result<Line> {
    let client = Client::new();
    let script = format!("{}/gsql/v1/statements", server.url);
    client.post(script).body(QUERIES).send().await?.error_for_status()?;
    let mut all = String::new();
    for vertex in 0..VERTICES {
        let comma = if vertex == 0 { "" } else { "," };
        all.push_str(&format!(r#"{comma}"{vertex}":{{"weight":{{"value":{vertex}}}}}"#));
    }
    let body = format!(r#"{{"vertices":{{"Item":{{{all}}}}}}}"#);
    let url = format!("{}/restpp/graph/Bench", server.url);
    client.post(url).body(body).send().await?.error_for_status()?;
    let url = format!("{}/restpp/query/Bench/endless", server.url);
    let endless = client.get(url).header("GSQL-TIMEOUT", "3600000").send();
    let endless = tokio::spawn(async move { endless.await?.text().await });
    // Until then, threads are started, and the log of requests grows to its limit.
    clients(&client, server, WARM_UP).await?;
    let memory_before_mib = cpu::memory(server.process())? / 1_024;
    let (answers, longest_ms) = clients(&client, server, TIME).await?;
    let memory_after_mib = cpu::memory(server.process())? / 1_024;
    let start = Instant::now();
    let url = format!("{}/restpp/abortquery/Bench?requestid=all", server.url);
    client.get(url).send().await?.error_for_status()?;
    let aborted = endless.await??;
    let abort_ms = start.elapsed().as_secs_f64() * 1e3;
    if !aborted.contains("is aborted by user") {
        return Err(format!("the query was not aborted: {aborted}").into());
    }
    Ok(Line {
        measurement: "mixed",
        clients: CLIENTS,
        seconds: TIME.as_secs(),
        answers,
        longest_ms,
        abort_ms,
        memory_before_mib,
        memory_after_mib,
    })
}

/// The number of answers and the longest wait in milliseconds, by kind.
type Waits = (BTreeMap<&'static str, u64>, BTreeMap<&'static str, f64>);

async fn clients(client: &Client, server: &Server, time: Duration) -> Result<Waits> {
    let end = Instant::now() + time;
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(converse(client.clone(), server.url.clone(), number, end)))
        .collect();
    let (mut answers, mut longest) = Waits::default();
    for task in tasks {
        for (kind, wait) in task.await?? {
            *answers.entry(kind).or_default() += 1;
            let known: &mut f64 = longest.entry(kind).or_default();
            *known = known.max(wait.as_secs_f64() * 1e3);
        }
    }
    Ok((answers, longest))
}

/// Sends one request after the other, of all kinds in turns.
async fn converse(
    client: Client,
    url: String,
    number: usize,
    end: Instant,
) -> Result<Vec<(&'static str, Duration)>> {
    let mut waits = Vec::new();
    let mut round = number;
    while Instant::now() < end {
        let (kind, method, path, body) = &KINDS[round % KINDS.len()];
        let vertex = (round * 7 % VERTICES).to_string();
        let request = client.request(method.clone(), format!("{url}{path}").replace("{}", &vertex));
        let start = Instant::now();
        let answer = request.body(body.replace("{}", &vertex)).send().await?;
        let answer = answer.error_for_status()?.text().await?;
        waits.push((*kind, start.elapsed()));
        if answer.contains("\"error\":true") {
            return Err(format!("{kind}: {answer}").into());
        }
        round += 1;
    }
    Ok(waits)
}
