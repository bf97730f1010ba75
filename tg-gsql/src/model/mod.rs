//! The schema model: a [`Catalog`] of tuples, vertex types, edge types and graphs.
//!
//! Types keep the order in which they were declared, because the server answers in that order and a
//! printed schema should read like the written one.

mod attribute;
mod catalog;
mod edge;
mod tuple;
mod vertex;

pub use attribute::{
    Attribute, AttributeType, ElementType, InvalidLiteral, KeyType, Literal, MapKeyType,
};
pub use catalog::{Catalog, Graph};
pub use edge::{EdgeType, EndpointPair};
pub use tuple::{TupleField, TupleFieldType, TupleType};
pub use vertex::{Index, Metric, PrimaryKey, Stats, VectorAttribute, VertexType};
