//! `getinfo`: what the shell completes.

use crate::state::State;

/// The words that statements begin with or are made of.
const KEYWORDS: &[&str] = &[
    "ABORT",
    "ADD",
    "ALTER",
    "ATTRIBUTE",
    "BEGIN",
    "CASCADE",
    "CLEAR",
    "CREATE",
    "DATA_SOURCE",
    "DELETE",
    "DIRECTED",
    "DROP",
    "EDGE",
    "END",
    "EXIT",
    "EXPORT",
    "FROM",
    "GLOBAL",
    "GRANT",
    "GRAPH",
    "HELP",
    "IMPORT",
    "INSTALL",
    "INTERPRET",
    "JOB",
    "LOADING",
    "LS",
    "PASSWORD",
    "QUERY",
    "QUIT",
    "RESUME",
    "REVOKE",
    "RUN",
    "SCHEMA_CHANGE",
    "SECRET",
    "SELECT",
    "SET",
    "SHOW",
    "STORE",
    "TO",
    "TOKEN",
    "TUPLE",
    "TYPEDEF",
    "UNDIRECTED",
    "UPSERT",
    "USE",
    "USER",
    "USING",
    "VALUES",
    "VERTEX",
    "WHERE",
    "WITH",
];

/// Keywords, and the names of graphs and types, joined by commas.
pub(super) fn keys(state: &State) -> String {
    let database = state.read();
    let catalog = &database.graphs.schema().catalog;
    let graphs = catalog.graphs.iter().map(|graph| graph.name.as_str());
    let vertices = catalog.vertices.iter().map(|ty| ty.name.as_str());
    let edges = catalog.edges.iter().map(|ty| ty.name.as_str());
    let names = graphs.chain(vertices).chain(edges);
    KEYWORDS.iter().copied().chain(names).collect::<Vec<_>>().join(",")
}
