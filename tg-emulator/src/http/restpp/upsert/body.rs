//! Reads the body of an upsert into writes that fit the schema.

use std::cell::{Cell, RefCell};

use serde::de::{DeserializeSeed, Error, MapAccess};

use super::attributes::{EdgeAttributes, VertexAttributes};
use super::level::{Level, OneOrMany, Seed, misshapen};
use crate::config::{Generation, Version};
use crate::http::restpp::error::RestError;
use crate::store::{Batch, EdgeView, End, GraphShape, Key, Schema, VertexTypeId};

/// Reads and checks a whole body.
pub(super) fn read(
    bytes: &[u8],
    schema: &Schema,
    graph: &GraphShape,
    version: Version,
) -> Result<Batch, RestError> {
    let reader = Reader {
        schema,
        graph,
        version,
        batch: RefCell::default(),
        refusal: RefCell::default(),
        conversion: Cell::default(),
    };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = Seed(&reader, || Body(&reader)).deserialize(&mut json).and_then(|()| json.end());
    match read {
        Ok(()) => Ok(reader.batch.into_inner()),
        Err(error) => Err(reader.explain(&error)),
    }
}

/// The state that all levels share.
pub(super) struct Reader<'r> {
    pub(super) schema: &'r Schema,
    pub(super) graph: &'r GraphShape,
    pub(super) version: Version,
    pub(super) batch: RefCell<Batch>,
    refusal: RefCell<Option<RestError>>,
    /// Returns the error for a value of a wrong type, if that was the cause.
    pub(super) conversion: Cell<Option<String>>,
}

impl Reader<'_> {
    /// Keeps the reason and returns an error that stops serde.
    pub(super) fn refuse<E: Error>(&self, reason: RestError) -> E {
        self.refusal.replace(Some(reason));
        E::custom("refused")
    }

    fn explain(&self, error: &serde_json::Error) -> RestError {
        if let Some(reason) = self.refusal.take() {
            return reason;
        }
        match self.conversion.take() {
            Some(message) if error.is_data() => RestError::upsert(message),
            _ if error.is_data() => misshapen(&error.to_string()),
            _ => RestError::new("REST-2001", format!("The payload is not valid JSON: {error}")),
        }
    }

    fn vertex_type(&self, name: &str) -> Result<VertexTypeId, RestError> {
        let found = self.graph.vertex(name);
        found.ok_or_else(|| self.unknown(format!("Unknown vertex type \"{name}\"")))
    }

    /// The error of a vertex type or attribute that does not exist.
    pub(super) fn unknown(&self, message: String) -> RestError {
        match self.version.generation() {
            Generation::V3 => RestError::upsert(message),
            Generation::V4 => RestError::new("REST-10004", message),
        }
    }

    fn key(&self, ty: VertexTypeId, id: &str) -> Result<Key, RestError> {
        Ok(Key::parse(id, self.schema.vertex(ty))?)
    }
}

/// `{"vertices": .., "edges": ..}`
struct Body<'r>(&'r Reader<'r>);

impl<'de, 'r> Level<'de, 'r> for Body<'r> {
    fn reader(&self) -> &'r Reader<'r> {
        self.0
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let reader = self.0;
        match key {
            "vertices" => map.next_value_seed(Seed(reader, || VertexTypes(reader))),
            "edges" => map.next_value_seed(Seed(reader, || SourceTypes(reader))),
            other => Err(reader.refuse(misshapen(&format!("unknown key \"{other}\"")))),
        }
    }
}

/// `{type: {id: ..}}`
struct VertexTypes<'r>(&'r Reader<'r>);

impl<'de, 'r> Level<'de, 'r> for VertexTypes<'r> {
    fn reader(&self) -> &'r Reader<'r> {
        self.0
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let reader = self.0;
        let ty = reader.vertex_type(key).map_err(|error| reader.refuse(error))?;
        map.next_value_seed(Seed(reader, || VertexIds { reader, ty }))
    }
}

/// `{id: attributes}`
struct VertexIds<'r> {
    reader: &'r Reader<'r>,
    ty: VertexTypeId,
}

impl<'de, 'r> Level<'de, 'r> for VertexIds<'r> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (reader, ty) = (self.reader, self.ty);
        let key = reader.key(ty, key).map_err(|error| reader.refuse(error))?;
        map.next_value_seed(Seed(reader, || VertexAttributes::new(reader, ty, key)))
    }
}

/// `{source type: {source id: ..}}`
struct SourceTypes<'r>(&'r Reader<'r>);

impl<'de, 'r> Level<'de, 'r> for SourceTypes<'r> {
    fn reader(&self) -> &'r Reader<'r> {
        self.0
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let reader = self.0;
        let ty = reader.vertex_type(key).map_err(|error| reader.refuse(error))?;
        map.next_value_seed(Seed(reader, || SourceIds { reader, ty }))
    }
}

/// `{source id: {edge type: ..}}`
struct SourceIds<'r> {
    reader: &'r Reader<'r>,
    ty: VertexTypeId,
}

impl<'de, 'r> Level<'de, 'r> for SourceIds<'r> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (reader, ty) = (self.reader, self.ty);
        let key = reader.key(ty, key).map_err(|error| reader.refuse(error))?;
        let source = End { ty, key };
        map.next_value_seed(Seed(reader, || EdgeTypes { reader, source }))
    }
}

/// `{edge type: {target type: ..}}`
struct EdgeTypes<'r> {
    reader: &'r Reader<'r>,
    source: End,
}

impl<'de, 'r> Level<'de, 'r> for EdgeTypes<'r> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (reader, source) = (self.reader, &self.source);
        let Some(view) = reader.graph.edge(key) else {
            let unknown = format!("Unknown edge type \"{key}\"");
            return Err(reader.refuse(RestError::upsert(unknown)));
        };
        map.next_value_seed(Seed(reader, || TargetTypes { reader, source, view }))
    }
}

/// `{target type: {target id: ..}}`
struct TargetTypes<'r, 'e> {
    reader: &'r Reader<'r>,
    source: &'e End,
    view: EdgeView,
}

impl TargetTypes<'_, '_> {
    /// Returns the target's type, if edges of this type can lead to it.
    fn target_type(&self, name: &str) -> Result<VertexTypeId, RestError> {
        let Reader { schema, .. } = self.reader;
        let target = self.reader.vertex_type(name)?;
        let source = self.source.ty;
        let (from, to) = if self.view.reversed { (target, source) } else { (source, target) };
        if schema.edge(self.view.ty).joins(from, to) {
            return Ok(target);
        }
        Err(RestError::upsert(format!(
            "The from vertex type '{}' and the to vertex type '{name}' are not valid for edge type \
             '{}'",
            schema.vertex(source).name,
            schema.name_of(self.view),
        )))
    }
}

impl<'de, 'r> Level<'de, 'r> for TargetTypes<'r, '_> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let reader = self.reader;
        let target = self.target_type(key).map_err(|error| reader.refuse(error))?;
        let (source, view) = (self.source, self.view);
        map.next_value_seed(Seed(reader, || TargetIds { reader, source, view, target }))
    }
}

/// `{target id: attributes or [attributes, ..]}`
struct TargetIds<'r, 'e> {
    reader: &'r Reader<'r>,
    source: &'e End,
    view: EdgeView,
    target: VertexTypeId,
}

impl<'de, 'r> Level<'de, 'r> for TargetIds<'r, '_> {
    fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (reader, view) = (self.reader, self.view);
        let key = reader.key(self.target, key).map_err(|error| reader.refuse(error))?;
        let (source, target) = (self.source, End { ty: self.target, key });
        let attributes = || EdgeAttributes::new(reader, view, source, &target);
        map.next_value_seed(OneOrMany(reader, attributes))
    }
}
