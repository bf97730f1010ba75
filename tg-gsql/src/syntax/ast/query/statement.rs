//! Statements of a body, and of ACCUM, POST-ACCUM and UPDATE.

use super::{Delete, Expr, ExprKind, Insert, Select, TableStatement, Type, Update};
use crate::syntax::ast::EdgeDecl;
use crate::syntax::{Name, Span};

/// A statement and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The kind of statement.
    pub kind: StatementKind,
    /// All of it, without its `;` or `,`.
    pub span: Span,
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum StatementKind {
    /// `TYPEDEF TUPLE<...> name`, `TYPEDEF HeapAccum<...>(...) name`
    Typedef {
        /// The new type.
        name: Name,
        /// The type.
        ty: Type,
    },
    /// `INT a = 1, b`
    Declare {
        /// The type.
        ty: Type,
        /// The variables.
        variables: Vec<Variable>,
    },
    /// `SumAccum<INT> @a, @@b = 1`
    DeclareAccumulators {
        /// `STATIC`
        is_static: bool,
        /// The type: an accumulator, or the name of a `TYPEDEF`.
        ty: Type,
        /// `EDGE` after the type.
        of_edges: bool,
        /// The accumulators.
        accumulators: Vec<AccumulatorDecl>,
    },
    /// `FILE f ("path")`
    DeclareFile {
        /// The variable.
        name: Name,
        /// The path.
        path: Expr,
    },
    /// `EXCEPTION name (40001)`
    DeclareException {
        /// The exception.
        name: Name,
        /// Its number.
        code: u64,
    },
    /// `target = value`, `target += value`
    Assign(Box<Assign>),
    /// `SELECT ... INTO table FROM ...`
    SelectInto(Box<Select>),
    /// A call for its effect: `f(x)`, `@@m.clear()`, `file.println(x)`.
    Call(Expr),
    /// `IF`
    If(If),
    /// `CASE`
    Case(Switch),
    /// `WHILE condition [LIMIT n] DO ... END`
    While {
        /// The condition.
        condition: Expr,
        /// The most times that it runs.
        limit: Option<Expr>,
        /// The repeated statements.
        body: Vec<Statement>,
    },
    /// `FOREACH`
    Foreach(Box<Foreach>),
    /// `BREAK`
    Break,
    /// `CONTINUE`
    Continue,
    /// `INSERT INTO`
    Insert(Box<Insert>),
    /// `UPDATE alias FROM ... SET ...`
    Update(Box<Update>),
    /// `DELETE alias FROM ...`
    Delete(Box<Delete>),
    /// `DELETE (alias)` within ACCUM or POST-ACCUM.
    DeleteAlias(Name),
    /// `PRINT`
    Print(Box<Print>),
    /// `LOG(condition, a, b)`: the condition comes first.
    Log(Vec<Expr>),
    /// `RETURN [value]`
    Return(Option<Expr>),
    /// `RAISE name [(message)]`
    Raise {
        /// The exception.
        name: Name,
        /// The message.
        message: Option<Expr>,
    },
    /// `TRY ... EXCEPTION ... END`
    Try(Try),
    /// `INIT`, `ORDER`, `FILTER`, `PROJECT`, `JOIN`, `UNION`, `UNWIND` of tables.
    Table(Box<TableStatement>),
    /// `CREATE DIRECTED VIRTUAL EDGE`: an edge type that exists while the query runs.
    VirtualEdge(Box<EdgeDecl>),
}

/// A variable in a declaration.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// The name.
    pub name: Name,
    /// The initial value.
    pub value: Option<Expr>,
}

/// An accumulator in a declaration.
#[derive(Debug, Clone, PartialEq)]
pub struct AccumulatorDecl {
    /// The name, without `@`.
    pub name: Name,
    /// `@@`
    pub global: bool,
    /// The sizes of an array, outermost first; `[]` leaves one open.
    pub dimensions: Vec<Option<Expr>>,
    /// The initial value.
    pub value: Option<Expr>,
}

/// `target = value`, `target += value`
#[derive(Debug, Clone, PartialEq)]
pub struct Assign {
    /// The target.
    pub target: Target,
    /// `=` or `+=`
    pub op: AssignOp,
    /// The value.
    pub value: Value,
}

/// `=` or `+=`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=`
    Add,
}

/// The target of an assignment.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A variable or vertex set, with the types in `S (ANY) = ...`.
    Name {
        /// The variable.
        name: Name,
        /// The vertex types of the set: `ANY` or `_` for all.
        types: Vec<Name>,
    },
    /// `@@name`, `@@name[i][j]`
    Global {
        /// The accumulator.
        name: Name,
        /// The indexes.
        indexes: Vec<Expr>,
    },
    /// `alias.@name`, `alias.@name[i]`
    Accumulator {
        /// A vertex or edge.
        alias: Name,
        /// The accumulator.
        name: Name,
        /// The indexes.
        indexes: Vec<Expr>,
    },
    /// `alias.name`: an attribute of a vertex or edge, or a field of a tuple.
    Member {
        /// A vertex, edge or tuple.
        alias: Name,
        /// The attribute.
        name: Name,
    },
}

/// The value of an assignment.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An expression; vertex sets in braces among them.
    Expr(Expr),
    /// `SELECT alias FROM ...`
    Select(Box<Select>),
    /// `{LOADACCUM(...), ...}`
    Load(Vec<LoadAccum>),
}

impl Value {
    /// Returns `true` for a constant, also a negative one.
    pub(crate) fn is_constant(&self) -> bool {
        matches!(self, Self::Expr(Expr { kind: ExprKind::Constant(_) | ExprKind::Negative(_), .. }))
    }
}

/// `LOADACCUM(path, columns, separator, header) [.FILTER(condition)]`
#[derive(Debug, Clone, PartialEq)]
pub struct LoadAccum {
    /// The arguments.
    pub arguments: Vec<Expr>,
    /// The condition on lines.
    pub filter: Option<Expr>,
}

/// A condition, or a value, and the statements for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// The condition or value.
    pub when: Expr,
    /// The statements.
    pub body: Vec<Statement>,
}

/// `IF a THEN .. ELSE IF b THEN .. ELSE .. END`
#[derive(Debug, Clone, PartialEq)]
pub struct If {
    /// The conditions in order; at least one.
    pub branches: Vec<Branch>,
    /// `ELSE`
    pub otherwise: Option<Vec<Statement>>,
}

/// `CASE [x] WHEN a THEN .. ELSE .. END` as a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// The value that is compared with each `WHEN`; without it each is a condition.
    pub operand: Option<Expr>,
    /// Each `WHEN`.
    pub branches: Vec<Branch>,
    /// `ELSE`
    pub otherwise: Option<Vec<Statement>>,
}

/// `FOREACH x IN y DO ... END`
#[derive(Debug, Clone, PartialEq)]
pub struct Foreach {
    /// One variable, or one for each part of a map's entry or a row.
    pub variables: Vec<Name>,
    /// The collection or range.
    pub over: Iteration,
    /// The statements.
    pub body: Vec<Statement>,
}

/// The collection or range of a FOREACH.
#[derive(Debug, Clone, PartialEq)]
pub enum Iteration {
    /// A collection.
    Of(Expr),
    /// `RANGE[first, last].STEP(n)`: both ends are in it.
    Range(Box<Range>),
}

/// `RANGE[first, last].STEP(n)`
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The first number.
    pub first: Expr,
    /// The last one.
    pub last: Expr,
    /// The step; 1 by default.
    pub step: Option<Expr>,
}

/// `TRY .. EXCEPTION WHEN e THEN .. ELSE .. END`
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// The statements that may raise an exception.
    pub body: Vec<Statement>,
    /// Each exception with the statements that handle it.
    pub handlers: Vec<(Name, Vec<Statement>)>,
    /// `ELSE`
    pub otherwise: Option<Vec<Statement>>,
}

/// `PRINT items [WHERE condition] [TO_CSV file]`
#[derive(Debug, Clone, PartialEq)]
pub struct Print {
    /// The printed items; each is one key of the answer.
    pub items: Vec<PrintItem>,
    /// `WHERE`
    pub condition: Option<Expr>,
    /// `TO_CSV`: a path or a FILE.
    pub csv: Option<Expr>,
    /// `WITH VECTOR`
    pub with_vector: bool,
}

/// `x [AS key]`, `S[S.a AS k, S.b] [AS key]`
#[derive(Debug, Clone, PartialEq)]
pub struct PrintItem {
    /// The printed value; with a projection, the name of a vertex set.
    pub value: Expr,
    /// The printed columns of each vertex, in brackets.
    pub projection: Option<Vec<(Expr, Option<Name>)>>,
    /// `AS`
    pub key: Option<Name>,
}

impl PrintItem {
    /// Returns the place of the name of `AS`, or else of the value.
    #[must_use]
    pub fn key_span(&self) -> Span {
        self.key.as_ref().map_or(self.value.span, |key| key.span)
    }
}
