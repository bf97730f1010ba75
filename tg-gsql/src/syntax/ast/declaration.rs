//! Declarations of vertex types, edge types, tuples and graphs.

use crate::model::Literal;
use crate::syntax::{Name, Span, Spanned};

/// `VERTEX name (...) WITH ...`
#[derive(Debug, Clone, PartialEq)]
pub struct VertexDecl {
    /// The name of the type.
    pub name: Name,
    /// The key; if it is missing, the parser has reported it.
    pub key: Option<KeyDecl>,
    /// The attributes, those of a `PRIMARY KEY` among them.
    pub attributes: Vec<AttributeDecl>,
    /// The options after `WITH`.
    pub options: Vec<OptionDecl>,
}

/// The declaration of a vertex type's key.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyDecl {
    /// `PRIMARY_ID name type`
    PrimaryId {
        /// The name of the id.
        name: Name,
        /// Its type.
        ty: TypeExpr,
    },
    /// `name type PRIMARY KEY`, or `PRIMARY KEY (a, b)`: the attributes, in key order.
    PrimaryKey(Vec<Name>),
}

/// `name type [DEFAULT literal]`
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeDecl {
    /// The name.
    pub name: Name,
    /// The type.
    pub ty: TypeExpr,
    /// The default.
    pub default: Option<Spanned<Literal>>,
}

/// A type as it was written: `INT`, `LIST<STRING>`, `MAP<INT, my_tuple>`, `FIXED_BINARY(8)`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    /// The first word: a keyword or the name of a tuple.
    pub name: Name,
    /// The types between `<` and `>`.
    pub elements: Vec<TypeExpr>,
    /// The number in parentheses.
    pub size: Option<Spanned<u64>>,
    /// The word `COMPRESS` after an old `STRING`.
    pub compress: Option<Span>,
    /// All of it.
    pub span: Span,
}

/// `key = "value"`
#[derive(Debug, Clone, PartialEq)]
pub struct OptionDecl {
    /// The key, in any case.
    pub key: Name,
    /// The value without quotes.
    pub value: Spanned<String>,
}

/// `DIRECTED EDGE name (FROM .., TO .., ...) WITH ...`
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeDecl {
    /// The name of the type.
    pub name: Name,
    /// `true` if the edge type has a direction.
    pub directed: bool,
    /// The pairs as written; each may expand to several pairs of vertex types.
    pub pairs: Vec<PairDecl>,
    /// The attributes of `DISCRIMINATOR (...)`.
    pub discriminator: Vec<AttributeDecl>,
    /// The other attributes.
    pub attributes: Vec<AttributeDecl>,
    /// The options after `WITH`.
    pub options: Vec<OptionDecl>,
}

/// `FROM ends, TO ends`
#[derive(Debug, Clone, PartialEq)]
pub struct PairDecl {
    /// The vertex types at which the edge begins.
    pub from: Ends,
    /// The vertex types at which it ends.
    pub to: Ends,
}

/// One end of an edge: `*`, or vertex types joined by `|`.
#[derive(Debug, Clone, PartialEq)]
pub enum Ends {
    /// `*`: every vertex type that exists when the statement runs.
    All(Span),
    /// The vertex types.
    Named(Vec<Name>),
}

/// `TYPEDEF TUPLE <field type, ...> name`
#[derive(Debug, Clone, PartialEq)]
pub struct TupleDecl {
    /// The name of the tuple.
    pub name: Name,
    /// Its fields.
    pub fields: Vec<TupleFieldDecl>,
}

/// `name type` in a tuple.
#[derive(Debug, Clone, PartialEq)]
pub struct TupleFieldDecl {
    /// The name.
    pub name: Name,
    /// The type.
    pub ty: TypeExpr,
}

/// `GRAPH name (...)`
#[derive(Debug, Clone, PartialEq)]
pub struct GraphDecl {
    /// The name of the graph.
    pub name: Name,
    /// The members.
    pub members: GraphMembers,
    /// The user of `WITH ADMIN`.
    pub admin: Option<Name>,
}

/// The members of a new graph.
#[derive(Debug, Clone, PartialEq)]
pub enum GraphMembers {
    /// `(*)`: every global type that exists when the statement runs.
    All,
    /// Vertex and edge types by name; an empty list creates an empty graph.
    Named(Vec<Name>),
    /// `AS graph (type: tags, ...)`, `AS graph: tags`: the part of another graph that has certain
    /// tags.
    Tagged {
        /// The other graph.
        of: Name,
        /// From `AS` to the last tag.
        span: Span,
    },
}
