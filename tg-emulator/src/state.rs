//! What all requests share.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::archive::Archives;
use crate::auth::Accounts;
use crate::clock::Clock;
use crate::config::Config;
use crate::fault::Rules;
use crate::gsql::Stored;
use crate::gsql::installs::Installs;
use crate::http::Cardinality;
use crate::indexes::Rebuilds;
use crate::load::Loads;
use crate::log::RequestLog;
use crate::monitor::Monitor;
use crate::runs::Runs;
use crate::shell::ShellSessions;
use crate::store::Database;

/// A server's state. Locks are held within one synchronous step.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) faults: Rules,
    /// Vector indexes that are not ready.
    pub(crate) rebuilds: Rebuilds,
    pub(crate) runs: Runs,
    pub(crate) installs: Installs,
    pub(crate) loads: Loads,
    accounts: Mutex<Accounts>,
    database: RwLock<Database>,
    stored: Mutex<Stored>,
    log: Mutex<RequestLog>,
    monitor: Mutex<Monitor>,
    archives: Mutex<Archives>,
    shell: Mutex<ShellSessions>,
    /// What scripts have printed that were sent to be asked about later.
    outputs: Mutex<Vec<String>>,
    /// The optimizer's statistics that were persisted, by graph.
    cardinalities: Mutex<HashMap<String, Cardinality>>,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

impl State {
    pub(crate) fn new(config: Config, clock: Clock, accounts: Accounts, loads: Loads) -> Self {
        Self {
            config,
            clock,
            faults: Rules::default(),
            rebuilds: Rebuilds::default(),
            runs: Runs::default(),
            installs: Installs::default(),
            loads,
            accounts: Mutex::new(accounts),
            database: RwLock::default(),
            stored: Mutex::default(),
            log: Mutex::default(),
            monitor: Mutex::default(),
            archives: Mutex::default(),
            shell: Mutex::default(),
            outputs: Mutex::default(),
            cardinalities: Mutex::default(),
            panic: Mutex::default(),
        }
    }

    pub(crate) fn accounts(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Database> {
        self.database.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Database> {
        self.database.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queries, jobs and data sources. Whoever wants the data too takes it first.
    pub(crate) fn stored(&self) -> MutexGuard<'_, Stored> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn archives(&self) -> MutexGuard<'_, Archives> {
        self.archives.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn monitor(&self) -> MutexGuard<'_, Monitor> {
        self.monitor.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, RequestLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn shell(&self) -> MutexGuard<'_, ShellSessions> {
        self.shell.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn outputs(&self) -> MutexGuard<'_, Vec<String>> {
        self.outputs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn cardinalities(&self) -> MutexGuard<'_, HashMap<String, Cardinality>> {
        self.cardinalities.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers the first panic of a handler, for the test that owns the server.
    pub(crate) fn panicked(&self, payload: Box<dyn Any + Send>) {
        self.panic.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(payload);
    }

    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.panic.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
