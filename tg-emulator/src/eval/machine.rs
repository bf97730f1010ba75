//! A query at work: its variables, its accumulators, what it has printed.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Body, Query};

use super::accum::Accum;
use super::stop::{Stop, unsupported};
use super::vartype::{Tuples, VarType};
use super::{Budget, Failure, Shown, Value};
use crate::store::{GraphShape, Graphs, VertexRef};

/// A variable.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    /// Nothing for a parameter, and for a vertex set.
    pub(super) ty: Option<VarType>,
    pub(super) value: Value,
    pub(super) constant: bool,
}

/// A vertex accumulator: what it holds at each vertex that it was ever put into.
#[derive(Debug, Clone)]
pub(super) struct LocalAccum {
    pub(super) initial: Accum,
    pub(super) values: HashMap<VertexRef, Accum>,
}

impl LocalAccum {
    pub(super) fn at(&self, vertex: VertexRef) -> &Accum {
        self.values.get(&vertex).unwrap_or(&self.initial)
    }

    pub(super) fn at_mut(&mut self, vertex: VertexRef) -> &mut Accum {
        self.values.entry(vertex).or_insert_with(|| self.initial.clone())
    }
}

/// Something that takes effect when its clause is over.
#[derive(Debug)]
pub(super) enum Write {
    Global { name: String, set: bool, value: Value },
    Local { name: String, vertex: VertexRef, set: bool, value: Value },
    Variable { name: String, value: Value },
}

/// The clause that is at work.
#[derive(Debug)]
pub(super) struct Clause {
    /// Scopes above this one are the clause's own.
    pub(super) scopes: usize,
    /// What has been written and cannot be read yet.
    pub(super) pending: Vec<Write>,
    /// In POST-ACCUM vertex accumulators change at once.
    pub(super) post: bool,
}

/// A query at work.
pub(super) struct Machine<'a> {
    pub(super) graphs: &'a Graphs,
    pub(super) graph: &'a GraphShape,
    pub(super) text: &'a str,
    pub(super) query: &'a Query,
    pub(super) budget: &'a Budget,
    pub(super) tuples: Tuples,
    /// Innermost last.
    pub(super) scopes: Vec<BTreeMap<String, Variable>>,
    /// The aliases of the row that is looked at.
    pub(super) aliases: Vec<(Rc<str>, Value)>,
    pub(super) globals: BTreeMap<String, Accum>,
    pub(super) locals: BTreeMap<String, LocalAccum>,
    /// The vertex accumulators as they were before ACCUM, for `'`.
    pub(super) before: Option<BTreeMap<String, LocalAccum>>,
    pub(super) exceptions: BTreeMap<String, u64>,
    pub(super) clause: Option<Clause>,
    pub(super) results: Vec<Shown>,
}

impl<'a> Machine<'a> {
    pub(super) fn new(
        graphs: &'a Graphs,
        graph: &'a GraphShape,
        text: &'a str,
        query: &'a Query,
        budget: &'a Budget,
    ) -> Self {
        Self {
            graphs,
            graph,
            text,
            query,
            budget,
            tuples: Tuples::new(),
            scopes: Vec::new(),
            aliases: Vec::new(),
            globals: BTreeMap::new(),
            locals: BTreeMap::new(),
            before: None,
            exceptions: BTreeMap::new(),
            clause: None,
            results: Vec::new(),
        }
    }

    /// Runs the query, and gives what it has printed.
    pub(super) fn run(
        mut self,
        parameters: BTreeMap<String, Value>,
    ) -> Result<Vec<Shown>, Failure> {
        let parameters = parameters
            .into_iter()
            .map(|(name, value)| (name, Variable { ty: None, value, constant: true }));
        self.scopes = vec![parameters.collect(), BTreeMap::new()];
        let (query, text) = (self.query, self.text);
        let Body::Gsql(statements) = &query.body else {
            return Err(unsupported(text, query.body_span, "openCypher").into_failure(text));
        };
        match self.statements(statements) {
            Ok(_) => Ok(self.results),
            Err(stop) => Err(stop.into_failure(text)),
        }
    }

    /// A variable or parameter, the innermost of its name.
    pub(super) fn variable(&self, name: &str) -> Option<&Variable> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// The value of an alias, variable or parameter.
    pub(super) fn named(&self, name: &str) -> Option<&Value> {
        let alias = self.aliases.iter().rev().find(|(known, _)| &**known == name);
        alias.map(|(_, value)| value).or_else(|| Some(&self.variable(name)?.value))
    }

    /// Makes a variable in the innermost scope.
    pub(super) fn declare(&mut self, name: &str, ty: Option<VarType>, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), Variable { ty, value, constant: false });
        }
    }

    /// A vertex set, which belongs to the query as a whole.
    pub(super) fn set_vertices(&mut self, name: &str, vertices: Vec<VertexRef>) {
        let value = Value::Vertices(Arc::new(vertices));
        self.scopes[1].insert(name.to_owned(), Variable { ty: None, value, constant: false });
    }

    /// Runs something in a scope of its own.
    pub(super) fn scoped<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.scopes.push(BTreeMap::new());
        let result = run(self);
        self.scopes.pop();
        result
    }
}
