//! `SELECT`

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Value as Json, json};
use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::query::{DataColumns, DataSelect};

use super::rows::{Row, rows};
use super::target::Target;
use crate::gsql::Rejection;
use crate::gsql::session::Session;
use crate::json;
use crate::store::{EdgeBody, VertexBody};
use crate::store::{Field, GraphShape, Graphs, Schema};

impl Session<'_> {
    /// Returns the vertices or edges as JSON, or their numbers by type.
    pub(super) fn select(&mut self, select: &DataSelect) -> Result<String, Rejection> {
        let database = self.state.read();
        let graphs = &database.graphs;
        let schema = graphs.schema();
        let graph = self.graph_of_data(schema)?;
        let target = Target::of(&select.rows.from, graph)?;
        let found = rows(graphs, graph, target, &select.rows)?;
        Ok(match &select.columns {
            DataColumns::Count => json::pretty(&counts(schema, graph, target, &found)),
            DataColumns::All => json::pretty(&bodies(graphs, &found, None)?),
            DataColumns::Named(names) => {
                check(schema, graph, target, names)?;
                json::pretty(&bodies(graphs, &found, Some(names))?)
            }
        })
    }
}

/// Returns the number of each type, zeros included.
fn counts(schema: &Schema, graph: &GraphShape, target: Target, found: &[Row<'_>]) -> Vec<Json> {
    let (key, names): (_, Vec<&str>) = match target {
        Target::Vertices(one) => {
            let all = one.map_or_else(|| graph.vertices.clone(), |one| vec![one]);
            ("v_type", all.into_iter().map(|ty| schema.vertex(ty).name.as_str()).collect())
        }
        Target::Edges { edge, .. } => {
            let all = edge.map_or_else(|| graph.edges.clone(), |one| vec![one]);
            ("e_type", all.into_iter().map(|view| schema.name_of(view)).collect())
        }
    };
    // An undirected edge is found from both of its ends, and counts twice.
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for row in found {
        let name = match row {
            Row::Vertex(at) => &schema.vertex(at.ty).name,
            Row::Edge(_, visible_edge) => schema.name_of(visible_edge.view),
        };
        *seen.entry(name).or_default() += 1;
    }
    let count = |name: &str| seen.get(name).copied().unwrap_or(0);
    names.into_iter().map(|name| json!({"count": count(name), key: name})).collect()
}

/// Rejects a name that no type has.
fn check(
    schema: &Schema,
    graph: &GraphShape,
    target: Target,
    names: &[Name],
) -> Result<(), String> {
    let known = |name: &str| match target {
        Target::Vertices(one) => {
            let mut all = one.iter().chain(graph.vertices.iter().filter(|_| one.is_none()));
            all.any(|ty| schema.vertex(*ty).field(name).is_some())
        }
        Target::Edges { edge, .. } => {
            let mut all = edge.iter().chain(graph.edges.iter().filter(|_| edge.is_none()));
            all.any(|view| schema.edge(view.ty).column(name).is_some())
        }
    };
    match names.iter().find(|name| !known(&name.value)) {
        Some(unknown) => Err(format!("The attribute {} does not exist.", unknown.value)),
        None => Ok(()),
    }
}

fn bodies(
    graphs: &Graphs,
    found: &[Row<'_>],
    names: Option<&Vec<Name>>,
) -> Result<Vec<Box<RawValue>>, String> {
    let schema = graphs.schema();
    let rows = found.iter().map(|row| {
        let raw = match row {
            Row::Vertex(at) => {
                let shape = schema.vertex(at.ty);
                let select: Option<Vec<Field>> = names.map(|names| {
                    names.iter().filter_map(|name| shape.field(&name.value)).collect()
                });
                let vertex = graphs.vertex(*at)?;
                json::raw(&VertexBody { shape, vertex, select: select.as_deref() })
            }
            Row::Edge(from, visible_edge) => {
                let shape = schema.edge(visible_edge.view.ty);
                let column = |name: &Name| shape.column(&name.value).map(Field::Column);
                let select: Option<Vec<Field>> =
                    names.map(|names| names.iter().filter_map(column).collect());
                json::raw(&EdgeBody {
                    graphs,
                    from: *from,
                    visible_edge: *visible_edge,
                    select: select.as_deref(),
                })
            }
        };
        Some(raw.map_err(|error| error.to_string()))
    });
    rows.flatten().collect()
}
