//! Installations of queries that run in the background.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::store::datetime;

/// The installations that no request waits for, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Installs(Mutex<Vec<Install>>);

/// One installation.
#[derive(Debug, Clone)]
pub(crate) struct Install {
    pub(crate) id: String,
    pub(crate) graph: String,
    /// The time at which it began: `2024-07-07T23:17:06.831Z`.
    pub(crate) started: String,
    pub(crate) state: InstallState,
    pub(crate) queries: Vec<(String, InstallState)>,
}

/// The state of an installation, or of one query of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InstallState {
    Running,
    Success,
    Failure,
}

impl InstallState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Success => "SUCCESS",
            Self::Failure => "FAILURE",
        }
    }
}

impl Installs {
    pub(crate) fn begin(&self, graph: &str, queries: &[String], now: SystemTime) -> Install {
        let mut installs = self.all();
        let install = Install {
            id: format!("{:011}", installs.len() + 1),
            graph: graph.to_owned(),
            started: datetime::format_iso(now),
            state: InstallState::Running,
            queries: queries.iter().map(|name| (name.clone(), InstallState::Running)).collect(),
        };
        installs.push(install.clone());
        install
    }

    /// Ends one; `failed` are the queries that could not be installed.
    pub(crate) fn settle(&self, id: &str, failed: &[String]) {
        if let Some(install) = self.all().iter_mut().find(|install| install.id == id) {
            let of = |fails: bool| {
                if fails { InstallState::Failure } else { InstallState::Success }
            };
            install.state = of(!failed.is_empty());
            for (name, state) in &mut install.queries {
                *state = of(failed.contains(name));
            }
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<Install> {
        self.all().iter().find(|install| install.id == id).cloned()
    }

    fn all(&self) -> MutexGuard<'_, Vec<Install>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
