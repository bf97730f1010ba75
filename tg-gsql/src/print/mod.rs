//! Types, graphs and whole catalogs as DDL.
//!
//! The text is canonical: equal models give equal text, and reading the text gives the model back.
//! Types come before their uses, so that a server can run the text from top to bottom.

mod job;
pub(crate) mod layout;
#[cfg(feature = "loading")]
mod loading;
mod types;

use std::fmt::{self, Write};

#[cfg(feature = "loading")]
pub use loading::{load_expr, loading_job, run_loading_job};

use crate::model::{Attribute, Catalog, EdgeType, Graph, TupleType, VertexType};
pub use job::indexes_and_vectors;
use job::{INDENT, Steps};
pub(crate) use job::{add_attributes, add_pairs};
use layout::{Layout, statement};

/// Returns the script that creates the catalog on an empty server.
///
/// Local types, indexes and vector attributes need schema change jobs; the script creates, runs
/// and drops them.
///
/// ```
/// use tg_gsql::{apply::script, print};
///
/// let text = "CREATE VERTEX Depot (PRIMARY_ID code STRING, city STRING)\n\
///             CREATE GRAPH goods (Depot)\n";
/// assert_eq!(print::catalog(&script(text).catalog), text);
/// ```
#[must_use]
pub fn catalog(catalog: &Catalog) -> String {
    let mut text = String::new();
    for tuple in &catalog.tuples {
        push(&mut text, &self::tuple(tuple));
    }
    for vertex in &catalog.vertices {
        if vertex.local_to.is_none() {
            push(&mut text, &self::vertex(vertex));
        }
    }
    for edge in &catalog.edges {
        if edge.local_to.is_none() {
            push(&mut text, &self::edge(edge));
        }
    }
    push(&mut text, &Steps::of_global_types(catalog).job("add_indexes_and_vectors", None));
    for graph in &catalog.graphs {
        push(&mut text, &create_graph(catalog, graph));
        push(&mut text, &local_types(catalog, &graph.name));
    }
    text
}

/// The script that creates the catalog: [`catalog`].
impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&catalog(self))
    }
}

/// Returns the script that creates one graph, with all types that it contains, on an empty server;
/// empty if the catalog has no such graph.
#[must_use]
pub fn graph(catalog: &Catalog, name: &str) -> String {
    let Some(graph) = catalog.graph(name) else { return String::new() };
    let mut one = Catalog { graphs: vec![graph.clone()], ..Catalog::default() };
    let mut used = Vec::new();
    for vertex in catalog.vertices_of(name) {
        used.extend_from_slice(&vertex.attributes);
        one.vertices.push(vertex.clone());
    }
    for edge in catalog.edges_of(name) {
        used.extend_from_slice(&edge.attributes);
        one.edges.push(edge.clone());
    }
    for tuple in &catalog.tuples {
        if used.iter().any(|attribute| attribute.ty.tuple() == Some(&tuple.name)) {
            one.tuples.push(tuple.clone());
        }
    }
    self::catalog(&one)
}

/// Returns the script that adds a graph's own types to it: it creates, runs and drops a job. Empty
/// if there are none.
///
/// The graph must exist; the catalog contains its additions.
#[must_use]
pub fn local_types(catalog: &Catalog, graph: &str) -> String {
    Steps::of_local_types(catalog, graph).job(&format!("add_types_of_{graph}"), Some(graph))
}

/// Prints `CREATE VERTEX ...`, without indexes and vector attributes, which the statement cannot
/// create.
#[must_use]
pub fn vertex(vertex: &VertexType) -> String {
    types::vertex("CREATE", vertex, 0)
}

/// `CREATE DIRECTED EDGE ...` or `CREATE UNDIRECTED EDGE ...`
#[must_use]
pub fn edge(edge: &EdgeType) -> String {
    types::edge("CREATE", edge, 0)
}

/// `ADD VERTEX ...`, as in a schema change job.
pub(crate) fn add_vertex(vertex: &VertexType) -> String {
    types::vertex("ADD", vertex, INDENT)
}

/// `ADD DIRECTED EDGE ...`, as in a schema change job.
pub(crate) fn add_edge(edge: &EdgeType) -> String {
    types::edge("ADD", edge, INDENT)
}

/// `TYPEDEF TUPLE <...> name`
#[must_use]
pub fn tuple(tuple: &TupleType) -> String {
    let fields: Vec<_> =
        tuple.fields.iter().map(|field| format!("{} {}", field.name, field.ty)).collect();
    let layout = Layout { open: '<', close: '>', indent: 0 };
    let mut text = statement("TYPEDEF TUPLE ", &fields, layout);
    // Writing to a String cannot fail.
    let _ = write!(text, " {}", tuple.name);
    text
}

/// `name TYPE DEFAULT literal`, as in a list of attributes.
#[must_use]
pub fn attribute(attribute: &Attribute) -> String {
    types::attribute(attribute)
}

/// Returns a string literal: in quotes, with `"` and `\` escaped, and with triple quotes around
/// more than one line. Reading it gives the text back.
///
/// ```
/// assert_eq!(tg_gsql::print::string(r#"a "b" \c"#), r#""a \"b\" \\c""#);
/// ```
#[must_use]
pub fn string(text: &str) -> String {
    // Plain quotes end with their line.
    let quotes = if text.contains(['\n', '\r']) { "\"\"\"" } else { "\"" };
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("{quotes}{escaped}{quotes}")
}

/// Prints the graph with its global types; a job adds the local ones.
fn create_graph(catalog: &Catalog, graph: &Graph) -> String {
    let mut members = Vec::new();
    for vertex in catalog.vertices_of(&graph.name) {
        if vertex.local_to.is_none() {
            members.push(vertex.name.clone());
        }
    }
    for edge in catalog.edges_of(&graph.name) {
        if edge.local_to.is_none() {
            members.push(edge.name.clone());
        }
    }
    statement(&format!("CREATE GRAPH {} ", graph.name), &members, Layout::default())
}

fn push(text: &mut String, printed: &str) {
    if !printed.is_empty() {
        text.push_str(printed);
        text.push('\n');
    }
}
