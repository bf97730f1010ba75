//! Stored queries: creating, installing, describing, running.

mod check;
mod description;
mod install;
mod run;
mod signature;
mod stored;

pub(super) use check::check;
pub(super) use description::{describe, drop as drop_descriptions, show as show_descriptions};
pub(super) use install::{install, status as install_status, submit};
pub(super) use run::{interpret, library, run};
pub(super) use signature::signature;
pub(super) use stored::{create, delete, get, graph, info, list};
