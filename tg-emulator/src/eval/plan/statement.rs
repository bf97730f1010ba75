//! Statements.

use std::sync::Arc;

use tg_gsql::syntax::Span;

use super::{
    Attribute, CypherQuery, Lines, Node, Place, Select, SelectInto, Slot, Step, TableStmt,
};
use crate::eval::accum::AccumType;
use crate::eval::ty::Ty;
use crate::store::{EdgeView, VertexTypeId};

/// A statement.
#[derive(Debug)]
pub(in crate::eval) enum Stmt {
    Declare {
        slot: Slot,
        ty: Ty,
        value: Option<Node>,
    },
    DeclareGlobal {
        slot: usize,
        ty: Arc<AccumType>,
        sizes: Vec<Node>,
        value: Option<Node>,
        is_static: bool,
    },
    DeclareVertex {
        slot: usize,
        ty: Arc<AccumType>,
        sizes: Vec<Node>,
        value: Option<Node>,
    },
    DeclareEdge {
        slot: usize,
        ty: Arc<AccumType>,
        value: Option<Node>,
    },
    DeclareFile {
        slot: Slot,
        path: Node,
        span: Span,
    },
    Assign {
        target: Target,
        set: bool,
        value: Node,
    },
    LoadAccum {
        place: Place,
        set: bool,
        lines: Vec<Lines>,
    },
    Select {
        slot: Slot,
        select: Box<Select>,
        types: SetTypes,
        span: Span,
    },
    SelectInto(Box<SelectInto>),
    Table(Box<TableStmt>),
    Call(Node),
    If(Vec<(Node, Span, Vec<Stmt>)>, Option<Vec<Stmt>>),
    Switch(Node, Vec<(Node, Vec<Stmt>)>, Option<Vec<Stmt>>),
    While {
        condition: (Node, Span),
        limit: Option<(Node, Span)>,
        body: Vec<Stmt>,
    },
    Foreach(Box<Foreach>),
    Break,
    Continue,
    Return(Option<Node>),
    Raise {
        exception: usize,
        name: Arc<str>,
        code: u64,
        message: Option<(Node, Span)>,
    },
    Try {
        body: Vec<Stmt>,
        handlers: Vec<(usize, Vec<Stmt>)>,
        otherwise: Option<Vec<Stmt>>,
    },
    Print(Box<Print>),
    Println(Slot, Vec<Node>, Span),
    Insert(Box<InsertNode>),
    Update(Box<UpdateNode>),
    Delete(Box<DeleteNode>),
    DeleteAlias(Slot, Span),
    Cypher(Box<CypherQuery>),
}

/// The types that `S (A, B) = ..` declares for this and later assignments; none of them if the set
/// can contain any vertex. `None` if they are not declared here.
pub(in crate::eval) type SetTypes = Option<Arc<[VertexTypeId]>>;

/// The target of an assignment.
#[derive(Debug)]
pub(in crate::eval) enum Target {
    /// A variable. Within a clause, one that was declared outside changes at its end.
    Variable {
        slot: Slot,
        ty: Ty,
        deferred: bool,
    },
    Vertices {
        slot: Slot,
        types: SetTypes,
        span: Span,
    },
    Accum(Place),
    Cell(Place, Vec<Node>),
    /// An attribute, or a field of a tuple.
    Attribute(Slot, Arc<Attribute>, Span),
}

/// `FOREACH`
#[derive(Debug)]
pub(in crate::eval) struct Foreach {
    pub(in crate::eval) slots: Vec<Slot>,
    pub(in crate::eval) over: Over,
    pub(in crate::eval) body: Vec<Stmt>,
    /// The global accumulator whose element or value the body changes by its variable.
    pub(in crate::eval) writes: Option<usize>,
    pub(in crate::eval) span: Span,
}

/// The collection or range of a FOREACH.
#[derive(Debug)]
pub(in crate::eval) enum Over {
    Of(Node),
    Range(Box<Range>),
}

/// `RANGE[first, last].STEP(step)`
#[derive(Debug)]
pub(in crate::eval) struct Range {
    pub(in crate::eval) first: (Node, Span),
    pub(in crate::eval) last: (Node, Span),
    pub(in crate::eval) step: Option<(Node, Span)>,
}

/// `PRINT`
#[derive(Debug)]
pub(in crate::eval) struct Print {
    pub(in crate::eval) items: Vec<PrintItem>,
    /// The condition on a value that is not a vertex set.
    pub(in crate::eval) condition: Option<(Node, Span)>,
    pub(in crate::eval) csv: Option<(Node, Span)>,
    pub(in crate::eval) with_vector: bool,
}

/// An item of PRINT.
#[derive(Debug)]
pub(in crate::eval) struct PrintItem {
    pub(in crate::eval) key: String,
    pub(in crate::eval) value: Node,
    pub(in crate::eval) span: Span,
    /// The slot of each member, if the item can be a vertex set.
    pub(in crate::eval) member: Option<Slot>,
    /// The condition on each member.
    pub(in crate::eval) condition: Option<(Node, Span)>,
    pub(in crate::eval) columns: Option<Vec<PrintColumn>>,
}

/// An expression in the brackets after a vertex set.
#[derive(Debug)]
pub(in crate::eval) struct PrintColumn {
    pub(in crate::eval) key: String,
    pub(in crate::eval) value: Node,
}

/// The type that an INSERT names.
#[derive(Debug)]
pub(in crate::eval) enum InsertType {
    Vertex(VertexTypeId),
    Edge(EdgeView),
    /// The name of an edge type, or of a vertex type.
    Named {
        name: Slot,
        edge: bool,
    },
}

/// `INSERT`
#[derive(Debug)]
pub(in crate::eval) struct InsertNode {
    pub(in crate::eval) into: InsertType,
    /// The names of the attributes after the ids, if they are given.
    pub(in crate::eval) columns: Option<Vec<String>>,
    /// The values; `None` is the default. The vertex type is that of an endpoint.
    pub(in crate::eval) values: Vec<(Option<Node>, Option<EndType>)>,
    pub(in crate::eval) span: Span,
}

/// The vertex type of an endpoint: its name, or a STRING with the name.
#[derive(Debug)]
pub(in crate::eval) enum EndType {
    Name(Arc<str>),
    Variable(Slot),
}

/// `UPDATE`
#[derive(Debug)]
pub(in crate::eval) struct UpdateNode {
    pub(in crate::eval) steps: Vec<Step>,
    pub(in crate::eval) filter: Option<(Node, Span)>,
    pub(in crate::eval) body: Vec<Stmt>,
}

/// `DELETE`
#[derive(Debug)]
pub(in crate::eval) struct DeleteNode {
    pub(in crate::eval) steps: Vec<Step>,
    pub(in crate::eval) filter: Option<(Node, Span)>,
    pub(in crate::eval) deleted: Slot,
    pub(in crate::eval) span: Span,
}
