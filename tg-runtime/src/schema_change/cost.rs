//! The losses of a plan, in numbers and names.

use serde::Deserialize;
use tg_gsql::apply::{TypeKind, TypeRef};
use tg_gsql::model::Catalog;
use tg_gsql::plan::{Loss, Plan};

use super::live::{Dependent, DependentKind, dependents};
use crate::client::Client;
use crate::client::api::data;
use crate::client::path::Query;
use crate::client::request::{Label, Request};
use crate::error::Result;
use crate::operation::{Deadline, total};

/// A loss of a plan, and its size.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cost {
    /// The object that is lost.
    pub loss: Loss,
    /// The number of vertices or edges that are lost, or lose a value, when the plan was made;
    /// `None` for an object without data, such as an index.
    pub count: Option<u64>,
    /// The kind that `count` counts: vertices or edges.
    pub counted: TypeKind,
    /// The name to which the data is copied before.
    pub copied_to: Option<String>,
}

/// A query or loading job that a plan breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Affected {
    /// The graph that it belongs to: with a global type, other graphs are affected, too.
    pub graph: String,
    /// The query or loading job. A loading job that names a type that is altered or dropped is
    /// dropped by the server; a query that names a type that loses something becomes invalid.
    pub dependent: Dependent,
    /// The types that it names.
    pub types: Vec<String>,
}

impl Affected {
    /// The loss, if the object is dropped and not only invalid.
    fn cost(&self) -> Option<Cost> {
        let Self { graph, dependent, .. } = self;
        (dependent.kind == DependentKind::LoadingJob).then(|| Cost {
            loss: Loss::LoadingJob { graph: graph.clone(), name: dependent.name.clone() },
            count: None,
            counted: TypeKind::Vertex,
            copied_to: None,
        })
    }
}

/// The loading jobs among what is affected: they are lost like data.
pub(super) fn lost_jobs(affected: &[Affected]) -> impl Iterator<Item = Cost> {
    affected.iter().filter_map(Affected::cost)
}

/// Counts what would be lost.
pub(super) async fn costs(
    client: &Client,
    have: &Catalog,
    plan: &Plan,
    deadline: Deadline,
) -> Result<Vec<Cost>> {
    let mut counts: Vec<(String, u64)> = Vec::new();
    let mut costs = Vec::new();
    for loss in plan.losses() {
        let copied_to = plan.copied_to(loss).map(str::to_owned);
        let mut cost =
            Cost { loss: loss.clone(), count: None, counted: TypeKind::Vertex, copied_to };
        let has_data = !matches!(loss, Loss::Index { .. } | Loss::Tuple(_));
        if let Some(name) = loss.type_name().filter(|_| has_data) {
            let is_edge = have.edge(client.graph(), name).is_some();
            // A type that is not in the graph has no data that the graph could count.
            let known = is_edge || have.vertex(client.graph(), name).is_some();
            cost.counted = if is_edge { TypeKind::Edge } else { TypeKind::Vertex };
            let counted = counts.iter().find(|(known, _)| known == name).map(|(_, count)| *count);
            cost.count = match counted {
                Some(count) => Some(count),
                None if !known => None,
                None => {
                    let count = match cost.counted {
                        TypeKind::Edge => count_edges(client, name, deadline).await?,
                        TypeKind::Vertex => count_vertices(client, name, deadline).await?,
                    };
                    counts.push((name.to_owned(), count));
                    Some(count)
                }
            };
        }
        costs.push(cost);
    }
    Ok(costs)
}

/// Finds the queries and loading jobs that name what is touched, in every graph that has it.
pub(super) async fn affected(
    client: &Client,
    have: &Catalog,
    plan: &Plan,
    deadline: Deadline,
) -> Result<Vec<Affected>> {
    let mut touched: Vec<&TypeRef> = Vec::new();
    for of in plan.steps.iter().flat_map(|step| &step.touched) {
        // Types that the plan creates have no dependents yet.
        let is_there = match of.kind {
            TypeKind::Vertex => have.vertices.iter().any(|it| TypeRef::from(it) == *of),
            TypeKind::Edge => have.edges.iter().any(|it| TypeRef::from(it) == *of),
        };
        if is_there && !touched.contains(&of) {
            touched.push(of);
        }
    }
    let losing: Vec<_> = plan.losses().filter_map(Loss::type_name).collect();
    let mut found = Vec::new();
    for graph in &have.graphs {
        let touched: Vec<_> = touched
            .iter()
            .filter(|of| match &of.local_to {
                Some(owner) => *owner == graph.name,
                None => graph.vertices.contains(&of.name) || graph.edges.contains(&of.name),
            })
            .collect();
        if touched.is_empty() {
            continue;
        }
        for dependent in dependents::of_graph(client, &graph.name, deadline).await? {
            let drops = dependent.kind == DependentKind::LoadingJob;
            let types: Vec<_> = touched
                .iter()
                .filter(|of| drops || losing.contains(&of.name.as_str()))
                .filter(|of| dependent.mentions(&of.name))
                .map(|of| of.name.clone())
                .collect();
            if !types.is_empty() {
                found.push(Affected { graph: graph.name.clone(), dependent, types });
            }
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
struct Counted {
    count: u64,
}

/// Counts the vertices of a type that the server has now.
pub(super) async fn count_vertices(client: &Client, name: &str, deadline: Deadline) -> Result<u64> {
    let path = data::vertices(client.graph(), name);
    count(client, data::count(path, Query::default()), name, deadline).await
}

async fn count_edges(client: &Client, name: &str, deadline: Deadline) -> Result<u64> {
    count(client, data::count_edges(client.graph(), name), name, deadline).await
}

async fn count(client: &Client, request: Request, name: &str, deadline: Deadline) -> Result<u64> {
    let request = request.labelled(Label::new("count", name.to_owned()));
    let counted: Vec<Counted> = client.send(request.timeout(deadline.left())).await?.results()?;
    Ok(total(counted.iter().map(|entry| entry.count)))
}
