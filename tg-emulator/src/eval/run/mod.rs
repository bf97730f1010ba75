//! The execution of plans.

mod arena;
mod assign;
mod call;
mod changes;
mod columns;
mod cypher;
mod data;
mod evaluate;
mod expr;
mod files;
mod hop;
mod known;
mod load;
mod member;
mod merge;
mod plain;
mod print;
mod rows;
mod sample;
mod seeds;
mod select;
mod select_into;
mod statement;
mod tables;
mod vector;
mod virtual_edges;
mod ways;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use tg_gsql::syntax::Span;

use arena::Arena;
pub(crate) use changes::Changes;
pub(crate) use files::Files;

use super::accum::{Accum, EdgeAccum, Global, VertexAccum};
use super::budget::Budget;
use super::function::Context;
use super::plan::{Evaluate, Node, Plan, Returns, Slot, Unsupported};
use super::stop::{Stop, semantic};
use super::ty::Ty;
use super::{Failure, PrintedValue, Program, Settings, Value, Warnings};
use crate::store::{Database, EdgeView, Graphs, VertexTypeId};

/// The stored queries by name.
pub(crate) type Library = dyn Fn(&str) -> Option<Arc<Program>> + Send;

/// The server, as a run sees it.
#[derive(Clone, Copy)]
pub(crate) struct Host<'a> {
    pub(crate) library: &'a Library,
    pub(crate) settings: &'a Settings,
    pub(crate) budget: &'a Budget,
    /// The names of the user's roles in the graph.
    pub(crate) roles: &'a [String],
}

/// The surroundings of a run, which called queries share.
#[derive(Clone, Copy)]
pub(super) struct Environment<'a> {
    pub(super) database: &'a Database,
    pub(super) graph: &'a str,
    pub(super) host: Host<'a>,
    /// The number of calls that contain this one.
    pub(super) depth: usize,
    /// The seed of random numbers.
    pub(super) seed: u64,
    pub(super) warnings: &'a RefCell<Warnings>,
}

/// The result of a run.
pub(super) struct Done {
    pub(super) results: Vec<PrintedValue>,
    pub(super) returned: Option<Value>,
    pub(super) changes: Changes,
    pub(super) files: Files,
}

/// The changes and files of a run, which its caller applies.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) changes: Changes,
    pub(crate) files: Files,
}

/// The execution of a query.
struct Machine<'a> {
    plan: &'a Plan,
    environment: Environment<'a>,
    cx: Context<'a>,
    /// The values of variables, aliases and parameters.
    frame: Vec<Value>,
    /// The memory of the variables.
    held: Vec<usize>,
    globals: Vec<Option<Global>>,
    vertex_accums: Vec<Option<VertexAccum>>,
    edge_accums: Vec<Option<EdgeAccum>>,
    /// The numbers of the STATIC accumulators that were declared.
    statics: Vec<usize>,
    /// The global accumulators before the present clause, of those that it reads and changes.
    globals_before: Vec<Option<Accum>>,
    /// The variables that change at the end of the clause.
    pending: BTreeMap<Slot, Value>,
    /// The types of the vertex sets that declare them.
    set_types: BTreeMap<Slot, Arc<[VertexTypeId]>>,
    /// `true` within ACCUM, POST-ACCUM or SET: a statement about an attribute that the types of
    /// the row do not have is skipped.
    dml: bool,
    returned: Option<Value>,
    results: Vec<PrintedValue>,
    changes: Changes,
    /// The changes of virtual edges that are not visible yet.
    virtual_changes: Changes,
    /// The graphs with virtual edges, after each change.
    versions: &'a Arena<Graphs>,
    files: Files,
    /// The expressions of `evaluate`, and those that are compiled, by place and text.
    evaluated: &'a Arena<Node>,
    known: HashMap<(*const Evaluate, Arc<str>), &'a Node>,
    /// The text of `evaluate` that is running, and the place of its expression.
    evaluating: Option<(Arc<str>, Span)>,
    /// The values of [`Node::Once`](super::plan::Node::Once), with the loops that they are of.
    once: Vec<(u64, Value)>,
    /// The number of loops that were begun.
    loops: u64,
    /// The edge types that were looked up last, with the value that names them.
    edge_types: Option<(Value, Arc<[EdgeView]>)>,
}

/// Runs a plan whose parameters have these values, and which adds to files.
pub(super) fn run(
    plan: &Plan,
    environment: Environment<'_>,
    parameters: Vec<Value>,
    mut files: Files,
) -> Result<Done, Failure> {
    let Environment { database, graph, host, seed, warnings, .. } = environment;
    let Host { budget, roles, .. } = host;
    if !plan.problems.is_empty() {
        let lines: Vec<_> = plan.problems.iter().map(Unsupported::message).collect();
        return Err(Failure::new(lines.join("\n")));
    }
    let versions = Arena::default();
    let graphs = match &plan.schema {
        Some(schema) => {
            let mut graphs = database.graphs.clone();
            graphs.migrate(schema.clone(), &[]);
            versions.add(graphs).unwrap_or(&database.graphs)
        }
        None => &database.graphs,
    };
    let graph = graphs.schema().graph(graph);
    let graph = graph.ok_or_else(|| Failure::new("The graph of the query does not exist."))?;
    let mut frame = parameters;
    for (value, ty) in frame.iter_mut().zip(&plan.parameters) {
        // A caller outside of a query gives the path.
        if let (Ty::File, Value::Text(path)) = (ty, &*value) {
            *value = Value::File(files.open(path, true));
        }
    }
    let unset = &plan.slots[frame.len().min(plan.slots.len())..];
    frame.extend(unset.iter().map(|slot| match slot.is_set {
        true => Value::Vertices(Arc::default()),
        false => Value::Null,
    }));
    // The generator needs a state other than 0.
    let random = Cell::new(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let evaluated = Arena::default();
    let mut machine = Machine {
        plan,
        environment,
        cx: Context { graphs, graph, budget, roles, warnings, random },
        held: vec![0; frame.len()],
        frame,
        globals: none(plan.globals.len()),
        vertex_accums: none(plan.vertex_accums.len()),
        edge_accums: none(plan.edge_accums.len()),
        statics: Vec::new(),
        globals_before: none(plan.globals.len()),
        pending: BTreeMap::new(),
        set_types: BTreeMap::new(),
        dml: false,
        returned: None,
        results: Vec::new(),
        changes: Changes::default(),
        virtual_changes: Changes::default(),
        versions: &versions,
        files,
        evaluated: &evaluated,
        known: HashMap::new(),
        evaluating: None,
        once: vec![(u64::MAX, Value::Null); plan.once],
        loops: 0,
        edge_types: None,
    };
    let ended = machine.statements(&plan.body);
    ended.map_err(|stop| stop.into_failure(&plan.text))?;
    machine.keep_statics();
    machine.release();
    let returned = match (machine.returned.take(), &plan.returns) {
        (Some(value), Some(Returns::Value(ty))) => Some(match (ty, value) {
            // A vertex set is returned as a collection of vertices.
            (ty, Value::Vertices(set)) => ty.convert(Value::Vertices(set))?,
            (ty, value) => ty.convert(value)?,
        }),
        (Some(value), Some(Returns::Accum(ty))) => {
            let mut accum = Accum::new(ty);
            accum.add(ty, value)?;
            Some(accum.value(ty))
        }
        (value, _) => value,
    };
    let Machine { results, changes, files, .. } = machine;
    Ok(Done { results, returned, changes, files })
}

fn none<T>(count: usize) -> Vec<Option<T>> {
    std::iter::repeat_with(|| None).take(count).collect()
}

impl<'a> Machine<'a> {
    fn budget(&self) -> &'a Budget {
        self.cx.budget
    }

    /// Creates the failure for a semantic error.
    fn semantic(&self, span: Span, what: impl std::fmt::Display) -> Stop {
        match &self.evaluating {
            // Its places are those of the evaluated text.
            Some((source, at)) => {
                semantic(&self.plan.text, *at, format!("'{source}' cannot be evaluated: {what}"))
            }
            None => semantic(&self.plan.text, span, what),
        }
    }

    /// Creates the failure for a function that is not defined for its arguments.
    fn undefined_function(&self, name: &str, arguments: &[Value], span: Span) -> Stop {
        let types: Vec<_> = arguments.iter().map(Value::type_name).collect();
        let types = types.join(", ");
        self.semantic(span, format!("the function {name} is not defined for ({types})"))
    }

    fn type_mismatch(&self, value: &Value, expected: &str, span: Span) -> Stop {
        self.semantic(span, format!("expected {expected}, found {}", value.type_name()))
    }

    /// Sets a variable, and counts the memory.
    fn set(&mut self, slot: Slot, value: Value) -> Result<(), Failure> {
        let bytes = value.heap_bytes();
        self.budget().change(bytes as isize - self.held[slot] as isize)?;
        self.held[slot] = bytes;
        self.frame[slot] = value;
        Ok(())
    }

    /// Keeps the STATIC accumulators for the next run.
    fn keep_statics(&self) {
        let mut statics = self.plan.statics.lock().unwrap_or_else(PoisonError::into_inner);
        for slot in &self.statics {
            statics.extend(self.globals[*slot].clone().map(|global| (*slot, global)));
        }
    }

    /// Gives back the memory that is not part of the results.
    fn release(&mut self) {
        let globals = self.globals.iter().flatten().map(|global| global.accum.bytes());
        let accums = self.vertex_accums.iter().flatten().map(VertexAccum::bytes);
        let bytes = self.held.iter().copied().chain(globals).chain(accums).sum();
        self.budget().shrink(bytes);
    }
}
