//! `POST /shortestpath/{g}` and `POST /allpaths/{g}`.

use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::envelope::Envelope;
use super::error::RestError;
use super::vertices::{find as find_vertex, vertex_type};
use crate::http::reply::Reply;
use crate::paths::{Condition, Expired, Goal, Kind, Rules, find};
use crate::request::Call;
use crate::store::{Database, EdgeView, Field, GraphShape, ValueType, VertexRef, VertexTypeId};
use crate::store::{EdgeBody, Rows, VertexBody};

/// The default maximum length of a shortest path.
const DEFAULT_LENGTH: usize = 6;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(alias = "source")]
    sources: Option<OneOrMany>,
    #[serde(alias = "target")]
    targets: Option<OneOrMany>,
    vertex_filters: Option<Vec<Filter>>,
    edge_filters: Option<Vec<Filter>>,
    max_length: Option<u64>,
    #[serde(default)]
    all_shortest_paths: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(End),
    Many(Vec<End>),
}

#[derive(Deserialize)]
struct End {
    #[serde(rename = "type")]
    ty: String,
    id: Id,
}

/// An id: text, or a number for types with numeric keys.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(Number),
}

#[derive(Deserialize)]
struct Filter {
    #[serde(rename = "type")]
    ty: String,
    condition: Option<String>,
}

#[derive(Serialize)]
struct Union<V, E> {
    vertices: V,
    edges: E,
}

/// `POST /shortestpath/{g}`
pub(super) fn shortest(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    answer(call, graph, |body| {
        let kind = if body.all_shortest_paths { Kind::AllShortest } else { Kind::OneShortest };
        Ok((kind, body.max_length.map_or(DEFAULT_LENGTH, length)))
    })
}

/// `POST /allpaths/{g}`
pub(super) fn all(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    answer(call, graph, |body| match body.max_length {
        Some(limit) => Ok((Kind::All, length(limit))),
        None => Err(RestError::parameter("The parameter maxLength is required for all paths.")),
    })
}

fn length(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX / 4).min(usize::MAX / 4)
}

fn answer(
    call: &Call<'_>,
    graph: &str,
    limits: impl Fn(&Body) -> Result<(Kind, usize), RestError>,
) -> Result<Reply, RestError> {
    let deadline = call.deadline();
    let database = call.state.read();
    let shape = call.graph(&database, graph)?;
    let body: Body = serde_json::from_slice(&call.request.body).map_err(|error| {
        let what = format!("The payload does not describe paths: {error}");
        if error.is_data() { RestError::parameter(what) } else { RestError::new("REST-2001", what) }
    })?;
    let (kind, max_length) = limits(&body)?;
    let goal = Goal {
        kind,
        sources: ends(shape, &database, "source", body.sources.as_ref())?,
        targets: ends(shape, &database, "target", body.targets.as_ref())?,
        vertices: vertex_rules(shape, &database, body.vertex_filters.as_deref())?,
        edges: edge_rules(shape, &database, body.edge_filters.as_deref())?,
        max_length,
    };
    let graphs = &database.graphs;
    let found = find(graphs, shape, &goal, || deadline.is_over());
    let found = found.map_err(|Expired| deadline.error())?;
    let schema = graphs.schema();
    let vertices = Rows(|| {
        found.vertices.iter().filter_map(|at| {
            let shape = schema.vertex(at.ty);
            Some(VertexBody { shape, vertex: graphs.vertex(*at)?, select: None })
        })
    });
    let edges = Rows(|| {
        let body = |&(from, visible_edge)| EdgeBody { graphs, from, visible_edge, select: None };
        found.edges.iter().map(body)
    });
    Envelope::new(database.version(graph), [Union { vertices, edges }])
        .with_message(note(&body))
        .reply(call)
}

/// Returns the server's message about a missing kind of filter, which is not an error.
fn note(body: &Body) -> String {
    let missing = [
        (body.vertex_filters.is_none(), "vertex_filters"),
        (body.edge_filters.is_none(), "edge_filters"),
    ];
    let notes = missing
        .iter()
        .filter(|(is_missing, _)| *is_missing)
        .map(|(_, name)| format!("Cannot get '{name}' filters, use empty filter."));
    notes.collect::<Vec<_>>().join(" ")
}

fn ends(
    graph: &GraphShape,
    database: &Database,
    name: &str,
    given: Option<&OneOrMany>,
) -> Result<Vec<VertexRef>, RestError> {
    let given = match given {
        Some(OneOrMany::One(end)) => std::slice::from_ref(end),
        Some(OneOrMany::Many(ends)) => ends.as_slice(),
        None => &[],
    };
    if given.is_empty() {
        return Err(RestError::parameter(format!("The parameter {name} is missing.")));
    }
    let end = |End { ty, id }: &End| {
        let (ty, shape) = vertex_type(graph, database, &format!("{name}_vertex_type"), ty)?;
        let id = match id {
            Id::Text(text) => text.clone(),
            Id::Number(number) => number.to_string(),
        };
        find_vertex(&database.graphs, &format!("{name}_vertex_id"), ty, shape, &id)
    };
    given.iter().map(end).collect()
}

fn vertex_rules(
    graph: &GraphShape,
    database: &Database,
    filters: Option<&[Filter]>,
) -> Result<Rules<VertexTypeId>, RestError> {
    let Some(filters) = filters else { return Ok(Rules::none()) };
    let rule = |filter: &Filter| {
        let (ty, shape) = vertex_type(graph, database, "vertex_type", &filter.ty)?;
        let condition = filter.read(|name| {
            let field = shape.field(name)?;
            Some((field, shape.field_type(field)))
        })?;
        Ok((ty, condition))
    };
    Ok(Rules::new(filters.iter().map(rule).collect::<Result<Vec<_>, RestError>>()?))
}

fn edge_rules(
    graph: &GraphShape,
    database: &Database,
    filters: Option<&[Filter]>,
) -> Result<Rules<EdgeView>, RestError> {
    let Some(filters) = filters else { return Ok(Rules::none()) };
    let rule = |filter: &Filter| {
        let unknown = || RestError::type_name("edge_type", &filter.ty, &graph.name);
        let view = graph.edge(&filter.ty).ok_or_else(unknown)?;
        let shape = database.graphs.schema().edge(view.ty);
        let condition = filter.read(|name| {
            let at = shape.column(name)?;
            Some((Field::Column(at), shape.columns[at].ty.clone()))
        })?;
        Ok((view, condition))
    };
    Ok(Rules::new(filters.iter().map(rule).collect::<Result<Vec<_>, RestError>>()?))
}

impl Filter {
    /// Returns the condition, or `None` if it is empty.
    fn read(
        &self,
        resolve: impl Fn(&str) -> Option<(Field, ValueType)>,
    ) -> Result<Option<Condition>, RestError> {
        let text = self.condition.as_deref().filter(|text| !text.trim().is_empty());
        let read = text.map(|text| Condition::parse(text, resolve));
        read.transpose().map_err(|problem| {
            RestError::parameter(format!(
                "The condition '{}' on type '{}' cannot be used: {problem}.",
                self.condition.as_deref().unwrap_or_default(),
                self.ty
            ))
        })
    }
}
