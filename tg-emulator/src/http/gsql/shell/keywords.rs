//! `getinfo`: the words that the shell completes.

use crate::state::State;

/// The keywords of statements, joined by commas.
const KEYWORDS: &str = "\
    ABORT,ADD,ALTER,ATTRIBUTE,BEGIN,CASCADE,CLEAR,CREATE,DATA_SOURCE,DELETE,DIRECTED,DROP,EDGE,\
    END,EXIT,EXPORT,FROM,GLOBAL,GRANT,GRAPH,HELP,IMPORT,INSTALL,INTERPRET,JOB,LOADING,LS,\
    PASSWORD,QUERY,QUIT,RESUME,REVOKE,RUN,SCHEMA_CHANGE,SECRET,SELECT,SET,SHOW,STORE,TO,TOKEN,\
    TUPLE,TYPEDEF,UNDIRECTED,UPSERT,USE,USER,USING,VALUES,VERTEX,WHERE,WITH";

/// Returns keywords, and the names of graphs and types, joined by commas.
pub(super) fn completions(state: &State) -> String {
    let database = state.read();
    let catalog = &database.graphs.schema().catalog;
    let graphs = catalog.graphs.iter().map(|graph| graph.name.as_str());
    let vertices = catalog.vertices.iter().map(|ty| ty.name.as_str());
    let edges = catalog.edges.iter().map(|ty| ty.name.as_str());
    let names = graphs.chain(vertices).chain(edges);
    [KEYWORDS].into_iter().chain(names).collect::<Vec<_>>().join(",")
}
