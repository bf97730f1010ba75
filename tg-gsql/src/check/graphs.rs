//! Graphs and their members.

use super::Checker;
use crate::finding::Rule;
use crate::model::{Catalog, EdgeType, Graph};
use crate::syntax::Name;
use crate::syntax::ast::{GraphDecl, GraphMembers};

impl Checker<'_> {
    pub(crate) fn graph(&mut self, declared: &GraphDecl) -> Graph {
        self.graph_name(&declared.name);
        let mut graph = Graph { name: declared.name.value.clone(), ..Graph::default() };
        match &declared.members {
            GraphMembers::All => {
                let Catalog { vertices, edges, .. } = self.catalog;
                let vertices = vertices.iter().filter(|vertex| vertex.local_to.is_none());
                graph.vertices = vertices.map(|vertex| vertex.name.clone()).collect();
                let edges = edges.iter().filter(|edge| edge.local_to.is_none());
                graph.edges = edges.map(|edge| edge.name.clone()).collect();
            }
            GraphMembers::Tagged { span, .. } => {
                let message = "graphs made of tags are deprecated since October 2023";
                let help = "list the types: `CREATE GRAPH g (A, B)`";
                self.error_with_help(Rule::Unsupported, *span, message, help);
            }
            GraphMembers::Named(names) => {
                for name in names {
                    self.member(name, &mut graph);
                }
                for name in names {
                    if let Some(edge) = self.global_edge_or_reverse(&name.value) {
                        self.endpoints_in_graph(name, edge, &graph.name, &graph.vertices);
                    }
                }
            }
        }
        graph
    }

    /// Adds a member. A repeated one is accepted: an edge type may be listed next to its reverse.
    fn member(&mut self, name: &Name, graph: &mut Graph) {
        let catalog = self.catalog;
        let (list, member) = if catalog.global_vertex(&name.value).is_some() {
            (&mut graph.vertices, &name.value)
        } else if let Some(edge) = self.global_edge_or_reverse(&name.value) {
            (&mut graph.edges, &edge.name)
        } else {
            let message = format!("there is no global vertex or edge type `{}`", name.value);
            let vertices = catalog.vertices.iter().map(|vertex| vertex.name.as_str());
            let edges = catalog.edges.iter().map(|edge| edge.name.as_str());
            return self.unknown(Rule::UnknownType, name, message, &mut vertices.chain(edges));
        };
        if !list.contains(member) {
            list.push(member.clone());
        }
    }

    /// Checks that the graph contains both ends of one pair of the edge type.
    pub(crate) fn endpoints_in_graph(
        &mut self,
        name: &Name,
        edge: &EdgeType,
        graph: &str,
        vertices: &[String],
    ) {
        if edge.pairs.iter().any(|it| vertices.contains(&it.from) && vertices.contains(&it.to)) {
            return;
        }
        let missing = edge.pairs.iter().find_map(|pair| {
            let from = (!vertices.contains(&pair.from)).then_some(("FROM", &pair.from));
            from.or((!vertices.contains(&pair.to)).then_some(("TO", &pair.to)))
        });
        if let Some((end, vertex)) = missing {
            let message = format!(
                "the edge type `{}` cannot be in the graph `{graph}`, which lacks its {end} vertex \
                 type `{vertex}`",
                edge.name
            );
            let help = format!("add `{vertex}` to the graph");
            self.error_with_help(Rule::EndpointNotInGraph, name.span, message, help);
        }
    }
}
