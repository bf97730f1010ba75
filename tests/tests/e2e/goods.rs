//! The graph of the tests, and servers that have it.

use std::collections::{BTreeMap, BTreeSet};

use tg_emulator::{Builder, Emulator, Generation as Served};
use tg_runtime::RetryPolicy;
use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Package {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) weight_kg: f64,
    pub(crate) fragile: bool,
    pub(crate) stops: i64,
    pub(crate) handling: BTreeSet<String>,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) note: Option<String>,
}

impl Package {
    pub(crate) fn new(id: &str, weight_kg: f64) -> Self {
        Self {
            id: id.to_owned(),
            weight_kg,
            fragile: false,
            stops: 0,
            handling: BTreeSet::new(),
            labels: BTreeMap::new(),
            note: Some(String::new()),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Depot {
    #[tg(primary_id)]
    pub(crate) code: i64,
    pub(crate) city: String,
}

/// Its id is not an attribute.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Driver {
    #[tg(primary_id, as_attribute = false)]
    pub(crate) name: String,
    pub(crate) since: DateTime,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Package, to = Depot, reverse = "holds")]
pub(crate) struct StoredAt {
    pub(crate) since: DateTime,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Driver, to = Depot, undirected)]
pub(crate) struct WorksAt {
    pub(crate) hours: i64,
}

/// Several scans of one package by one driver.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Driver, to = Package)]
pub(crate) struct Scanned {
    #[tg(discriminator)]
    pub(crate) at: DateTime,
    #[tg(discriminator)]
    pub(crate) place: String,
    pub(crate) ok: bool,
}

#[tigergraph(graph = "Goods", auth = "secret")]
pub(crate) struct Goods {
    pub(crate) packages: Vertices<Package>,
    pub(crate) depots: Vertices<Depot>,
    pub(crate) drivers: Vertices<Driver>,
    pub(crate) stored_at: Edges<StoredAt>,
    pub(crate) works_at: Edges<WorksAt>,
    pub(crate) scanned: Edges<Scanned>,
}

/// Starts a server of this generation.
pub(crate) fn serve(generation: Served) -> Builder {
    Emulator::builder().generation(generation)
}

/// Short delays, for tests.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default().first_delay(std::time::Duration::from_millis(1))
}

/// Returns a builder with the server's address and secret.
pub(crate) fn builder(server: &Emulator) -> GraphBuilder<Goods> {
    let builder = Goods::builder().url(server.url()).secret(server.secret()).retry(quick());
    match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    }
}

/// Connects to a server that has the graph.
pub(crate) async fn connect(server: &Emulator) -> Goods {
    let graph = builder(server).connect().await.unwrap();
    graph.create_schema().await.unwrap();
    graph
}

/// Runs a test with each version of the server.
macro_rules! in_all_versions {
    ($(async fn $name:ident($server:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn run(version: tg_emulator::Version) {
                let $server = tg_emulator::Emulator::builder().version(version);
                let $server = $server.start().await.unwrap();
                $body
            }

            #[tokio::test]
            async fn v3_6() {
                run(tg_emulator::Version::V3_6).await;
            }

            #[tokio::test]
            async fn v3_9() {
                run(tg_emulator::Version::V3_9).await;
            }

            #[tokio::test]
            async fn v4_1() {
                run(tg_emulator::Version::V4_1).await;
            }

            #[tokio::test]
            async fn v4_2() {
                run(tg_emulator::Version::V4_2).await;
            }
        }
    )+};
}

pub(crate) use in_all_versions;
