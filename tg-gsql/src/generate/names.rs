//! The identifier and the module of each type.

use std::collections::{HashMap, HashSet};

use super::case;
use crate::model::Catalog;

/// Identifiers that the source uses for something else, and keywords.
const TAKEN: [&str; 16] = [
    "BTreeMap",
    "BTreeSet",
    "DateTime",
    "Edges",
    "Err",
    "FixedBinary",
    "None",
    "Ok",
    "Option",
    "Self",
    "SetOf",
    "Some",
    "String",
    "Vec",
    "Vector",
    "Vertices",
];

/// The identifiers of a catalog's types and graphs, in its order.
pub(super) struct Names {
    pub(super) tuples: Vec<TypeName>,
    pub(super) vertices: Vec<TypeName>,
    pub(super) edges: Vec<TypeName>,
    pub(super) graphs: Vec<TypeName>,
    /// The module of each graph, empty or not.
    pub(super) modules: Vec<String>,
}

/// The identifier of a type.
#[derive(Clone, Default)]
pub(super) struct TypeName {
    pub(super) identifier: String,
    /// The graph whose module contains the type: set if other graphs have another type of this
    /// name.
    pub(super) module: Option<usize>,
}

/// A type that gets an identifier.
struct Entry<'a> {
    name: &'a str,
    /// The kind, which distinguishes it from another type of the same name.
    kind: &'static str,
    local_to: Option<usize>,
}

impl Names {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let entries = entries(catalog);
        let mut names = vec![TypeName::default(); entries.len()];
        let owners = owners(&entries);
        for (at, entry) in entries.iter().enumerate() {
            names[at].module = entry.local_to.filter(|_| clashes(entry, &owners));
        }
        let mut taken = HashSet::new();
        // A type whose name already is the identifier has precedence.
        for exact in [true, false] {
            for (at, entry) in entries.iter().enumerate() {
                let base = case::of_type(entry.name);
                if (base == entry.name) == exact {
                    let module = names[at].module;
                    let free = |candidate: &str| {
                        let of_module = (module, candidate.to_owned());
                        !TAKEN.contains(&candidate) && !taken.contains(&of_module)
                    };
                    names[at].identifier = unique(base, entry.kind, &free);
                    taken.insert((module, names[at].identifier.clone()));
                }
            }
        }
        let mut names = names.into_iter();
        let mut next = |count| names.by_ref().take(count).collect();
        Self {
            tuples: next(catalog.tuples.len()),
            vertices: next(catalog.vertices.len()),
            edges: next(catalog.edges.len()),
            graphs: next(catalog.graphs.len()),
            modules: distinct(
                &catalog.graphs.iter().map(|graph| graph.name.as_str()).collect::<Vec<_>>(),
            ),
        }
    }
}

fn entries(catalog: &Catalog) -> Vec<Entry<'_>> {
    let owner = |local_to: &Option<String>| {
        catalog.graphs.iter().position(|graph| Some(&graph.name) == local_to.as_ref())
    };
    let mut entries = Vec::new();
    for it in &catalog.tuples {
        entries.push(Entry { name: &it.name, kind: "Tuple", local_to: None });
    }
    for it in &catalog.vertices {
        entries.push(Entry { name: &it.name, kind: "Vertex", local_to: owner(&it.local_to) });
    }
    for it in &catalog.edges {
        entries.push(Entry { name: &it.name, kind: "Edge", local_to: owner(&it.local_to) });
    }
    for it in &catalog.graphs {
        entries.push(Entry { name: &it.name, kind: "Graph", local_to: None });
    }
    entries
}

/// The graphs of the vertex and edge types, by the identifiers that these would have.
type Owners = HashMap<String, HashSet<Option<usize>>>;

fn owners(entries: &[Entry<'_>]) -> Owners {
    let mut owners = Owners::new();
    for entry in entries.iter().filter(|entry| matches!(entry.kind, "Vertex" | "Edge")) {
        owners.entry(case::of_type(entry.name)).or_default().insert(entry.local_to);
    }
    owners
}

/// Returns `true` if a vertex or edge type that is not of the same graph would have the same
/// identifier.
fn clashes(entry: &Entry<'_>, owners: &Owners) -> bool {
    let owners = owners.get(&case::of_type(entry.name));
    owners.is_some_and(|owners| owners.iter().any(|owner| *owner != entry.local_to))
}

/// Returns the name, or a free one derived from it.
pub(super) fn unique(base: String, kind: &str, free: &dyn Fn(&str) -> bool) -> String {
    if free(&base) {
        return base;
    }
    let base = base + kind;
    let mut candidate = base.clone();
    let mut number = 2;
    while !free(&candidate) {
        candidate = format!("{base}{number}");
        number += 1;
    }
    candidate
}

/// Returns a field or module for each of these names, in their order.
pub(super) fn distinct(names: &[&str]) -> Vec<String> {
    let mut fields = vec![String::new(); names.len()];
    let mut taken = HashSet::new();
    for exact in [true, false] {
        for (at, &name) in names.iter().enumerate() {
            let base = case::of_field(name);
            if (base == name) == exact {
                let field = unique(base, "_", &|candidate| !taken.contains(candidate));
                taken.insert(field.clone());
                fields[at] = case::escaped(field);
            }
        }
    }
    fields
}
