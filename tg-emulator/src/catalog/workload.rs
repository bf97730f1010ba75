//! Workload queues: how many queries of a kind run at the same time, and who may send them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The queues, as they are configured and returned.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Workload {
    pub(crate) is_enabled: bool,
    #[serde(default)]
    pub(crate) queues: BTreeMap<String, Queue>,
    /// The users and roles that may use a queue, by its name.
    #[serde(skip)]
    grants: BTreeMap<String, BTreeSet<Holder>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Queue {
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) is_default: bool,
    max_concurrent_queries: u64,
    max_delay_queue_size: u64,
}

/// The holder of the permission to use a queue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holder {
    User(String),
    Group(String),
    Role(String),
}

impl Workload {
    /// Replaces the configuration. Permissions for queues that remain are kept.
    ///
    /// # Errors
    ///
    /// The server's message, if more than one queue is the default.
    pub(crate) fn configure(&mut self, new: Self) -> Result<(), String> {
        let defaults = new.queues.iter().filter(|(_, queue)| queue.is_default);
        let defaults: Vec<_> = defaults.map(|(name, _)| name.as_str()).collect();
        if defaults.len() > 1 {
            let names = defaults.join(", ");
            return Err(format!("Only one queue can be the default, not [{names}]."));
        }
        let mut grants = std::mem::take(&mut self.grants);
        grants.retain(|name, _| new.queues.contains_key(name));
        *self = Self { grants, ..new };
        Ok(())
    }

    /// Grants a queue to holders, or revokes it from them.
    ///
    /// # Errors
    ///
    /// The server's message, if the queue does not exist.
    pub(crate) fn permit(
        &mut self,
        queue: &str,
        holders: Vec<Holder>,
        grant: bool,
    ) -> Result<(), String> {
        if !self.queues.contains_key(queue) {
            return Err(format!("The workload queue '{queue}' does not exist."));
        }
        let held = self.grants.entry(queue.to_owned()).or_default();
        for holder in holders {
            if grant {
                held.insert(holder);
            } else {
                held.remove(&holder);
            }
        }
        Ok(())
    }

    pub(crate) fn holders(&self, queue: &str) -> impl Iterator<Item = &Holder> {
        self.grants.get(queue).into_iter().flatten()
    }

    /// Returns `true` if a caller who is one of these holders may use a queue. The default queue is
    /// for everyone.
    pub(crate) fn is_open(&self, queue: &str, caller: &[Holder]) -> bool {
        let is_default = self.queues.get(queue).is_some_and(|queue| queue.is_default);
        is_default || self.holders(queue).any(|holder| caller.contains(holder))
    }
}
