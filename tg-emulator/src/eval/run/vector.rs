//! `vectorSearch`: an exact search.

use std::collections::BTreeMap;

use super::Machine;
use super::select::{SortKey, Sorted};
use crate::eval::function::{distance, numbers};
use crate::eval::plan::VectorSearch;
use crate::eval::stop::Stop;
use crate::eval::value::VertexSet;
use crate::eval::{Failure, Value};
use crate::store::{self, VertexRef};

impl<'a> Machine<'a> {
    /// Returns the vertices with the nearest vectors, nearest first.
    pub(super) fn vector_search(&mut self, search: &'a VectorSearch) -> Result<Value, Stop> {
        let (node, span) = &search.query;
        let query = self.eval(node)?;
        let query = numbers(&query)
            .ok_or_else(|| self.type_mismatch(&query, "a list of numbers", *span))?;
        let other = search.among.iter().find(|it| it.dimension != query.len());
        if let Some(other) = other {
            let column = &self.cx.graphs.schema().vertex(other.ty).columns[other.column].name;
            return Err(Failure::runtime(format!(
                "the query vector has {} dimensions, the vector attribute {column} has {}.",
                query.len(),
                other.dimension
            ))
            .into());
        }
        let (node, span) = &search.count;
        let count = usize::try_from(self.eval_int(node, *span)?)
            .map_err(|_| self.semantic(*span, "the number of results is negative"))?;
        if let Some((node, span)) = &search.ef {
            self.eval_int(node, *span)?;
        }
        let candidates = match &search.candidates {
            Some((node, span)) => {
                let value = self.eval(node)?;
                let mut candidates = self.no_candidates();
                self.add_candidates(&mut candidates, &value, *span)?;
                Some(self.all(candidates)?)
            }
            None => None,
        };
        let nearest = self.distances(search, &query, candidates.as_deref())?;
        let mut sorted = Sorted::new(self.budget(), count, |_| 0);
        for (at, distance) in nearest {
            let mut keys = vec![SortKey::Ascending(Value::Double(distance))];
            sorted.insert(&mut keys, (at, distance))?;
        }
        let found: Vec<_> = sorted.items().collect();
        if let Some(place) = &search.distances {
            // The distances of other searches remain in the accumulator.
            let (accum, ty) = self.accum(place)?;
            let Value::Map(known) = accum.value(ty) else {
                return Err(Failure::runtime("the distance_map is not a MapAccum.").into());
            };
            let new = found
                .iter()
                .map(|(at, distance)| (Value::Vertex(Some(*at)), Value::Double(*distance)));
            let mut entries = BTreeMap::clone(&known);
            entries.extend(new);
            let distances = Value::map(entries);
            self.change(place, |accum, ty| Ok(((), accum.set(ty, distances)?)))?;
        }
        let set: VertexSet = found.into_iter().map(|(at, _)| at).collect();
        self.budget().fits(set.bytes())?;
        Ok(Value::Vertices(set.into()))
    }

    /// Returns the distances of all vertices with a vector; of several vectors, the least.
    fn distances(
        &self,
        search: &VectorSearch,
        query: &[f64],
        candidates: Option<&VertexSet>,
    ) -> Result<BTreeMap<VertexRef, f64>, Stop> {
        let mut distances = BTreeMap::new();
        let mut held = self.budget().hold();
        for of in &search.among {
            for (at, vertex) in self.cx.graphs.vertices(of.ty) {
                self.budget().work(1 + of.dimension / 64)?;
                if candidates.is_some_and(|candidates| !candidates.contains(at)) {
                    continue;
                }
                let store::Value::Vector(vector) = &vertex.values[of.column] else { continue };
                // A vector that was not set is empty.
                if vector.len() != of.dimension {
                    continue;
                }
                let vector: Vec<_> = vector.iter().map(|it| f64::from(*it)).collect();
                let new = distance(of.metric, query, &vector);
                held.grow(size_of::<(VertexRef, f64)>())?;
                distances.entry(at).and_modify(|old: &mut f64| *old = old.min(new)).or_insert(new);
            }
        }
        Ok(distances)
    }
}
