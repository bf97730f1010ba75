//! The struct of a graph: its handles.

use std::collections::{HashMap, HashSet};

use super::Form;
use super::case;
use super::item::{Writer, space};
use super::layout::{self, line};
use super::names::unique;
use super::used_tuples;
use crate::model::Graph;

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
        let mut taken = HashSet::new();
        let mut add = |base: String, kind, doc, keys, ty| {
            let name = unique(base, kind, &|candidate| !taken.contains(candidate));
            taken.insert(name.clone());
            handles.push(Handle { identifier: case::escaped(name), doc, keys, ty });
        };
        let places = places_of(&catalog.vertices);
        for vertex in catalog.vertices_of(&graph.name) {
            let Some(&at) = places.get(&std::ptr::from_ref(vertex)) else { continue };
            let of = self.path(&self.names.vertices[at], None);
            add(
                case::plural(&case::of_field(&vertex.name)),
                "_vertices",
                format!("/// The vertices of type `{}`.", vertex.name),
                Vec::new(),
                format!("{}<{of}>", self.runtime("Vertices")),
            );
        }
        let places = places_of(&catalog.edges);
        let members: HashSet<_> = graph.vertices.iter().map(String::as_str).collect();
        for edge in catalog.edges_of(&graph.name) {
            let Some(&at) = places.get(&std::ptr::from_ref(edge)) else { continue };
            let of = self.path(&self.names.edges[at], None);
            let has = |end: &str| members.contains(end);
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
        // The queries of a graph find a tuple there.
        let has_queries = matches!(self.options.form, Form::Items { .. });
        let is_implied = declared.eq(used_tuples(self.catalog).iter().map(String::as_str));
        if self.names.tuples.is_empty() || (is_implied && !has_queries) {
            return None;
        }
        let names: Vec<_> = self.names.tuples.iter().map(|name| name.identifier.as_str()).collect();
        Some(format!("tuples({})", names.join(", ")))
    }
}

/// The place of each type in the catalog.
fn places_of<T>(types: &[T]) -> HashMap<*const T, usize> {
    types.iter().enumerate().map(|(at, ty)| (std::ptr::from_ref(ty), at)).collect()
}
