//! The names that a program with a graph uses: `use tg_runtime::prelude::*;`.

pub use crate::schema::{AnyId, AsId, Connects, Declares, Id};
pub use crate::value::{DateTime, FixedBinary, SetOf, Vector};
// The traits, and the derive macros of the same names.
pub use crate::{Attribute, Edge, Vertex, View};

#[cfg(feature = "derive")]
pub use crate::{AttributeGroup, Tuple, tigergraph};

#[cfg(all(feature = "client", feature = "derive"))]
pub use crate::gsql;

#[cfg(feature = "include")]
pub use crate::include_schema;

#[cfg(feature = "client")]
pub use crate::{
    Client, ConfirmAll, EdgeRecord, Edges, Error, ErrorKind, Generation, Graph, GraphBuilder, Json,
    Method, QueryResults, Result, RetryPolicy, SecretString, Token, Upserted, Vertices, auth,
};
