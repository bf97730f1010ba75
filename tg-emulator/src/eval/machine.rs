//! The state of a running query: variables, accumulators and printed results.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Body, Query};

use super::accum::Accum;
use super::stop::{Stop, unsupported};
use super::vartype::{Tuples, VarType};
use super::{Budget, Failure, PrintedValue, Value};
use crate::store::{GraphShape, Graphs, VertexRef};

/// A variable.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    /// `None` for parameters and vertex sets.
    pub(super) ty: Option<VarType>,
    pub(super) value: Value,
    pub(super) constant: bool,
}

/// A vertex accumulator: its values at all vertices.
#[derive(Debug, Clone)]
pub(super) struct LocalAccum {
    pub(super) initial: Accum,
    /// Only vertices at which the accumulator was changed; at all others its value is `initial`.
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

/// A change that takes effect at the end of its clause.
#[derive(Debug)]
pub(super) enum Write {
    Global { name: String, set: bool, value: Value },
    Local { name: String, vertex: VertexRef, set: bool, value: Value },
    Variable { name: String, value: Value },
}

/// The ACCUM or POST-ACCUM clause that is being executed.
#[derive(Debug)]
pub(super) struct Clause {
    /// The number of scopes outside the clause. Changes of their variables are deferred.
    pub(super) scopes: usize,
    /// Changes that cannot be read until the clause has ended.
    pub(super) pending: Vec<Write>,
    /// `true` in POST-ACCUM, where vertex accumulators change immediately.
    pub(super) post: bool,
}

/// The execution of a query.
pub(super) struct Machine<'a> {
    pub(super) graphs: &'a Graphs,
    pub(super) graph: &'a GraphShape,
    pub(super) text: &'a str,
    pub(super) query: &'a Query,
    pub(super) budget: &'a Budget,
    pub(super) tuples: Tuples,
    /// From the outermost to the innermost scope. The first has the parameters, the second the
    /// variables of the whole query.
    pub(super) scopes: Vec<BTreeMap<String, Variable>>,
    /// The aliases of the current row.
    pub(super) aliases: Vec<(Rc<str>, Value)>,
    pub(super) globals: BTreeMap<String, Accum>,
    pub(super) locals: BTreeMap<String, LocalAccum>,
    /// The vertex accumulators before ACCUM, which `'` reads.
    pub(super) previous: Option<BTreeMap<String, LocalAccum>>,
    pub(super) exceptions: BTreeMap<String, u64>,
    pub(super) clause: Option<Clause>,
    pub(super) results: Vec<PrintedValue>,
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
            previous: None,
            exceptions: BTreeMap::new(),
            clause: None,
            results: Vec::new(),
        }
    }

    /// Runs the query and returns the printed results.
    pub(super) fn run(
        mut self,
        parameters: BTreeMap<String, Value>,
    ) -> Result<Vec<PrintedValue>, Failure> {
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

    /// Returns the innermost variable or parameter of a name.
    pub(super) fn variable(&self, name: &str) -> Option<&Variable> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// Returns the value of an alias, variable or parameter.
    pub(super) fn lookup(&self, name: &str) -> Option<&Value> {
        let alias = self.aliases.iter().rev().find(|(known, _)| &**known == name);
        alias.map(|(_, value)| value).or_else(|| Some(&self.variable(name)?.value))
    }

    /// Creates a variable in the innermost scope.
    pub(super) fn declare(&mut self, name: &str, ty: Option<VarType>, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), Variable { ty, value, constant: false });
        }
    }

    /// Assigns a new vertex set variable. Its scope is always the whole query.
    pub(super) fn set_vertices(&mut self, name: &str, vertices: Vec<VertexRef>) {
        let value = Value::Vertices(Arc::new(vertices));
        self.scopes[1].insert(name.to_owned(), Variable { ty: None, value, constant: false });
    }

    /// Runs a function in a new scope.
    pub(super) fn in_scope<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.scopes.push(BTreeMap::new());
        let result = run(self);
        self.scopes.pop();
        result
    }
}
