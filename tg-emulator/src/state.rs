//! The state of a server, shared by all requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tg_gsql::syntax::ast::query::Query;
use tokio::sync::Semaphore;

use crate::catalog::accounts::Accounts;
use crate::catalog::{Archives, Cardinality, Installs, SharedStored, Stored, TransferRequest};
use crate::clock::Clock;
use crate::config::Config;
use crate::eval::{Problem, Program, Settings};
use crate::fault::Rules;
use crate::indexes::Rebuilds;
use crate::load::{Files, Loads};
use crate::log::RequestLog;
use crate::monitor::Monitor;
use crate::panics::Panics;
use crate::recent::Recent;
use crate::runs::Runs;
use crate::shell::ShellSessions;
use crate::store::{Database, DatabaseWriter, SharedDatabase};

/// The maximum number of outputs of scripts to store, and their bytes.
const MAX_OUTPUTS: usize = 10_000;
const MAX_OUTPUT_BYTES: usize = 32 << 20;
/// The maximum number of scripts that run at the same time.
const MAX_SCRIPTS: usize = 64;

/// The output of a script that was sent with `async=true`.
pub(crate) struct ScriptOutput {
    pub(crate) text: String,
    /// The time at which it ended.
    pub(crate) ended: String,
}

/// Data, catalog and running work. Locks are held within one synchronous step.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) faults: Rules,
    /// The vector indexes that are being rebuilt.
    pub(crate) rebuilds: Rebuilds,
    pub(crate) runs: Runs,
    pub(crate) installs: Installs,
    pub(crate) loads: Loads,
    pub(crate) panics: Panics,
    pub(crate) database: SharedDatabase,
    /// One for each script that can run at the same time; others wait.
    pub(crate) scripts: Arc<Semaphore>,
    stored: SharedStored,
    accounts: Mutex<Accounts>,
    log: Mutex<RequestLog>,
    monitor: Mutex<Monitor>,
    archives: Mutex<Archives>,
    shell: Mutex<ShellSessions>,
    /// The output of scripts that were sent with `async=true`.
    outputs: Mutex<Recent<ScriptOutput>>,
    /// The optimizer's statistics that were persisted, by graph.
    cardinalities: Mutex<HashMap<String, Cardinality>>,
}

impl State {
    pub(crate) fn new(
        config: Config,
        clock: Clock,
        accounts: Accounts,
        files: Files,
        mut settings: Settings,
    ) -> Self {
        let files = Arc::new(files);
        let readable = files.clone();
        settings.read = Some(Arc::new(move |path| {
            let found = readable.read(path, None).map_err(|error| error.to_string())?;
            let texts = found.iter().map(|file| String::from_utf8_lossy(&file.bytes));
            Ok(texts.collect())
        }));
        let (database, stored) = (SharedDatabase::default(), SharedStored::default());
        let panics = Panics::default();
        Self {
            config,
            faults: Rules::default(),
            rebuilds: Rebuilds::default(),
            runs: Runs::new(
                database.clone(),
                stored.clone(),
                files.root().map(ToOwned::to_owned),
                settings,
                clock.clone(),
                panics.clone(),
            ),
            installs: Installs::default(),
            loads: Loads::new(files, database.clone(), stored.clone(), clock.clone()),
            clock,
            panics,
            database,
            scripts: Arc::new(Semaphore::new(MAX_SCRIPTS)),
            stored,
            accounts: Mutex::new(accounts),
            log: Mutex::default(),
            monitor: Mutex::default(),
            archives: Mutex::default(),
            shell: Mutex::default(),
            outputs: Mutex::new(Recent::new(MAX_OUTPUTS, MAX_OUTPUT_BYTES)),
            cardinalities: Mutex::default(),
        }
    }

    pub(crate) fn accounts(&self) -> MutexGuard<'_, Accounts> {
        lock(&self.accounts)
    }

    /// Returns the current data, which does not change.
    pub(crate) fn read(&self) -> Arc<Database> {
        self.database.read()
    }

    pub(crate) fn write(&self) -> DatabaseWriter<'_> {
        self.database.write()
    }

    /// Locks queries, jobs and data sources. A caller that needs the data too locks that first.
    pub(crate) fn stored(&self) -> MutexGuard<'_, Stored> {
        self.stored.lock()
    }

    /// Parses a query, which can use the types of accumulators of the catalog.
    ///
    /// # Errors
    ///
    /// Returns the problems that can be found without a schema.
    pub(crate) fn program(&self, text: &str) -> Result<Program, Vec<Problem>> {
        let types = self.stored().accumulators.clone();
        Program::read(text, &types)
    }

    /// Creates the program of a query that was read from a text, as [`Self::program`] does.
    ///
    /// # Errors
    ///
    /// Returns the problems that can be found without a schema.
    pub(crate) fn program_of(&self, text: &str, query: Query) -> Result<Program, Vec<Problem>> {
        let types = self.stored().accumulators.clone();
        Program::of(text, query, &types)
    }

    pub(crate) fn monitor(&self) -> MutexGuard<'_, Monitor> {
        lock(&self.monitor)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.log)
    }

    pub(crate) fn shell(&self) -> MutexGuard<'_, ShellSessions> {
        lock(&self.shell)
    }

    pub(crate) fn outputs(&self) -> MutexGuard<'_, Recent<ScriptOutput>> {
        lock(&self.outputs)
    }

    pub(crate) fn cardinalities(&self) -> MutexGuard<'_, HashMap<String, Cardinality>> {
        lock(&self.cardinalities)
    }

    /// Writes an archive of everything that is stored.
    ///
    /// # Errors
    ///
    /// If the request names what cannot be exported.
    pub(crate) fn export(&self, request: TransferRequest) -> Result<(), String> {
        // Under this lock, data and catalog are of the same moment.
        let database = self.write();
        let stored = self.stored();
        lock(&self.archives).export(request, &database, &stored)
    }

    /// Replaces everything that is stored by an archive.
    ///
    /// # Errors
    ///
    /// If the archive does not exist, or the request does not fit it.
    pub(crate) fn import(&self, request: &TransferRequest) -> Result<(), String> {
        let (database, stored) = lock(&self.archives).import(request)?;
        let mut here = self.write();
        *here = database;
        *self.stored() = stored;
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
