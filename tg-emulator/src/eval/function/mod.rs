//! Functions and methods.

mod collection;
mod cypher;
mod json;
mod method;
mod number;
mod pad;
mod role;
mod shipped;
mod text;
mod time;
mod vector;
mod vertex;

use std::cell::{Cell, RefCell};

pub(super) use cypher::number as cypher_number;
pub(super) use method::{attribute, call as call_method, converted, edge_method, is_method, names};
pub(super) use vector::{distance, numbers};

use super::{Budget, Failure, Value, Warnings};
use crate::store::{GraphShape, Graphs};

/// The data and limits that functions use.
pub(super) struct Context<'a> {
    pub(super) graphs: &'a Graphs,
    pub(super) graph: &'a GraphShape,
    pub(super) budget: &'a Budget,
    /// The names of the user's roles in the graph.
    pub(super) roles: &'a [String],
    pub(super) warnings: &'a RefCell<Warnings>,
    /// The state of the generator of random numbers.
    pub(super) random: Cell<u64>,
}

/// A function. It returns `None` if it is not defined for the types of the arguments.
pub(super) type Function = fn(&Context<'_>, &[Value]) -> Option<Result<Value, Failure>>;

/// The name of a function, the least and the greatest number of its arguments.
type Entry = (&'static str, usize, usize, Function);

/// Removes duplicates from a collection.
pub(super) const DISTINCT: Function =
    |_, arguments| Some(Ok(Value::set(arguments.first()?.elements()?)));

/// The functions of all files.
const TABLES: [&[Entry]; 8] = [
    number::FUNCTIONS,
    text::FUNCTIONS,
    pad::FUNCTIONS,
    time::FUNCTIONS,
    collection::FUNCTIONS,
    json::FUNCTIONS,
    vertex::FUNCTIONS,
    role::FUNCTIONS,
];

/// Returns the function with a name in small letters, for a number of arguments.
pub(super) fn find(name: &str, arguments: usize) -> Option<Function> {
    find_in(TABLES.into_iter().flatten(), name, arguments)
}

/// Returns the function of openCypher with a name in small letters, for a number of arguments;
/// those of GSQL are functions of openCypher too.
pub(super) fn find_cypher(name: &str, arguments: usize) -> Option<Function> {
    find_in(cypher::FUNCTIONS.iter(), name, arguments).or_else(|| find(name, arguments))
}

/// Returns the function of a package with a name in small letters, for a number of arguments.
pub(super) fn find_in_package(package: &str, name: &str, arguments: usize) -> Option<Function> {
    let functions = vector::FUNCTIONS.iter().filter(|_| package == vector::PACKAGE);
    find_in(functions, name, arguments)
}

/// Returns the function of the C++ files of servers with a name in small letters, for a number of
/// arguments. One of the user, or a query, with its name has precedence.
pub(super) fn find_shipped(name: &str, arguments: usize) -> Option<Function> {
    find_in(shipped::FUNCTIONS.iter(), name, arguments)
}

fn find_in<'a>(
    mut entries: impl Iterator<Item = &'a Entry>,
    name: &str,
    arguments: usize,
) -> Option<Function> {
    let found = entries
        .find(|(known, least, most, _)| *known == name && (*least..=*most).contains(&arguments));
    found.map(|(.., function)| *function)
}

/// Returns the next random number (xorshift).
pub(super) fn random(cx: &Context<'_>) -> u64 {
    let mut state = cx.random.get();
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    cx.random.set(state);
    state
}

fn text_of(text: impl Into<String>) -> Option<Result<Value, Failure>> {
    Some(Ok(Value::Text(text.into().into())))
}
