//! Finding the type of the schema that belongs to a Rust type.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::LitStr;
use tg_gsql::model::{Catalog, EdgeType, VertexType};
use tg_gsql::suggest::nearest;

use super::Check;
use crate::attr::{Attrs, Key};

/// A kind of types that are global or local to a graph.
pub(crate) trait Kind: Clone + PartialEq + Sized {
    /// As in "vertex type".
    const KIND: &'static str;
    /// With the article: "a vertex type".
    const A_KIND: &'static str;
    fn all(catalog: &Catalog) -> &[Self];
    fn name(&self) -> &str;
    fn owner(&mut self) -> &mut Option<String>;
    /// Returns the type that a graph has under a name.
    fn of_graph<'c>(catalog: &'c Catalog, graph: &str, name: &str) -> Option<&'c Self>;
    /// Returns the names of a graph's types.
    fn members<'c>(catalog: &'c Catalog, graph: &str) -> Vec<&'c str>;
}

impl Kind for VertexType {
    const KIND: &'static str = "vertex type";
    const A_KIND: &'static str = "a vertex type";

    fn all(catalog: &Catalog) -> &[Self] {
        &catalog.vertices
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn owner(&mut self) -> &mut Option<String> {
        &mut self.local_to
    }

    fn of_graph<'c>(catalog: &'c Catalog, graph: &str, name: &str) -> Option<&'c Self> {
        catalog.vertex(graph, name)
    }

    fn members<'c>(catalog: &'c Catalog, graph: &str) -> Vec<&'c str> {
        let members = catalog.graph(graph).map(|graph| graph.vertices.iter().map(String::as_str));
        members.into_iter().flatten().collect()
    }
}

impl Kind for EdgeType {
    const KIND: &'static str = "edge type";
    const A_KIND: &'static str = "an edge type";

    fn all(catalog: &Catalog) -> &[Self] {
        &catalog.edges
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn owner(&mut self) -> &mut Option<String> {
        &mut self.local_to
    }

    fn of_graph<'c>(catalog: &'c Catalog, graph: &str, name: &str) -> Option<&'c Self> {
        catalog.edge(graph, name)
    }

    fn members<'c>(catalog: &'c Catalog, graph: &str) -> Vec<&'c str> {
        let members = catalog.graph(graph).map(|graph| graph.edges.iter().map(String::as_str));
        members.into_iter().flatten().collect()
    }
}

/// The tokens for a message about a type's name: the text of `rename`, or the struct's name.
pub(crate) fn name_tokens<'t>(ident: &'t Ident, attrs: &'t Attrs) -> &'t dyn ToTokens {
    match attrs.text(Key::Rename) {
        Some(text) => text,
        None => ident,
    }
}

impl<'a> Check<'a> {
    /// Returns the type of the schema with this name; reports that there is none, or that graphs
    /// have different ones.
    pub(crate) fn find<K: Kind>(
        &mut self,
        (name, ident, attrs): (&str, &Ident, &Attrs),
    ) -> Option<&'a K> {
        // An argument that could not be read may be the name.
        if attrs.is_doubtful() {
            return None;
        }
        let (what, file, catalog) = (K::KIND, self.file, self.catalog);
        let at = name_tokens(ident, attrs);
        let named: Vec<&K> = K::all(catalog).iter().filter(|it| it.name() == name).collect();
        if let Some(graph) = attrs.text(Key::Graph) {
            self.known_graph(graph)?;
            let found = K::of_graph(catalog, &graph.value(), name);
            if found.is_none() && !named.is_empty() {
                let message = format!(
                    "graph `{}` has no {what} `{name}` in {file}; {}",
                    graph.value(),
                    self.graphs_with::<K>(name)
                );
                self.at(graph, message);
            } else if found.is_none() {
                self.unknown::<K>(name, at);
            }
            return found;
        }
        let Some((first, others)) = named.split_first() else {
            self.unknown::<K>(name, at);
            return None;
        };
        if others.iter().any(|other| anywhere(*other) != anywhere(*first)) {
            let graphs: Vec<_> =
                named.iter().filter_map(|it| K::clone(it).owner().take()).collect();
            let message = format!(
                "{file} has different {what}s `{name}`, in the graphs {}: write \
                 `#[tg(graph = \"{}\")]` to choose",
                list(&graphs),
                graphs.first().map_or("", String::as_str)
            );
            self.at(at, message);
            return None;
        }
        Some(first)
    }

    fn unknown<K: Kind>(&mut self, name: &str, at: &dyn ToTokens) {
        let names: Vec<&str> = K::all(self.catalog).iter().map(Kind::name).collect();
        self.unknown_type(K::KIND, &names, name, at);
    }

    /// Reports that there is no such tuple.
    pub(crate) fn unknown_tuple(&mut self, name: &str, at: &dyn ToTokens) {
        let names: Vec<&str> = self.catalog.tuples.iter().map(|it| it.name.as_str()).collect();
        self.unknown_type("tuple", &names, name, at);
    }

    fn unknown_type(&mut self, what: &str, names: &[&str], name: &str, at: &dyn ToTokens) {
        let file = self.file;
        let message = match other_kind(self.catalog, name) {
            Some((kind, remedy)) => format!("`{name}` is {kind} in {file}: {remedy}"),
            None => {
                let message = format!("there is no {what} `{name}` in {file}");
                match nearest(name, names.iter().copied()) {
                    Some(near) => format!("{message}; did you mean `{near}`?"),
                    None => format!(
                        "{message}: take a fresh file from the server with `tg schema pull`, or \
                         keep the type out of the check with `#[tg(unchecked)]`"
                    ),
                }
            }
        };
        self.at(at, message);
    }

    /// Returns `Some` if the graph exists, and reports it otherwise.
    pub(crate) fn known_graph(&mut self, text: &LitStr) -> Option<()> {
        let (name, file, catalog) = (text.value(), self.file, self.catalog);
        if catalog.graph(&name).is_some() {
            return Some(());
        }
        let names = || catalog.graphs.iter().map(|graph| graph.name.as_str());
        let message = match nearest(&name, names()) {
            Some(near) => format!("there is no graph `{name}` in {file}; did you mean `{near}`?"),
            None if catalog.graphs.is_empty() => format!(
                "{file} declares no graph: add `CREATE GRAPH {name} (*)` to it, or take a fresh \
                 file from the server with `tg schema pull`"
            ),
            None => format!(
                "there is no graph `{name}` in {file}, which has {}: write one of these, or take a \
                 fresh file with `tg schema pull`",
                list(&names().collect::<Vec<_>>())
            ),
        };
        self.at(text, message);
        None
    }

    /// Lists the graphs that have a type, as half a sentence.
    pub(crate) fn graphs_with<K: Kind>(&self, name: &str) -> String {
        let graphs: Vec<&str> = self
            .catalog
            .graphs
            .iter()
            .map(|graph| graph.name.as_str())
            .filter(|graph| K::of_graph(self.catalog, graph, name).is_some())
            .collect();
        if graphs.is_empty() {
            format!(
                "no graph has it: `ADD {} {name} TO GRAPH ..`",
                K::KIND.replace(" type", "").to_uppercase()
            )
        } else {
            format!("{} {} it", list(&graphs), if graphs.len() == 1 { "has" } else { "have" })
        }
    }
}

/// Returns the type without its owner.
fn anywhere<K: Kind>(of: &K) -> K {
    let mut of = of.clone();
    *of.owner() = None;
    of
}

/// Returns what else has the name, and what to write then.
fn other_kind(catalog: &Catalog, name: &str) -> Option<(String, String)> {
    if let Some(edge) = catalog.edges.iter().find(|it| it.reverse.as_deref() == Some(name)) {
        let remedy = format!(
            "the server maintains it with `{0}`, so derive `Edge` for \
             `{0}` with `reverse = \"{name}\"`",
            edge.name
        );
        return Some((format!("the reverse of edge type `{}`", edge.name), remedy));
    }
    let (kind, derive) = if catalog.vertices.iter().any(|it| it.name == name) {
        ("a vertex type", "Vertex")
    } else if catalog.edges.iter().any(|it| it.name == name) {
        ("an edge type", "Edge")
    } else if catalog.tuple(name).is_some() {
        ("a tuple", "Tuple")
    } else {
        return None;
    };
    Some((kind.to_owned(), format!("write `#[derive({derive})]`")))
}

/// Lists names, as in a sentence.
pub(crate) fn list(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
