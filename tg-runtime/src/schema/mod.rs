//! The traits that the macros implement: vertices, edges, their columns, and their schema as
//! constants.

mod as_id;
mod catalog;
mod column;
mod edge;
mod graph;
mod id;
#[cfg(feature = "serde")]
mod serialize;
mod spec;
mod vertex;

pub use as_id::AsId;
#[cfg(feature = "client")]
pub(crate) use as_id::{WrittenId, id_text, is_same_id};
pub use catalog::{InvalidSpec, catalog_of};
pub use column::{AttributeGroup, Column, ColumnSet, Immutable, View};
pub use edge::{Connects, Discriminated, Edge, HasSource, HasTarget, ReadEdge, Reversible};
pub use graph::{Declares, DeclaresEdge, EndpointsIn};
pub use id::{AnyId, EndpointId, Id};
pub use spec::{
    AttributeSpec, EdgeSpec, GraphSpec, HandleSpec, KeySpec, PairSpec, QuerySpec, VectorMetric,
    VertexSpec,
};
pub use vertex::{ReadVertex, Vertex};
