//! Clients of other authors, over real HTTP, with the emulator. The official one also reads the
//! data of this project's client, and writes data for it; networkx checks the results of algorithms
//! in GSQL.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod algorithms;
mod clients;
mod coverage;
mod model;
mod python;
mod schema;
mod witness;

use clients::{Half, Layout, official, other};
use tg_emulator::{Generation, Version};

#[test]
fn the_official_client_is_the_version_we_test() {
    let version =
        python::run("import importlib.metadata as m; print(m.version('pytigergraph'))", &[]);
    assert_eq!(version.trim(), python::PYTIGERGRAPH);
}

#[test]
fn every_method_of_the_official_client_has_a_row_in_the_documentation() {
    coverage::every_name_has_a_row();
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

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_official_client_on_4x() {
    let report = official(Version::V4_2, Half::Sync, Layout::OnePort).await;
    coverage::every_name_is_called(&report.called);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_official_client_on_4x_with_two_ports() {
    official(Version::V4_2, Half::Sync, Layout::TwoPorts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_official_client_on_3x() {
    official(Version::V3_9, Half::Sync, Layout::TwoPorts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_official_client_on_older_versions() {
    official(Version::V3_6, Half::Sync, Layout::TwoPorts).await;
    official(Version::V4_1, Half::Sync, Layout::OnePort).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_asynchronous_client_on_4x() {
    official(Version::V4_2, Half::Async, Layout::OnePort).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_asynchronous_client_on_4x_with_two_ports() {
    official(Version::V4_2, Half::Async, Layout::TwoPorts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_asynchronous_client_on_3x() {
    official(Version::V3_9, Half::Async, Layout::OnePort).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_client_on_4x() {
    other("others/newer.py", Version::V4_2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_client_refuses_3x() {
    other("others/newer.py", Version::V3_9).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_clients_on_3x() {
    other("others/text.py", Version::V3_9).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_clients_get_an_error_from_4x() {
    other("others/text.py", Version::V4_2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn algorithms_agree_on_real_data() {
    algorithms::agree("real").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn algorithms_agree_on_several_components() {
    algorithms::agree("sparse").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn algorithms_agree_on_a_dense_graph() {
    algorithms::agree("dense").await;
}
