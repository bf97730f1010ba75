//! The whole schema of a server: global types, local types, graphs.

use super::{EdgeType, TupleType, VertexType};

/// Every type and graph, in the order of declaration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalog {
    /// Tuples; visible in all graphs.
    pub tuples: Vec<TupleType>,
    /// Vertex types, global and local.
    pub vertices: Vec<VertexType>,
    /// Edge types, global and local. Reverse types have no entry of their own.
    pub edges: Vec<EdgeType>,
    /// The graphs.
    pub graphs: Vec<Graph>,
}

/// A graph: a name and the types that it contains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The name, case-sensitive.
    pub name: String,
    /// The vertex types that it contains, global or local to it.
    pub vertices: Vec<String>,
    /// The edge types that it contains, global or local to it. Reverse types are implied.
    pub edges: Vec<String>,
}

impl Catalog {
    /// Returns the tuple of this name.
    #[must_use]
    pub fn tuple(&self, name: &str) -> Option<&TupleType> {
        self.tuples.iter().find(|tuple| tuple.name == name)
    }

    /// Returns the graph of this name.
    #[must_use]
    pub fn graph(&self, name: &str) -> Option<&Graph> {
        self.graphs.iter().find(|graph| graph.name == name)
    }

    /// Returns the global vertex type of this name.
    #[must_use]
    pub fn global_vertex(&self, name: &str) -> Option<&VertexType> {
        self.vertices.iter().find(|vertex| vertex.local_to.is_none() && vertex.name == name)
    }

    /// Returns the global edge type of this name; not found by the name of its reverse type.
    #[must_use]
    pub fn global_edge(&self, name: &str) -> Option<&EdgeType> {
        self.edges.iter().find(|edge| edge.local_to.is_none() && edge.name == name)
    }

    /// Returns the vertex type that `graph` contains under this name: its own, or a global one.
    #[must_use]
    pub fn vertex(&self, graph: &str, name: &str) -> Option<&VertexType> {
        let graph = self.graph(graph)?;
        self.vertices
            .iter()
            .find(|vertex| vertex.name == name && vertex.local_to.as_ref() == Some(&graph.name))
            .or_else(|| {
                let listed = graph.vertices.iter().any(|member| member == name);
                self.global_vertex(name).filter(|_| listed)
            })
    }

    /// Returns the edge type that `graph` contains under this name: its own, or a global one. Not
    /// found by the name of its reverse type.
    #[must_use]
    pub fn edge(&self, graph: &str, name: &str) -> Option<&EdgeType> {
        let graph = self.graph(graph)?;
        self.edges
            .iter()
            .find(|edge| edge.name == name && edge.local_to.as_ref() == Some(&graph.name))
            .or_else(|| {
                let listed = graph.edges.iter().any(|member| member == name);
                self.global_edge(name).filter(|_| listed)
            })
    }

    /// Returns the edge type of `graph` whose reverse type has this name.
    #[must_use]
    pub fn edge_by_reverse(&self, graph: &str, name: &str) -> Option<&EdgeType> {
        let reverses = |edge: &&EdgeType| edge.reverse.as_deref() == Some(name);
        let known = |edge: &EdgeType| self.edge(graph, &edge.name).is_some_and(|it| it == edge);
        self.edges.iter().filter(reverses).find(|edge| known(edge))
    }

    /// Returns the vertex types of a graph, in its order; empty if there is no such graph.
    pub fn vertices_of(&self, graph: &str) -> impl Iterator<Item = &VertexType> {
        let (mut own, mut global) = (Vec::new(), Vec::new());
        for vertex in &self.vertices {
            match &vertex.local_to {
                None => global.push(vertex),
                Some(owner) if owner == graph => own.push(vertex),
                Some(_) => {}
            }
        }
        let members = self.graph(graph).map_or(&[][..], |graph| &graph.vertices);
        members_of(members, &own, &global, |vertex| &vertex.name).into_iter()
    }

    /// Returns the edge types of a graph, in its order; empty if there is no such graph.
    pub fn edges_of(&self, graph: &str) -> impl Iterator<Item = &EdgeType> {
        let (mut own, mut global) = (Vec::new(), Vec::new());
        for edge in &self.edges {
            match &edge.local_to {
                None => global.push(edge),
                Some(owner) if owner == graph => own.push(edge),
                Some(_) => {}
            }
        }
        let members = self.graph(graph).map_or(&[][..], |graph| &graph.edges);
        members_of(members, &own, &global, |edge| &edge.name).into_iter()
    }
}

/// Returns the types that a graph's members name, its own before global ones. Members are mostly in
/// the order of the types, so the search for each begins after the last one.
fn members_of<'a, T>(
    members: &[String],
    own: &[&'a T],
    global: &[&'a T],
    name: fn(&T) -> &String,
) -> Vec<&'a T> {
    let mut found = Vec::with_capacity(members.len());
    let mut places = [0; 2];
    for member in members {
        let before = found.len();
        for (types, next) in [own, global].into_iter().zip(&mut places) {
            let mut step = 0;
            while step < types.len() && found.len() == before {
                let at = (*next + step) % types.len();
                if name(types[at]) == member {
                    found.push(types[at]);
                    *next = at + 1;
                }
                step += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{KeyType, PrimaryKey, Stats};

    fn vertex(name: &str, local_to: Option<&str>) -> VertexType {
        VertexType {
            name: name.into(),
            key: PrimaryKey::PrimaryId {
                name: "id".into(),
                ty: KeyType::String,
                as_attribute: false,
            },
            attributes: vec![],
            vectors: vec![],
            indexes: vec![],
            stats: Stats::default(),
            local_to: local_to.map(str::to_owned),
        }
    }

    #[test]
    fn a_graph_sees_its_own_type_before_a_global_one() {
        let graph = |name: &str, vertices: &[&str]| Graph {
            name: name.into(),
            vertices: vertices.iter().map(|&name| name.into()).collect(),
            edges: vec![],
        };
        let catalog = Catalog {
            vertices: vec![vertex("A", None), vertex("A", Some("own"))],
            graphs: vec![graph("own", &["A"]), graph("shared", &["A"]), graph("empty", &[])],
            ..Catalog::default()
        };
        let owner = |graph| catalog.vertex(graph, "A").map(|vertex| vertex.local_to.as_deref());
        assert_eq!(owner("own"), Some(Some("own")));
        assert_eq!(owner("shared"), Some(None));
        assert_eq!(owner("empty"), None);
        assert_eq!(owner("missing"), None);
        assert_eq!(catalog.vertices_of("own").count(), 1);
    }
}
