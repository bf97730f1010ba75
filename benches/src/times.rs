//! CPU time per vertex, request and answer included, against a server in a process of its own.

use std::num::NonZeroUsize;

use tokio::runtime::Runtime;

use crate::Result;
use crate::record::{Bench, Package, packages};
use crate::report::Rounds;
use crate::server::Server;
use crate::{cpu, expert};

const ROUNDS: usize = 10;
const BATCH: usize = 1_000;
const UPSERTED: usize = 50_000;
const FETCHED: usize = 100_000;

/// Measures upserts in batches and fetches, both sides in turns.
pub(crate) fn measure() -> Result {
    let server = Server::start(FETCHED)?;
    // With one thread, its CPU time is all that the client uses.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let graph = runtime.block_on(
        Bench::builder().url(server.url()).generation(tg_runtime::Generation::V4).connect(),
    )?;
    let expert = expert::Client::new(server.url());
    let batch = NonZeroUsize::new(BATCH).ok_or("a batch is not empty")?;
    let packages: Vec<_> = packages(UPSERTED).collect();
    let wire: Vec<expert::WirePackage> = packages.iter().map(Into::into).collect();

    let typed_upsert = || {
        per_vertex(&runtime, UPSERTED, async {
            let outcome = graph
                .packages
                .upsert_many(&packages)
                .batch_size(batch)
                .concurrency(NonZeroUsize::MIN)
                .await?;
            expect(outcome.accepted_vertices() as usize, UPSERTED)
        })
    };
    let expert_upsert = || per_vertex(&runtime, UPSERTED, expert.upsert(&wire, BATCH));
    typed_upsert()?;
    expert_upsert()?;
    Rounds::measure(ROUNDS, typed_upsert, expert_upsert)?.print(
        "upsert_cpu",
        "ns per vertex",
        "50000 in batches of 1000",
    )?;

    let typed_fetch = || {
        per_vertex(&runtime, FETCHED, async {
            let packages: Vec<Package> = graph.packages.all().await?;
            expect(packages.len(), FETCHED)
        })
    };
    let expert_fetch = || {
        per_vertex(&runtime, FETCHED, async {
            let rows = expert.fetch().await?;
            expect(rows.len(), FETCHED)
        })
    };
    typed_fetch()?;
    expert_fetch()?;
    Rounds::measure(ROUNDS, typed_fetch, expert_fetch)?.print(
        "fetch_cpu",
        "ns per vertex",
        "100000 in one answer",
    )
}

/// Runs the work and returns the nanoseconds of CPU per vertex.
fn per_vertex(
    runtime: &Runtime,
    vertices: usize,
    work: impl Future<Output = Result<()>>,
) -> Result<f64> {
    let before = cpu::of_thread()?;
    runtime.block_on(work)?;
    Ok((cpu::of_thread()? - before) / vertices as f64)
}

fn expect(found: usize, expected: usize) -> Result {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{found} vertices instead of {expected}").into())
    }
}
