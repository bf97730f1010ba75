//! Assignments, and the time at which they take effect.

use std::collections::btree_map::Entry;
use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::Op;

use super::Machine;
use crate::eval::accum::{Accum, AccumType, add_elements};
use crate::eval::operator::check_element_count;
use crate::eval::plan::{Attribute, Node, SetTypes, Slot, Target};
use crate::eval::stop::Stop;
use crate::eval::ty::Ty;
use crate::eval::value::{Tuple, VertexSet, tree_entry};
use crate::eval::{Failure, Value, operator};
use crate::store::Graphs;

impl<'a> Machine<'a> {
    pub(super) fn assign(
        &mut self,
        target: &'a Target,
        set: bool,
        value: &'a Node,
    ) -> Result<(), Stop> {
        let value = self.eval(value)?;
        match target {
            Target::Accum(place) => self.assign_accum(place, set, value),
            Target::Cell(place, indexes) => {
                let indexes = self.indexes(indexes)?;
                self.change(place, |accum, ty| {
                    let (Accum::Array(array), AccumType::Array(ty)) = (accum, ty) else {
                        return Err(Failure::runtime("an index of something else than an array."));
                    };
                    let cell = Arc::make_mut(array).get_mut(&indexes)?;
                    let bytes = if set { cell.set(ty, value) } else { cell.add(ty, value) };
                    bytes.map(|bytes| ((), bytes))
                })
            }
            Target::Variable { slot, ty, deferred } => {
                let value = match (set, ty) {
                    (true, _) => ty.convert(value)?,
                    (false, Ty::List(_) | Ty::Set(_) | Ty::Bag(_) | Ty::Map(..)) if !deferred => {
                        return self.collect(*slot, ty, value);
                    }
                    (false, _) => {
                        let mut sum = self.frame[*slot].clone();
                        add_to(self.cx.graphs, ty, &mut sum, value)?;
                        sum
                    }
                };
                match deferred {
                    true => _ = self.pending.insert(*slot, value),
                    false => self.set(*slot, value)?,
                }
                Ok(())
            }
            Target::Vertices { slot, types, span } => {
                let set = match value {
                    set @ (Value::Vertices(_) | Value::Table(_)) => set,
                    other => Value::Vertices(Arc::new(self.as_vertices(&other, *span)?)),
                };
                self.set_vertices(*slot, types, set, *span)
            }
            Target::Attribute(slot, attribute, span) => {
                self.assign_member(*slot, attribute, set, value, *span)
            }
        }
    }

    /// Sets a vertex set variable, whose types the assignment may declare.
    pub(super) fn set_vertices(
        &mut self,
        slot: Slot,
        types: &SetTypes,
        set: Value,
        span: Span,
    ) -> Result<(), Stop> {
        if let Some(types) = types {
            self.set_types.insert(slot, types.clone());
        }
        if let (Some(types), Value::Vertices(vertices)) = (self.set_types.get(&slot), &set)
            && !types.is_empty()
            && let Some(other) = vertices.members().iter().find(|at| !types.contains(&at.ty))
        {
            let name = |ty| self.cx.graphs.schema().vertex(ty).name.as_str();
            let declared: Vec<_> = types.iter().map(|ty| name(*ty)).collect();
            let (set, declared) = (&self.plan.slots[slot].name, declared.join(", "));
            let found = name(other.ty);
            let what = format!("the vertex set {set} has the type {declared}, not {found}");
            return Err(self.semantic(span, what));
        }
        Ok(self.set(slot, set)?)
    }

    /// Adds to the collection of a variable.
    fn collect(&mut self, slot: Slot, ty: &Ty, value: Value) -> Result<(), Stop> {
        let bytes = add_to(self.cx.graphs, ty, &mut self.frame[slot], value)?;
        self.budget().change(bytes)?;
        self.held[slot] = self.held[slot].saturating_add_signed(bytes);
        Ok(())
    }

    /// Returns the vertices of a collection without duplicates.
    fn as_vertices(&self, value: &Value, span: Span) -> Result<VertexSet, Stop> {
        let mut set = VertexSet::default();
        let mut add = |element: &Value| match element {
            Value::Vertex(at) => {
                at.iter().for_each(|at| _ = set.insert(*at));
                Ok(())
            }
            other => Err(self.type_mismatch(other, "VERTEX", span)),
        };
        match value {
            Value::Vertex(_) => add(value)?,
            other => {
                let elements = other.elements();
                let elements =
                    elements.ok_or_else(|| self.type_mismatch(other, "a vertex set", span))?;
                elements.iter().try_for_each(add)?;
            }
        }
        Ok(set)
    }

    fn assign_member(
        &mut self,
        slot: Slot,
        attribute: &'a Arc<Attribute>,
        set: bool,
        value: Value,
        span: Span,
    ) -> Result<(), Stop> {
        match &self.frame[slot] {
            Value::Tuple(tuple) => {
                let at = tuple.names.iter().position(|name| *name == attribute.name);
                let at = at.ok_or_else(|| {
                    let what = format!("the tuple has no field {}", attribute.name);
                    self.semantic(span, what)
                })?;
                let value = match set {
                    true => value,
                    false => operator::apply(self.cx.graphs, Op::Add, &tuple.values[at], &value)?,
                };
                let mut values = tuple.values.clone();
                values[at] = value;
                let tuple = Tuple { names: tuple.names.clone(), values };
                Ok(self.set(slot, Value::Tuple(Arc::new(tuple)))?)
            }
            Value::Vertex(Some(at)) => self.set_vertex(*at, attribute, set, &value, span),
            Value::Edge(Some(edge)) => self.set_edge(edge.at, attribute, set, &value, span),
            Value::Null => Err(self.no_value(slot, span)),
            other => {
                let what = format!("a {} has no attribute {}", other.type_name(), attribute.name);
                Err(self.semantic(span, what))
            }
        }
    }

    /// Executes a call for its effect: its value is not used.
    pub(super) fn eval_for_effect(&mut self, node: &'a Node) -> Result<(), Stop> {
        match node {
            Node::Query(call) => self.call_query(call).map(drop),
            node => self.eval(node).map(drop),
        }
    }
}

/// Adds a value to that of a variable: `+=`. Returns the change of the memory.
fn add_to(graphs: &Graphs, ty: &Ty, state: &mut Value, value: Value) -> Result<isize, Failure> {
    let mut bytes = 0;
    match (ty, &mut *state) {
        (Ty::List(element), Value::List(values)) | (Ty::Bag(element), Value::Bag(values)) => {
            let values = Arc::make_mut(values);
            add_elements(element, value, &mut |value| {
                bytes += value.bytes() as isize;
                values.push(value);
                check_element_count(values.len())
            })?;
        }
        (Ty::Set(element), Value::Set(values)) => {
            let values = Arc::make_mut(values);
            add_elements(element, value, &mut |value| {
                let added = value.bytes_in_set() as isize;
                bytes += if values.insert(value) { added } else { 0 };
                check_element_count(values.len())
            })?;
        }
        (Ty::Map(key, ty), Value::Map(entries)) => {
            let entries = Arc::make_mut(entries);
            for (k, v) in entries_of(value)? {
                let k = key.convert(k)?;
                let new = tree_entry::<(Value, Value)>() + k.heap_bytes();
                match entries.entry(k) {
                    Entry::Occupied(mut entry) => {
                        bytes += add_to_entry(graphs, ty, entry.get_mut(), v)?;
                    }
                    Entry::Vacant(entry) => {
                        bytes += new as isize;
                        bytes += add_to_entry(graphs, ty, entry.insert(ty.zero()), v)?;
                    }
                }
                check_element_count(entries.len())?;
            }
        }
        (ty, sum) => {
            let value = ty.convert(operator::apply(graphs, Op::Add, sum, &value)?)?;
            bytes += value.heap_bytes() as isize - sum.heap_bytes() as isize;
            *sum = value;
        }
    }
    Ok(bytes)
}

/// Adds to the value of a key: numbers and texts are added, other plain values replaced.
fn add_to_entry(
    graphs: &Graphs,
    ty: &Ty,
    state: &mut Value,
    value: Value,
) -> Result<isize, Failure> {
    match ty {
        Ty::Int | Ty::Uint | Ty::Float | Ty::Double | Ty::Text => {}
        Ty::List(_) | Ty::Bag(_) | Ty::Set(_) | Ty::Map(..) => {}
        ty => {
            let value = ty.convert(value)?;
            let bytes = value.heap_bytes() as isize - state.heap_bytes() as isize;
            *state = value;
            return Ok(bytes);
        }
    }
    add_to(graphs, ty, state, value)
}

/// Returns the keys and values of an entry or a map.
fn entries_of(value: Value) -> Result<Vec<(Value, Value)>, Failure> {
    match &value {
        Value::Map(map) => Ok(map.iter().map(|(k, v)| (k.clone(), v.clone())).collect()),
        Value::Entry(entry) => match (&*entry.0, &*entry.1) {
            ([k], [v]) => Ok(vec![(k.clone(), v.clone())]),
            _ => Err(Failure::runtime("an entry of a map must be (key -> value).")),
        },
        other => {
            let found = other.type_name();
            Err(Failure::runtime(format!("expected an entry of a map, found {found}.")))
        }
    }
}
