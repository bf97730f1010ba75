//! A running server and its handles.

use std::fmt;
use std::net::SocketAddr;
use std::ops::Deref;
use std::panic::resume_unwind;
use std::sync::Arc;

use bytes::Bytes;
use tokio::task::JoinHandle;

use crate::builder::{Builder, StartError, listen, serve_all};
use crate::clock::Clock;
use crate::config::{Generation, Version};
use crate::fault::{Fault, FaultRule, FaultRuleStart, RuleHandle, Scope};
use crate::gsql;
use crate::indexes::VectorRebuild;
use crate::log::RequestLog;
use crate::monitor::License;
use crate::request::Port;
use crate::state::State;

/// A running server on the tokio runtime that started it. It ends when this is dropped.
///
/// If a handler of the server panicked, dropping this, or [`shutdown`](Self::shutdown), panics in
/// the same way, so that the test that owns the server fails.
/// Its operations are methods of [`Handle`], to which this derefs.
/// Everything that can be asked of it is on [`Handle`], to which this derefs.
#[derive(Debug)]
#[must_use = "a server ends when it is dropped"]
pub struct Emulator {
    handle: Handle,
    tasks: Vec<JoinHandle<()>>,
}

impl Emulator {
    /// Starts a server with all defaults: 4.x, on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// If no port is available.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder that configures a server.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(handle: Handle, tasks: Vec<JoinHandle<()>>) -> Self {
        Self { handle, tasks }
    }

    /// Returns a handle for other tasks. It can be cloned and does not keep the server alive.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Ends the server and waits until its ports and connections are closed.
    ///
    /// # Panics
    ///
    /// If a handler panicked.
    pub async fn shutdown(mut self) {
        self.handle.state.runs.abort_all();
        self.handle.state.loads.stop_all();
        self.close().await;
    }

    /// Closes the ports and all connections, as a server does that restarts. All data is kept, and
    /// queries and loading jobs go on; [`listen`](Self::listen) opens the ports again.
    ///
    /// ```no_run
    /// # use tg_emulator::{Emulator, StartError};
    /// # async fn example(emulator: &mut Emulator) -> Result<(), StartError> {
    /// emulator.close().await;
    /// // clients cannot connect here ...
    /// emulator.listen().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn close(&mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            // An aborted task ends with an error.
            let _ = task.await;
        }
    }

    /// Opens the ports again after [`close`](Self::close): the same as before.
    ///
    /// # Errors
    ///
    /// If a port has been taken in the meantime.
    pub async fn listen(&mut self) -> Result<(), StartError> {
        if self.tasks.is_empty() {
            let Handle { state, host, main, restpp } = &self.handle;
            let mut listeners = vec![(listen(host, main.port()).await?.0, Port::Gsql)];
            if let Some(address) = restpp {
                listeners.push((listen(host, address.port()).await?.0, Port::Restpp));
            }
            self.tasks = serve_all(listeners, state);
        }
        Ok(())
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.handle.state.runs.abort_all();
        self.handle.state.loads.stop_all();
        for task in &self.tasks {
            task.abort();
        }
        let panic = self.handle.state.panics.take();
        if let (Some(payload), false) = (panic, std::thread::panicking()) {
            resume_unwind(payload);
        }
    }
}

impl Deref for Emulator {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

/// The error of a script with a statement that failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the GSQL failed; the server printed:\n{output}")]
pub struct ScriptError {
    /// The output of the script, including that of statements that succeeded.
    pub output: String,
}

/// A handle of a running server. Clones are handles of the same server.
#[derive(Clone)]
pub struct Handle {
    state: Arc<State>,
    host: String,
    main: SocketAddr,
    restpp: Option<SocketAddr>,
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("url", &self.url())
            .field("version", &self.version())
            .finish_non_exhaustive()
    }
}

impl Handle {
    pub(crate) fn new(
        state: Arc<State>,
        host: String,
        main: SocketAddr,
        restpp: Option<SocketAddr>,
    ) -> Self {
        Self { state, host, main, restpp }
    }

    /// Returns the address of the server for clients, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_of(self.main)
    }

    /// Returns the address of RESTPP, without a slash at the end: on 3.x a port of its own, on 4.x
    /// `/restpp` below [`url`](Self::url).
    #[must_use]
    pub fn restpp_url(&self) -> String {
        match (self.restpp, self.generation()) {
            (Some(address), Generation::V3) => self.url_of(address),
            _ => format!("{}/restpp", self.url()),
        }
    }

    /// Returns the address of the GSQL server: [`url`](Self::url).
    #[must_use]
    pub fn gsql_url(&self) -> String {
        self.url()
    }

    /// Returns the main port, 14240 on a real server.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.main.port()
    }

    /// Returns the port of RESTPP alone, 9000 on a real 3.x server, if there is one.
    #[must_use]
    pub fn restpp_port(&self) -> Option<u16> {
        self.restpp.map(|address| address.port())
    }

    /// Returns the version of the server.
    #[must_use]
    pub fn version(&self) -> Version {
        self.state.config.version
    }

    /// Returns the generation of the server.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.state.config.generation()
    }

    /// Returns the first user's name; `tigergraph` unless the builder set another.
    #[must_use]
    pub fn user(&self) -> String {
        self.state.accounts().first_user().to_owned()
    }

    /// Returns the first user's password; `tigergraph` unless the builder set another.
    #[must_use]
    pub fn password(&self) -> String {
        let accounts = self.state.accounts();
        accounts.password(accounts.first_user()).unwrap_or_default().to_owned()
    }

    /// Returns the first secret of the first user, and creates one if there is none, so that a test
    /// can connect in one line.
    #[must_use]
    pub fn secret(&self) -> String {
        let mut accounts = self.state.accounts();
        let user = accounts.first_user().to_owned();
        let known = accounts.secrets_of(&user).next().map(|secret| secret.value.clone());
        known.unwrap_or_else(|| {
            let made = accounts.add_secret(&user, None, None, None);
            made.map(|secret| secret.value).unwrap_or_default()
        })
    }

    /// Runs GSQL as the first user, and returns its output: the same text as over the wire.
    ///
    /// # Errors
    ///
    /// If a statement failed. Those after it have run all the same, unless it is a syntax error.
    pub async fn gsql(&self, script: &str) -> Result<String, ScriptError> {
        let context = gsql::Context::default();
        let (output, _) = gsql::run(&self.state, &self.user(), context, script).await;
        if output.failed { Err(ScriptError { output: output.text }) } else { Ok(output.text) }
    }

    #[cfg(test)]
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Returns the clock that tokens expire by.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.state.clock.clone()
    }

    /// Makes every token that was issued so far expire now.
    pub fn expire_tokens(&self) {
        self.state.accounts().expire_tokens(self.state.clock.seconds());
    }

    /// Replaces the license, from the next request on.
    pub fn set_license(&self, license: License) {
        self.state.monitor().license = license;
    }

    /// Returns the requests that have arrived so far.
    #[must_use]
    pub fn requests(&self) -> RequestLog {
        self.state.log().clone()
    }

    /// Clears the log of requests.
    pub fn forget_requests(&self) {
        *self.state.log() = RequestLog::default();
    }

    /// Marks the index of a vector attribute as being rebuilt, until it is
    /// [finished](VectorRebuild::finish): `GET /vector/status` reports it. Searches find everything
    /// that was written all the same.
    ///
    /// ```no_run
    /// # fn example(emulator: &tg_emulator::Emulator) {
    /// // The third request finds it ready.
    /// let _ = emulator.rebuild_vectors("Package", "embedding").for_questions(2);
    /// # }
    /// ```
    pub fn rebuild_vectors(&self, vertex_type: &str, attribute: &str) -> VectorRebuild {
        VectorRebuild::new(self.state.rebuilds.clone(), vertex_type, attribute)
    }

    /// Registers a file that loading jobs of this server find under its path, as if it were on the
    /// server's disk: `RUN LOADING JOB j USING f="/data/people.csv"`. A path that ends before a
    /// `/` of registered names is a folder with these files.
    ///
    /// ```no_run
    /// # use tg_emulator::{Emulator, ScriptError};
    /// # async fn example(emulator: &Emulator) -> Result<(), ScriptError> {
    /// emulator.put_file("/data/people.csv", "ann,30\nbob,31\n");
    /// let run = "USE GRAPH Social RUN LOADING JOB people USING f=\"/data/people.csv\"";
    /// emulator.gsql(run).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn put_file(&self, path: &str, content: impl Into<Bytes>) {
        self.state.loads.files.put(path, content.into());
    }

    /// Registers an object of a data source: a file of its bucket by its whole address
    /// (`s3://bucket/people.csv`), or the messages of a topic by the topic's name. Jobs load it and
    /// previews show it; no cloud is contacted.
    pub fn put_object(&self, data_source: &str, name: &str, content: impl Into<Bytes>) {
        self.state.loads.files.put_object(data_source, name, content.into());
    }

    /// Adds a fault rule, which applies from the next request on.
    pub fn fault(&self, rule: FaultRule) -> RuleHandle {
        self.state.faults.add(rule)
    }

    /// Starts a fault rule; `then` adds it.
    ///
    /// ```no_run
    /// # fn example(emulator: &tg_emulator::Emulator) {
    /// use tg_emulator::{Fault, Method, Path};
    ///
    /// let upserts = Path::starts("/restpp/graph").and(Method::POST);
    /// emulator.on(upserts).times(2).then(Fault::Status(503));
    /// # }
    /// ```
    pub fn on(&self, scope: impl Into<Scope>) -> OnEmulator<'_> {
        OnEmulator { handle: self, start: FaultRule::on(scope) }
    }

    fn url_of(&self, address: SocketAddr) -> String {
        format!("http://{}:{}", self.host, address.port())
    }
}

/// A fault rule for a running server, without its fault.
#[derive(Debug)]
#[must_use = "a rule has no effect until `then` sets its fault"]
pub struct OnEmulator<'a> {
    handle: &'a Handle,
    start: FaultRuleStart,
}

impl OnEmulator<'_> {
    /// Lets this many matching requests pass first.
    pub fn after(self, requests: usize) -> Self {
        Self { start: self.start.after(requests), ..self }
    }

    /// Applies at most this often; without it, always.
    pub fn times(self, times: usize) -> Self {
        Self { start: self.start.times(times), ..self }
    }

    /// Sets the fault and adds the rule.
    pub fn then(self, fault: Fault) -> RuleHandle {
        self.handle.fault(self.start.then(fault))
    }
}
