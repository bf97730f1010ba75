//! A schema as Rust source: the types that `tg-runtime`'s macros read back into the same schema.
//!
//! ```
//! use tg_gsql::apply::script;
//! use tg_gsql::generate::{self, Options};
//!
//! let catalog = script(
//!     "CREATE VERTEX Depot (PRIMARY_ID code STRING, city STRING) \
//!      CREATE GRAPH goods (Depot)",
//! )
//! .catalog;
//! let rust = generate::rust(&catalog, &Options::default());
//! assert!(rust.contains("pub struct Depot {"), "{rust}");
//! assert!(rust.contains("pub depots: Vertices<Depot>,"), "{rust}");
//! ```
//!
//! Types stand in the order of the catalog, tuples first and graphs last, and nothing but the
//! schema and the options decides about a line, so that a new run gives a readable difference. A
//! name that Rust would not take, or not without a warning, is changed, and `rename` keeps the
//! server's.

mod case;
mod graph;
mod item;
mod layout;
mod names;
mod paths;
mod types;

use crate::model::Catalog;
use item::Writer;

/// What the source looks like, apart from the schema.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Only this graph, with the types that it contains; all graphs and types without.
    pub graph: Option<&'a str>,
    /// How the graphs authenticate: `secret`, `password`, `token`, `jwt` or `none`.
    pub auth: &'a str,
    /// The visibility of types and fields: `pub`, `pub(crate)`, or nothing.
    pub visibility: &'a str,
    /// Derives of every type beside those that fit it.
    pub derives: &'a [&'a str],
    /// The schema file that the types are to be checked against, if it is not the crate's own.
    pub schema: Option<&'a str>,
    /// Where the source stands.
    pub form: Form<'a>,
}

/// Where generated source stands.
#[derive(Debug, Clone, Copy)]
pub enum Form<'a> {
    /// In a file of its own, which is a module: with imports, and a word on how it was made.
    File {
        /// What it was made from, and by what: "`schema/goods.gsql` by `tg schema generate`".
        made_by: &'a str,
    },
    /// Among other items, as of a macro: every path is absolute, and nothing is checked against
    /// another schema file.
    Items {
        /// The path of `tg_runtime`.
        runtime: &'a str,
    },
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            graph: None,
            auth: "secret",
            visibility: "pub",
            derives: &[],
            schema: None,
            form: Form::File { made_by: "a catalog" },
        }
    }
}

/// The source, formatted as rustfmt does it by default.
///
/// A vertex type that no graph contains is there too, and an edge type likewise; tuples that
/// nothing uses are named by the first graph.
#[must_use]
pub fn rust(catalog: &Catalog, options: &Options<'_>) -> String {
    let part;
    let catalog = match options.graph {
        Some(graph) => {
            part = of_graph(catalog, graph);
            &part
        }
        None => catalog,
    };
    Writer::new(catalog, options).write()
}

/// What one graph contains, and the vertex types that its edges join in other graphs.
fn of_graph(catalog: &Catalog, graph: &str) -> Catalog {
    let edges: Vec<_> = catalog.edges_of(graph).cloned().collect();
    let mut vertices: Vec<_> = catalog.vertices_of(graph).cloned().collect();
    for pair in edges.iter().flat_map(|edge| &edge.pairs) {
        for end in [&pair.from, &pair.to] {
            if !vertices.iter().any(|vertex| vertex.name == *end) {
                vertices.extend(catalog.global_vertex(end).cloned());
            }
        }
    }
    let graphs = catalog.graph(graph).cloned().into_iter().collect();
    let mut part = Catalog { tuples: Vec::new(), vertices, edges, graphs };
    let used = used_tuples(&part);
    let of_part = catalog.tuples.iter().filter(|tuple| used.contains(&tuple.name));
    part.tuples = of_part.cloned().collect();
    part
}

/// The tuples that attributes have as types and the catalog does not describe: a server's JSON has
/// none. Source that is made of such a catalog does not compile by itself.
#[must_use]
pub fn undescribed_tuples(catalog: &Catalog) -> Vec<String> {
    let mut names = used_tuples(catalog);
    names.retain(|name| catalog.tuple(name).is_none());
    names
}

/// The tuples that attributes have as types, in the order of their first use: by the handles of
/// each graph, the vertices' first, then by types that no graph contains.
fn used_tuples(catalog: &Catalog) -> Vec<String> {
    let mut used: Vec<String> = Vec::new();
    let mut add = |attributes: &[crate::model::Attribute]| {
        for name in attributes.iter().filter_map(|attribute| attribute.ty.tuple()) {
            if !used.iter().any(|known| known == name) {
                used.push(name.to_owned());
            }
        }
    };
    for graph in &catalog.graphs {
        catalog.vertices_of(&graph.name).for_each(|vertex| add(&vertex.attributes));
        catalog.edges_of(&graph.name).for_each(|edge| add(&edge.attributes));
    }
    catalog.vertices.iter().for_each(|vertex| add(&vertex.attributes));
    catalog.edges.iter().for_each(|edge| add(&edge.attributes));
    used
}
