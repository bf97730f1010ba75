//! The rows of an ACCUM clause that are merged: those of parallel edges, and those of a source.

use std::collections::HashSet;
use std::sync::Arc;

use super::Machine;
use super::known::Known;
use super::rows::{Candidates, Resolved};
use super::select::Found;
use crate::eval::accum::Times;
use crate::eval::plan::{Added, Merge, Place, Select, Slot, Stmt, Target};
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
    /// `true` if all ends of the last hop match.
    all_match: bool,
    /// The number of vertices that can be such an end.
    all_ends: usize,
    /// The step from which on only the number of matches is needed.
    counted: usize,
    seen: HashSet<VertexRef>,
    known: Known,
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
        let Some(Resolved::Hop(last, _, candidates)) = steps.last() else { return Ok(false) };
        let end_alias = aliases.iter().position(|alias| *alias == last.to);
        let reads_end = select.filter.is_some() || merge.parts.iter().any(|part| part.per_row);
        // The steps whose ends all match.
        let graphs = self.cx.graphs;
        let all_match = |step: &Resolved<'a>| match step {
            Resolved::Hop(_, edges, candidates) => edges.lists(graphs).is_some_and(|mut lists| {
                lists.all(|(ty, side)| graphs.end_types(ty, side).all(|ty| candidates.has_type(ty)))
            }),
            _ => false,
        };
        let is_read = |slot: &Slot| aliases.contains(slot) || merge.reads.contains(slot);
        let mut counted = steps.len();
        while !merge.is_distinct
            && let Some(step @ Resolved::Hop(hop, ..)) = counted.checked_sub(1).map(|at| &steps[at])
            && all_match(step)
            && !is_read(&hop.to)
            && steps
                .get(counted)
                .is_none_or(|next| matches!(next, Resolved::Hop(next, ..) if next.from == hop.to))
        {
            counted -= 1;
        }
        let mut run = Run {
            select,
            merge,
            steps,
            lists,
            aliases,
            found,
            end_alias,
            reads_end,
            all_match: steps.last().is_some_and(all_match),
            all_ends: candidates.count(graphs).unwrap_or(usize::MAX),
            counted,
            seen: HashSet::new(),
            known: Known::default(),
        };
        self.merged_rows(&mut run, 0, 1)?;
        Ok(true)
    }

    /// Returns the adjacency of the hops, if it exists, or if it is worth the time.
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
                    // A query that has already made as many steps can afford it.
                    let is_worth = !is_small || self.budget().made() > graphs.count_edges(ty);
                    if !is_worth && !graphs.has_adjacency(ty, is_source) {
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
                let is_first = run.counted.min(steps.len() - 1) == 1;
                let vertices = candidates.vertices(self.cx.graphs);
                self.in_chunks(vertices, |machine, chunk| {
                    machine.budget().work(chunk.len())?;
                    if is_first {
                        let statements = &run.select.accum.statements;
                        machine.know_sources(run.merge, statements, *slot, chunk, &mut run.known);
                    }
                    for (number, vertex) in chunk.iter().enumerate() {
                        run.known.source = number;
                        machine.frame[*slot] = Value::Vertex(Some(*vertex));
                        machine.merged_rows(run, at + 1, ways)?;
                    }
                    Ok(())
                })
            }
            Resolved::Check(..) => Ok(()),
            Resolved::Filter(node) => match self.eval(node) {
                Ok(Value::Bool(false)) => Ok(()),
                // Other results are those of the whole condition, at the end.
                _ => self.merged_rows(run, at + 1, ways),
            },
            Resolved::Hop(hop, ..) if at + 1 == steps.len() || at == run.counted => {
                let Value::Vertex(Some(from)) = self.frame[hop.from] else { return Ok(()) };
                self.loops += 1;
                let outer = std::mem::replace(&mut self.dml, true);
                let done = match at == run.counted {
                    true => match self.count_ways(&run.lists[at..], from)? {
                        0 => Ok(()),
                        rows => self.merged_source(run, hop.to, rows.wrapping_mul(ways)),
                    },
                    false => self.merged_ends(run, from, ways),
                };
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

    /// Returns the number of the ways over hops from a vertex.
    fn count_ways(&self, lists: &[Vec<Arc<Adjacency>>], from: VertexRef) -> Result<u64, Failure> {
        let Some((lists, others)) = lists.split_first() else { return Ok(1) };
        let mut ways = 0_u64;
        for list in lists {
            ways = ways.wrapping_add(match others {
                [] => list.degree(from) as u64,
                others => {
                    self.budget().work(list.distinct_ends(from).len())?;
                    let mut all = 0_u64;
                    for (end, count) in list.ends(from) {
                        all = all.wrapping_add(count.wrapping_mul(self.count_ways(others, end)?));
                    }
                    all
                }
            });
        }
        Ok(ways)
    }

    /// Runs the statements for the rows of the last hop from a vertex.
    fn merged_ends(
        &mut self,
        run: &mut Run<'_, 'a>,
        from: VertexRef,
        ways: u64,
    ) -> Result<(), Stop> {
        let Some(Resolved::Hop(hop, ..)) = run.steps.last() else { return Ok(()) };
        let is_distinct = run.merge.is_distinct;
        // Within one list the ends are distinct.
        let has_duplicates = is_distinct && run.lists.last().is_some_and(|lists| lists.len() > 1);
        let rows = match run.reads_end || has_duplicates {
            true => self.single_ends(run, from, ways)?,
            false => self.all_ends(run, from, ways)?,
        };
        match rows {
            0 => Ok(()),
            rows => self.merged_source(run, hop.to, rows.wrapping_mul(ways)),
        }
    }

    /// Runs the statements that change the ends of the last hop from a vertex, whose values are
    /// the same for all of them. Returns the number of rows.
    fn all_ends(&mut self, run: &mut Run<'_, 'a>, from: VertexRef, ways: u64) -> Result<u64, Stop> {
        let Some(Resolved::Hop(hop, _, candidates)) = run.steps.last() else { return Ok(0) };
        let (Some(lists), merge) = (run.lists.last(), run.merge) else { return Ok(0) };
        let all_match = run.all_match;
        let mut rows = 0_u64;
        // `true` if the ends of each list have one row each.
        let mut is_simple = all_match && ways == 1;
        for list in lists {
            let ends = list.distinct_ends(from);
            self.budget().work(ends.len())?;
            if let Some(at) = run.end_alias {
                let found = &mut run.found[at];
                match all_match {
                    true if found.len() == run.all_ends => {}
                    true => found.insert_all(ends)?,
                    false => {
                        let mut ends = ends.iter().filter(|end| candidates.contains(**end));
                        ends.try_for_each(|end| found.insert(*end))?;
                    }
                }
            }
            let count = match (all_match, merge.is_distinct) {
                (true, true) => ends.len() as u64,
                (true, false) => list.degree(from) as u64,
                (false, _) => matching(list, from, candidates, merge).map(|(_, count)| count).sum(),
            };
            is_simple &= count == ends.len() as u64;
            rows = rows.wrapping_add(count);
        }
        if rows == 0 {
            return Ok(0);
        }
        let statements = &run.select.accum.statements;
        self.know(merge, statements, &mut run.known)?;
        for (part, statement, value) in parts(merge, statements, &run.known.values) {
            let (Stmt::Assign { target: Target::Accum(place), .. }, true, Some(value)) =
                (statement, part.of_end, value)
            else {
                continue;
            };
            let accum = match place {
                Place::Item { vertex: Some(slot), .. } => self.vertex_accums[*slot].as_mut(),
                _ => None,
            };
            match accum {
                Some(accum) if is_simple || (part.times == Times::Once && all_match) => {
                    for list in lists {
                        accum.add_to_all(list.distinct_ends(from), self.cx.budget, value)?;
                    }
                }
                _ => {
                    for list in lists {
                        for (end, count) in matching(list, from, candidates, merge) {
                            self.frame[hop.to] = Value::Vertex(Some(end));
                            self.add_times(place, part, value, count.wrapping_mul(ways))?;
                        }
                    }
                }
            }
        }
        Ok(rows)
    }

    /// Runs the statements whose values or rows differ for the ends of the last hop from a vertex.
    /// Returns the number of rows.
    fn single_ends(
        &mut self,
        run: &mut Run<'_, 'a>,
        from: VertexRef,
        ways: u64,
    ) -> Result<u64, Stop> {
        let Run { select, merge, steps, lists, found, end_alias, seen, known, .. } = run;
        let Some(Resolved::Hop(hop, _, candidates)) = steps.last() else { return Ok(0) };
        let Some(lists) = lists.last() else { return Ok(0) };
        let statements = &select.accum.statements;
        let mut rows = 0_u64;
        seen.clear();
        for (end, count) in lists.iter().flat_map(|list| list.ends(from)) {
            self.budget().step()?;
            if !candidates.contains(end) {
                continue;
            }
            self.frame[hop.to] = Value::Vertex(Some(end));
            if !self.meets(select.filter.as_ref())? {
                continue;
            }
            if let Some(at) = end_alias {
                found[*at].insert(end)?;
            }
            if merge.is_distinct && lists.len() > 1 && !seen.insert(end) {
                continue;
            }
            if rows == 0 {
                self.know(merge, statements, known)?;
            }
            let count = if merge.is_distinct { 1 } else { count };
            rows = rows.wrapping_add(count);
            let count = count.wrapping_mul(ways);
            for (part, statement, same) in parts(merge, statements, &known.values) {
                let Stmt::Assign { target: Target::Accum(place), value, .. } = statement else {
                    continue;
                };
                let value = match (part.per_row, part.of_end, same) {
                    (true, ..) => match self.eval(value) {
                        Ok(value) => value,
                        Err(Stop::Missing(_)) => continue,
                        Err(stop) => return Err(stop),
                    },
                    (false, true, Some(value)) => value.clone(),
                    (false, ..) => continue,
                };
                self.add_times(place, part, &value, count)?;
            }
        }
        Ok(rows)
    }

    /// Adds the other vertices of the rows of a source to those that are found, and runs the
    /// statements that are the same for all of its rows.
    fn merged_source(&mut self, run: &mut Run<'_, 'a>, end: Slot, count: u64) -> Result<(), Stop> {
        for (slot, found) in run.aliases.iter().zip(run.found.iter_mut()) {
            if *slot != end
                && let Value::Vertex(Some(at)) = self.frame[*slot]
            {
                found.insert(at)?;
            }
        }
        let (merge, statements) = (run.merge, &run.select.accum.statements);
        if run.counted < run.steps.len() {
            self.know(merge, statements, &mut run.known)?;
        }
        for (part, statement, value) in parts(merge, statements, &run.known.values) {
            if let (Stmt::Assign { target: Target::Accum(place), .. }, Some(value)) =
                (statement, value)
                && !part.per_row
                && !part.of_end
            {
                self.add_times(place, part, value, count)?;
            }
        }
        Ok(())
    }

    /// Adds a value several times.
    fn add_times(
        &mut self,
        place: &'a Place,
        part: &Added,
        value: &Value,
        count: u64,
    ) -> Result<(), Stop> {
        let (value, count) = part.times.shortened(value, count);
        if count == 1 {
            return self.assign_accum(place, false, value);
        }
        let budget = self.budget();
        self.change(place, |accum, ty| {
            accum.add_times(ty, value, count, budget).map(|bytes| ((), bytes))
        })
    }
}

/// Returns the statements with the values that are the same for all ends.
fn parts<'r, 'a>(
    merge: &'a Merge,
    statements: &'a [Stmt],
    values: &'r [Option<Value>],
) -> impl Iterator<Item = (&'a Added, &'a Stmt, Option<&'r Value>)> {
    let parts = merge.parts.iter().zip(statements).zip(values);
    parts.map(|((part, statement), value)| (part, statement, value.as_ref()))
}

/// Returns the ends of a vertex that match, with the number of rows of each.
fn matching<'r>(
    list: &'r Adjacency,
    from: VertexRef,
    candidates: &'r Candidates,
    merge: &'r Merge,
) -> impl Iterator<Item = (VertexRef, u64)> + use<'r> {
    let ends = list.ends(from).filter(|(end, _)| candidates.contains(*end));
    ends.map(|(end, count)| (end, if merge.is_distinct { 1 } else { count }))
}
