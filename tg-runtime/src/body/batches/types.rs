//! The Arrow types of attributes.

use std::sync::Arc;

use arrow_schema::{DataType, Field, TimeUnit};
use tg_gsql::model::{self, ElementType, KeyType, MapKeyType, TupleFieldType};

use crate::value::AttributeType;

/// Returns the type of an attribute of a Rust type.
pub(super) fn constant_type(ty: AttributeType) -> DataType {
    match ty {
        AttributeType::Int => DataType::Int64,
        AttributeType::Uint => DataType::UInt64,
        AttributeType::Float => DataType::Float32,
        AttributeType::Double => DataType::Float64,
        AttributeType::Bool => DataType::Boolean,
        AttributeType::String => DataType::Utf8,
        AttributeType::DateTime => moment(),
        AttributeType::FixedBinary(bytes) => fixed_binary(bytes),
        AttributeType::List(element) | AttributeType::Set(element) => list(constant_type(*element)),
        AttributeType::Map(key, value) => map(constant_type(*key), constant_type(*value)),
        AttributeType::Tuple(spec) => {
            let fields = spec.fields.iter().map(|it| (it.name, constant_type(it.ty)));
            structure(fields)
        }
        AttributeType::Vector(_) => list(DataType::Float32),
    }
}

/// Returns the type of an attribute of a live schema. An unknown tuple is a text of JSON.
pub(super) fn model_type(ty: &model::AttributeType, tuples: &[model::TupleType]) -> DataType {
    use model::AttributeType;
    match ty {
        AttributeType::Int => DataType::Int64,
        AttributeType::Uint => DataType::UInt64,
        AttributeType::Float => DataType::Float32,
        AttributeType::Double => DataType::Float64,
        AttributeType::Bool => DataType::Boolean,
        AttributeType::String => DataType::Utf8,
        AttributeType::DateTime => moment(),
        AttributeType::FixedBinary(bytes) => fixed_binary(*bytes),
        AttributeType::List(element) | AttributeType::Set(element) => {
            list(element_type(element, tuples))
        }
        AttributeType::Map(key, value) => {
            let key = match key {
                MapKeyType::Int => DataType::Int64,
                MapKeyType::String => DataType::Utf8,
                MapKeyType::DateTime => moment(),
            };
            map(key, element_type(value, tuples))
        }
        AttributeType::Tuple(name) => tuple(name, tuples),
    }
}

/// Returns the type of a primary id.
pub(super) fn key_type(ty: KeyType) -> DataType {
    model_type(&ty.into(), &[])
}

fn element_type(ty: &ElementType, tuples: &[model::TupleType]) -> DataType {
    match ty {
        ElementType::Int => DataType::Int64,
        ElementType::Double => DataType::Float64,
        ElementType::String => DataType::Utf8,
        ElementType::DateTime => moment(),
        ElementType::Tuple(name) => tuple(name, tuples),
    }
}

fn tuple(name: &str, tuples: &[model::TupleType]) -> DataType {
    let Some(tuple) = tuples.iter().find(|tuple| tuple.name == name) else {
        return DataType::Utf8;
    };
    let ty = |ty: TupleFieldType| match ty {
        TupleFieldType::Int(_) => DataType::Int64,
        TupleFieldType::Uint(_) => DataType::UInt64,
        TupleFieldType::Float => DataType::Float32,
        TupleFieldType::Double => DataType::Float64,
        TupleFieldType::Bool => DataType::Boolean,
        TupleFieldType::DateTime => moment(),
        TupleFieldType::String(_) => DataType::Utf8,
    };
    structure(tuple.fields.iter().map(|field| (field.name.as_str(), ty(field.ty))))
}

fn moment() -> DataType {
    DataType::Timestamp(TimeUnit::Second, Some("UTC".into()))
}

fn fixed_binary(bytes: u32) -> DataType {
    // A size beyond that of Arrow cannot be stored by a server either.
    DataType::FixedSizeBinary(i32::try_from(bytes).unwrap_or(i32::MAX))
}

fn list(element: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", element, false)))
}

fn map(key: DataType, value: DataType) -> DataType {
    let fields = vec![Field::new("key", key, false), Field::new("value", value, false)];
    let entries = Field::new("entries", DataType::Struct(fields.into()), false);
    DataType::Map(Arc::new(entries), false)
}

fn structure<'a>(fields: impl Iterator<Item = (&'a str, DataType)>) -> DataType {
    let fields: Vec<Field> = fields.map(|(name, ty)| Field::new(name, ty, false)).collect();
    DataType::Struct(fields.into())
}
