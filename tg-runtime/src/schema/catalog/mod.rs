//! From the constants of graphs to the owned model, which is printed as DDL and compared.

mod types;

use std::fmt;

use tg_gsql::model::{Catalog, EdgeType, Graph};

use super::{AttributeSpec, EdgeSpec, GraphSpec, HandleSpec, VertexSpec};
use crate::value::{AttributeType, TupleSpec};

/// The reason why constants are not a schema that a server can have.
///
/// The macros write such constants where only several types together show the mistake, as when two
/// have the same name on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSpec(String);

impl fmt::Display for InvalidSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidSpec {}

impl GraphSpec {
    /// The graph with its types. They are local to it, unless they say `global`: so graphs on one
    /// server do not touch each other, and the types go when the graph is dropped. Tuples are
    /// visible in all graphs.
    ///
    /// # Errors
    ///
    /// When an attribute has a type or a default that the server does not have in its place, or a
    /// global edge type joins a local vertex type.
    pub fn catalog(&self) -> Result<Catalog, InvalidSpec> {
        catalog_of(&[*self], &[])
    }
}

/// Several graphs of one server with their types, and global types that no graph has.
///
/// # Errors
///
/// As of [`GraphSpec::catalog`], and when two types that would be one on the server differ.
pub fn catalog_of(graphs: &[GraphSpec], others: &[HandleSpec]) -> Result<Catalog, InvalidSpec> {
    let mut whole = Catalog::default();
    for graph in graphs {
        for tuple in graph.tuples {
            add_tuple(&mut whole, tuple)?;
        }
        let mut declared = Graph { name: graph.name.to_owned(), ..Graph::default() };
        for handle in graph.handles {
            match handle {
                HandleSpec::Vertices(spec) => {
                    if !declared.vertices.iter().any(|known| known == spec.name) {
                        declared.vertices.push(spec.name.to_owned());
                        add_vertex(&mut whole, spec, Some(graph.name))?;
                    }
                }
                HandleSpec::Edges(spec) => {
                    if !declared.edges.iter().any(|known| known == spec.name) {
                        declared.edges.push(spec.name.to_owned());
                        add_edge(&mut whole, spec, Some(graph.name))?;
                    }
                }
            }
        }
        whole.graphs.push(declared);
    }
    for other in others {
        match other {
            HandleSpec::Vertices(spec) => add_vertex(&mut whole, spec, None)?,
            HandleSpec::Edges(spec) => add_edge(&mut whole, spec, None)?,
        }
    }
    check_ends(&whole)?;
    check_members(&whole)?;
    Ok(whole)
}

fn add_vertex(
    catalog: &mut Catalog,
    spec: &VertexSpec,
    graph: Option<&str>,
) -> Result<(), InvalidSpec> {
    let vertex = types::vertex(spec, owner(spec.name, spec.global, graph)?)?;
    let mut known = catalog.vertices.iter();
    match known.find(|it| it.name == vertex.name && it.local_to == vertex.local_to) {
        Some(known) if *known == vertex => return Ok(()),
        Some(_) => return Err(differs("vertex types", spec.name)),
        None => catalog.vertices.push(vertex),
    }
    add_tuples(catalog, spec.attributes)
}

fn add_edge(
    catalog: &mut Catalog,
    spec: &EdgeSpec,
    graph: Option<&str>,
) -> Result<(), InvalidSpec> {
    let edge = types::edge(spec, owner(spec.name, spec.global, graph)?)?;
    let mut known = catalog.edges.iter();
    match known.find(|it| it.name == edge.name && it.local_to == edge.local_to) {
        Some(known) if *known == edge => return Ok(()),
        Some(_) => return Err(differs("edge types", spec.name)),
        None => catalog.edges.push(edge),
    }
    add_tuples(catalog, spec.attributes)
}

/// The graph that a type is local to.
fn owner(name: &str, global: bool, graph: Option<&str>) -> Result<Option<String>, InvalidSpec> {
    match graph {
        _ if global => Ok(None),
        Some(graph) => Ok(Some(graph.to_owned())),
        None => Err(InvalidSpec(format!(
            "`{name}` is local to no graph: give a graph a handle of it, or write `#[tg(global)]`"
        ))),
    }
}

/// Adds the tuples that the attributes use.
fn add_tuples(catalog: &mut Catalog, attributes: &[AttributeSpec]) -> Result<(), InvalidSpec> {
    let used = attributes.iter().filter_map(|attribute| tuple_of(&attribute.ty));
    used.into_iter().try_for_each(|tuple| add_tuple(catalog, tuple))
}

fn add_tuple(catalog: &mut Catalog, spec: &TupleSpec) -> Result<(), InvalidSpec> {
    let tuple = types::tuple(spec)?;
    match catalog.tuple(spec.name) {
        Some(known) if *known == tuple => {}
        Some(_) => return Err(differs("tuples", spec.name)),
        None => catalog.tuples.push(tuple),
    }
    Ok(())
}

fn tuple_of(ty: &AttributeType) -> Option<&'static TupleSpec> {
    match ty {
        AttributeType::Tuple(tuple) => Some(tuple),
        AttributeType::List(element)
        | AttributeType::Set(element)
        | AttributeType::Map(_, element) => tuple_of(element),
        _ => None,
    }
}

/// A graph that has an edge type has both ends of one of its pairs.
fn check_members(catalog: &Catalog) -> Result<(), InvalidSpec> {
    for graph in &catalog.graphs {
        let has = |name: &String| graph.vertices.contains(name);
        let lost = |edge: &&EdgeType| !edge.pairs.iter().any(|it| has(&it.from) && has(&it.to));
        if let Some(edge) = catalog.edges_of(&graph.name).find(lost) {
            return Err(InvalidSpec(format!(
                "the graph `{}` has the edge type `{}`, and no two vertex types that it joins",
                graph.name, edge.name
            )));
        }
    }
    Ok(())
}

/// A global edge type joins global vertex types: a local one is not there for other graphs. One
/// that no graph here has is not judged: the handle of the edge may be `partial`.
fn check_ends(catalog: &Catalog) -> Result<(), InvalidSpec> {
    for edge in catalog.edges.iter().filter(|edge| edge.local_to.is_none()) {
        let mut ends = edge.pairs.iter().flat_map(|pair| [&pair.from, &pair.to]);
        let is_local = |end: &&String| {
            catalog.global_vertex(end).is_none()
                && catalog.vertices.iter().any(|vertex| vertex.name == **end)
        };
        if let Some(end) = ends.find(is_local) {
            return Err(InvalidSpec(format!(
                "the global edge type `{}` joins `{end}`, which is no global vertex type: write \
                 `#[tg(global)]` on that, or leave it out of the edge",
                edge.name
            )));
        }
    }
    Ok(())
}

fn differs(what: &str, name: &str) -> InvalidSpec {
    InvalidSpec(format!(
        "two {what} have the name `{name}` and differ: rename one, or use one for both"
    ))
}
