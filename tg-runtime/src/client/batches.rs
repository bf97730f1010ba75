//! Rows as a stream of Arrow record batches.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use futures_core::Stream;
use futures_util::stream;

use super::RowStream;
use crate::body::{BatchRows, Columns};
use crate::error::Result;
use crate::value::{DecodeError, Row};

/// Record batches of vertices or edges, in constant memory: `record_batches(rows)` of
/// [`Find`](crate::vertices::Find), [`List`](crate::edges::List) and
/// [`ListAll`](crate::edges::ListAll), and of [`NamedRows`](crate::graph::NamedRows).
///
/// Only one batch is in memory. It has the given number of rows, and fewer if it is the last one or
/// its values take more than 64 MiB of JSON. The first error is the last item.
///
/// | attribute | Arrow |
/// | --- | --- |
/// | INT, UINT | Int64, UInt64 |
/// | FLOAT, DOUBLE | Float32, Float64 |
/// | BOOL, STRING | Boolean, Utf8 |
/// | DATETIME | Timestamp of seconds in UTC |
/// | FIXED_BINARY(n) | FixedSizeBinary(n); null if it was never written |
/// | LIST, SET | List |
/// | MAP | Map |
/// | a tuple | Struct |
///
/// The first columns are the primary id, unless it is among the attributes; of edges `from` and
/// `to`, the ids as the server spells them, with `from_type` and `to_type` where an end may have
/// several types. Answers have no vectors. [`RecordBatches`](crate::load::RecordBatches) reads the
/// batches in a load.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64 }
/// # async fn example(packages: Vertices<Package>) -> Result<()> {
/// let mut batches = packages.find(|p| p.weight_kg.gt(20.0)).record_batches(65_536);
/// println!("{}", batches.schema());
/// while let Some(batch) = batches.next().await {
///     println!("{} rows", batch?.num_rows());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct RecordBatchStream {
    schema: SchemaRef,
    batches: RowStream<RecordBatch>,
}

impl RecordBatchStream {
    /// Creates a stream of the rows of `open`, which reads rows by the given function.
    pub(crate) fn new<F>(columns: Columns, max_rows: usize, open: F) -> Self
    where
        F: FnOnce(ReadBatch) -> RowStream<Option<RecordBatch>>,
    {
        let schema = columns.schema();
        let read = ReadBatch(Arc::new(Mutex::new(BatchRows::new(columns, max_rows))));
        let rows = open(read.clone());
        let batches = stream::unfold(Some((rows, read)), async |state| {
            let (mut rows, read) = state?;
            loop {
                return match rows.next().await {
                    Some(Ok(None)) => continue,
                    Some(Ok(Some(batch))) => Some((Ok(batch), Some((rows, read)))),
                    Some(Err(error)) => Some((Err(error), None)),
                    None => {
                        let last = read.with(BatchRows::finish).map_err(Into::into).transpose();
                        last.map(|batch| (batch, None))
                    }
                };
            }
        });
        Self { schema, batches: RowStream::of(batches) }
    }

    /// Returns the schema of all batches, also if there are none.
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Returns the next batch; `None` after the last one, or after an error.
    ///
    /// # Errors
    ///
    /// Those of the operation that the stream is of, those of the connection while the answer
    /// arrives, and when a value does not fit its type.
    pub async fn next(&mut self) -> Option<Result<RecordBatch>> {
        self.batches.next().await
    }
}

impl Stream for RecordBatchStream {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.batches).poll_next(context)
    }
}

impl fmt::Debug for RecordBatchStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordBatchStream").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// Adds rows to the batches of a stream; the requests of edges share it.
#[derive(Clone)]
pub(crate) struct ReadBatch(Arc<Mutex<BatchRows>>);

impl ReadBatch {
    /// Adds a row, whose ends are exchanged if it is `turned`.
    pub(crate) fn add(
        &self,
        row: &mut Row<'_>,
        turned: bool,
    ) -> Result<Option<RecordBatch>, DecodeError> {
        self.with(|rows| rows.add(row, turned))
    }

    fn with<T>(&self, work: impl FnOnce(&mut BatchRows) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
