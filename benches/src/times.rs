//! CPU time a vertex, request and answer included, against a server in its own process.

use std::num::NonZeroUsize;

use tokio::runtime::Runtime;

use crate::record::{Bench, Package, packages};
use crate::report::Rounds;
use crate::server::Server;
use crate::{cpu, expert};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const ROUNDS: usize = 10;
const BATCH: usize = 1_000;
const UPSERTED: usize = 50_000;
const FETCHED: usize = 100_000;

/// Upserts in batches and fetches, both sides in turns.
pub(crate) fn measure() -> crate::Outcome {
    let server = Server::start(FETCHED)?;
    // One thread, so that its CPU time is all of the client's.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let graph = runtime.block_on(
        Bench::builder().url(server.url()).generation(tg_runtime::Generation::V4).connect(),
    )?;
    let expert = expert::Client::new(server.url());
    let batch = NonZeroUsize::new(BATCH).ok_or("a batch is not empty")?;
    let packages = packages(UPSERTED);
    let wire: Vec<expert::WirePackage> = packages.iter().map(Into::into).collect();

    let typed_upsert = || {
        a_vertex(&runtime, UPSERTED, async {
            let outcome = graph
                .packages
                .upsert_many(&packages)
                .batch_size(batch)
                .concurrency(NonZeroUsize::MIN)
                .await?;
            expect(outcome.accepted_vertices() as usize, UPSERTED)
        })
    };
    let expert_upsert = || a_vertex(&runtime, UPSERTED, expert.upsert(&wire, BATCH));
    typed_upsert()?;
    expert_upsert()?;
    Rounds::measure(ROUNDS, typed_upsert, expert_upsert)?.print(
        "upsert_cpu",
        "ns a vertex",
        "50000 in batches of 1000",
    )?;

    let typed_fetch = || {
        a_vertex(&runtime, FETCHED, async {
            let packages: Vec<Package> = graph.packages.all().await?;
            expect(packages.len(), FETCHED)
        })
    };
    let expert_fetch = || {
        a_vertex(&runtime, FETCHED, async {
            let rows = expert.fetch().await?;
            expect(rows.len(), FETCHED)
        })
    };
    typed_fetch()?;
    expert_fetch()?;
    Rounds::measure(ROUNDS, typed_fetch, expert_fetch)?.print(
        "fetch_cpu",
        "ns a vertex",
        "100000 in one answer",
    )
}

/// Nanoseconds of CPU that the work takes a vertex.
fn a_vertex(
    runtime: &Runtime,
    vertices: usize,
    work: impl Future<Output = Result<()>>,
) -> Result<f64> {
    let before = cpu::of_thread()?;
    runtime.block_on(work)?;
    Ok((cpu::of_thread()? - before) / vertices as f64)
}

fn expect(found: usize, wanted: usize) -> Result<()> {
    if found == wanted { Ok(()) } else { Err(format!("{found} vertices, not {wanted}").into()) }
}
