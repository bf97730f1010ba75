//! The data: typed values with a resolved schema. Does not depend on HTTP or GSQL text.

mod adjacency;
mod batch;
mod body;
mod change;
mod database;
pub(crate) mod datetime;
mod filter;
mod graph;
mod key;
mod literal;
mod migrate;
mod op;
mod schema;
mod slots;
mod types;
mod value;

pub(crate) use adjacency::Adjacency;
pub(crate) use batch::{Batch, Conditions, EdgeWrite, End, Outcome, Update, VertexWrite};
pub(crate) use body::{EdgeBody, Rows, VertexBody};
pub(crate) use change::Change;
pub(crate) use database::{Database, DatabaseWriter, SharedDatabase};
pub(crate) use filter::{Comparison, Condition, Filter, Operand, Order, compare};
pub(crate) use graph::{EdgeRef, Ends, Graphs, Vertex, VertexRef, VisibleEdge};
pub(crate) use key::{Key, KeyError, join_parts};
pub(crate) use literal::{Literal, quoted_text};
pub(crate) use op::Op;
pub(crate) use schema::{
    Column, EdgeShape, EdgeTypeId, EdgeView, Field, GraphShape, KeyShape, Schema, SharedSchema,
    VertexShape, VertexTypeId,
};
pub(crate) use types::{TupleShape, ValueType};
pub(crate) use value::{Value, last_of_each_key, unique};
