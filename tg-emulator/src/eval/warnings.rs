//! Warnings about ids that do not exist.

use std::collections::BTreeMap;
use std::fmt;

/// The ids that do not exist, of the parameters and calls of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Warnings {
    /// The greatest number of invalid ids at one place, per vertex type.
    invalid_ids: BTreeMap<String, usize>,
}

impl Warnings {
    /// Records the number of invalid ids at one place. Several places often have the same ids.
    pub(super) fn invalid_ids(&mut self, ty: &str, count: usize) {
        if count == 0 {
            return;
        }
        match self.invalid_ids.get_mut(ty) {
            Some(known) => *known = count.max(*known),
            None => _ = self.invalid_ids.insert(ty.to_owned(), count),
        }
    }
}

impl fmt::Display for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (ty, count)) in self.invalid_ids.iter().enumerate() {
            let blank = if at == 0 { "" } else { " " };
            write!(f, "{blank}Runtime Warning: {count} ids are invalid {ty} vertex ids.")?;
        }
        Ok(())
    }
}
