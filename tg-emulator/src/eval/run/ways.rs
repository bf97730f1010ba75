//! The edges of the ways of a repeated hop.

use std::collections::BTreeSet;

use tg_gsql::syntax::ast::query::Repeat;

use super::Machine;
use super::hop::Term;
use super::rows::Candidates;
use crate::eval::Value;
use crate::eval::plan::{Hop, Ways};
use crate::eval::stop::Stop;
use crate::eval::value::EdgeValue;
use crate::store::VertexRef;

/// A vertex, and the edges of a way to it.
type Way = (VertexRef, Vec<EdgeValue>);

impl<'a> Machine<'a> {
    /// Follows a repeated hop along each of the shortest ways, and continues with its end and the
    /// list of its edges.
    pub(super) fn ways(
        &mut self,
        (hop, ways): (&'a Hop, &'a Ways),
        (term, Repeat { least, most }): (&Term, Repeat),
        candidates: &Candidates,
        from: VertexRef,
        next: &mut impl FnMut(&mut Self) -> Result<bool, Stop>,
    ) -> Result<(), Stop> {
        let mut found: BTreeSet<VertexRef> = BTreeSet::new();
        let mut level: Vec<Way> = vec![(from, Vec::new())];
        let mut length = 0;
        loop {
            if length >= least {
                found.extend(level.iter().map(|(at, _)| *at));
                for (at, edges) in &level {
                    let edges = edges.iter().map(|edge| Value::Edge(Some(*edge)));
                    self.frame[ways.slot] = Value::list(match ways.is_backward {
                        true => edges.rev().collect(),
                        false => edges.collect(),
                    });
                    if self.arrive(hop, candidates, *at, None, next)? {
                        return Ok(());
                    }
                }
            }
            if level.is_empty() || most.is_some_and(|most| length >= most) {
                return Ok(());
            }
            let mut held = self.budget().hold();
            let mut longer = Vec::new();
            for (at, edges) in &level {
                term.follow(self.cx.graphs.ends(*at), |edge, other| {
                    self.budget().step()?;
                    self.frame[ways.edge] = Value::Edge(Some(edge));
                    if !found.contains(&other) && self.meets(ways.test.as_ref())? {
                        held.grow(size_of::<Way>() + (edges.len() + 1) * size_of::<EdgeValue>())?;
                        longer.push((other, [&edges[..], &[edge]].concat()));
                    }
                    Ok(false)
                })?;
            }
            (level, length) = (longer, length + 1);
        }
    }
}
