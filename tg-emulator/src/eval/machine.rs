//! The state of a running query: variables, accumulators and printed results.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::mem::size_of;
use std::rc::Rc;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Body, Query};

use super::accum::Accum;
use super::budget::Held;
use super::stop::{Stop, unsupported};
use super::vartype::{Tuples, VarType};
use super::{Budget, Failure, PrintedValue, Value};
use crate::store::{GraphShape, Graphs, VertexRef};

/// A variable.
#[derive(Debug)]
pub(super) struct Variable<'a> {
    /// `None` for parameters and vertex sets.
    pub(super) ty: Option<VarType>,
    pub(super) value: Value,
    pub(super) constant: bool,
    /// The memory of the value.
    held: Held<'a>,
}

impl<'a> Variable<'a> {
    fn new(ty: Option<VarType>, value: Value, budget: &'a Budget) -> Result<Self, Failure> {
        let mut held = budget.hold();
        held.grow(value.heap_bytes())?;
        Ok(Self { ty, value, constant: false, held })
    }

    pub(super) fn set(&mut self, value: Value) -> Result<(), Failure> {
        self.held.set(value.heap_bytes())?;
        self.value = value;
        Ok(())
    }
}

/// A vertex accumulator: its values at all vertices.
#[derive(Debug, Clone)]
pub(super) struct LocalAccum {
    pub(super) initial: Accum,
    /// Only vertices at which the accumulator was changed; at all others its value is `initial`.
    pub(super) values: HashMap<VertexRef, Accum>,
    /// The memory of the values.
    pub(super) bytes: usize,
}

impl LocalAccum {
    pub(super) fn at(&self, vertex: VertexRef) -> &Accum {
        self.values.get(&vertex).unwrap_or(&self.initial)
    }

    /// Changes the accumulator at a vertex, and counts the memory.
    pub(super) fn change<T>(
        &mut self,
        vertex: VertexRef,
        budget: &Budget,
        change: impl FnOnce(&mut Accum) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let accum = match self.values.entry(vertex) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let bytes = size_of::<(VertexRef, Accum)>() + self.initial.bytes();
                budget.grow(bytes)?;
                self.bytes += bytes;
                entry.insert(self.initial.clone())
            }
        };
        let before = accum.bytes();
        let changed = change_accum(accum, budget, change)?;
        self.bytes = self.bytes + accum.bytes() - before;
        Ok(changed)
    }
}

/// Changes an accumulator, and counts the memory.
pub(super) fn change_accum<T>(
    accum: &mut Accum,
    budget: &Budget,
    change: impl FnOnce(&mut Accum) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let before = accum.bytes();
    let changed = change(accum)?;
    budget.shrink(before);
    budget.grow(accum.bytes())?;
    Ok(changed)
}

/// A change that takes effect at the end of its clause.
#[derive(Debug)]
pub(super) enum Write {
    Global { name: String, set: bool, value: Value },
    Local { name: String, vertex: VertexRef, set: bool, value: Value },
    Variable { name: String, value: Value },
}

impl Write {
    /// Returns the memory of the change.
    pub(super) fn bytes(&self) -> usize {
        let (Self::Global { name, value, .. }
        | Self::Local { name, value, .. }
        | Self::Variable { name, value }) = self;
        size_of::<Self>() + name.len() + value.heap_bytes()
    }
}

/// The ACCUM or POST-ACCUM clause that is being executed.
#[derive(Debug)]
pub(super) struct Clause<'a> {
    /// The number of scopes outside the clause. Changes of their variables are deferred.
    pub(super) scopes: usize,
    /// Changes that cannot be read until the clause has ended.
    pub(super) pending: Vec<Write>,
    /// `true` in POST-ACCUM, where vertex accumulators change immediately.
    pub(super) post: bool,
    /// The memory of the pending changes.
    pub(super) held: Held<'a>,
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
    pub(super) scopes: Vec<BTreeMap<String, Variable<'a>>>,
    /// The aliases of the current row.
    pub(super) aliases: Vec<(Rc<str>, Value)>,
    pub(super) globals: BTreeMap<String, Accum>,
    pub(super) locals: BTreeMap<String, LocalAccum>,
    /// The vertex accumulators before ACCUM, which `'` reads.
    pub(super) previous: Option<BTreeMap<String, LocalAccum>>,
    pub(super) exceptions: BTreeMap<String, u64>,
    pub(super) clause: Option<Clause<'a>>,
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
        let parameters = parameters.into_iter().map(|(name, value)| {
            let parameter = Variable::new(None, value, self.budget)?;
            Ok((name, Variable { constant: true, ..parameter }))
        });
        self.scopes = vec![parameters.collect::<Result<_, Failure>>()?, BTreeMap::new()];
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
    pub(super) fn variable(&self, name: &str) -> Option<&Variable<'a>> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// Returns the value of an alias, variable or parameter.
    pub(super) fn lookup(&self, name: &str) -> Option<&Value> {
        let alias = self.aliases.iter().rev().find(|(known, _)| &**known == name);
        alias.map(|(_, value)| value).or_else(|| Some(&self.variable(name)?.value))
    }

    /// Creates a variable in the innermost scope.
    pub(super) fn declare(
        &mut self,
        name: &str,
        ty: Option<VarType>,
        value: Value,
    ) -> Result<(), Failure> {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), Variable::new(ty, value, self.budget)?);
        }
        Ok(())
    }

    /// Assigns a new vertex set variable. Its scope is always the whole query.
    pub(super) fn set_vertices(
        &mut self,
        name: &str,
        vertices: Vec<VertexRef>,
    ) -> Result<(), Failure> {
        let value = Value::Vertices(Arc::new(vertices));
        let variable = Variable::new(None, value, self.budget)?;
        self.scopes[1].insert(name.to_owned(), variable);
        Ok(())
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
