//! The types of a graph schema, made from `towns.gsql` by a test.
//!
//! Manual edits are lost with the next run: change the schema instead.

#![allow(dead_code, clippy::pedantic)]

use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::prelude::*;

/// The tuple `Stop`.
#[derive(Debug, Clone, PartialEq, Tuple)]
pub struct Stop {
    /// `STRING(3)`
    #[tg(size = 3)]
    pub code: String,
    /// `DATETIME`
    pub at: DateTime,
    /// `FLOAT`
    pub weight: f32,
}

/// The tuple `Size`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Tuple)]
pub struct Size {
    /// `INT(2)`
    pub width: i16,
    /// `UINT(4)`
    pub height: u32,
}

/// The global vertex type `Person`.
#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(stats = "none", global)]
pub struct Person {
    /// The primary id, `INT`.
    #[tg(primary_id, as_attribute = false, rename = "id")]
    pub primary_id: i64,
    /// `INT`
    pub id: i64,
    /// `STRING`
    #[tg(schema_default = "no\"body", rename = "firstName")]
    pub first_name: String,
    /// `STRING`
    pub r#type: String,
    /// `DATETIME`
    #[tg(schema_default = "1970-01-01")]
    pub born: DateTime,
    /// `SET<STRING>`
    pub labels: BTreeSet<String>,
    /// `SET<DOUBLE>`
    pub prices: SetOf<f64>,
    /// `MAP<STRING, Size>`
    pub sizes: BTreeMap<String, Size>,
}

/// The global vertex type `city`.
#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(global, rename = "city")]
pub struct City {
    /// `STRING`, part of the key
    #[tg(primary_key = 2)]
    pub name: String,
    /// `STRING`, part of the key
    #[tg(primary_key = 1)]
    pub country: String,
    /// `DOUBLE`
    #[tg(schema_default = -1.5)]
    pub score: f64,
}

/// The global vertex type `Vector`.
#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(global, rename = "Vector")]
pub struct VectorVertex {
    /// The primary id, `STRING`.
    #[tg(primary_id, rename = "self")]
    pub self_: String,
    /// `FIXED_BINARY(16)`
    pub photo: FixedBinary<16>,
    /// `LIST<Stop>`
    pub stops: Vec<Stop>,
}

/// The global directed edge type `LIVES_IN`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Edge)]
#[tg(
    from = Person,
    to = City,
    reverse = "has_citizen",
    global,
    rename = "LIVES_IN"
)]
pub struct LivesIn {
    /// `DATETIME`, distinguishes parallel edges
    #[tg(discriminator)]
    pub since: DateTime,
    /// `DATETIME`
    pub until: DateTime,
}

/// The global undirected edge type `knows`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Edge)]
#[tg(from = Person, to = Person, undirected, global, rename = "knows")]
pub struct Knows;

/// The global directed edge type `seen`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Edge)]
#[tg(
    pair(from = Person, to = City),
    pair(from = Person, to = Person),
    pair(from = City, to = VectorVertex),
    global,
    rename = "seen"
)]
pub struct Seen {
    /// `BOOL`
    #[tg(schema_default = true)]
    pub ok: bool,
}

/// Types of the graph `outskirts` whose names other graphs have too.
pub mod outskirts {
    use super::*;

    /// The vertex type `Quarter`.
    #[derive(Debug, Clone, PartialEq, Vertex)]
    #[tg(graph = "outskirts")]
    pub struct Quarter {
        /// The primary id, `STRING`.
        #[tg(primary_id, as_attribute = false)]
        pub id: String,
        /// `UINT`
        #[tg(index)]
        pub n: u64,
        /// A vector of 3 dimensions, compared by `L2`
        #[tg(metric = "L2")]
        pub shape: Option<Vector<3>>,
    }

    /// The directed edge type `near`.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Edge)]
    #[tg(from = Quarter, to = super::City, rename = "near", graph = "outskirts")]
    pub struct Near;
}

/// Types of the graph `plans` whose names other graphs have too.
pub mod plans {
    use super::*;

    /// The vertex type `Quarter`.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Vertex)]
    #[tg(graph = "plans")]
    pub struct Quarter {
        /// The primary id, `STRING`.
        #[tg(primary_id, as_attribute = false)]
        pub id: String,
    }

    /// The undirected edge type `near`.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Edge)]
    #[tg(
        from = Quarter,
        to = Quarter,
        undirected,
        rename = "near",
        graph = "plans"
    )]
    pub struct Near;
}

/// The graph `towns`.
#[tigergraph(graph = "towns", auth = "secret", tuples(Stop, Size))]
pub struct Towns {
    /// The vertices of type `Person`.
    pub persons: Vertices<Person>,
    /// The vertices of type `city`.
    pub cities: Vertices<City>,
    /// The edges of type `LIVES_IN`.
    pub lives_in: Edges<LivesIn>,
    /// The edges of type `knows`.
    pub knows: Edges<Knows>,
    /// The edges of type `seen`.
    #[tg(partial)]
    pub seen: Edges<Seen>,
}

/// The graph `outskirts`.
#[tigergraph(graph = "outskirts", auth = "secret")]
pub struct Outskirts {
    /// The vertices of type `Vector`.
    pub vectors: Vertices<VectorVertex>,
    /// The vertices of type `city`.
    pub cities: Vertices<City>,
    /// The vertices of type `Quarter`.
    pub quarters: Vertices<outskirts::Quarter>,
    /// The edges of type `near`.
    pub near: Edges<outskirts::Near>,
}

/// The graph `plans`.
#[tigergraph(graph = "plans", auth = "secret")]
pub struct Plans {
    /// The vertices of type `Quarter`.
    pub quarters: Vertices<plans::Quarter>,
    /// The edges of type `near`.
    pub near: Edges<plans::Near>,
}

/// The graph `nothing`.
#[tigergraph(graph = "nothing", auth = "secret", empty)]
pub struct Nothing {}
