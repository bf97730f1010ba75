//! The JSON that both directions share: strings, and where a value ends.

mod read;
mod scan;
mod write;

pub(super) use read::{JsonText, brief, read_string};
pub(crate) use scan::{Scan, skip_value};
pub(super) use write::{count_characters, needs_escape, write_string};
