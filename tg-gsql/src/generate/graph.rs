//! The struct of a graph: its handles.

use super::case;
use super::item::{Writer, space};
use super::layout::{self, line};
use super::names::unique;
use super::used_tuples;
use crate::model::{EdgeType, Graph, VertexType};

/// A handle of a graph.
struct Handle {
    identifier: String,
    doc: String,
    keys: Vec<String>,
    ty: String,
}

impl Writer<'_> {
    pub(super) fn graph(&mut self, at: usize, graph: &Graph) {
        self.begin(0, &format!("/// The graph `{}`.", graph.name));
        let mut keys =
            vec![format!("graph = \"{}\"", graph.name), format!("auth = {:?}", self.options.auth)];
        let handles = self.handles(graph);
        keys.extend(handles.is_empty().then(|| "empty".to_owned()));
        keys.extend((at == 0).then(|| self.tuples()).flatten());
        self.check_keys(&mut keys);
        let tigergraph = self.runtime("tigergraph");
        layout::attribute(&mut self.out, 0, &tigergraph, &keys);
        let (visibility, name) = (self.visibility(None), self.names.graphs[at].identifier.clone());
        let open = if handles.is_empty() { " {}" } else { " {" };
        line(&mut self.out, 0, &[&visibility, space(&visibility), "struct ", &name, open]);
        if handles.is_empty() {
            return;
        }
        for Handle { identifier, doc, keys, ty } in handles {
            line(&mut self.out, 4, &[&doc]);
            layout::attribute(&mut self.out, 4, "tg", &keys);
            layout::field(&mut self.out, 4, &visibility, &identifier, &ty);
        }
        line(&mut self.out, 0, &["}"]);
    }

    fn handles(&self, graph: &Graph) -> Vec<Handle> {
        let catalog = self.catalog;
        let mut handles: Vec<Handle> = Vec::new();
        let mut add = |base: String, kind, doc, keys, ty| {
            let free = |candidate: &str| {
                let named = |it: &Handle| it.identifier.trim_start_matches("r#") == candidate;
                !handles.iter().any(named)
            };
            let identifier = case::escaped(unique(base, kind, &free));
            handles.push(Handle { identifier, doc, keys, ty });
        };
        for vertex in catalog.vertices_of(&graph.name) {
            let same = |it: &VertexType| std::ptr::eq(it, vertex);
            let Some(at) = catalog.vertices.iter().position(same) else { continue };
            let of = self.path(&self.names.vertices[at], None);
            add(
                case::plural(&case::of_field(&vertex.name)),
                "_vertices",
                format!("/// The vertices of type `{}`.", vertex.name),
                Vec::new(),
                format!("{}<{of}>", self.runtime("Vertices")),
            );
        }
        for edge in catalog.edges_of(&graph.name) {
            let same = |it: &EdgeType| std::ptr::eq(it, edge);
            let Some(at) = catalog.edges.iter().position(same) else { continue };
            let of = self.path(&self.names.edges[at], None);
            let has = |end: &str| graph.vertices.iter().any(|vertex| vertex == end);
            let whole = edge.pairs.iter().all(|pair| has(&pair.from) && has(&pair.to));
            add(
                case::of_field(&edge.name),
                "_edges",
                format!("/// The edges of type `{}`.", edge.name),
                (!whole).then(|| "partial".to_owned()).into_iter().collect(),
                format!("{}<{of}>", self.runtime("Edges")),
            );
        }
        handles
    }

    /// `tuples(..)`, if the tuples would not come back in their order, or not all.
    fn tuples(&self) -> Option<String> {
        let declared = self.catalog.tuples.iter().map(|tuple| tuple.name.as_str());
        if declared.eq(used_tuples(self.catalog).iter().map(String::as_str)) {
            return None;
        }
        let names: Vec<_> = self.names.tuples.iter().map(|name| name.identifier.as_str()).collect();
        Some(format!("tuples({})", names.join(", ")))
    }
}
