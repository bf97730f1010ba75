//! Virtual edges: they are in a copy of the snapshot, which shares everything else with it.

use super::arena::MAX_VALUES;
use super::{Changes, Machine};
use crate::eval::Failure;
use crate::store::EdgeTypeId;

impl Machine<'_> {
    pub(super) fn is_virtual(&self, ty: EdgeTypeId) -> bool {
        let stored = self.environment.database.graphs.schema().edge_ids();
        ty.index() >= stored.len()
    }

    /// Returns the changes to which those of the edges of a type belong: virtual ones are not
    /// stored.
    pub(super) fn changes_of(&mut self, ty: EdgeTypeId) -> &mut Changes {
        match self.is_virtual(ty) {
            true => &mut self.virtual_changes,
            false => &mut self.changes,
        }
    }

    /// Makes the changes of virtual edges visible. A clause does not see its own ones.
    pub(super) fn apply_virtual_changes(&mut self) -> Result<(), Failure> {
        if self.virtual_changes.is_empty() {
            return Ok(());
        }
        let before = self.cx.graphs;
        let mut graphs = before.clone();
        graphs.apply_changes(std::mem::take(&mut self.virtual_changes).into_inner());
        self.budget().grow(graphs.bytes_apart(before))?;
        self.cx.graphs = self.versions.add(graphs).ok_or_else(|| {
            let what = "of virtual edges before a pattern is matched again";
            Failure::runtime(format!("there are more than {MAX_VALUES} changes {what}."))
        })?;
        Ok(())
    }
}
