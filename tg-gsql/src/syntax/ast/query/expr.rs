//! Expressions.

use super::Type;
use crate::syntax::{Name, Span, Spanned};

/// An expression and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// The kind of expression.
    pub kind: ExprKind,
    /// All of it.
    pub span: Span,
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A whole number, wide enough for INT and UINT; also `GSQL_INT_MAX`, `GSQL_INT_MIN` and
    /// `GSQL_UINT_MAX`.
    Int(i128),
    /// A number with a decimal point or an exponent.
    Real(f64),
    /// Text, without quotes and escapes.
    String(String),
    /// `TRUE`, `FALSE`
    Bool(bool),
    /// `TO_DATETIME("...")` as a default.
    DateTime(String),
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ExprKind {
    /// A number, text or truth.
    Constant(Constant),
    /// A parameter, variable, alias, vertex set, type.
    Name(String),
    /// `@@name`
    Global(String),
    /// `@name` on its own, as in `reset_collection_accum(@name)`.
    Local(String),
    /// `x.name`
    Member(Box<Expr>, Name),
    /// `x.@name`
    Accumulator(Box<Expr>, Name),
    /// An accumulator's previous value: `x.@name'`, `@@name'`.
    Previous(Box<Expr>),
    /// `x[i]`
    Index(Box<Expr>, Box<Expr>),
    /// `f(a, b)`, `f<T>(a)`, `Tuple(a, b)`, a call of another query.
    Call {
        /// The function.
        function: Name,
        /// The types between `<` and `>`.
        types: Vec<Type>,
        /// The arguments.
        arguments: Vec<Expr>,
    },
    /// `x.f(a, b)`; also a function of a package: `gds.vector.distance(a, b)`.
    Method {
        /// The object of the method.
        of: Box<Expr>,
        /// The method.
        method: Name,
        /// The arguments.
        arguments: Vec<Expr>,
    },
    /// `count(*)`, `sum(DISTINCT x)`: calls with syntax of aggregates.
    Aggregate(Aggregate),
    /// `-x`
    Negative(Box<Expr>),
    /// `NOT x`
    Not(Box<Expr>),
    /// Operators of one rank from left to right: `a + b - c`, `a AND b AND c`.
    Chain(Box<Expr>, Vec<(Op, Expr)>),
    /// `x [NOT] IN y`
    In(Box<InExpr>),
    /// `x [NOT] LIKE pattern [ESCAPE c]`
    Like(Box<LikeExpr>),
    /// `x [NOT] BETWEEN least AND greatest`
    Between {
        /// `NOT`
        negated: bool,
        /// The compared value, the lower and the upper bound.
        operands: Box<[Expr; 3]>,
    },
    /// `x IS [NOT] NULL`
    IsNull {
        /// `NOT`
        negated: bool,
        /// The tested value.
        operand: Box<Expr>,
    },
    /// `(a)`, which groups or is a set of one, and `(a, b)`, a set or bag.
    Group(Vec<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `(k -> v)`, `(k1, k2 -> v1, v2)`
    Entry {
        /// Before the arrow.
        keys: Vec<Expr>,
        /// The values after it.
        values: Vec<Expr>,
    },
    /// `CASE ... END` as a value.
    Case(Box<Case>),
    /// `{T.*, x}`: the members of a new vertex set; empty for `{}`.
    Seeds(Vec<Spanned<Seed>>),
    /// `{key: value, ...}` as an argument.
    Object(Vec<(Name, Expr)>),
    /// `{T.emb, U.emb}` as an argument.
    Braces(Vec<Expr>),
    /// `INTERVAL n unit` as an argument.
    Interval {
        /// The amount.
        amount: Box<Expr>,
        /// The unit: `DAY`, `HOURS`.
        unit: Name,
    },
    /// `trim(BOTH "x" FROM s)`
    Trim(Box<Trim>),
    /// `$0`, `$"name"`: a column of a file; its text is that of the span.
    Column,
    /// `_`, the placeholder for a default.
    Underscore,
}

/// An operator between operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Op {
    /// `OR`
    Or,
    /// `AND`
    And,
    /// `==`; `=` in V3 patterns
    Equal,
    /// `!=`, `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `UNION`
    Union,
    /// `INTERSECT`
    Intersect,
    /// `MINUS`
    Minus,
    /// `|`
    BitOr,
    /// `&`
    BitAnd,
    /// `<<`
    ShiftLeft,
    /// `>>`
    ShiftRight,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// `count(*)`, `count(DISTINCT x)`
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// The function.
    pub function: Name,
    /// `DISTINCT`
    pub distinct: bool,
    /// The arguments; none for `*`.
    pub arguments: Vec<Expr>,
}

/// `x [NOT] IN y`
#[derive(Debug, Clone, PartialEq)]
pub struct InExpr {
    /// The value to look for.
    pub operand: Expr,
    /// `NOT`
    pub negated: bool,
    /// The collection to search.
    pub among: Expr,
}

/// `x [NOT] LIKE pattern [ESCAPE c]`
#[derive(Debug, Clone, PartialEq)]
pub struct LikeExpr {
    /// The matched value.
    pub operand: Expr,
    /// `NOT`
    pub negated: bool,
    /// The pattern.
    pub pattern: Expr,
    /// The character of `ESCAPE`.
    pub escape: Option<Expr>,
}

/// `CASE [x] WHEN a THEN b ... [ELSE c] END` as a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Case<E = Expr> {
    /// The value that is compared with each `WHEN`; without it each is a condition.
    pub operand: Option<E>,
    /// Each `WHEN` and its `THEN`.
    pub branches: Vec<(E, E)>,
    /// `ELSE`
    pub otherwise: Option<E>,
}

/// A member of a vertex set in braces.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Seed {
    /// `ANY`, `_`: every vertex.
    Any,
    /// `T.*`: every vertex of a type.
    Type(Name),
    /// A parameter, variable or vertex set; a STRING parameter names vertex types.
    Name(Name),
    /// `@@name`
    Global(Name),
    /// `SelectVertex(...)`, `to_vertex(...)` and other calls.
    Call(Expr),
}

/// `trim([LEADING|TRAILING|BOTH] [c FROM] s)`
#[derive(Debug, Clone, PartialEq)]
pub struct Trim {
    /// The end.
    pub side: TrimSide,
    /// The characters to remove; by default white space.
    pub characters: Option<Expr>,
    /// The text.
    pub text: Expr,
}

/// The end at which `trim` removes characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrimSide {
    /// `LEADING`
    Leading,
    /// `TRAILING`
    Trailing,
    /// `BOTH`
    Both,
}
