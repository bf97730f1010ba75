//! GSQL text: sent as a statement, a script or a file.

mod evidence;
mod judge;
pub(crate) mod outline;
mod scope;
pub(crate) mod shell;
mod submitted;

use std::path::PathBuf;
use std::time::Duration;

use tokio::task::spawn_blocking;

pub(crate) use evidence::Confirm;
pub use judge::{GsqlFinding, GsqlOutput};
pub(crate) use scope::{Scope, means_all};
pub use submitted::{GsqlRequest, GsqlRequestStatus};

use self::evidence::Expected;
use crate::client::Client;
use crate::client::api::gsql as api;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, Operation, operation};

/// The verb of errors and traces.
const RUN: &str = "run GSQL on";

/// Runs GSQL: [`Graph::gsql`](crate::Graph::gsql) and
/// [`GraphAdmin::gsql_file`](crate::graph::GraphAdmin::gsql_file). Awaited, it returns what the
/// server prints.
///
/// `POST /gsql/v1/statements`, on 3.x `POST /gsqlserver/gsql/file`. The server reports in prose if
/// a statement succeeded; its texts for failures are known here, and are not failures where a
/// statement such as `SHOW` prints texts of the user. Of `INSTALL QUERY` it must report the end:
/// some servers only print how to call the query, and leave it pending.
///
/// # Errors
///
/// With [`ErrorKind::Gsql`] when a statement failed; the message is what the server printed.
/// Statements before it may have been executed, and those after it are: nothing is repeated
/// automatically. [`output`](Self::output) returns each failure and makes none of them an error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Gsql {
    client: Client,
    script: Script,
    checked: bool,
    confirm: Confirm,
    timeout: Option<Duration>,
}

#[derive(Debug)]
enum Script {
    Text(String),
    File(PathBuf),
}

impl Script {
    async fn read(self) -> Result<String> {
        let path = match self {
            Self::Text(text) => return Ok(text),
            Self::File(path) => path,
        };
        let shown = path.display().to_string();
        let unreadable = |reason: String| {
            let message = format!("the script {shown} cannot be read: {reason}");
            Error::new(ErrorKind::Encode, message)
        };
        match spawn_blocking(move || std::fs::read_to_string(path)).await {
            Ok(Ok(text)) => Ok(text),
            Ok(Err(error)) => Err(unreadable(error.to_string()).with_source(error)),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }
}

impl Gsql {
    pub(crate) fn new(client: Client, script: String) -> Self {
        Self::of(client, Script::Text(script))
    }

    pub(crate) fn of_file(client: Client, path: PathBuf) -> Self {
        Self::of(client, Script::File(path))
    }

    fn of(client: Client, script: Script) -> Self {
        Self { client, script, checked: false, confirm: Confirm::Installations, timeout: None }
    }

    /// Sets the statements whose success the output must report.
    pub(crate) fn confirm(mut self, confirm: Confirm) -> Self {
        self.confirm = confirm;
        self
    }

    /// Takes this long at most.
    pub(crate) fn limit(mut self, limit: Option<Duration>) -> Self {
        self.timeout = limit;
        self
    }

    /// Reads the script before it is sent, and sends nothing if it has a mistake: the server would
    /// have executed the statements before that. Only the form of the statements is checked here.
    pub fn checked(mut self) -> Self {
        self.checked = true;
        self
    }

    /// Runs the script and returns its output with the outcome of its statements. A failed
    /// statement is not an error: look, or call [`require_success`](GsqlOutput::require_success).
    ///
    /// # Errors
    ///
    /// When the request fails, or the file cannot be read.
    pub fn output(self) -> Operation<GsqlOutput> {
        let timeout = self.timeout;
        Operation::new(async move |deadline| self.limit(deadline.left()).answer().await)
            .limited(timeout)
    }

    /// Hands the script to the server, which runs it by itself (`async=true`), for scripts that
    /// take longer than a gateway waits. Servers from 4.1 on.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when the request fails, or the file cannot be read.
    pub fn submit(self) -> Operation<GsqlRequest> {
        Operation::new(move |deadline| submitted::submit(self, deadline))
    }

    /// Returns the printed text of statements that succeeded.
    pub(crate) async fn run(self) -> Result<String> {
        let scope = Scope::of_graph(&self.client, RUN);
        self.answer().await?.into_text().map_err(|error| scope.named(error))
    }

    /// The text to send.
    async fn script(self) -> Result<String> {
        let text = self.script.read().await?;
        if self.checked {
            judge::check(&text)?;
        }
        Ok(text)
    }

    async fn answer(self) -> Result<GsqlOutput> {
        let (scope, timeout) = (Scope::of_graph(&self.client, RUN), self.timeout);
        let confirm = self.confirm;
        let deadline = Deadline::after(timeout);
        let script = deadline.bound(self.script()).await.map_err(|error| scope.named(error))?;
        let reply = scope.reply(api::script(&script, timeout), deadline).await?;
        // Some servers wrap the text.
        let text =
            if reply.message().is_empty() { reply.text() } else { reply.message().to_owned() };
        Ok(GsqlOutput::read(&text, &Expected::of(&script), confirm))
    }
}

operation!(impl [] Gsql => String);
