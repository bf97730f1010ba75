//! Typed queries: what the methods that `#[tigergraph]` writes are made of.

mod call;
mod check;
mod install;
mod record;
mod signature;
mod source;
mod untyped;
mod verify;

pub use check::{QueryCheck, SourceFinding};
pub(crate) use check::{check_sources, check_spec};
pub use install::{InstallChanged, InstallReport};
pub use record::{ReadRecord, Record};
pub use source::QuerySource;
pub use untyped::UntypedValue;
pub(crate) use verify::verify_spec;
pub use verify::{QueryDifference, QueryDifferenceKind, QueryReport};

use super::QueryResults;
use crate::error::Result;

/// The results of a query as a whole: [`QueryResults`], in which values have names, or the struct
/// that `#[tigergraph]` writes for a typed query.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the results of a query",
    label = "the results of a typed query are the struct that `#[tigergraph]` wrote for it"
)]
pub trait TypedResults: Sized {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the query printed something else:
    /// the installed query is another one than that of the file.
    fn read(results: QueryResults) -> Result<Self>;
}

impl TypedResults for QueryResults {
    fn read(results: QueryResults) -> Result<Self> {
        Ok(results)
    }
}

/// A query that prints nothing.
impl TypedResults for () {
    fn read(_: QueryResults) -> Result<Self> {
        Ok(())
    }
}
