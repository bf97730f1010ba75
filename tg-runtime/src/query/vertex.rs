//! Vertices with what a query computed for them.

use std::fmt;

use super::{ReadRecord, Record};
use crate::body::{ReadResult, is_of_type};
use crate::schema::{EndpointId as _, Id, ReadVertex, Vertex};
use crate::value::{DecodeError, Decoder, Row};

/// A vertex of a printed vertex set, with what the query attached to it.
///
/// `A` is a struct that serde reads from the printed attributes; a field has the name of an
/// accumulator without its `@`, or any name with `#[serde(rename = "@..")]`.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64 }
/// use tg_runtime::query::QueryVertex;
///
/// #[derive(serde::Deserialize)]
/// struct Score { score: f64 }                     // SumAccum<DOUBLE> @score
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let best: Vec<QueryVertex<Package, Score>> = graph.query("best").await?.get("S")?;
/// for QueryVertex { vertex, accums } in best {
///     println!("{}: {} kg, {}", vertex.id, vertex.weight_kg, accums.score);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct QueryVertex<V, A> {
    /// The vertex, with its attributes.
    pub vertex: V,
    /// The values that are printed next to the attributes.
    pub accums: A,
}

impl<V: ReadVertex, A: ReadRecord> ReadResult for QueryVertex<V, A> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.row(|row| {
            is_of_type::<V>(row)?;
            let accums = attributes(row)?;
            Ok(Self { vertex: V::decode(row)?, accums })
        })
    }
}

/// A vertex of which a query printed only some attributes or expressions:
/// `PRINT S[S.city, S.@count AS packages]`.
///
/// `A` is a struct that serde reads from them; a field has the printed name, or that without the
/// set's name before the dot and without `@`.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # #[derive(Vertex)] struct Depot { #[tg(primary_id)] code: i64, city: String }
/// use tg_runtime::query::Projected;
///
/// #[derive(serde::Deserialize)]
/// struct Place { city: String, packages: i64 }
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let places: Vec<Projected<Depot, Place>> = graph.query("places").await?.get("S")?;
/// # Ok(())
/// # }
/// ```
pub struct Projected<V: Vertex, A> {
    /// The id of the vertex.
    pub id: Id<V>,
    /// The printed attributes and expressions.
    pub attributes: A,
}

impl<V: Vertex + 'static, A: ReadRecord> ReadResult for Projected<V, A> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.row(|row| {
            let id = Id::decode(&row.vertex_type()?, &row.vertex_id()?)?;
            Ok(Self { id, attributes: attributes(row)? })
        })
    }
}

impl<V: Vertex, A: fmt::Debug> fmt::Debug for Projected<V, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Projected")
            .field("id", &self.id)
            .field("attributes", &self.attributes)
            .finish()
    }
}

impl<V: Vertex, A: Clone> Clone for Projected<V, A> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), attributes: self.attributes.clone() }
    }
}

impl<V: Vertex, A: PartialEq> PartialEq for Projected<V, A> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.attributes == other.attributes
    }
}

fn attributes<A: ReadRecord>(row: &Row<'_>) -> Result<A, DecodeError> {
    A::read_record(Record::new(&mut Decoder::new(row.attributes_json()?))?)
}
