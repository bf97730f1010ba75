//! Loading jobs at work: lines into vertices and edges. Knows the store and the language's AST,
//! nothing of HTTP.

mod condition;
mod error;
mod expr;
mod feed;
mod format;
mod functions;
mod line;
mod lines;
mod plan;
mod statistics;
mod time;
mod value;
mod writes;

pub(crate) use error::LoadError;
pub(crate) use expr::Env;
pub(crate) use feed::{BATCH, ErrorLimits, Feed, Options};
pub(crate) use format::Overrides;
pub(crate) use plan::sources;
pub(crate) use statistics::{FileCounts, ObjectCounts, ObjectKind, Statistics};
