//! Installed queries: running, status, lists, aborting.

mod answer;
mod endpoints;
mod processes;
mod run;
mod status;

pub(crate) use answer::answer_to;
pub(crate) use endpoints::endpoint;
pub(super) use endpoints::endpoints;
pub(super) use processes::{abort, all as all_processes, delayed, of_graph as processes};
pub(super) use run::run;
pub(crate) use run::{start, submitted};
pub(super) use status::{result, status};
