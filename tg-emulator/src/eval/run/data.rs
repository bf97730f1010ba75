//! Changes of the graph. They become visible after the query.

use std::sync::Arc;

use tg_gsql::syntax::Span;

use super::Machine;
use crate::eval::plan::{
    Attribute, CreatedField, DeleteNode, EndType, InsertNode, InsertType, Slot, UpdateNode,
};
use crate::eval::stop::Stop;
use crate::eval::value::id_of;
use crate::eval::{Failure, Value};
use crate::store::{
    self, Change, Column, EdgeRef, EdgeView, EdgeWrite, End, Field, Key, Op, Update, ValueType,
    VertexRef, VertexTypeId, VertexWrite,
};

impl<'a> Machine<'a> {
    pub(super) fn update(&mut self, update: &'a UpdateNode) -> Result<(), Stop> {
        let steps = self.resolve(&update.steps)?;
        let needed = steps.len();
        self.rows(&steps, 0, needed, &mut |machine| {
            if !machine.meets(update.filter.as_ref())? {
                return Ok(false);
            }
            machine.dml(&update.body)?;
            Ok(true)
        })?;
        self.end_clause()
    }

    pub(super) fn delete(&mut self, delete: &'a DeleteNode) -> Result<(), Stop> {
        let steps = self.resolve(&delete.steps)?;
        let needed = steps.len();
        self.rows(&steps, 0, needed, &mut |machine| {
            if !machine.meets(delete.filter.as_ref())? {
                return Ok(false);
            }
            machine.delete_item(delete.deleted, delete.span)?;
            Ok(true)
        })?;
        Ok(())
    }

    /// Deletes the vertex or edge of an alias.
    pub(super) fn delete_item(&mut self, slot: Slot, span: Span) -> Result<(), Stop> {
        let change = match &self.frame[slot] {
            Value::Vertex(Some(at)) => Change::DeleteVertex(at.ty, self.id(*at)),
            Value::Edge(Some(edge)) => {
                let at = edge.at;
                let Some(stored) = self.cx.graphs.edge(at) else { return Ok(()) };
                let shape = self.cx.graphs.schema().edge(at.ty);
                Change::DeleteEdge {
                    ty: at.ty,
                    from: (stored.from.ty, self.id(stored.from)),
                    to: (stored.to.ty, self.id(stored.to)),
                    discriminator: stored.values[..shape.discriminators].into(),
                }
            }
            other => return Err(self.type_mismatch(other, "VERTEX or EDGE", span)),
        };
        self.record(size_of::<Change>())?;
        match &change {
            Change::DeleteEdge { ty, .. } => self.changes_of(*ty).push(change),
            _ => self.changes.push(change),
        }
        Ok(())
    }

    fn id(&self, at: VertexRef) -> Box<str> {
        id_of(self.cx.graphs, Some(at)).into()
    }

    /// Counts the memory of a change.
    fn record(&self, bytes: usize) -> Result<(), Failure> {
        self.budget().grow(bytes + size_of::<Change>())
    }

    fn key(&self, at: VertexRef) -> Result<Key, Failure> {
        let shape = self.cx.graphs.schema().vertex(at.ty);
        Key::parse(&self.id(at), shape).map_err(|error| Failure::runtime(format!("{error}.")))
    }

    pub(super) fn set_vertex(
        &mut self,
        at: VertexRef,
        attribute: &Arc<Attribute>,
        set: bool,
        value: &Value,
        span: Span,
    ) -> Result<(), Stop> {
        let shape = self.cx.graphs.schema().vertex(at.ty);
        let column = match attribute.of_vertices[at.ty.index()] {
            Some(Field::Column(column)) if !shape.is_key_column(column) => column,
            Some(_) => {
                return Err(self.semantic(span, "the key of a vertex cannot be changed"));
            }
            None => return Err(Stop::Missing(Box::new((attribute.clone(), span)))),
        };
        let update = update(&shape.columns, column, set, value)?;
        self.record(value.bytes())?;
        let write = VertexWrite { ty: at.ty, key: self.key(at)?, updates: vec![update] };
        self.changes.vertex(write, false);
        Ok(())
    }

    pub(super) fn set_edge(
        &mut self,
        at: EdgeRef,
        attribute: &Arc<Attribute>,
        set: bool,
        value: &Value,
        span: Span,
    ) -> Result<(), Stop> {
        let shape = self.cx.graphs.schema().edge(at.ty);
        let Some(column) = attribute.of_edges[at.ty.index()] else {
            return Err(Stop::Missing(Box::new((attribute.clone(), span))));
        };
        if column < shape.discriminators {
            return Err(self.semantic(span, "the discriminator of an edge cannot be changed"));
        }
        let Some(edge) = self.cx.graphs.edge(at) else { return Ok(()) };
        let update = update(&shape.columns, column, set, value)?;
        self.record(value.bytes())?;
        let end = |at: VertexRef| Ok::<_, Failure>(End { ty: at.ty, key: self.key(at)? });
        let write = EdgeWrite {
            ty: at.ty,
            from: end(edge.from)?,
            to: end(edge.to)?,
            reversed: false,
            discriminator: edge.values[..shape.discriminators].into(),
            updates: vec![update],
        };
        self.changes_of(at.ty).edge(write, false);
        Ok(())
    }

    /// `setAttr(name, value)`
    pub(super) fn set_attribute(
        &mut self,
        of: &Value,
        name: &Arc<str>,
        value: &Value,
        span: Span,
    ) -> Result<(), Stop> {
        let schema = self.cx.graphs.schema();
        let attribute = Arc::new(Attribute {
            name: name.clone(),
            of_vertices: schema.vertex_ids().map(|ty| schema.vertex(ty).field(name)).collect(),
            of_edges: schema.edge_ids().map(|ty| schema.edge(ty).column(name)).collect(),
            is_type: false,
        });
        let set = match of {
            Value::Vertex(Some(at)) => self.set_vertex(*at, &attribute, true, value, span),
            Value::Edge(Some(edge)) => self.set_edge(edge.at, &attribute, true, value, span),
            other => return Err(self.type_mismatch(other, "VERTEX or EDGE", span)),
        };
        match set {
            Err(Stop::Missing(_)) => Err(self.no_attribute(of, name, span)),
            set => set,
        }
    }

    /// Returns an attribute of a vertex that the query creates: the value that is stored, or else
    /// the one that a vertex with this id has already.
    pub(super) fn created_field(&self, it: &CreatedField) -> Result<Value, Stop> {
        let graphs = self.cx.graphs;
        let shape = graphs.schema().vertex(it.ty);
        let ty = shape.field_type(it.field);
        let given = it.given.map(|slot| &self.frame[slot]);
        let value = match given.filter(|value| !matches!(value, Value::Null)) {
            Some(value) => {
                let name =
                    shape.fields().find(|(_, field)| *field == it.field).map_or("", |it| it.0);
                converted(name, &ty, value)?
            }
            None => {
                let id = self.id_text(Some(&self.frame[it.id]), Span::default())?;
                let key = self.parse_key(&id, it.ty)?;
                let known = graphs.find_vertex(it.ty, &key.text).and_then(|at| graphs.vertex(at));
                match (known, it.field) {
                    (_, Field::Id(ty)) => key.value(ty),
                    (Some(known), field) => known.get(field).into_owned(),
                    (None, Field::Column(column)) => shape.columns[column].default.clone(),
                }
            }
        };
        Ok(Value::of_stored(&value, &ty))
    }

    pub(super) fn insert(&mut self, insert: &'a InsertNode) -> Result<(), Stop> {
        let into = match insert.into {
            InsertType::Vertex(ty) => Ok(ty),
            InsertType::Edge(view) => Err(view),
            InsertType::Named { name, edge } => {
                let name = match &self.frame[name] {
                    Value::Text(name) => name.clone(),
                    Value::Null => return Err(self.no_value(name, insert.span)),
                    other => return Err(self.type_mismatch(other, "STRING", insert.span)),
                };
                let (vertex, view) = (self.cx.graph.vertex(&name), self.cx.graph.edge(&name));
                match (vertex.filter(|_| !edge), view) {
                    (Some(ty), _) => Ok(ty),
                    (None, Some(view)) => Err(view),
                    (None, None) => {
                        let what = format!("the type '{name}' does not exist");
                        return Err(self.semantic(insert.span, what));
                    }
                }
            }
        };
        let mut values = Vec::with_capacity(insert.values.len());
        for (value, ty) in &insert.values {
            let value = match value {
                Some(value) => Some(self.eval(value)?),
                None => None,
            };
            // openCypher: an attribute without a value has its default.
            let value = value.filter(|value| !matches!(value, Value::Null));
            let ty = match ty {
                None => None,
                Some(EndType::Name(name)) => Some(name.clone()),
                Some(EndType::Variable(slot)) => match &self.frame[*slot] {
                    Value::Text(name) => Some(name.clone()),
                    Value::Null => return Err(self.no_value(*slot, insert.span)),
                    other => return Err(self.type_mismatch(other, "STRING", insert.span)),
                },
            };
            values.push((value, ty));
        }
        let bytes = values.iter().filter_map(|(value, _)| value.as_ref()).map(Value::bytes).sum();
        self.record(bytes)?;
        match into {
            Ok(ty) => self.insert_vertex(ty, insert, &values),
            Err(view) => self.insert_edge(view, insert, &values),
        }
    }

    fn insert_vertex(
        &mut self,
        ty: VertexTypeId,
        insert: &InsertNode,
        values: &[(Option<Value>, Option<Arc<str>>)],
    ) -> Result<(), Stop> {
        let shape = self.cx.graphs.schema().vertex(ty);
        let key_columns = shape.key_columns();
        let parts = key_columns.len().max(1);
        let (ids, rest) = values.split_at(parts.min(values.len()));
        let mut texts = Vec::new();
        for (id, _) in ids {
            texts.push(self.id_text(id.as_ref(), insert.span)?);
        }
        let key = self.parse_key(&texts.join(","), ty)?;
        // Without a PRIMARY_ID the key is among the columns, at their start.
        let columns: Vec<usize> =
            (0..shape.attributes).filter(|column| !key_columns.contains(column)).collect();
        let columns = self.columns(&shape.columns, columns, insert, rest.len())?;
        let mut updates = Vec::new();
        for ((value, _), column) in rest.iter().zip(columns) {
            if let Some(value) = value {
                updates.push(update(&shape.columns, column, true, value)?);
            }
        }
        self.changes.vertex(VertexWrite { ty, key, updates }, true);
        Ok(())
    }

    fn insert_edge(
        &mut self,
        view: EdgeView,
        insert: &InsertNode,
        values: &[(Option<Value>, Option<Arc<str>>)],
    ) -> Result<(), Stop> {
        let shape = self.cx.graphs.schema().edge(view.ty);
        let [from, to, rest @ ..] = values else {
            return Err(self.semantic(insert.span, "an edge needs the ids of its two vertices"));
        };
        let (sources, targets): (Vec<_>, Vec<_>) = shape.pairs().iter().copied().unzip();
        let (sources, targets) =
            if view.reversed { (targets, sources) } else { (sources, targets) };
        let from = self.end(from, &sources, insert.span)?;
        let to = self.end(to, &targets, insert.span)?;
        let columns = (0..shape.columns.len()).collect();
        let columns = self.columns(&shape.columns, columns, insert, rest.len())?;
        let mut discriminator: Vec<store::Value> =
            shape.columns[..shape.discriminators].iter().map(|it| it.default.clone()).collect();
        let mut updates = Vec::new();
        for ((value, _), column) in rest.iter().zip(columns) {
            let Some(value) = value else { continue };
            let update = update(&shape.columns, column, true, value)?;
            match discriminator.get_mut(column) {
                Some(part) => *part = update.value,
                None => updates.push(update),
            }
        }
        let (from, to) = if view.reversed { (to, from) } else { (from, to) };
        if !shape.joins(from.ty, to.ty) {
            let name = |ty| &self.cx.graphs.schema().vertex(ty).name;
            let (edge, from, to) = (&shape.name, name(from.ty), name(to.ty));
            let what = format!("an edge of type {edge} does not join {from} and {to}");
            return Err(self.semantic(insert.span, what));
        }
        let discriminator = discriminator.into();
        let reversed = view.reversed;
        let write = EdgeWrite { ty: view.ty, from, to, reversed, discriminator, updates };
        // The ends of a virtual edge must exist.
        let insert = !self.is_virtual(view.ty);
        self.changes_of(view.ty).edge(write, insert);
        Ok(())
    }

    /// Returns the columns of the values after the ids: those that are named, or else all.
    fn columns(
        &self,
        all: &[Column],
        present: Vec<usize>,
        insert: &InsertNode,
        values: usize,
    ) -> Result<Vec<usize>, Stop> {
        let columns = match &insert.columns {
            None => present,
            Some(names) => {
                let columns = names.iter().map(|name| {
                    all.iter().position(|column| column.name == *name).ok_or_else(|| {
                        self.semantic(insert.span, format!("the attribute {name} does not exist"))
                    })
                });
                columns.collect::<Result<_, _>>()?
            }
        };
        match values > columns.len() {
            true => {
                let count = columns.len();
                let what = format!("{values} values are given for {count} attributes");
                Err(self.semantic(insert.span, what))
            }
            false => Ok(columns),
        }
    }

    fn id_text(&self, id: Option<&Value>, span: Span) -> Result<String, Stop> {
        match id {
            Some(Value::Text(id)) => Ok(id.to_string()),
            Some(Value::Int(id)) => Ok(id.to_string()),
            Some(Value::Uint(id)) => Ok(id.to_string()),
            Some(Value::DateTime(at)) => Ok(store::datetime::format(*at)),
            Some(Value::Vertex(Some(at))) => Ok(self.id(*at).into()),
            Some(other) => Err(self.type_mismatch(other, "an id", span)),
            None => Err(self.semantic(span, "an id cannot be a default")),
        }
    }

    fn parse_key(&self, text: &str, ty: VertexTypeId) -> Result<Key, Failure> {
        let shape = self.cx.graphs.schema().vertex(ty);
        Key::parse(text, shape).map_err(|error| Failure::runtime(format!("{error}.")))
    }

    /// Returns an end of an edge: a vertex, or an id with the name of its type.
    fn end(
        &self,
        (value, named): &(Option<Value>, Option<Arc<str>>),
        types: &[VertexTypeId],
        span: Span,
    ) -> Result<End, Stop> {
        if let Some(Value::Vertex(Some(at))) = value {
            return Ok(End { ty: at.ty, key: self.key(*at)? });
        }
        let text = self.id_text(value.as_ref(), span)?;
        let ty = match named {
            Some(name) => self.cx.graph.vertex(name).ok_or_else(|| {
                self.semantic(span, format!("the vertex type '{name}' does not exist"))
            })?,
            None => match types {
                [first, rest @ ..] if rest.iter().all(|ty| ty == first) => *first,
                _ => return Err(self.semantic(span, "an id needs the name of its vertex type")),
            },
        };
        Ok(End { ty, key: self.parse_key(&text, ty)? })
    }
}

/// Returns the change of a column.
fn update(columns: &[Column], column: usize, set: bool, value: &Value) -> Result<Update, Failure> {
    let Column { name, ty, .. } = &columns[column];
    let stored = converted(name, ty, value)?;
    let op = if set { Op::Overwrite } else { Op::Add };
    match op.fits(ty) {
        true => Ok(Update { column, op, value: stored }),
        false => Err(Failure::runtime(format!("+= is not defined for the attribute {name}."))),
    }
}

/// Converts the value of an attribute.
fn converted(name: &str, ty: &ValueType, value: &Value) -> Result<store::Value, Failure> {
    value.to_stored(ty).ok_or_else(|| {
        let (found, ty) = (value.type_name(), ty.spelling());
        Failure::runtime(format!("the attribute {name} is of type {ty}, the value is {found}."))
    })
}
