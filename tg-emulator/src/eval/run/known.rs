//! The values of a merged ACCUM clause that are the same for all ends of the last hop.

use super::Machine;
use crate::eval::Value;
use crate::eval::plan::{Added, Merge, Node, Slot, Stmt};
use crate::eval::stop::Stop;
use crate::eval::value::Column;
use crate::store::VertexRef;

/// The values that are the same for all ends of the last hop, one per statement.
#[derive(Default)]
pub(super) struct Known {
    /// `None` for the values that depend on the end, and if a type does not have an attribute.
    pub(super) values: Vec<Option<Value>>,
    /// The values for several sources, if they could be computed together.
    columns: Option<Vec<Option<Column>>>,
    /// The position of the present source among them.
    pub(super) source: usize,
}

impl<'a> Machine<'a> {
    /// Computes the values for several sources, if they are plain. They must not depend on another
    /// alias.
    pub(super) fn know_sources(
        &mut self,
        merge: &Merge,
        statements: &'a [Stmt],
        slot: Slot,
        sources: &[VertexRef],
        known: &mut Known,
    ) {
        self.loops += 1;
        let column = |(part, statement): (&_, &'a _)| match (part, statement) {
            (Added { per_row: false, .. }, Stmt::Assign { value, .. }) => {
                // The same for all ends, but not for all sources.
                let value = if let Node::Once(_, value) = value { value } else { value };
                self.values_at(slot, value, sources).map(Some)
            }
            _ => Some(None),
        };
        known.columns = merge.parts.iter().zip(statements).map(column).collect();
    }

    /// Evaluates the values for the present source.
    pub(super) fn know(
        &mut self,
        merge: &Merge,
        statements: &'a [Stmt],
        known: &mut Known,
    ) -> Result<(), Stop> {
        known.values.clear();
        if let Some(columns) = &known.columns {
            let value = |column: &Column| column.get(known.source).into();
            known.values.extend(columns.iter().map(|column| column.as_ref().map(value)));
            return Ok(());
        }
        for (part, statement) in merge.parts.iter().zip(statements) {
            known.values.push(match statement {
                Stmt::Assign { value, .. } if !part.per_row => match self.eval(value) {
                    Ok(value) => Some(value),
                    Err(Stop::Missing(_)) => None,
                    Err(stop) => return Err(stop),
                },
                _ => None,
            });
        }
        Ok(())
    }
}
