//! The parts of a server that its queries use.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value as Json;

/// A user-defined function: its arguments and its result are JSON.
pub(crate) type UserFunction = Arc<dyn Fn(&[Json]) -> Json + Send + Sync>;

/// The settings of the builder that concern queries.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) functions: BTreeMap<String, UserFunction>,
    /// The first state of the generator of random numbers of each run.
    pub(crate) seed: u64,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let functions: Vec<_> = self.functions.keys().collect();
        f.debug_struct("Settings").field("functions", &functions).field("seed", &self.seed).finish()
    }
}
