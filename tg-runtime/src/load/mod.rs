//! Loading: rows of the program's own types, and jobs with their data.
//!
//! [`Graph::load`](crate::Graph::load) reads rows from CSV, JSON lines or the program, maps each to
//! vertices and edges, and accounts for every row.
//!
//! A loading job defines how lines become vertices and edges. It is created once with
//! [`Graph::loading_jobs`](crate::Graph::loading_jobs), and then loads
//!
//! * data of the program: [`LoadingJob::file_variable`] sends bytes, a reader, a file, a stream, or
//!   rows;
//! * data that the server reads itself: [`LoadingJob::run`] starts a [`LoadingRun`] on files of the
//!   server and on data sources.
//!
//! ```no_run
//! # use tg_runtime::prelude::*;
//! # async fn example(graph: impl Graph) -> Result<()> {
//! let job = graph.loading_job("load_packages");
//! let rows = [("P-1", 2.5), ("P-2", 20.0)];
//! let report = job.file_variable("f").rows(rows).await?;
//! report.require_clean()?;
//! assert_eq!(report.vertex("Package").map(|it| it.valid), Some(2));
//! # Ok(())
//! # }
//! ```

mod definition;
mod jobs;
mod push;
mod report;
mod rows;
mod run;
mod statistics;

pub use definition::{LoadingJobDefinition, LoadingStatement, LoadingValue};
pub use jobs::LoadingJobs;
pub use push::{FileVariable, Load, LoadFormat};
pub use report::LoadReport;
pub(crate) use rows::LoadTypes;
pub use rows::{
    CsvSource, JsonLines, LoadAccount, LoadRows, Place, ReadRows, RejectedRow, RowOutput, RowSource,
};
// The command `tg` looks at files as a load reads them.
#[cfg(feature = "arrow-60")]
pub use rows::{ParquetSource, RecordBatches};
#[doc(hidden)]
pub use rows::{decompressed, matching_files};
pub use run::{LoadingRun, LoadingStatus, RunLoading, RunSource};
pub use statistics::{InvalidLine, LineCounts, ObjectCounts, ObjectKind};

use crate::client::Client;
pub use crate::upsert::Ack;
pub use bytes::Bytes;

/// One loading job: [`Graph::loading_job`](crate::Graph::loading_job), which sends no request.
#[derive(Debug, Clone)]
pub struct LoadingJob {
    client: Client,
    name: String,
}

impl LoadingJob {
    pub(crate) fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns a variable that the job defines by `DEFINE FILENAME`, to send data for it. A path in
    /// a LOAD itself has the name `__GSQL_FILENAME_0__`, the next one `__GSQL_FILENAME_1__`.
    pub fn file_variable(&self, name: impl Into<String>) -> FileVariable {
        FileVariable::new(self.client.clone(), self.name.clone(), name.into())
    }

    /// Runs the job on files of the server and on data sources.
    pub fn run(&self) -> RunLoading {
        RunLoading::new(self.client.clone(), self.name.clone())
    }
}
