//! Every operation of a vertex handle.

mod deleting;
mod finding;
mod model;
mod reading;
mod streaming;
mod updating;
mod writing;
