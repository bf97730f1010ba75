//! Bodies of requests and answers: upserts, the arguments and results of queries, rows.

mod answer;
mod argument;
#[cfg(feature = "arrow-60")]
mod batches;
mod result;
#[cfg(feature = "client")]
mod selection;
mod upsert;

pub use answer::Answer;
pub use argument::{Argument, Parameter, ParameterOf};
pub use result::{ReadResult, ResultKey};
pub use upsert::UpsertBody;

#[cfg(feature = "client")]
pub(crate) use argument::Shape;
#[cfg(feature = "arrow-60")]
pub(crate) use batches::{BatchRows, Columns};
#[cfg(feature = "client")]
pub(crate) use result::is_of_type;
#[cfg(feature = "client")]
pub(crate) use selection::Selection;
#[cfg(feature = "client")]
pub(crate) use upsert::{LineFile, LinePart, LinesOf, RowBody, RowWithEnd};
