//! The Rust types of attributes.

use super::item::Writer;
use crate::model::{
    AttributeType, ElementType, KeyType, MapKeyType, TupleField, TupleFieldType, VertexType,
};

impl Writer<'_> {
    /// Returns the type of an attribute in this module.
    pub(super) fn attribute_type(&self, ty: &AttributeType, module: Option<usize>) -> String {
        match ty {
            AttributeType::Int => "i64".to_owned(),
            AttributeType::Uint => "u64".to_owned(),
            AttributeType::Float => "f32".to_owned(),
            AttributeType::Double => "f64".to_owned(),
            AttributeType::Bool => "bool".to_owned(),
            AttributeType::String => self.std("string::String"),
            AttributeType::DateTime => self.runtime("DateTime"),
            AttributeType::FixedBinary(size) => {
                format!("{}<{size}>", self.runtime("FixedBinary"))
            }
            AttributeType::List(element) => {
                format!("{}<{}>", self.std("vec::Vec"), self.element_type(element, module))
            }
            AttributeType::Set(element) => {
                let set = if self.is_sorted(element) {
                    self.std("collections::BTreeSet")
                } else {
                    self.runtime("SetOf")
                };
                format!("{set}<{}>", self.element_type(element, module))
            }
            AttributeType::Map(key, value) => {
                let key = match key {
                    MapKeyType::Int => "i64".to_owned(),
                    MapKeyType::String => self.std("string::String"),
                    MapKeyType::DateTime => self.runtime("DateTime"),
                };
                let value = self.element_type(value, module);
                format!("{}<{key}, {value}>", self.std("collections::BTreeMap"))
            }
            AttributeType::Tuple(name) => self.tuple_type(name, module),
        }
    }

    fn element_type(&self, ty: &ElementType, module: Option<usize>) -> String {
        match ty {
            ElementType::Int => "i64".to_owned(),
            ElementType::Double => "f64".to_owned(),
            ElementType::String => self.std("string::String"),
            ElementType::DateTime => self.runtime("DateTime"),
            ElementType::Tuple(name) => self.tuple_type(name, module),
        }
    }

    fn tuple_type(&self, name: &str, module: Option<usize>) -> String {
        match self.catalog.tuples.iter().position(|tuple| tuple.name == name) {
            Some(at) => self.path(&self.names.tuples[at], module),
            // A checked schema has every tuple that it mentions.
            None => name.to_owned(),
        }
    }

    /// Returns `true` if a `BTreeSet` can contain the elements.
    pub(super) fn is_sorted(&self, element: &ElementType) -> bool {
        match element {
            ElementType::Double => false,
            ElementType::Tuple(name) => self.compares(self.tuple_fields(name)),
            ElementType::Int | ElementType::String | ElementType::DateTime => true,
        }
    }

    fn tuple_fields(&self, name: &str) -> &[TupleField] {
        self.catalog.tuple(name).map_or(&[], |tuple| &tuple.fields)
    }

    /// Returns `true` if a tuple of these fields is `Eq`, `Ord` and `Hash`.
    pub(super) fn compares(&self, fields: &[TupleField]) -> bool {
        let floats = [TupleFieldType::Float, TupleFieldType::Double];
        !fields.iter().any(|field| floats.contains(&field.ty))
    }

    /// Returns `true` if a type is `Eq` and `Hash`: it does not contain floating-point numbers.
    pub(super) fn is_total(&self, ty: &AttributeType) -> bool {
        match ty {
            AttributeType::Float | AttributeType::Double => false,
            AttributeType::List(element)
            | AttributeType::Map(_, element)
            | AttributeType::Set(element) => self.is_sorted(element),
            AttributeType::Tuple(name) => self.compares(self.tuple_fields(name)),
            _ => true,
        }
    }

    pub(super) fn key_type(&self, ty: KeyType) -> String {
        self.attribute_type(&ty.into(), None)
    }

    /// Returns the names of `std::collections` that the source uses.
    pub(super) fn collections(&self) -> Vec<&'static str> {
        let vertices = self.catalog.vertices.iter().flat_map(|it: &VertexType| &it.attributes);
        let types = vertices.chain(self.catalog.edges.iter().flat_map(|it| &it.attributes));
        let (mut map, mut set) = (false, false);
        for attribute in types {
            match &attribute.ty {
                AttributeType::Map(..) => map = true,
                AttributeType::Set(element) => set |= self.is_sorted(element),
                _ => {}
            }
        }
        [("BTreeMap", map), ("BTreeSet", set)]
            .into_iter()
            .filter_map(|(name, used)| used.then_some(name))
            .collect()
    }
}

/// Returns the type of a tuple's field, and its size if the type does not determine it.
pub(super) fn tuple_field(ty: TupleFieldType) -> (&'static str, Option<u32>) {
    match ty {
        TupleFieldType::Int(1) => ("i8", None),
        TupleFieldType::Int(2) => ("i16", None),
        TupleFieldType::Int(4) => ("i32", None),
        TupleFieldType::Int(_) => ("i64", None),
        TupleFieldType::Uint(1) => ("u8", None),
        TupleFieldType::Uint(2) => ("u16", None),
        TupleFieldType::Uint(4) => ("u32", None),
        TupleFieldType::Uint(_) => ("u64", None),
        TupleFieldType::Float => ("f32", None),
        TupleFieldType::Double => ("f64", None),
        TupleFieldType::Bool => ("bool", None),
        TupleFieldType::DateTime => ("DateTime", None),
        TupleFieldType::String(size) => ("String", Some(size)),
    }
}
