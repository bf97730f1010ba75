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
//! Types are in the order of the catalog, tuples first and graphs last. Only the schema and the
//! options determine a line, so that a new run gives a readable difference. A name that Rust does
//! not accept, or not without a warning, is changed, and `rename` keeps the server's.

mod case;
mod graph;
mod item;
mod layout;
mod names;
mod paths;
mod types;

use crate::model::Catalog;
use item::Writer;

/// The form of the source, apart from the schema.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Only this graph, with the types that it contains; all graphs and types without.
    pub graph: Option<&'a str>,
    /// The authentication of the graphs: `secret`, `password`, `token`, `jwt` or `none`.
    pub auth: &'a str,
    /// The visibility of types and fields: `pub`, `pub(crate)`, or nothing.
    pub visibility: &'a str,
    /// Derives of every type, in addition to those that fit it.
    pub derives: &'a [&'a str],
    /// The schema file that the types are to be checked against, if it is not the crate's own.
    pub schema: Option<&'a str>,
    /// The context of the source.
    pub form: Form<'a>,
}

/// The context of generated source.
#[derive(Debug, Clone, Copy)]
pub enum Form<'a> {
    /// A file of its own, which is a module: with imports, and a note about its origin.
    File {
        /// The input and the program: "`schema/goods.gsql` by `tg schema generate`".
        made_by: &'a str,
    },
    /// Among other items, as in a macro: every path is absolute, and nothing is checked against
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

/// Returns the source, formatted as rustfmt does it by default.
///
/// Vertex and edge types that no graph contains are included; tuples that are not used are named by
/// the first graph.
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

/// Returns the types that one graph contains, and the vertex types that its edges join in other
/// graphs.
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

/// Returns the tuples that attributes have as types and that the catalog does not describe: the
/// JSON of a server does not contain them. Source from such a catalog does not compile without
/// additions.
#[must_use]
pub fn undescribed_tuples(catalog: &Catalog) -> Vec<String> {
    let mut names = used_tuples(catalog);
    names.retain(|name| catalog.tuple(name).is_none());
    names
}

/// Returns the tuples that attributes have as types, in the order of their first use: by the
/// handles of each graph, the vertices' first, then by types that no graph contains.
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
