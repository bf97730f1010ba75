//! The rows of an ACCUM clause that are merged: those of parallel edges, and those of a source.

use std::collections::HashSet;
use std::sync::Arc;

use super::Machine;
use super::rows::Resolved;
use super::select::Found;
use crate::eval::plan::{Added, Merge, Place, Select, Slot, Stmt, Target, Times};
use crate::eval::stop::Stop;
use crate::eval::{Failure, Value};
use crate::store::{Adjacency, VertexRef};

/// The part of the vertices from which a query starts that is worth the adjacency of all of them,
/// as a divisor.
const PART: usize = 8;

/// A block whose rows are merged.
struct Run<'r, 'a> {
    select: &'a Select,
    merge: &'a Merge,
    steps: &'r [Resolved<'a>],
    /// The adjacency of each step that is a hop.
    lists: Vec<Vec<Arc<Adjacency>>>,
    aliases: &'r [Slot],
    found: &'r mut [Found<'a>],
    /// The position of the last vertex among the aliases.
    end_alias: Option<usize>,
    /// `true` if an expression reads the last vertex.
    reads_end: bool,
    /// `true` if all ends of the last hop match, and only their number is needed.
    only_counts: bool,
    seen: HashSet<VertexRef>,
}

impl<'a> Machine<'a> {
    /// Runs the ACCUM clause of a block with merged rows. Returns `false` if that would be slower
    /// than single rows, or is not possible.
    pub(super) fn merged(
        &mut self,
        select: &'a Select,
        steps: &[Resolved<'a>],
        aliases: &[Slot],
        found: &mut [Found<'a>],
    ) -> Result<bool, Stop> {
        let Some(merge) = &select.merge else { return Ok(false) };
        let Some(lists) = self.adjacencies(steps)? else { return Ok(false) };
        let Some(Resolved::Hop(last, edges, candidates)) = steps.last() else { return Ok(false) };
        let end_alias = aliases.iter().position(|alias| *alias == last.to);
        let reads_end = select.filter.is_some() || merge.parts.iter().any(|part| part.per_row);
        let of_end = merge.parts.iter().any(|part| part.of_end);
        let graphs = self.cx.graphs;
        let only_counts = !reads_end
            && !of_end
            && !merge.is_distinct
            && end_alias.is_none()
            && edges.lists(graphs).is_some_and(|mut lists| {
                lists.all(|(ty, side)| graphs.end_types(ty, side).all(|ty| candidates.has_type(ty)))
            });
        let mut run = Run {
            select,
            merge,
            steps,
            lists,
            aliases,
            found,
            end_alias,
            reads_end,
            only_counts,
            seen: HashSet::new(),
        };
        self.merged_rows(&mut run, 0, 1)?;
        Ok(true)
    }

    /// Returns the adjacency of the hops, if the pattern starts from many vertices.
    fn adjacencies(
        &self,
        steps: &[Resolved<'a>],
    ) -> Result<Option<Vec<Vec<Arc<Adjacency>>>>, Failure> {
        let Some(Resolved::Scan(_, start)) = steps.first() else { return Ok(None) };
        let graphs = self.cx.graphs;
        let Some(starts) = start.count(graphs) else { return Ok(None) };
        let all: usize = self.cx.graph.vertices.iter().map(|ty| graphs.count_vertices(*ty)).sum();
        let is_small = starts.saturating_mul(PART) < all;
        let step = || self.cx.budget.step();
        let mut found = Vec::new();
        for resolved in steps {
            let mut lists = Vec::new();
            if let Resolved::Hop(_, edges, _) = resolved {
                let Some(views) = edges.lists(graphs) else { return Ok(None) };
                for (ty, is_source) in views {
                    if is_small && !graphs.has_adjacency(ty, is_source) {
                        return Ok(None);
                    }
                    lists.push(graphs.adjacency(ty, is_source, &step)?);
                }
            }
            found.push(lists);
        }
        Ok(Some(found))
    }

    /// Matches the steps from one on; `ways` is the number of rows before it.
    fn merged_rows(&mut self, run: &mut Run<'_, 'a>, at: usize, ways: u64) -> Result<(), Stop> {
        let steps = run.steps;
        match &steps[at] {
            Resolved::Scan(slot, candidates) => {
                let graphs = self.cx.graphs;
                let of_types = candidates.types().iter().flat_map(|ty| graphs.vertices(*ty));
                let members = candidates.single_members();
                for vertex in of_types.map(|(vertex, _)| vertex).chain(members) {
                    self.budget().step()?;
                    self.frame[*slot] = Value::Vertex(Some(vertex));
                    self.merged_rows(run, at + 1, ways)?;
                }
                Ok(())
            }
            Resolved::Check(..) => Ok(()),
            Resolved::Filter(node) => match self.eval(node) {
                Ok(Value::Bool(false)) => Ok(()),
                // Other results are those of the whole condition, at the end.
                _ => self.merged_rows(run, at + 1, ways),
            },
            Resolved::Hop(hop, ..) if at + 1 == steps.len() => {
                let Value::Vertex(Some(from)) = self.frame[hop.from] else { return Ok(()) };
                self.loops += 1;
                let outer = std::mem::replace(&mut self.dml, true);
                let done = self.merged_ends(run, from, ways);
                self.dml = outer;
                done
            }
            Resolved::Hop(hop, _, candidates) => {
                let Value::Vertex(Some(from)) = self.frame[hop.from] else { return Ok(()) };
                for list in 0..run.lists[at].len() {
                    let list = run.lists[at][list].clone();
                    for (end, count) in list.ends(from) {
                        self.budget().step()?;
                        if candidates.contains(end) {
                            self.frame[hop.to] = Value::Vertex(Some(end));
                            self.merged_rows(run, at + 1, ways.wrapping_mul(count))?;
                        }
                    }
                }
                Ok(())
            }
        }
    }

    /// Runs the statements for the rows of the last hop from a vertex.
    fn merged_ends(
        &mut self,
        run: &mut Run<'_, 'a>,
        from: VertexRef,
        ways: u64,
    ) -> Result<(), Stop> {
        let Run { select, merge, steps, lists, aliases, found, end_alias, seen, .. } = run;
        let Some(Resolved::Hop(hop, _, candidates)) = steps.last() else { return Ok(()) };
        let Some(lists) = lists.last() else { return Ok(()) };
        let statements = &select.accum.statements;
        let parts = || merge.parts.iter().zip(statements);
        let mut rows = 0_u64;
        // The values that are the same for all ends; `None` if a type does not have an attribute.
        let mut values: Vec<Option<Value>> = Vec::new();
        if run.only_counts {
            rows = lists.iter().map(|list| list.degree(from) as u64).sum();
        } else {
            seen.clear();
            for (end, count) in lists.iter().flat_map(|list| list.ends(from)) {
                self.budget().step()?;
                if !candidates.contains(end) {
                    continue;
                }
                if run.reads_end {
                    self.frame[hop.to] = Value::Vertex(Some(end));
                    if !self.meets(select.filter.as_ref())? {
                        continue;
                    }
                }
                if let Some(at) = end_alias {
                    found[*at].insert(end)?;
                }
                // Within one list the ends are distinct.
                if merge.is_distinct && lists.len() > 1 && !seen.insert(end) {
                    continue;
                }
                if rows == 0 {
                    values = self.values_of_all(merge, statements)?;
                }
                let count = if merge.is_distinct { 1 } else { count };
                rows = rows.wrapping_add(count);
                let count = count.wrapping_mul(ways);
                for (at, (part, statement)) in parts().enumerate() {
                    let Stmt::Assign { target: Target::Accum(place), value, .. } = statement else {
                        continue;
                    };
                    let value = match (part.per_row, part.of_end) {
                        (true, _) => match self.eval(value) {
                            Ok(value) => value,
                            Err(Stop::Missing(_)) => continue,
                            Err(stop) => return Err(stop),
                        },
                        (false, true) => match &values[at] {
                            Some(value) => value.clone(),
                            None => continue,
                        },
                        (false, false) => continue,
                    };
                    match place {
                        Place::Item { vertex: Some(slot), .. }
                            if part.of_end && (count == 1 || part.times == Times::Once) =>
                        {
                            match &mut self.vertex_accums[*slot] {
                                Some(accum) => accum.assign(end, self.cx.budget, false, value)?,
                                None => self.assign_accum(place, false, value)?,
                            }
                        }
                        place => {
                            self.frame[hop.to] = Value::Vertex(Some(end));
                            self.add_times(place, part, value, count)?;
                        }
                    }
                }
            }
        }
        if rows == 0 {
            return Ok(());
        }
        for (slot, found) in aliases.iter().zip(found.iter_mut()) {
            if *slot != hop.to
                && let Value::Vertex(Some(at)) = self.frame[*slot]
            {
                found.insert(at)?;
            }
        }
        if run.only_counts {
            values = self.values_of_all(merge, statements)?;
        }
        for ((part, statement), value) in parts().zip(values) {
            if let (Stmt::Assign { target: Target::Accum(place), .. }, Some(value)) =
                (statement, value)
                && !part.per_row
                && !part.of_end
            {
                self.add_times(place, part, value, rows.wrapping_mul(ways))?;
            }
        }
        Ok(())
    }

    /// Evaluates what is the same for all ends of the last hop.
    fn values_of_all(
        &mut self,
        merge: &Merge,
        statements: &'a [Stmt],
    ) -> Result<Vec<Option<Value>>, Stop> {
        let mut values = Vec::with_capacity(statements.len());
        for (part, statement) in merge.parts.iter().zip(statements) {
            values.push(match statement {
                Stmt::Assign { value, .. } if !part.per_row => match self.eval(value) {
                    Ok(value) => Some(value),
                    Err(Stop::Missing(_)) => None,
                    Err(stop) => return Err(stop),
                },
                _ => None,
            });
        }
        Ok(values)
    }

    /// Adds a value several times.
    fn add_times(
        &mut self,
        place: &'a Place,
        part: &Added,
        value: Value,
        count: u64,
    ) -> Result<(), Stop> {
        match (part.times, value) {
            (Times::Once, value) => self.assign_accum(place, false, value),
            // Sums wrap around, so that a product does too.
            (Times::Product, Value::Int(value)) => {
                let product = value.wrapping_mul(count.cast_signed());
                self.assign_accum(place, false, Value::Int(product))
            }
            (_, value) => {
                for _ in 0..count {
                    self.budget().step()?;
                    self.assign_accum(place, false, value.clone())?;
                }
                Ok(())
            }
        }
    }
}
