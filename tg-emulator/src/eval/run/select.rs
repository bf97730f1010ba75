//! SELECT blocks, with their ACCUM and POST-ACCUM clauses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Machine;
use super::columns::CHUNK;
use super::rows::{Resolved, last_needed};
use crate::eval::accum::VertexAccum;
use crate::eval::budget::Held;
use crate::eval::plan::{Node, Post, PostGroup, Select, Slot, Sort, Tail};
use crate::eval::stop::Stop;
use crate::eval::value::{Column, Plain, VertexSet, cmp_doubles, tree_entry};
use crate::eval::{Failure, Value};
use crate::store::VertexRef;

/// The vertices of an alias, whose memory is counted as they are found.
pub(super) struct Found<'a> {
    set: VertexSet,
    held: Held<'a>,
}

impl<'a> Found<'a> {
    pub(super) fn insert(&mut self, at: VertexRef) -> Result<(), Failure> {
        if !self.set.contains(at) && self.set.insert(at) {
            self.held.grow(size_of::<VertexRef>() + 1)?;
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.set.len()
    }

    pub(super) fn insert_all(&mut self, vertices: &[VertexRef]) -> Result<(), Failure> {
        match self.set.insert_all(vertices) {
            0 => Ok(()),
            new => self.held.grow(new * (size_of::<VertexRef>() + 1)),
        }
    }
}

impl<'a> Machine<'a> {
    /// Runs a block and returns the selected vertices.
    pub(super) fn select(&mut self, select: &'a Select) -> Result<Value, Stop> {
        let budget = self.budget();
        let mut held = budget.hold();
        for slot in select.accum.vertex_accums.union(&select.previous) {
            if let Some(accum) = &mut self.vertex_accums[*slot] {
                accum.keep();
                held.grow(accum.bytes())?;
            }
        }
        self.keep_globals(&select.accum.globals);
        let steps = self.resolve(&select.steps)?;
        let aliases: Vec<Slot> =
            std::iter::once(select.selected).chain(select.others.iter().copied()).collect();
        let mut found: Vec<Found<'a>> = aliases
            .iter()
            .map(|_| Found { set: VertexSet::default(), held: budget.hold() })
            .collect();
        let has_accum = !select.accum.statements.is_empty();
        let needed = if has_accum { steps.len() } else { last_needed(&steps, &aliases) };
        let is_done = self.merged(select, &steps, &aliases, &mut found)?
            || select.by_columns && self.scan(select, &steps, &mut found[0])?;
        let mut combinations = BTreeSet::new();
        let sink: &mut super::rows::Sink<'_, 'a> = &mut |machine| {
            if !machine.meets(select.filter.as_ref())? {
                return Ok(false);
            }
            for (slot, found) in aliases.iter().zip(&mut found) {
                if let Value::Vertex(Some(at)) = machine.frame[*slot] {
                    found.insert(at)?;
                }
            }
            if has_accum {
                if let Some(per) = &select.per {
                    let values: Vec<_> =
                        per.iter().map(|slot| machine.frame[*slot].clone()).collect();
                    let bytes = values.iter().map(Value::bytes).sum::<usize>();
                    if !combinations.insert(values) {
                        return Ok(true);
                    }
                    held.grow(tree_entry::<Vec<Value>>() + bytes)?;
                }
                machine.dml(&select.accum.statements)?;
            }
            Ok(true)
        };
        match &select.sample {
            _ if is_done => {}
            Some(sample) => self.sampled_rows(sample, &steps, sink)?,
            None => _ = self.rows(&steps, 0, needed, sink)?,
        }
        self.end_clause()?;
        self.forget(select.accum.vertex_accums.difference(&select.previous));
        for post in &select.posts {
            self.post_accum(post, &aliases, &found)?;
        }
        let selected = std::mem::take(&mut found[0].set);
        let selected = self.tail(&select.tail, select.selected, selected)?;
        self.forget(select.previous.iter());
        Ok(selected)
    }

    /// Drops what a clause has kept that an exception ended.
    pub(super) fn abandon_clause(&mut self) {
        self.pending.clear();
        self.globals_before.iter_mut().for_each(|before| *before = None);
        self.vertex_accums.iter_mut().flatten().for_each(VertexAccum::forget);
    }

    /// Drops the previous values of vertex accumulators.
    fn forget<'s>(&mut self, slots: impl Iterator<Item = &'s usize>) {
        for slot in slots {
            if let Some(accum) = &mut self.vertex_accums[*slot] {
                accum.forget();
            }
        }
    }

    /// Keeps the present values of accumulators for the reads of a clause.
    fn keep_globals(&mut self, slots: &BTreeSet<usize>) {
        for slot in slots {
            let before = self.globals[*slot].as_ref().map(|global| global.accum.clone());
            self.globals_before[*slot] = before;
        }
    }

    /// Runs statements of a clause.
    pub(super) fn dml(&mut self, statements: &'a [crate::eval::plan::Stmt]) -> Result<(), Stop> {
        let outer = std::mem::replace(&mut self.dml, true);
        let ended = self.statements(statements);
        self.dml = outer;
        ended.map(drop)
    }

    /// Applies the changes of variables, and drops the previous values of accumulators.
    pub(super) fn end_clause(&mut self) -> Result<(), Stop> {
        for (slot, value) in std::mem::take(&mut self.pending) {
            self.set(slot, value)?;
        }
        self.globals_before.iter_mut().for_each(|before| *before = None);
        Ok(())
    }

    /// Runs a block whose pattern is one vertex, for many vertices at once. Returns `false` if a
    /// row can be something else.
    fn scan(
        &mut self,
        select: &'a Select,
        steps: &[Resolved<'a>],
        found: &mut Found<'a>,
    ) -> Result<bool, Stop> {
        let Some(Resolved::Scan(slot, candidates)) = steps.first() else { return Ok(false) };
        if candidates.count(self.cx.graphs).is_none() {
            return Ok(false);
        }
        self.loops += 1;
        let vertices = candidates.vertices(self.cx.graphs);
        self.in_chunks(vertices, |machine, chunk| {
            machine.retain(*slot, select.filter.as_ref(), chunk)?;
            found.insert_all(chunk)?;
            machine.by_columns(*slot, &select.accum.statements, chunk)
        })?;
        Ok(true)
    }

    /// Runs a function for a number of vertices at a time.
    pub(super) fn in_chunks(
        &mut self,
        mut vertices: impl Iterator<Item = VertexRef>,
        mut each: impl FnMut(&mut Self, &mut Vec<VertexRef>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut chunk = Vec::with_capacity(CHUNK);
        loop {
            chunk.clear();
            chunk.extend(vertices.by_ref().take(CHUNK));
            if chunk.is_empty() {
                return Ok(());
            }
            each(self, &mut chunk)?;
        }
    }

    /// Executes a POST-ACCUM clause once per vertex of its alias.
    fn post_accum(
        &mut self,
        post: &'a Post,
        aliases: &[Slot],
        found: &[Found<'a>],
    ) -> Result<(), Stop> {
        self.keep_globals(&post.globals);
        for PostGroup { alias: slot, statements, by_columns } in &post.groups {
            let Some(at) = aliases.iter().position(|alias| alias == slot) else { continue };
            self.loops += 1;
            let vertices = found[at].set.members();
            if *by_columns {
                for chunk in vertices.chunks(CHUNK) {
                    self.by_columns(*slot, statements, chunk)?;
                }
                continue;
            }
            for vertex in vertices {
                self.budget().step()?;
                self.frame[*slot] = Value::Vertex(Some(*vertex));
                self.dml(statements)?;
            }
        }
        self.end_clause()
    }

    /// Applies HAVING, ORDER BY and LIMIT.
    fn tail(&mut self, tail: &'a Tail, alias: Slot, found: VertexSet) -> Result<Value, Stop> {
        let (skip, count) = self.limits(tail)?;
        if tail.having.is_none() && tail.order.is_empty() && (skip, count) == (0, usize::MAX) {
            return Ok(Value::Vertices(Arc::new(found)));
        }
        let mut sorted = Sorted::new(self.budget(), skip.saturating_add(count), |_| 0);
        let mut keys = Vec::new();
        for chunk in found.members().chunks(CHUNK) {
            self.budget().work(chunk.len())?;
            let having = tail.having.as_ref();
            let met = having.and_then(|(having, _)| self.values_at(alias, having, chunk));
            let columns: Vec<_> =
                tail.order.iter().map(|sort| self.values_at(alias, &sort.key, chunk)).collect();
            let is_read = met.is_none() && having.is_some() || columns.contains(&None);
            for (at, vertex) in chunk.iter().enumerate() {
                if is_read {
                    self.frame[alias] = Value::Vertex(Some(*vertex));
                } else if let (Some(last), Some(Some(column))) =
                    (sorted.last_key(), columns.first())
                    && last.precedes(column.get(at))
                {
                    continue;
                }
                let is_met = match (&met, having) {
                    (Some(Column::Bools(met)), _) => met[at],
                    (_, Some((having, span))) => self.eval_bool(having, *span)?,
                    (_, None) => true,
                };
                if !is_met {
                    continue;
                }
                keys.clear();
                for (sort, column) in tail.order.iter().zip(&columns) {
                    keys.push(match column {
                        Some(column) => SortKey::of(sort, column.get(at).into()),
                        None => self.sort_key(sort)?,
                    });
                }
                sorted.insert(&mut keys, *vertex)?;
            }
        }
        let set: VertexSet = sorted.items().skip(skip).take(count).collect();
        Ok(Value::Vertices(Arc::new(set)))
    }

    /// Returns the numbers of OFFSET and LIMIT.
    pub(super) fn limits(&mut self, tail: &'a Tail) -> Result<(usize, usize), Stop> {
        let mut number = |limit: &'a Option<(Node, _)>, default| {
            let Some((node, span)) = limit else { return Ok(default) };
            let number = self.eval_int(node, *span)?;
            usize::try_from(number).map_err(|_| {
                self.semantic(*span, format!("LIMIT and OFFSET cannot be negative, as {number} is"))
            })
        };
        Ok((number(&tail.skip, 0)?, number(&tail.count, usize::MAX)?))
    }

    /// Evaluates an expression of ORDER BY.
    pub(super) fn sort_key(&mut self, sort: &'a Sort) -> Result<SortKey, Stop> {
        match self.eval(&sort.key) {
            Ok(value) => Ok(SortKey::of(sort, value)),
            Err(Stop::Missing(_)) => Ok(SortKey::Missing),
            Err(stop) => Err(stop),
        }
    }
}

/// The first items in the order of their keys; items with the same keys keep their order.
///
/// Unlike a sort, the insertion into a tree can be stopped, and needs only the memory of the first
/// items.
pub(super) struct Sorted<'a, T> {
    items: BTreeMap<(Vec<SortKey>, usize), T>,
    /// The items without keys.
    unsorted: Vec<T>,
    inserted: usize,
    needed: usize,
    /// Returns the memory outside of an item itself.
    heap_bytes: fn(&T) -> usize,
    held: Held<'a>,
}

impl<'a, T> Sorted<'a, T> {
    pub(super) fn new(
        budget: &'a crate::eval::Budget,
        needed: usize,
        heap_bytes: fn(&T) -> usize,
    ) -> Self {
        let (items, unsorted) = (BTreeMap::new(), Vec::new());
        Self { items, unsorted, inserted: 0, needed, heap_bytes, held: budget.hold() }
    }

    /// Adds an item, and takes its keys if it is one of the first.
    pub(super) fn insert(&mut self, keys: &mut Vec<SortKey>, item: T) -> Result<(), Failure> {
        if keys.is_empty() {
            if self.unsorted.len() < self.needed {
                self.held.grow(size_of::<T>() + (self.heap_bytes)(&item))?;
                self.unsorted.push(item);
            }
            return Ok(());
        }
        if self.items.len() >= self.needed
            && self.items.last_key_value().is_none_or(|((last, _), _)| last <= keys)
        {
            return Ok(());
        }
        self.held.grow(size_of_entry::<T>(keys) + (self.heap_bytes)(&item))?;
        self.items.insert((std::mem::take(keys), self.inserted), item);
        self.inserted += 1;
        if self.items.len() > self.needed
            && let Some(((keys, _), item)) = self.items.pop_last()
        {
            self.held.shrink(size_of_entry::<T>(&keys) + (self.heap_bytes)(&item));
        }
        Ok(())
    }

    /// Returns the first key of the last item, if there are as many items as needed.
    fn last_key(&self) -> Option<&SortKey> {
        if self.items.len() < self.needed {
            return None;
        }
        self.items.last_key_value()?.0.0.first()
    }

    pub(super) fn items(self) -> impl Iterator<Item = T> {
        self.unsorted.into_iter().chain(self.items.into_values())
    }
}

/// The value of an item for one expression of ORDER BY.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortKey {
    Ascending(Value),
    Descending(Reverse<Value>),
    /// Items without the attribute come last.
    Missing,
}

impl SortKey {
    fn of(sort: &Sort, value: Value) -> Self {
        match sort.descending {
            true => Self::Descending(Reverse(value)),
            false => Self::Ascending(value),
        }
    }

    /// Returns `true` if a value certainly comes after this one.
    fn precedes(&self, other: Plain) -> bool {
        match (self, other) {
            (Self::Ascending(Value::Int(own)), Plain::Int(other)) => other > *own,
            (Self::Descending(Reverse(Value::Int(own))), Plain::Int(other)) => other < *own,
            (Self::Ascending(Value::Double(own)), Plain::Double(other)) => {
                cmp_doubles(other, *own).is_gt()
            }
            (Self::Descending(Reverse(Value::Double(own))), Plain::Double(other)) => {
                cmp_doubles(other, *own).is_lt()
            }
            _ => false,
        }
    }
}

/// Returns the memory of an entry of a sort.
fn size_of_entry<T>(keys: &[SortKey]) -> usize {
    let heap = |key: &SortKey| match key {
        SortKey::Ascending(value) | SortKey::Descending(Reverse(value)) => value.heap_bytes(),
        SortKey::Missing => 0,
    };
    let keys: usize = keys.iter().map(|key| size_of::<SortKey>() + heap(key)).sum();
    tree_entry::<(Vec<SortKey>, usize, T)>() + keys
}
