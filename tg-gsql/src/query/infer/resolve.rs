//! Types as they are written, in a query or in the catalog.

use std::collections::{HashMap, HashSet};

use super::ty::{Accum, Fields, Tuple, Ty};
use crate::model::{
    Attribute, AttributeType, Catalog, ElementType, KeyType, MapKeyType, TupleFieldType, VertexType,
};
use crate::syntax::ast::query::{Accumulator, Field, Type, TypeKind};

/// The nesting of types, which limits tuples that contain themselves.
const MAX_DEPTH: usize = 16;

/// The names that a type may contain.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'a> {
    pub(crate) typedefs: &'a HashMap<&'a str, &'a Type>,
    pub(crate) catalog: &'a Catalog,
}

impl Resolver<'_> {
    pub(crate) fn ty(self, ty: &Type) -> Ty {
        self.nested(ty, 0)
    }

    fn nested(self, ty: &Type, depth: usize) -> Ty {
        if depth > MAX_DEPTH {
            return Ty::Unknown;
        }
        let inner = |ty: &Type| Box::new(self.nested(ty, depth + 1));
        let one = |name: &Option<crate::syntax::Name>| {
            name.as_ref().map(|name| HashSet::from([name.value.clone()]))
        };
        match &ty.kind {
            TypeKind::Int => Ty::Int,
            TypeKind::Uint => Ty::Uint,
            TypeKind::Float => Ty::Float,
            TypeKind::Double => Ty::Double,
            TypeKind::String => Ty::String,
            TypeKind::Bool => Ty::Bool,
            TypeKind::DateTime => Ty::DateTime,
            TypeKind::Vertex(name) => Ty::Vertex(one(name)),
            TypeKind::Edge(name) => Ty::Edge(one(name)),
            TypeKind::JsonObject => Ty::JsonObject,
            TypeKind::JsonArray => Ty::JsonArray,
            TypeKind::File => Ty::File,
            TypeKind::Set(element) => Ty::Set(inner(element)),
            TypeKind::Bag(element) => Ty::Bag(inner(element)),
            TypeKind::List(element) => Ty::List(inner(element)),
            TypeKind::Map(types) => Ty::Map(Box::new((*inner(&types[0]), *inner(&types[1])))),
            TypeKind::Tuple(fields) => {
                Ty::Tuple(Box::new(Tuple { name: None, fields: self.fields(fields, depth) }))
            }
            TypeKind::Accumulator(accumulator) => self.accumulator(accumulator, depth),
            TypeKind::Named(name) => self.named(name, depth),
        }
    }

    /// Returns the type of a `TYPEDEF` of the query or the catalog.
    pub(crate) fn named(self, name: &str, depth: usize) -> Ty {
        if let Some(ty) = self.typedefs.get(name) {
            let mut ty = self.nested(ty, depth + 1);
            if let Ty::Tuple(tuple) = &mut ty {
                tuple.name = Some(name.to_owned());
            }
            return ty;
        }
        let Some(tuple) = self.catalog.tuple(name) else { return Ty::Unknown };
        let fields = tuple.fields.iter().map(|field| {
            let ty = match field.ty {
                TupleFieldType::Int(_) => Ty::Int,
                TupleFieldType::Uint(_) => Ty::Uint,
                TupleFieldType::Float => Ty::Float,
                TupleFieldType::Double => Ty::Double,
                TupleFieldType::Bool => Ty::Bool,
                TupleFieldType::DateTime => Ty::DateTime,
                TupleFieldType::String(_) => Ty::String,
            };
            (field.name.clone(), ty)
        });
        Ty::Tuple(Box::new(Tuple { name: Some(name.to_owned()), fields: fields.collect() }))
    }

    fn fields(self, fields: &[Field], depth: usize) -> Fields {
        let named = |field: &Field| {
            let name = field.name.as_ref().map(|name| name.value.clone());
            (name.unwrap_or_default(), self.nested(&field.ty, depth + 1))
        };
        fields.iter().map(named).collect()
    }

    fn accumulator(self, accumulator: &Accumulator, depth: usize) -> Ty {
        let inner = |ty: &Type| self.nested(ty, depth + 1);
        Ty::accum(match accumulator {
            Accumulator::Sum(ty) => Accum::Sum(inner(ty)),
            Accumulator::Max(ty) => Accum::Max(inner(ty)),
            Accumulator::Min(ty) => Accum::Min(inner(ty)),
            Accumulator::Avg => Accum::Avg,
            Accumulator::Or => Accum::Or,
            Accumulator::And => Accum::And,
            Accumulator::BitwiseOr(_) => Accum::BitwiseOr,
            Accumulator::BitwiseAnd(_) => Accum::BitwiseAnd,
            Accumulator::PercentileCont(_) => Accum::PercentileCont,
            Accumulator::List(ty) => Accum::List(inner(ty)),
            Accumulator::Set(ty) => Accum::Set(inner(ty)),
            Accumulator::Bag(ty) => Accum::Bag(inner(ty)),
            Accumulator::Map(key, value) => Accum::Map(inner(key), inner(value)),
            Accumulator::Array(ty) => Accum::Array(inner(ty), 0),
            Accumulator::Heap(heap) => Accum::Heap(self.named(&heap.tuple.value, depth + 1)),
            Accumulator::GroupBy { keys, values } => Accum::GroupBy {
                keys: self.fields(keys, depth),
                values: self.fields(values, depth),
            },
        })
    }

    /// Returns the type of an attribute of a vertex type, or of its id if that can be read.
    pub(crate) fn vertex_attribute(self, vertex: &VertexType, name: &str) -> Option<Ty> {
        if let Some((_, key)) = vertex.id_as_attribute().filter(|(id, _)| *id == name) {
            return Some(key_type(key));
        }
        if vertex.vector(name).is_some() {
            return Some(Ty::list(Ty::Float));
        }
        self.attribute(&vertex.attributes, name)
    }

    /// Returns the type of the attribute of this name.
    pub(crate) fn attribute(self, attributes: &[Attribute], name: &str) -> Option<Ty> {
        let attribute = attributes.iter().find(|attribute| attribute.name == name)?;
        let element = |element: &ElementType| match element {
            ElementType::Int => Ty::Int,
            ElementType::Double => Ty::Double,
            ElementType::String => Ty::String,
            ElementType::DateTime => Ty::DateTime,
            ElementType::Tuple(name) => self.named(name, 0),
        };
        Some(match &attribute.ty {
            AttributeType::Int => Ty::Int,
            AttributeType::Uint => Ty::Uint,
            AttributeType::Float => Ty::Float,
            AttributeType::Double => Ty::Double,
            AttributeType::Bool => Ty::Bool,
            AttributeType::String => Ty::String,
            AttributeType::DateTime => Ty::DateTime,
            AttributeType::FixedBinary(_) => Ty::Unknown,
            AttributeType::List(of) => Ty::list(element(of)),
            AttributeType::Set(of) => Ty::Set(Box::new(element(of))),
            AttributeType::Map(key, value) => {
                let key = match key {
                    MapKeyType::Int => Ty::Int,
                    MapKeyType::String => Ty::String,
                    MapKeyType::DateTime => Ty::DateTime,
                };
                Ty::Map(Box::new((key, element(value))))
            }
            AttributeType::Tuple(name) => self.named(name, 0),
        })
    }
}

pub(super) fn key_type(key: KeyType) -> Ty {
    match key {
        KeyType::String => Ty::String,
        KeyType::Int => Ty::Int,
        KeyType::Uint => Ty::Uint,
        KeyType::DateTime => Ty::DateTime,
    }
}
