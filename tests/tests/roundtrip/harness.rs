//! Servers, connections, and checks that several tests use.

use std::fmt::Debug;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tg_emulator::{Emulator, Generation, Statuses};
use tg_runtime::client::RecordBatchStream;
use tg_runtime::load::RecordBatches;
use tg_runtime::prelude::*;
use tg_runtime::{RetryPolicy, auth, schema::ReadVertex};

/// Starts a server of this generation. Sources disagree about the HTTP status of errors, so the
/// older generation has the older ones, the newer the newer.
pub(crate) async fn serve(generation: Generation) -> Emulator {
    let statuses = match generation {
        Generation::V3 => Statuses::Legacy,
        _ => Statuses::Modern,
    };
    Emulator::builder().generation(generation).statuses(statuses).start().await.unwrap()
}

/// Returns a builder with the address of the server and without credentials.
pub(crate) fn address<G: Graph>(server: &Emulator) -> GraphBuilder<G> {
    let builder = GraphBuilder::new()
        .url(server.url())
        .retry(RetryPolicy::default().first_delay(Duration::from_millis(1)));
    // On 3.x RESTPP has a port of its own.
    match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    }
}

/// Connects to a server that has the graph.
pub(crate) async fn connect<G>(server: &Emulator) -> G
where
    G: Graph<Auth = auth::Secret> + Sync,
{
    let graph: G = address(server).secret(server.secret()).connect().await.unwrap();
    graph.create_schema().await.unwrap();
    graph
}

/// Returns the rows of batches as a load reads them, after a check of their number per batch.
pub(crate) async fn rows_of<Row, G>(
    graph: &G,
    mut batches: RecordBatchStream,
    per_batch: usize,
) -> Vec<Row>
where
    Row: DeserializeOwned + Send + Sync + 'static,
    G: Graph + 'static,
{
    let schema = batches.schema();
    let mut all = Vec::new();
    while let Some(batch) = batches.next().await {
        let batch = batch.unwrap();
        assert_eq!(batch.schema(), schema);
        all.push(batch);
    }
    if let [whole @ .., last] = all.as_slice() {
        assert!(whole.iter().all(|batch| batch.num_rows() == per_batch));
        assert!((1..=per_batch).contains(&last.num_rows()));
    }
    let (sender, rows) = std::sync::mpsc::channel();
    let source = RecordBatches::new(all.into_iter().map(Ok::<_, tg_runtime::Error>));
    let load = graph.load(source, move |row: Row, _| Ok(sender.send(row)?));
    let account = load.await.unwrap();
    assert_eq!(account.rejected_rows(), []);
    rows.into_iter().collect()
}

/// Writes a vertex and reads it back.
pub(crate) async fn there_and_back<V>(vertices: &Vertices<V>, vertex: &V) -> V
where
    V: ReadVertex + Send + 'static,
{
    vertices.upsert(vertex).await.unwrap();
    vertices.get(vertex).await.unwrap().expect("the vertex was written")
}

/// Checks that a vertex is read as it was written.
pub(crate) async fn assert_returns<V>(vertices: &Vertices<V>, vertex: V)
where
    V: ReadVertex + Debug + PartialEq + Send + 'static,
{
    assert_eq!(there_and_back(vertices, &vertex).await, vertex);
}

/// Checks that a value was rejected before it was sent, and that the error names it.
pub(crate) fn assert_rejected<T: Debug>(outcome: Result<T>, what: &str) {
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    assert!(error.message().contains(what), "`{what}` is not in: {error}");
}

/// Runs a test on a connection of its own, against a server of each generation.
macro_rules! in_both_generations {
    ($(async fn $name:ident($graph:ident: $of:ty $(, $server:ident)?) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn run(generation: tg_emulator::Generation) {
                let server = crate::harness::serve(generation).await;
                let $graph: $of = crate::harness::connect(&server).await;
                $(let $server = &server;)?
                $body
            }

            #[tokio::test]
            async fn v3() {
                run(tg_emulator::Generation::V3).await;
            }

            #[tokio::test]
            async fn v4() {
                run(tg_emulator::Generation::V4).await;
            }
        }
    )+};
}

pub(crate) use in_both_generations;
