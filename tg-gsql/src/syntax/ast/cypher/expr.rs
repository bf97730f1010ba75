//! Expressions.

use crate::syntax::ast::query::{Case, Constant};
use crate::syntax::{Name, Span};

/// An expression and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// The kind of expression.
    pub kind: ExprKind,
    /// All of it.
    pub span: Span,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ExprKind {
    /// A number, text or truth.
    Constant(Constant),
    /// `null`
    Null,
    /// `$name`
    Parameter(String),
    /// A variable.
    Name(String),
    /// `x.name`
    Property(Box<Expr>, Name),
    /// `x:Label`
    HasLabels(Box<Expr>, Vec<Name>),
    /// `f(a, b)`, `count(DISTINCT x)`
    Call {
        /// The function.
        function: Name,
        /// `DISTINCT`
        distinct: bool,
        /// The arguments.
        arguments: Vec<Expr>,
    },
    /// `count(*)`
    CountAll,
    /// `-x`
    Negative(Box<Expr>),
    /// `NOT x`
    Not(Box<Expr>),
    /// Operators of one rank from left to right: `a + b - c`. Comparisons hold pairwise:
    /// `a < b < c` is `a < b AND b < c`.
    Chain(Box<Expr>, Vec<(Op, Expr)>),
    /// `x IS [NOT] NULL`
    IsNull {
        /// `NOT`
        negated: bool,
        /// The tested value.
        operand: Box<Expr>,
    },
    /// `(x)`
    Group(Box<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{key: value}`
    Map(Vec<(Name, Expr)>),
    /// `x[i]`
    Index(Box<Expr>, Box<Expr>),
    /// `x[from..to]`
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `[x IN list WHERE condition | value]`
    Comprehension(Box<Comprehension>),
    /// `all(x IN list WHERE condition)`
    Quantified(Quantifier, Box<Comprehension>),
    /// `CASE ... END`
    Case(Box<Case<Expr>>),
}

/// An operator between operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// `OR`
    Or,
    /// `XOR`
    Xor,
    /// `AND`
    And,
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `IN`
    In,
    /// `STARTS WITH`
    StartsWith,
    /// `ENDS WITH`
    EndsWith,
    /// `CONTAINS`
    Contains,
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
    /// `^`
    Power,
}

impl Op {
    /// Returns the operator as it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Or => "OR",
            Self::Xor => "XOR",
            Self::And => "AND",
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "IN",
            Self::StartsWith => "STARTS WITH",
            Self::EndsWith => "ENDS WITH",
            Self::Contains => "CONTAINS",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Power => "^",
        }
    }

    /// Returns `true` for `=`, `<>` and the operators of an order.
    #[must_use]
    pub fn is_comparison(self) -> bool {
        use Op::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        matches!(self, Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual)
    }
}

/// `x IN list [WHERE condition] [| value]`
#[derive(Debug, Clone, PartialEq)]
pub struct Comprehension {
    /// The variable for the elements.
    pub variable: Name,
    /// The list.
    pub list: Expr,
    /// The condition.
    pub filter: Option<Expr>,
    /// The new elements; the old ones if it is missing.
    pub value: Option<Expr>,
}

/// The number of elements that must meet a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// `all`
    All,
    /// `any`
    Any,
    /// `none`
    None,
    /// `single`
    Single,
}
