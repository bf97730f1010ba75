//! The types of parameters, variables and accumulators.

use super::Expr;
use crate::syntax::{Name, Span, Spanned};

/// A type and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    /// The kind of type.
    pub kind: TypeKind,
    /// All of it.
    pub span: Span,
}

/// A type.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TypeKind {
    /// `INT`
    Int,
    /// `UINT`
    Uint,
    /// `FLOAT`
    Float,
    /// `DOUBLE`
    Double,
    /// `STRING`
    String,
    /// `BOOL`
    Bool,
    /// `DATETIME`
    DateTime,
    /// `VERTEX`, `VERTEX<T>`
    Vertex(Option<Name>),
    /// `EDGE`, `EDGE<T>`
    Edge(Option<Name>),
    /// `JSONOBJECT`
    JsonObject,
    /// `JSONARRAY`
    JsonArray,
    /// `FILE`
    File,
    /// `SET<t>`
    Set(Box<Type>),
    /// `BAG<t>`
    Bag(Box<Type>),
    /// `LIST<t>`
    List(Box<Type>),
    /// `MAP<k, v>`
    Map(Box<[Type; 2]>),
    /// `TUPLE<...>`; without names of its fields an anonymous one.
    Tuple(Vec<Field>),
    /// One of the accumulators.
    Accumulator(Box<Accumulator>),
    /// A tuple or accumulator declared by `TYPEDEF`, in the query or in the catalog.
    Named(String),
}

/// The type of an accumulator.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Accumulator {
    /// `SumAccum<t>`
    Sum(Type),
    /// `MaxAccum<t>`
    Max(Type),
    /// `MinAccum<t>`
    Min(Type),
    /// `AvgAccum`
    Avg,
    /// `OrAccum`
    Or,
    /// `AndAccum`
    And,
    /// `BitwiseOrAccum`, with the number of bits.
    BitwiseOr(Option<u64>),
    /// `BitwiseAndAccum`, with the number of bits.
    BitwiseAnd(Option<u64>),
    /// `PercentileContAccum`, with the percentile.
    PercentileCont(Option<f64>),
    /// `ListAccum<t>`
    List(Type),
    /// `SetAccum<t>`
    Set(Type),
    /// `BagAccum<t>`
    Bag(Type),
    /// `MapAccum<k, v>`; the value may be an accumulator.
    Map(Type, Type),
    /// `ArrayAccum<accumulator>`
    Array(Type),
    /// `HeapAccum<tuple>(capacity, key, ...)`
    Heap(Heap),
    /// `GroupByAccum<type key, ..., accumulator value, ...>`: keys, then accumulators.
    GroupBy {
        /// The keys.
        keys: Vec<Field>,
        /// The accumulators.
        values: Vec<Field>,
    },
}

/// `HeapAccum<tuple>(capacity, key [ASC|DESC], ...)`
#[derive(Debug, Clone, PartialEq)]
pub struct Heap {
    /// The name of the tuple.
    pub tuple: Name,
    /// The capacity: a number or a parameter. A single name in its place may be a key instead: it
    /// is read as the capacity if a key follows it.
    pub capacity: Option<Expr>,
    /// The keys of the sort order.
    pub keys: Vec<HeapKey>,
}

/// A key that a heap is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeapKey {
    /// A field of the tuple.
    pub field: Name,
    /// `DESC`
    pub descending: bool,
}

/// A field of a tuple, or a key or value of a `GroupByAccum`.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name; none in an anonymous tuple.
    pub name: Option<Name>,
    /// The type.
    pub ty: Type,
    /// A size in bytes or characters: `INT(4)`, `STRING(20)`.
    pub size: Option<Spanned<u64>>,
}
