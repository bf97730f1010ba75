//! `DELETE`

use tg_gsql::syntax::ast::query::DataRows;

use super::rows::{Row, rows};
use super::target::Target;
use crate::gsql::session::Session;

impl Session<'_> {
    /// Deletes vertices, and with them their edges, or edges; tells how many.
    pub(super) fn delete(&mut self, wanted: &DataRows) -> Result<String, String> {
        let mut database = self.state.write();
        let schema = database.graphs.shared_schema();
        let graph = self.graph_of_data(&schema, &wanted.from)?;
        let target = Target::of(&wanted.from, graph)?;
        let (mut vertices, mut edges) = (Vec::new(), Vec::new());
        for row in rows(&database.graphs, graph, target, wanted)? {
            match row {
                Row::Vertex(at) => vertices.push(at),
                Row::Edge(_, sight) => edges.push(sight.at),
            }
        }
        // An edge without direction may have been seen from both of its ends.
        edges.sort();
        edges.dedup();
        let (deleted, what) = match target {
            Target::Vertices(_) => (vertices.len(), "vertices"),
            Target::Edges { .. } => (edges.len(), "edges"),
        };
        for at in vertices {
            database.graphs.remove_vertex(at, false);
        }
        for at in edges {
            database.graphs.remove_edge(at);
        }
        Ok(format!("Successfully deleted {deleted} {what}."))
    }
}
