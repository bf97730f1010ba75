//! `DELETE`

use std::collections::HashSet;

use tg_gsql::syntax::ast::query::DataRows;

use super::rows::{Row, rows};
use super::target::Target;
use crate::gsql::Rejection;
use crate::gsql::session::Session;

impl Session<'_> {
    /// Deletes vertices with their edges, or edges; returns how many.
    pub(super) fn delete(&mut self, selection: &DataRows) -> Result<String, Rejection> {
        let mut database = self.state.write();
        let schema = database.graphs.shared_schema();
        let graph = self.graph_of_data(&schema)?;
        let target = Target::of(&selection.from, graph)?;
        let (mut vertices, mut edges, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        // An undirected edge can be found from both of its ends, and counts once.
        let all = DataRows { limit: None, ..selection.clone() };
        for row in rows(&database.graphs, graph, target, &all)? {
            match row {
                Row::Vertex(at) => vertices.push(at),
                Row::Edge(_, visible_edge) if seen.insert(visible_edge.at) => {
                    edges.push(visible_edge.at);
                }
                Row::Edge(..) => {}
            }
        }
        let limit = selection.limit.and_then(|limit| usize::try_from(limit).ok());
        vertices.truncate(limit.unwrap_or(usize::MAX));
        edges.truncate(limit.unwrap_or(usize::MAX));
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
