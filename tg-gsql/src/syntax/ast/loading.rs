//! Loading jobs and their runs, and data sources.

use super::OptionDecl;
use crate::model::Literal;
use crate::syntax::{Name, Span, Spanned};

/// `CREATE LOADING JOB name [FOR GRAPH graph] { ... }`
#[derive(Debug, Clone, PartialEq)]
pub struct LoadingJob {
    /// The name of the job.
    pub name: Name,
    /// The graph of `FOR GRAPH`; without it the job is for the working graph.
    pub graph: Option<Name>,
    /// `true` if the job was written as `CREATE ONLINE_POST JOB`, the form of old servers.
    pub online_post: bool,
    /// The statements in braces, in order.
    pub steps: Vec<Spanned<LoadingStep>>,
}

/// One statement of a loading job.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LoadingStep {
    /// `DEFINE FILENAME name [= "path"]`
    Filename {
        /// The variable.
        name: Name,
        /// The path of the file, unless the run gives it.
        path: Option<Spanned<String>>,
    },
    /// `DEFINE HEADER name = "column", ...`
    Header {
        /// The name of the header.
        name: Name,
        /// The names of the columns.
        columns: Vec<Spanned<String>>,
    },
    /// `DEFINE INPUT_LINE_FILTER name = condition`
    LineFilter {
        /// The name of the filter.
        name: Name,
        /// A line for which it is true is skipped.
        condition: Spanned<LoadExpr>,
    },
    /// `LOAD ...`
    Load(Load),
    /// `DELETE VERTEX ...`, `DELETE EDGE ...`
    Delete(Box<LoadDelete>),
}

/// `LOAD source TO .., TO .. TAGS .. USING ..`
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// The source of the lines; old jobs do not name it.
    pub source: Option<LoadSource>,
    /// The destinations of a line.
    pub destinations: Vec<Spanned<Destination>>,
    /// The clause about tags, which new servers reject.
    pub tags: Option<LoadTags>,
    /// The parameters after `USING`.
    pub using: Vec<OptionDecl>,
}

/// The source of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadSource {
    /// A variable of `DEFINE FILENAME`.
    Variable(Name),
    /// A path.
    Path(Spanned<String>),
    /// `TEMP_TABLE name`
    TempTable(Name),
}

/// `TAGS (a, b) BY OR`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadTags {
    /// The tags.
    pub names: Vec<Name>,
    /// `OR` or `OVERWRITE`.
    pub by: Name,
    /// All of the clause.
    pub span: Span,
}

/// `TO target VALUES (...) [WHERE condition] [OPTION (...)]`
#[derive(Debug, Clone, PartialEq)]
pub struct Destination {
    /// The target.
    pub target: Target,
    /// The values in the order of the schema.
    pub values: Vec<LoadValue>,
    /// The condition of `WHERE`: only lines for which it is true are written.
    pub filter: Option<Spanned<LoadExpr>>,
    /// The text between the parentheses of `OPTION`.
    pub option: Option<Spanned<String>>,
}

/// The target of a destination.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// `TO VERTEX name`
    Vertex(Name),
    /// `TO EDGE name`
    Edge(Name),
    /// `TO TEMP_TABLE name (column, ...)`
    TempTable {
        /// The name of the table.
        name: Name,
        /// Its columns.
        columns: Vec<Name>,
    },
    /// `TO VECTOR ATTRIBUTE attribute ON VERTEX vertex`
    Vector {
        /// The vector attribute.
        attribute: Name,
        /// The vertex type that has it.
        vertex: Name,
    },
}

/// One of a destination's values.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadValue {
    /// The value.
    pub expr: Spanned<LoadExpr>,
    /// The vertex type after the value of an edge's end.
    pub ty: Option<EndType>,
}

/// The vertex type of an edge's end.
#[derive(Debug, Clone, PartialEq)]
pub enum EndType {
    /// By name.
    Named(Name),
    /// In a column of the line.
    Column(Spanned<Column>),
}

/// `DELETE VERTEX ...`, `DELETE EDGE ...`
#[derive(Debug, Clone, PartialEq)]
pub struct LoadDelete {
    /// The vertices or edges to delete.
    pub deleted: Deleted,
    /// The source of the lines.
    pub source: Option<LoadSource>,
    /// The condition of `WHERE`.
    pub filter: Option<Spanned<LoadExpr>>,
    /// The parameters after `USING`.
    pub using: Vec<OptionDecl>,
}

/// The vertices or edges that a [`LoadDelete`] deletes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Deleted {
    /// `VERTEX name (PRIMARY_ID id)`
    Vertex {
        /// The vertex type.
        name: Name,
        /// The id; the parts of a composite key in parentheses.
        id: Spanned<LoadExpr>,
    },
    /// `EDGE name (FROM a, TO b, DISCRIMINATOR (...))`
    Edge {
        /// The edge type; `None` for `*`, all of them.
        name: Option<Name>,
        /// The source of the edges.
        from: LoadValue,
        /// The target of the edges; without it, all edges of the source are deleted.
        to: Option<LoadValue>,
        /// The values of the discriminator.
        discriminator: Vec<Spanned<LoadExpr>>,
    },
}

/// A value of a line, or a condition about it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LoadExpr {
    /// `_`: the attribute is left as it is.
    Skip,
    /// `$0`, `$"name"`
    Column(Column),
    /// A number, text in quotes, TRUE or FALSE.
    Literal(Literal),
    /// Any other word.
    Word(String),
    /// `name(...)`: a token function, `REDUCE`, `SPLIT`, `LIST`, `SET`, `MAP` or a tuple.
    Call {
        /// The name of the function.
        name: Name,
        /// Its arguments.
        arguments: Vec<Spanned<LoadExpr>>,
    },
    /// `(key -> value)`
    Entry(Box<Spanned<LoadExpr>>, Box<Spanned<LoadExpr>>),
    /// `(a)`, `(a, b)`: values in parentheses.
    Group(Vec<Spanned<LoadExpr>>),
    /// `-a`, `NOT a`
    Prefix(&'static str, Box<Spanned<LoadExpr>>),
    /// `a + b - c`: operands of one rank from left to right, each after its operator.
    Chain(Box<Spanned<LoadExpr>>, Vec<(&'static str, Spanned<LoadExpr>)>),
    /// `a IS NOT EMPTY`
    Is {
        /// The tested value.
        operand: Box<Spanned<LoadExpr>>,
        /// `true` if `NOT` was given.
        negated: bool,
        /// `NUMERIC`, `EMPTY` or `NULL`, in capitals.
        what: &'static str,
    },
    /// `a NOT IN (b, c)`
    In {
        /// The value to look for.
        operand: Box<Spanned<LoadExpr>>,
        /// `true` if `NOT` was given.
        negated: bool,
        /// The values to compare with.
        among: Vec<Spanned<LoadExpr>>,
    },
    /// `a NOT BETWEEN b AND c`
    Between {
        /// The compared value.
        operand: Box<Spanned<LoadExpr>>,
        /// `true` if `NOT` was given.
        negated: bool,
        /// The least and the greatest value.
        bounds: Box<(Spanned<LoadExpr>, Spanned<LoadExpr>)>,
    },
}

/// A column of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// `$0`: by its place, from 0.
    Index(u64),
    /// `$"name"`, `$"key":"key"`: by the header's name, or by the keys of a JSON object.
    Named(Vec<String>),
    /// `$sys.file_name`: the name after the `$`.
    System(String),
}

/// `RUN LOADING JOB -flag name USING ...`
#[derive(Debug, Clone, PartialEq)]
pub struct RunLoadingJob {
    /// The name of the job.
    pub name: Name,
    /// `true` if the run was written as `RUN JOB`, the form of old servers.
    pub legacy: bool,
    /// The flags without their `-`, each with its value: `-n 1,50`.
    pub flags: Vec<(Name, Option<Spanned<String>>)>,
    /// The files and options after `USING`; a file without a path has the one in the job.
    pub using: Vec<(Name, Option<Spanned<String>>)>,
}

/// `CREATE DATA_SOURCE [kind] name [= "content"] [FOR GRAPH graph]`
#[derive(Clone, PartialEq, Eq)]
pub struct DataSource {
    /// The name of the data source.
    pub name: Name,
    /// The kind: `S3`, `KAFKA`, ...
    pub kind: Option<Name>,
    /// JSON, or the path of a file with JSON; it may contain secrets.
    pub content: Option<Spanned<String>>,
    /// The graph of `FOR GRAPH`; without it all graphs may be granted its use.
    pub graph: Option<Name>,
}

/// Omits the content, which contains access keys.
impl std::fmt::Debug for DataSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, kind, graph, .. } = self;
        f.debug_struct("DataSource")
            .field("name", name)
            .field("kind", kind)
            .field("graph", graph)
            .finish_non_exhaustive()
    }
}

/// `GRANT DATA_SOURCE a TO GRAPH g`, `REVOKE DATA_SOURCE a FROM GRAPH g`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSourceGrant {
    /// `true` for `REVOKE`.
    pub revoked: bool,
    /// The data sources.
    pub names: Vec<Name>,
    /// The graphs.
    pub graphs: Vec<Name>,
}
