//! `POST /builtins/{g}`: counts and statistics of attributes.

use serde::Deserialize;
use serde_json::{Map, Number, Value as Json, json};

use super::envelope::Envelope;
use super::error::RestError;
use crate::config::Generation;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::store::{Column, Database, EdgeView, GraphShape, Value, ValueType, VertexTypeId};

#[derive(Deserialize)]
struct Function {
    function: String,
    #[serde(default = "all", rename = "type")]
    ty: String,
    #[serde(default = "all")]
    from_type: String,
    #[serde(default = "all")]
    to_type: String,
}

const ALL: &str = "*";

fn all() -> String {
    ALL.to_owned()
}

/// `POST /builtins/{g}`. Counts are always current, with or without `realtime`.
pub(super) fn run(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    call.flag("realtime")?;
    let database = call.state.read();
    let shape = call.graph(&database, graph)?;
    let request: Function = serde_json::from_slice(&call.request.body).map_err(|error| {
        RestError::new("REST-2001", format!("The payload is not a built-in function: {error}"))
    })?;
    let builtins = Builtins { call, database: &database, graph: shape, request: &request };
    let results = match request.function.as_str() {
        "stat_vertex_number" => builtins.vertex_numbers()?,
        "stat_edge_number" => builtins.edge_numbers()?,
        "stat_vertex_attr" => builtins.vertex_attributes()?,
        "stat_edge_attr" => builtins.edge_attributes()?,
        other => {
            return Err(RestError::parameter(format!("The function '{other}' is not supported.")));
        }
    };
    Envelope::new(database.version(graph), results).reply(call)
}

struct Builtins<'a> {
    call: &'a Call<'a>,
    database: &'a Database,
    graph: &'a GraphShape,
    request: &'a Function,
}

impl Builtins<'_> {
    fn vertex_numbers(&self) -> Result<Vec<Json>, RestError> {
        let graphs = &self.database.graphs;
        let count = |ty| {
            let name = &graphs.schema().vertex(ty).name;
            json!({"v_type": name, "count": graphs.count_vertices(ty)})
        };
        Ok(self.vertex_types(&self.request.ty)?.into_iter().map(count).collect())
    }

    fn edge_numbers(&self) -> Result<Vec<Json>, RestError> {
        let schema = self.database.graphs.schema();
        let count = |view| {
            let count = self.edges(view)?.count();
            Ok(json!({"e_type": schema.name_of(view), "count": count}))
        };
        self.edge_views()?.into_iter().map(count).collect()
    }

    fn vertex_attributes(&self) -> Result<Vec<Json>, RestError> {
        let graphs = &self.database.graphs;
        let mut found = Vec::new();
        for ty in self.vertex_types(&self.request.ty)? {
            let shape = graphs.schema().vertex(ty);
            let rows = || graphs.vertices(ty).map(|(_, vertex)| &*vertex.values);
            let statistics = statistics(&shape.columns[..shape.attributes], rows);
            if !statistics.is_empty() {
                found.push(json!({"v_type": shape.name, "attributes": statistics}));
            }
        }
        nonempty(found, "stat_vertex_attr")
    }

    fn edge_attributes(&self) -> Result<Vec<Json>, RestError> {
        let schema = self.database.graphs.schema();
        let mut found = Vec::new();
        let views = self.edge_views()?;
        let may_join = views.iter().map(|view| self.may_join(*view));
        if !may_join.collect::<Result<Vec<_>, _>>()?.contains(&true) {
            let message = "No valid edge for the input edge type, from type and to type.";
            return Err(RestError::new("GSQL-7001", message));
        }
        for view in views {
            let edges: Vec<_> = self.edges(view)?.collect();
            let rows = || edges.iter().copied();
            let statistics = statistics(&schema.edge(view.ty).columns, rows);
            if !statistics.is_empty() {
                found.push(json!({"e_type": schema.name_of(view), "attributes": statistics}));
            }
        }
        nonempty(found, "stat_edge_attr")
    }

    fn vertex_types(&self, name: &str) -> Result<Vec<VertexTypeId>, RestError> {
        match name {
            ALL => Ok(self.graph.vertices.clone()),
            name => match self.graph.vertex(name) {
                Some(ty) => Ok(vec![ty]),
                None => Err(self.unknown("vertex", name)),
            },
        }
    }

    fn edge_views(&self) -> Result<Vec<EdgeView>, RestError> {
        match self.request.ty.as_str() {
            ALL => Ok(self.graph.edges.clone()),
            name => match self.graph.edge(name) {
                Some(view) => Ok(vec![view]),
                None => Err(self.unknown("edge", name)),
            },
        }
    }

    /// Returns the values of the edges of a type between the requested types.
    fn edges(&self, view: EdgeView) -> Result<impl Iterator<Item = &[Value]>, RestError> {
        let from = self.vertex_types(&self.request.from_type)?;
        let to = self.vertex_types(&self.request.to_type)?;
        let directed = self.database.graphs.schema().edge(view.ty).directed;
        let edges = self.database.graphs.edges(view.ty).filter(move |edge| {
            let (mut a, mut b) = (edge.from.ty, edge.to.ty);
            if view.reversed {
                (a, b) = (b, a);
            }
            let joins = |a, b| from.contains(&a) && to.contains(&b);
            joins(a, b) || (!directed && joins(b, a))
        });
        Ok(edges.map(|edge| &*edge.values))
    }

    /// Returns `true` if edges of a type can connect the requested types.
    fn may_join(&self, view: EdgeView) -> Result<bool, RestError> {
        let from = self.vertex_types(&self.request.from_type)?;
        let to = self.vertex_types(&self.request.to_type)?;
        let shape = self.database.graphs.schema().edge(view.ty);
        let joins = |a, b| if view.reversed { shape.joins(b, a) } else { shape.joins(a, b) };
        Ok(from.iter().any(|a| to.iter().any(|b| joins(*a, *b))))
    }

    fn unknown(&self, kind: &str, name: &str) -> RestError {
        let code = match self.call.state.config.generation() {
            Generation::V3 => "REST-30000",
            Generation::V4 => "GSQL-7004",
        };
        let graph = &self.graph.name;
        RestError::new(
            code,
            format!("The {kind} type '{name}' is not a valid {kind} type in graph '{graph}'."),
        )
    }
}

fn nonempty(found: Vec<Json>, function: &str) -> Result<Vec<Json>, RestError> {
    if found.is_empty() {
        let message = format!("{function} is skip, there is no attribute to count.");
        return Err(RestError::new("GSQL-7001", message));
    }
    Ok(found)
}

/// Returns MAX, MIN and AVG of numbers, and the counts of true and false; other types are omitted.
fn statistics<'v, I>(columns: &[Column], rows: impl Fn() -> I) -> Map<String, Json>
where
    I: Iterator<Item = &'v [Value]>,
{
    let mut found = Map::new();
    if rows().next().is_none() {
        return found;
    }
    for (at, column) in columns.iter().enumerate() {
        let values = || rows().map(|row| &row[at]);
        match column.ty {
            ValueType::Bool => {
                let count = |value| values().filter(|v| **v == Value::Bool(value)).count();
                found.insert(
                    column.name.clone(),
                    json!({"TRUE": count(true), "FALSE": count(false)}),
                );
            }
            ValueType::Int(_) | ValueType::Uint(_) | ValueType::Float | ValueType::Double => {
                let count = values().count() as f64;
                let average = values().map(as_f64).sum::<f64>() / count;
                let average = match column.ty {
                    ValueType::Float => decimal(average as f32),
                    _ => average,
                };
                found.insert(
                    column.name.clone(),
                    json!({
                        "MAX": values().max().map(number),
                        "MIN": values().min().map(number),
                        "AVG": Number::from_f64(average),
                    }),
                );
            }
            _ => {}
        }
    }
    found
}

fn as_f64(value: &Value) -> f64 {
    match value {
        Value::Int(value) => *value as f64,
        Value::Uint(value) => *value as f64,
        Value::Float(value) => f64::from(*value),
        Value::Double(value) => *value,
        _ => 0.0,
    }
}

fn number(value: &Value) -> Json {
    match value {
        Value::Int(value) => (*value).into(),
        Value::Uint(value) => (*value).into(),
        Value::Float(value) => decimal(*value).into(),
        other => as_f64(other).into(),
    }
}

/// Returns the number that is printed with the digits of a FLOAT: 202.32, not 202.32000732421875.
fn decimal(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}
