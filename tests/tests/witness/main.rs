//! The second witness: the official Python client, over real HTTP, against the emulator. It reads
//! what our client wrote and writes what our client reads.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod model;
mod python;
mod schema;
mod witness;

use tg_emulator::Generation;

#[test]
fn the_official_client_is_the_version_we_test() {
    let version =
        python::run("import importlib.metadata as m; print(m.version('pytigergraph'))", &[]);
    assert_eq!(version.trim(), python::PYTIGERGRAPH);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_clients_agree_on_4x() {
    witness::both_ways(Generation::V4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_clients_agree_on_3x() {
    witness::both_ways(Generation::V3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_changes_the_schema_of_4x() {
    schema::changed_by_python(Generation::V4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_changes_the_schema_of_3x() {
    schema::changed_by_python(Generation::V3).await;
}
