//! Execution of loading jobs: the conversion of lines to vertices and edges. Depends on the store
//! and the AST of the language, not on HTTP.

mod condition;
mod error;
mod expr;
mod feed;
mod files;
mod format;
mod functions;
mod line;
mod lines;
mod plan;
mod preview;
mod run;
mod runs;
mod statistics;
mod time;
mod value;
mod writes;

pub(crate) use error::LoadError;
pub(crate) use expr::Env;
pub(crate) use feed::{BATCH, ErrorLimits, Feed, Options};
pub(crate) use files::Files;
pub(crate) use format::Overrides;
pub(crate) use plan::sources;
pub(crate) use preview::{PreviewFormat, preview};
pub(crate) use run::{FileProgress, LoadRun, RunState};
pub(crate) use runs::{Drive, Input, Loads, Place, RunRequest};
pub(crate) use statistics::{FileCounts, ObjectCounts, ObjectKind, Statistics};
