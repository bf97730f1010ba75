//! Compilation of queries: names are resolved to slots, columns and functions.

mod assign;
mod call;
mod cypher;
mod data;
mod evaluate;
mod expr;
mod hoist;
mod load;
mod merge;
mod pattern;
mod plain;
mod print;
mod select;
mod select_into;
mod statement;
mod tables;
mod types;
mod vector;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::sync::{Arc, Mutex};

pub(super) use evaluate::{Names, compile_expression};
use tg_gsql::Finding;
use tg_gsql::query::{Position, with_virtual_edges};
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Body, Query, Statement, StatementKind, Target};

use super::accum::AccumType;
use super::plan::{AccumName, Plan, Slot, SlotName, Stmt, Unsupported};
use super::ty::{TupleType, Ty};
use super::value::FieldNames;
use crate::store::{GraphShape, Schema};

/// The meaning of a name.
#[derive(Debug, Clone)]
enum Kind {
    Parameter,
    /// The variable of a loop, which is constant.
    Loop,
    Variable(Ty),
    /// A vertex set variable.
    Set,
    Table,
    VertexAlias,
    EdgeAlias,
}

#[derive(Debug, Clone)]
struct Variable {
    slot: Slot,
    kind: Kind,
}

/// The names that a block declares.
#[derive(Debug, Default, Clone)]
struct Scope {
    variables: BTreeMap<String, Variable>,
    globals: BTreeMap<String, usize>,
    vertex_accums: BTreeMap<String, usize>,
    edge_accums: BTreeMap<String, usize>,
}

/// The clause of a SELECT that is being compiled.
#[derive(Debug, Default)]
struct Clause {
    /// The number of scopes outside of it. Changes of their variables are deferred.
    scopes: usize,
    /// `true` in POST-ACCUM, where vertex accumulators change immediately.
    post: bool,
    /// `true` in ACCUM, where attributes of vertices cannot be assigned.
    accum: bool,
    /// `true` in ACCUM, POST-ACCUM and SET, `false` in WHERE.
    dml: bool,
    read_globals: BTreeSet<usize>,
    changed_globals: BTreeSet<usize>,
    read_accums: BTreeSet<usize>,
    changed_accums: BTreeSet<usize>,
}

/// The compiler of one query.
struct Compiler<'a> {
    text: &'a str,
    /// The position in it of what the user wrote.
    start: usize,
    query: &'a Query,
    schema: &'a Schema,
    graph: &'a GraphShape,
    scopes: Vec<Scope>,
    slots: Vec<SlotName>,
    globals: Vec<AccumName>,
    vertex_accums: Vec<AccumName>,
    edge_accums: Vec<AccumName>,
    tuples: BTreeMap<String, Arc<TupleType>>,
    accum_types: BTreeMap<String, Arc<AccumType>>,
    exceptions: BTreeMap<String, (usize, u64)>,
    /// The names that are assigned somewhere without a declaration: vertex sets.
    assigned: BTreeSet<String>,
    /// The columns of the tables, by their slots.
    tables: BTreeMap<Slot, FieldNames>,
    clause: Option<Clause>,
    /// The vertex accumulators whose previous values the present block reads.
    previous: BTreeSet<usize>,
    /// The aggregates of the present table.
    aggregates: Option<Vec<super::plan::Aggregate>>,
    /// The columns that the present condition on the lines of a file reads.
    columns: Option<Vec<(super::plan::LineColumn, Slot)>>,
    /// The number of values that are evaluated once per loop.
    once: usize,
    problems: Vec<Unsupported>,
}

/// Compiles a query for a graph of a schema.
pub(super) fn compile(text: &str, query: &Query, schema: &Schema, graph: &GraphShape) -> Plan {
    let own = with_virtual_edges(query, &schema.catalog, &graph.name);
    let own = own.filter(|(_, findings)| !findings.iter().any(Finding::is_error));
    let own = own.map(|(catalog, _)| Arc::new(Schema::new(catalog, schema)));
    let seen = own.as_deref().and_then(|own| Some((own, own.graph(&graph.name)?)));
    let (schema, graph) = seen.unwrap_or((schema, graph));
    let plan = Compiler::new(text, query, schema, graph).query();
    Plan { schema: own, ..plan }
}

/// Returns the names that statements assign or select into.
fn assigned_names(query: &Query) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for statement in query.statements() {
        statement.each(&mut |statement| {
            if let StatementKind::Assign(assign) = &statement.kind
                && let Target::Name { name, .. } = &assign.target
            {
                names.insert(name.value.clone());
            }
        });
    }
    names
}

impl<'a> Compiler<'a> {
    fn new(text: &'a str, query: &'a Query, schema: &'a Schema, graph: &'a GraphShape) -> Self {
        Self {
            text,
            start: 0,
            query,
            schema,
            graph,
            scopes: vec![Scope::default(), Scope::default()],
            slots: Vec::new(),
            globals: Vec::new(),
            vertex_accums: Vec::new(),
            edge_accums: Vec::new(),
            tuples: types::catalog_tuples(&schema.catalog),
            accum_types: BTreeMap::new(),
            exceptions: BTreeMap::new(),
            assigned: assigned_names(query),
            tables: BTreeMap::new(),
            clause: None,
            previous: BTreeSet::new(),
            aggregates: None,
            columns: None,
            once: 0,
            problems: Vec::new(),
        }
    }
}

impl Compiler<'_> {
    fn query(mut self) -> Plan {
        let query = self.query;
        let mut parameters = Vec::new();
        for parameter in &query.parameters {
            let slot = self.slot(&parameter.name.value, true);
            let variable = Variable { slot, kind: Kind::Parameter };
            self.scopes[0].variables.insert(parameter.name.value.clone(), variable);
            parameters.push(self.ty(&parameter.ty));
        }
        let body = match &query.body {
            Body::Gsql(statements) => self.statements(statements),
            Body::OpenCypher(body) => {
                vec![Stmt::Cypher(Box::new(cypher::compile(&mut self, body)))]
            }
        };
        // The type after RETURNS can be one that the body defines.
        let returns = query.returns.as_ref().map(|ty| self.returns(ty));
        let is_virtual = |it: &Statement| matches!(it.kind, StatementKind::VirtualEdge(_));
        if let Some(ty) = &query.returns
            && query.statements().iter().any(is_virtual)
            && self.ty(ty).has_edge()
        {
            self.problem(ty.span, "a query with virtual edges cannot return edges");
        }
        self.problems.sort_by_key(|problem| problem.span.start);
        self.problems.dedup();
        Plan {
            text: self.text.into(),
            schema: None,
            slots: self.slots,
            parameters,
            returns,
            globals: self.globals,
            vertex_accums: self.vertex_accums,
            edge_accums: self.edge_accums,
            once: self.once,
            body,
            statics: Mutex::default(),
            problems: self.problems,
        }
    }

    /// Creates a slot.
    fn slot(&mut self, name: &str, is_parameter: bool) -> Slot {
        self.slots.push(SlotName { name: name.into(), is_parameter, is_set: false });
        self.slots.len() - 1
    }

    /// Declares a variable in the innermost scope.
    fn declare(&mut self, name: &str, kind: Kind) -> Slot {
        let slot = self.slot(name, false);
        if let Some(scope) = self.scopes.last_mut() {
            scope.variables.insert(name.to_owned(), Variable { slot, kind });
        }
        slot
    }

    /// Declares a vertex set or table, whose scope is always the whole query.
    fn declare_set(&mut self, name: &str, kind: Kind) -> Slot {
        let slot = self.slot(name, false);
        self.slots[slot].is_set = matches!(kind, Kind::Set);
        self.scopes[1].variables.insert(name.to_owned(), Variable { slot, kind });
        slot
    }

    /// Returns the meaning of a name, if it is not that of a type. A vertex set that is assigned
    /// only later can have a value in a loop.
    fn variable(&mut self, name: &str) -> Option<Variable> {
        let found = self.scopes.iter().rev().find_map(|scope| scope.variables.get(name));
        if let Some(variable) = found {
            return Some(variable.clone());
        }
        let is_type = self.graph.vertex(name).is_some() || self.graph.edge(name).is_some();
        if is_type || !self.assigned.contains(name) {
            return None;
        }
        let slot = self.declare_set(name, Kind::Set);
        Some(Variable { slot, kind: Kind::Set })
    }

    /// Returns the number of scopes outside of the one that declares a name.
    fn depth_of(&self, name: &str) -> usize {
        self.scopes.iter().rposition(|scope| scope.variables.contains_key(name)).unwrap_or(0)
    }

    fn in_scope<T>(&mut self, compile: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(Scope::default());
        let compiled = compile(self);
        self.scopes.pop();
        compiled
    }

    /// Records a construct that a real server has and the emulator does not.
    fn unsupported(&mut self, span: Span, what: impl Display) {
        const MAX_CHARACTERS: usize = 60;
        let mut excerpt = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((end, _)) = excerpt.char_indices().nth(MAX_CHARACTERS) {
            excerpt.truncate(end);
            excerpt.push_str("..");
        }
        let what = format!("the emulator does not support {what} `{excerpt}`");
        self.record(span, what, false);
    }

    /// Records a mistake.
    fn problem(&mut self, span: Span, what: impl Display) {
        self.record(span, what.to_string(), true);
    }

    fn record(&mut self, span: Span, what: String, is_mistake: bool) {
        let (_, own) = self.text.split_at(self.start);
        let start = span.start.saturating_sub(self.start);
        let place = Position::of(own, Span { start, ..span });
        self.problems.push(Unsupported { span, what, place, is_mistake });
    }
}
