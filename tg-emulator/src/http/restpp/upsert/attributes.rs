//! Reads `{attribute: {"value": .., "op": ..}}` of a vertex or an edge.

use serde::de::MapAccess;

use super::body::Reader;
use super::level::{Level, Seed, misshapen};
use super::value::ValueSeed;
use crate::config::Version;
use crate::http::restpp::error::RestError;
use crate::store::{
    EdgeShape, EdgeView, EdgeWrite, End, Field, Key, Op, Update, Value, ValueType, VertexShape,
    VertexTypeId, VertexWrite,
};

/// Reads the attributes of one vertex.
pub(super) struct VertexAttributes<'r> {
    reader: &'r Reader<'r>,
    shape: &'r VertexShape,
    write: Option<VertexWrite>,
}

impl<'r> VertexAttributes<'r> {
    pub(super) fn new(reader: &'r Reader<'r>, ty: VertexTypeId, key: Key) -> Self {
        let shape = reader.schema.vertex(ty);
        // Clients usually send the same attributes for each vertex.
        let batch = reader.batch.borrow();
        let before = batch.vertices.last().map_or(0, |write| write.updates.len());
        let updates = Vec::with_capacity(before);
        Self { reader, shape, write: Some(VertexWrite { ty, key, updates }) }
    }

    fn unknown(&self, name: &str) -> RestError {
        self.reader.unknown(match self.reader.version {
            Version::V4_2 => format!("Unknown vertex attribute or vector name: {name}"),
            _ => format!("Unknown vertex attribute \"{name}\""),
        })
    }
}

impl<'de, 'r> Level<'de, 'r> for VertexAttributes<'r> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (reader, shape) = (self.reader, self.shape);
        let Some(write) = &mut self.write else { return Ok(()) };
        // Most clients send them in the order of declaration.
        let next = write.updates.last().map_or(0, |update| update.column + 1);
        let is_next = shape.columns.get(next).is_some_and(|column| column.name == key);
        let any = || shape.columns.iter().position(|column| column.name == key);
        let column = is_next.then_some(next).or_else(any);
        let field = column.map(Field::Column).or_else(|| shape.field(key));
        let Some(field) = field else { return Err(reader.refuse(self.unknown(key))) };
        let ty = match field {
            Field::Column(at) => &shape.columns[at].ty,
            Field::Id(ty) => &ValueType::of_key(ty),
        };
        let (op, value) = attribute(reader, key, ty, map)?;
        let is_of_key = match field {
            Field::Column(column) => match write.key.column_value(shape, column) {
                Some(part) => *part == value,
                None => {
                    write.updates.push(Update { column, op, value });
                    true
                }
            },
            Field::Id(ty) => write.key.value(ty) == value,
        };
        if is_of_key {
            return Ok(());
        }
        let message = format!("Processing attribute {key} failed, it differs from the primary key");
        Err(reader.refuse(RestError::upsert(message)))
    }

    fn finish(&mut self) -> Result<(), RestError> {
        self.reader.batch.borrow_mut().vertices.extend(self.write.take());
        Ok(())
    }
}

/// Reads the attributes of one edge.
pub(super) struct EdgeAttributes<'r, 'e> {
    reader: &'r Reader<'r>,
    shape: &'r EdgeShape,
    view: EdgeView,
    source: &'e End,
    target: &'e End,
    discriminator: Vec<Option<Value>>,
    updates: Vec<Update>,
}

impl<'r, 'e> EdgeAttributes<'r, 'e> {
    pub(super) fn new(
        reader: &'r Reader<'r>,
        view: EdgeView,
        source: &'e End,
        target: &'e End,
    ) -> Self {
        let shape = reader.schema.edge(view.ty);
        let discriminator = vec![None; shape.discriminators];
        Self { reader, shape, view, source, target, discriminator, updates: Vec::new() }
    }

    fn missing(&self, at: usize) -> RestError {
        RestError::upsert(format!(
            "The discriminator attribute {} of edge type '{}' is missing",
            self.shape.columns[at].name, self.shape.name
        ))
    }
}

impl<'de, 'r> Level<'de, 'r> for EdgeAttributes<'r, '_> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let Some(column) = self.shape.column(key) else {
            let message = format!("Processing attribute {key} failed, Invalid edge attribute");
            return Err(self.reader.refuse(RestError::upsert(message)));
        };
        let (op, value) = attribute(self.reader, key, &self.shape.columns[column].ty, map)?;
        match self.discriminator.get_mut(column) {
            Some(part) => *part = Some(value),
            None => self.updates.push(Update { column, op, value }),
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), RestError> {
        let parts = std::mem::take(&mut self.discriminator).into_iter().enumerate();
        let discriminator = parts
            .map(|(at, part)| part.ok_or_else(|| self.missing(at)))
            .collect::<Result<_, _>>()?;
        let (source, target) = (self.source.clone(), self.target.clone());
        let reversed = self.view.reversed;
        let (from, to) = if reversed { (target, source) } else { (source, target) };
        let updates = std::mem::take(&mut self.updates);
        let write = EdgeWrite { ty: self.view.ty, from, to, reversed, discriminator, updates };
        self.reader.batch.borrow_mut().edges.push(write);
        Ok(())
    }
}

/// Reads `{"value": .., "op": ..}`, the value of the map's current entry.
fn attribute<'de, A: MapAccess<'de>>(
    reader: &Reader<'_>,
    name: &str,
    ty: &ValueType,
    map: &mut A,
) -> Result<(Op, Value), A::Error> {
    let mut found = (None, None);
    let level = Attribute { reader, name, ty, found: &mut found };
    map.next_value_seed(Seed(reader, || level))?;
    match found {
        (Some(value), op) => Ok((op.unwrap_or(Op::Overwrite), value)),
        (None, _) => {
            let message = format!("Processing attribute {name} failed, it has no value");
            Err(reader.refuse(RestError::upsert(message)))
        }
    }
}

struct Attribute<'r, 'n> {
    reader: &'r Reader<'r>,
    name: &'n str,
    ty: &'n ValueType,
    found: &'n mut (Option<Value>, Option<Op>),
}

impl<'de, 'r> Level<'de, 'r> for Attribute<'r, '_> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let Self { reader, name, ty, .. } = *self;
        match key {
            "value" => {
                let read = map.next_value_seed(ValueSeed { reader, ty });
                self.found.0 = Some(read.inspect_err(|_| {
                    reader.conversion.set(Some(format!(
                        "Processing attribute {name} failed, value cannot be converted to {}",
                        ty.spelling()
                    )));
                })?);
                Ok(())
            }
            "op" => {
                let text = map.next_value::<String>()?;
                let op = Op::parse(&text).filter(|op| op.fits(ty));
                self.found.1 = Some(op.ok_or_else(|| {
                    reader.refuse(RestError::upsert(format!(
                        "Processing attribute {name} failed, operator '{text}' is not supported for \
                         {}",
                        ty.spelling()
                    )))
                })?);
                Ok(())
            }
            other => Err(reader
                .refuse(misshapen(&format!("attribute {name} has an unknown key \"{other}\"")))),
        }
    }
}
