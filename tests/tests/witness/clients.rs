//! Unchanged clients of other authors, call by call with the emulator. The Python tables contain
//! the expected results; this module only evaluates them.

use std::collections::BTreeSet;

use serde::Deserialize;
use tg_emulator::{Emulator, Generation, Version};

use crate::python;

/// The output of a table: failed cases, and names of the called methods.
#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    failures: Vec<Failure>,
    passed: usize,
    pub(crate) called: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
struct Failure {
    case: String,
    expected: String,
    got: String,
}

impl Report {
    #[track_caller]
    fn assert_passed(&self, who: &str) {
        let printed: String = self
            .failures
            .iter()
            .map(|it| format!("\n{}\n  expected {}\n  got      {}\n", it.case, it.expected, it.got))
            .collect();
        let (failed, passed) = (self.failures.len(), self.passed);
        assert!(printed.is_empty(), "{who}: {failed} of {} cases\n{printed}", failed + passed);
    }
}

/// The official client has a synchronous and an asynchronous half, and uses one port or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    Sync,
    Async,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    OnePort,
    TwoPorts,
}

/// The families of the official client's calls.
pub(crate) async fn official(version: Version, half: Half, layout: Layout) -> Report {
    let client = if half == Half::Sync { "sync" } else { "async" };
    let report = run("pytg/main.py", version, layout, client).await;
    report.assert_passed(&format!("pyTigerGraph, {half:?}, {version}, {layout:?}"));
    report
}

/// The scripts of the other clients.
pub(crate) async fn other(file: &'static str, version: Version) {
    let report = run(file, version, Layout::TwoPorts, "").await;
    report.assert_passed(&format!("{file}, {version}"));
}

async fn run(file: &'static str, version: Version, layout: Layout, client: &'static str) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let builder = Emulator::builder().version(version).data_root(folder.path());
    let builder = if layout == Layout::TwoPorts { builder.restpp_port(0) } else { builder };
    let emulator = builder.start().await.unwrap();
    let gsql = emulator.port().to_string();
    let restpp = match layout {
        Layout::OnePort => gsql.clone(),
        Layout::TwoPorts => emulator.restpp_port().expect("it was asked for").to_string(),
    };
    let secret = emulator.secret().to_owned();
    let data = folder.path().display().to_string();
    let generation = if version.generation() == Generation::V3 { "3" } else { "4" };
    let version = version.to_string();
    let printed = tokio::task::spawn_blocking(move || {
        python::run_file(
            file,
            &[],
            &[
                ("TG_GENERATION", generation),
                ("TG_VERSION", &version),
                ("TG_CLIENT", client),
                ("TG_RESTPP_PORT", &restpp),
                ("TG_GSQL_PORT", &gsql),
                ("TG_SECRET", &secret),
                ("TG_DATA_ROOT", &data),
            ],
        )
    });
    let printed = printed.await.unwrap();
    emulator.shutdown().await;
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error} in\n{printed}"))
}
