//! Installing the queries of a program.

mod create;
mod report;

use std::fmt;
use std::time::Duration;

pub use report::InstallReport;
use tg_gsql::model::Catalog;

use super::check::check_sources;
use super::source::{QuerySource, installable};
use crate::client::Client;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::error::Result;
use crate::operation::{Deadline, OnProgress, Operation, operation};
use crate::query::{Installation, Queries, StoredState};
use create::{Creation, after, other_callers, steps};

/// Creates and installs queries that are missing or differ:
/// [`Graph::install_queries`](crate::Graph::install_queries) and [`Queries::install_changed`].
///
/// The stored queries are read first. Those that are missing, have another text or are drafts are
/// created by `CREATE OR REPLACE`, after the queries that they call; queries that call a changed
/// one are created again. Then all that are not installed are installed in one request. A query
/// that is installed with the same text is not touched; layout, comments and `OR REPLACE` do not
/// count. Nothing is dropped.
///
/// A query that is replaced cannot be run until it is installed, which takes the server about a
/// minute.
///
/// # Errors
///
/// * [`ErrorKind::Gsql`] when a query has mistakes: found before anything is changed, or by the
///   compiler of the server. The message has the file and line of each. In the second case the
///   query gets its previous text again, queries that call it are left as they are, and the others
///   are installed; the message names them.
/// * Those of [`Queries::install`]. When another error ends the operation, the message has what was
///   created until then. The next call does the rest.
#[must_use = "operations do nothing until they are awaited"]
pub struct InstallChanged {
    client: Client,
    sources: Vec<QuerySource>,
    schema: Option<Operation<Catalog>>,
    progress: Option<OnProgress<'static, Installation>>,
    timeout: Option<Duration>,
}

impl Queries {
    /// Creates and installs those of a program's queries that are missing or differ, and touches no
    /// other one. [`Graph::install_queries`](crate::Graph::install_queries) does it for typed
    /// queries.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// use tg_runtime::query::QuerySource;
    ///
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let text = "CREATE QUERY next(INT n) FOR GRAPH Goods { PRINT n + 1 AS next; }";
    /// let report = graph.queries().install_changed([QuerySource::new("next", text)]).await?;
    /// println!("{report}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn install_changed(
        &self,
        sources: impl IntoIterator<Item = QuerySource>,
    ) -> InstallChanged {
        InstallChanged {
            client: self.client.clone(),
            sources: sources.into_iter().collect(),
            schema: None,
            progress: None,
            timeout: None,
        }
    }
}

impl InstallChanged {
    /// Calls this with each state of the installation that the server reports.
    pub fn on_progress(mut self, report: impl FnMut(&Installation) + Send + 'static) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Checks what is created against this schema before anything is changed.
    pub(crate) fn checked(mut self, schema: Operation<Catalog>) -> Self {
        self.schema = Some(schema);
        self
    }

    async fn run(self) -> Result<InstallReport> {
        let deadline = Deadline::after(self.timeout);
        let sources = installable(self.sources)?;
        if sources.is_empty() {
            return Ok(InstallReport::default());
        }
        let graph = self.client.graph().to_owned();
        let queries = Queries::new(self.client);
        let stored = queries.get_all().within(deadline).await?;
        let steps = steps(&sources, &stored);
        if let Some(schema) = self.schema.filter(|_| steps.iter().any(|step| step.changes)) {
            let catalog = schema.within(deadline).await?;
            let mut check = check_sources(&sources, &catalog, &graph, None);
            let changes = |name: &str| steps.iter().any(|it| it.changes && it.source.name == name);
            check.findings.retain(|found| changes(&found.query));
            check.require_clean().map_err(|error| {
                error.during(|| format!("install the queries of {graph}")).because(format_args!(
                    "nothing was changed, as the queries do not fit the schema of `{graph}`"
                ))
            })?;
        }
        let others = other_callers(&steps, &stored);
        let mut work = Creation::new(&queries, deadline);
        work.run(&steps).await?;
        let Creation { mut report, install: mut names, failures, .. } = work;
        if !others.is_empty() {
            let now = queries.get_all().within(deadline).await;
            let now = now.map_err(|error| failures.beside(after(error, &report)))?;
            for other in now.into_iter().filter(|it| others.contains(&it.name)) {
                match other.state {
                    StoredState::Draft => report.invalid_callers.push(other.name),
                    _ => names.push(other.name),
                }
            }
        }
        if !names.is_empty() {
            let mut install = queries.install(&names);
            if let Some(left) = deadline.left() {
                install = install.timeout(left);
            }
            if let Some(progress) = self.progress {
                install = install.on_progress(progress);
            }
            install.await.map_err(|error| failures.beside(after(error, &report)))?;
            report.installed = names;
        }
        match failures.into_error(&graph, &report) {
            Some(error) => Err(error),
            None => Ok(report),
        }
    }
}

operation!(impl [] InstallChanged => InstallReport);

impl fmt::Debug for InstallChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.sources.iter().map(|source| &source.name).collect();
        f.debug_struct("InstallChanged").field("queries", &names).finish_non_exhaustive()
    }
}
