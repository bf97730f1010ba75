//! Vertices, edges and values in the form in which they are printed.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::{
    Field, Graphs, Value, ValueType, Vertex, VertexRef, VertexShape, VisibleEdge, datetime,
    join_parts,
};

/// A value of a known type.
struct Typed<'a>(&'a Value, &'a ValueType);

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0, self.1) {
            (Value::Bool(value), _) => serializer.serialize_bool(*value),
            (Value::Int(value), _) => serializer.serialize_i64(*value),
            (Value::Uint(value), _) => serializer.serialize_u64(*value),
            (Value::Float(value), _) if value.is_finite() => serializer.serialize_f32(*value),
            (Value::Float(value), _) => serializer.collect_str(value),
            (Value::Double(value), _) if value.is_finite() => serializer.serialize_f64(*value),
            // JSON has no such numbers: `inf`, `-inf` and `NaN` are written as text.
            (Value::Double(value), _) => serializer.collect_str(value),
            (Value::DateTime(value), _) => serializer.serialize_str(&datetime::format(*value)),
            (Value::Text(value), _) => serializer.serialize_str(value),
            (Value::List(values), ValueType::List(ty) | ValueType::Set(ty)) => {
                serializer.collect_seq(values.iter().map(|value| Typed(value, ty)))
            }
            (Value::Map(entries), ValueType::Map(key, ty)) => {
                serializer.collect_map(entries.iter().map(|(k, v)| (Typed(k, key), Typed(v, ty))))
            }
            (Value::Tuple(values), ValueType::Tuple(shape)) => {
                let fields = shape.fields.iter().zip(values);
                serializer.collect_map(fields.map(|((name, ty), value)| (name, Typed(value, ty))))
            }
            (Value::Vector(values), _) => serializer.collect_seq(values.iter()),
            // A column holds values of its own type only.
            (Value::List(_) | Value::Map(_) | Value::Tuple(_), _) => serializer.serialize_unit(),
        }
    }
}

/// A vertex.
pub(crate) struct VertexBody<'a> {
    pub(crate) shape: &'a VertexShape,
    pub(crate) vertex: &'a Vertex,
    /// The attributes to print; all if `None`.
    pub(crate) select: Option<&'a [Field]>,
}

impl Serialize for VertexBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("v_id", &self.vertex.id)?;
        map.serialize_entry("v_type", &self.shape.name)?;
        map.serialize_entry("attributes", &VertexAttributes(self))?;
        map.end()
    }
}

struct VertexAttributes<'a>(&'a VertexBody<'a>);

impl Serialize for VertexAttributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let VertexBody { shape, vertex, select } = self.0;
        let mut map = serializer.serialize_map(None)?;
        for (name, field) in shape.fields() {
            if select.is_some_and(|selected| !selected.contains(&field)) {
                continue;
            }
            match field {
                Field::Column(at) => {
                    map.serialize_entry(name, &Typed(&vertex.values[at], &shape.columns[at].ty))?;
                }
                Field::Id(ty) => {
                    map.serialize_entry(name, &Typed(&vertex.get(field), &ValueType::of_key(ty)))?;
                }
            }
        }
        map.end()
    }
}

/// An edge as seen from one of its vertices.
pub(crate) struct EdgeBody<'a> {
    pub(crate) graphs: &'a Graphs,
    pub(crate) from: VertexRef,
    pub(crate) visible_edge: VisibleEdge<'a>,
    pub(crate) select: Option<&'a [Field]>,
}

impl Serialize for EdgeBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let schema = self.graphs.schema();
        let shape = schema.edge(self.visible_edge.view.ty);
        let id = |at: VertexRef| self.graphs.vertex(at).map_or("", |vertex| &vertex.id);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("e_type", schema.name_of(self.visible_edge.view))?;
        map.serialize_entry("directed", &shape.directed)?;
        map.serialize_entry("from_id", id(self.from))?;
        map.serialize_entry("from_type", &schema.vertex(self.from.ty).name)?;
        map.serialize_entry("to_id", id(self.visible_edge.other))?;
        map.serialize_entry("to_type", &schema.vertex(self.visible_edge.other.ty).name)?;
        if shape.discriminators > 0 {
            let parts = &self.visible_edge.edge.values[..shape.discriminators];
            map.serialize_entry("discriminator", &join_parts(parts))?;
        }
        map.serialize_entry("attributes", &EdgeAttributes(self))?;
        map.end()
    }
}

struct EdgeAttributes<'a>(&'a EdgeBody<'a>);

impl Serialize for EdgeAttributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let EdgeBody { graphs, visible_edge, select, .. } = self.0;
        let columns = &graphs.schema().edge(visible_edge.view.ty).columns;
        let mut map = serializer.serialize_map(None)?;
        for (at, column) in columns.iter().enumerate() {
            if select.is_none_or(|selected| selected.contains(&Field::Column(at))) {
                let value = Typed(&visible_edge.edge.values[at], &column.ty);
                map.serialize_entry(&column.name, &value)?;
            }
        }
        map.end()
    }
}

/// A sequence of rows that is serialized without being collected first.
pub(crate) struct Rows<F>(pub(crate) F);

impl<F, I, T> Serialize for Rows<F>
where
    F: Fn() -> I,
    I: Iterator<Item = T>,
    T: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for row in (self.0)() {
            seq.serialize_element(&row)?;
        }
        seq.end()
    }
}
