//! Objects that depend on a type: a change drops the loading jobs that mention it, and makes drafts
//! of the queries that mention something that is dropped.

use std::collections::BTreeSet;

use tg_gsql::apply::{Effect, TypeKind, TypeRef};
use tg_gsql::model::Catalog;

use crate::catalog::{Query, Stored};

/// The types and attributes that a change of the schema affects.
#[derive(Debug, Default, PartialEq)]
struct Touched {
    /// Types that were changed.
    changed: Vec<TypeRef>,
    /// Types that were dropped, or removed from one graph.
    gone: Vec<(TypeRef, Option<String>)>,
    /// Attributes that were dropped.
    attributes: Vec<(TypeRef, Vec<String>)>,
}

impl Touched {
    fn by(effects: &[Effect]) -> Self {
        let mut touched = Self::default();
        for effect in effects {
            match effect {
                Effect::TypeDropped(of) => touched.gone.push((of.clone(), None)),
                Effect::TypeLeft { of, graph } => {
                    touched.gone.push((of.clone(), Some(graph.clone())));
                }
                Effect::AttributesAdded { of, .. }
                | Effect::PairsAdded { of, .. }
                | Effect::VectorAdded { of, .. } => touched.changed.push(of.clone()),
                Effect::AttributesDropped { of, names } => {
                    touched.changed.push(of.clone());
                    touched.attributes.push((of.clone(), names.clone()));
                }
                Effect::VectorDropped { of, name } => {
                    touched.changed.push(of.clone());
                    touched.attributes.push((of.clone(), vec![name.clone()]));
                }
                _ => {}
            }
        }
        touched
    }
}

/// Updates the objects that depend on a change; returns a line about each kind that was affected.
pub(super) fn follow(old: &Catalog, effects: &[Effect], stored: &mut Stored) -> Vec<String> {
    if effects.contains(&Effect::Cleared) {
        *stored = Stored::default();
        return Vec::new();
    }
    let mut lines = Vec::new();
    for effect in effects {
        if let Effect::GraphDropped(graph) = effect {
            stored.forget_graph(graph);
        }
    }
    let touched = Touched::by(effects);
    if touched == Touched::default() {
        return lines;
    }
    for graph in &old.graphs {
        let names =
            |of: &TypeRef| if contains(old, &graph.name, of) { names(old, of) } else { vec![] };
        let gone = touched
            .gone
            .iter()
            .filter(|(_, from)| from.as_ref().is_none_or(|it| *it == graph.name));
        let gone: Vec<String> = gone.flat_map(|(of, _)| names(of)).collect();
        let changed = touched.changed.iter().flat_map(names).chain(gone.iter().cloned());
        let jobs = mentioning_jobs(stored, &graph.name, &changed.collect());
        for job in &jobs {
            stored.loading.remove(&graph.name, job);
        }
        if !jobs.is_empty() {
            let jobs = jobs.join(", ");
            lines.push(format!("Dropped loading jobs on the graph '{}': [{jobs}].", graph.name));
        }
        let mut queries = Vec::new();
        for query in stored.queries.of(&graph.name) {
            let attributes =
                touched.attributes.iter().filter(|(of, _)| contains(old, &graph.name, of));
            let mut attributes = attributes;
            if mentions(query, &gone)
                || attributes.any(|(of, lost)| uses(query, old, &graph.name, of, lost))
            {
                queries.push(query.name.clone());
            }
        }
        let drafts = stored.queries.invalidate(&graph.name, queries);
        if !drafts.is_empty() {
            let drafts = drafts.join(", ");
            lines.push(format!("Uninstalled queries on the graph '{}': [{drafts}].", graph.name));
        }
    }
    lines
}

/// Returns `true` if a graph contains the type: its own, or the global one.
fn contains(catalog: &Catalog, graph: &str, of: &TypeRef) -> bool {
    match of.kind {
        TypeKind::Vertex => {
            catalog.vertex(graph, &of.name).is_some_and(|ty| ty.local_to == of.local_to)
        }
        TypeKind::Edge => {
            catalog.edge(graph, &of.name).is_some_and(|ty| ty.local_to == of.local_to)
        }
    }
}

/// Returns the names by which a type can be mentioned: its own, and that of its reverse type.
fn names(catalog: &Catalog, of: &TypeRef) -> Vec<String> {
    let edges = catalog.edges.iter().filter(|_| of.kind == TypeKind::Edge);
    let edge = edges.into_iter().find(|ty| ty.name == of.name && ty.local_to == of.local_to);
    let reverse = edge.and_then(|edge| edge.reverse.clone());
    [Some(of.name.clone()), reverse].into_iter().flatten().collect()
}

fn mentioning_jobs(stored: &Stored, graph: &str, names: &BTreeSet<String>) -> Vec<String> {
    let mentions = stored.loading.of(graph).filter(|job| names.iter().any(|it| job.mentions(it)));
    mentions.map(|job| job.name.clone()).collect()
}

fn mentions(query: &Query, names: &[String]) -> bool {
    names.iter().any(|name| query.words.contain(name))
}

/// Returns `true` if a query reads or writes one of a type's attributes. The text does not give the
/// types of variables, so an attribute of the name counts if the query names the type, or no type
/// at all.
fn uses(
    query: &Query,
    catalog: &Catalog,
    graph: &str,
    of: &TypeRef,
    attributes: &[String],
) -> bool {
    let known: Vec<String> = match of.kind {
        TypeKind::Vertex => catalog.vertices_of(graph).map(|ty| ty.name.clone()).collect(),
        TypeKind::Edge => catalog
            .edges_of(graph)
            .flat_map(|ty| [Some(ty.name.clone()), ty.reverse.clone()])
            .flatten()
            .collect(),
    };
    let about = !mentions(query, &known) || mentions(query, &names(catalog, of));
    about && mentions(query, attributes)
}
