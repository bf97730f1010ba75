//! Settings of queries.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value as Json;

/// A user-defined function: its arguments and its result are JSON.
pub(crate) type UserFunction = Arc<dyn Fn(&[Json]) -> Json + Send + Sync>;

/// Reads a file as text. The error is the reason for which it cannot be read.
pub(crate) type FileReader = Arc<dyn Fn(&str) -> Result<String, String> + Send + Sync>;

/// The parts of a server that its queries use: settings of the builder, and files.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) functions: BTreeMap<String, UserFunction>,
    /// The first state of the generator of random numbers of each run.
    pub(crate) seed: u64,
    pub(crate) read: Option<FileReader>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let functions: Vec<_> = self.functions.keys().collect();
        f.debug_struct("Settings")
            .field("functions", &functions)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}
