//! The JSON of `tg schema show --json`: the model in the order of declaration. Its shape is
//! described in `docs/tg.md`.

use serde::Serialize;
use tg_gsql::model::{
    Attribute, Catalog, EdgeType, Graph, Index, Literal, PrimaryKey, TupleType, VectorAttribute,
    VertexType,
};

/// A whole schema.
#[derive(Debug, Serialize)]
pub(crate) struct Schema {
    tuples: Vec<Tuple>,
    vertices: Vec<Vertex>,
    edges: Vec<Edge>,
    graphs: Vec<Members>,
}

#[derive(Debug, Serialize)]
struct Tuple {
    name: String,
    fields: Vec<Typed>,
}

#[derive(Debug, Serialize)]
struct Typed {
    name: String,
    #[serde(rename = "type")]
    ty: String,
}

#[derive(Debug, Serialize)]
struct Vertex {
    name: String,
    /// The graph that owns a local type.
    graph: Option<String>,
    key: Key,
    attributes: Vec<Entry>,
    vectors: Vec<Vector>,
    indexes: Vec<Covered>,
    stats: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Key {
    PrimaryId {
        name: String,
        #[serde(rename = "type")]
        ty: String,
        as_attribute: bool,
    },
    PrimaryKey {
        attributes: Vec<String>,
    },
}

#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    default: Option<Default>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Default {
    Int(i128),
    Double(f64),
    String(String),
    Bool(bool),
}

#[derive(Debug, Serialize)]
struct Vector {
    name: String,
    dimension: u32,
    metric: String,
}

#[derive(Debug, Serialize)]
struct Covered {
    name: String,
    attribute: String,
}

#[derive(Debug, Serialize)]
struct Edge {
    name: String,
    /// The graph that owns a local type.
    graph: Option<String>,
    directed: bool,
    reverse: Option<String>,
    pairs: Vec<Pair>,
    /// The names of the attributes that distinguish parallel edges.
    discriminator: Vec<String>,
    attributes: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Pair {
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct Members {
    name: String,
    vertices: Vec<String>,
    edges: Vec<String>,
}

impl Schema {
    pub(crate) fn of(catalog: &Catalog) -> Self {
        Self {
            tuples: catalog.tuples.iter().map(tuple).collect(),
            vertices: catalog.vertices.iter().map(vertex).collect(),
            edges: catalog.edges.iter().map(edge).collect(),
            graphs: catalog.graphs.iter().map(graph).collect(),
        }
    }
}

fn tuple(tuple: &TupleType) -> Tuple {
    let fields = tuple.fields.iter();
    let fields = fields.map(|field| Typed { name: field.name.clone(), ty: field.ty.to_string() });
    Tuple { name: tuple.name.clone(), fields: fields.collect() }
}

fn vertex(vertex: &VertexType) -> Vertex {
    Vertex {
        name: vertex.name.clone(),
        graph: vertex.local_to.clone(),
        key: match &vertex.key {
            PrimaryKey::PrimaryId { name, ty, as_attribute } => Key::PrimaryId {
                name: name.clone(),
                ty: ty.to_string(),
                as_attribute: *as_attribute,
            },
            PrimaryKey::Attributes(names) => Key::PrimaryKey { attributes: names.clone() },
        },
        attributes: attributes(&vertex.attributes),
        vectors: vertex.vectors.iter().map(vector).collect(),
        indexes: vertex.indexes.iter().map(index).collect(),
        stats: vertex.stats.to_string(),
    }
}

fn edge(edge: &EdgeType) -> Edge {
    let pairs = edge.pairs.iter();
    Edge {
        name: edge.name.clone(),
        graph: edge.local_to.clone(),
        directed: edge.directed,
        reverse: edge.reverse.clone(),
        pairs: pairs.map(|it| Pair { from: it.from.clone(), to: it.to.clone() }).collect(),
        discriminator: edge.discriminator().iter().map(|part| part.name.clone()).collect(),
        attributes: attributes(&edge.attributes),
    }
}

fn graph(graph: &Graph) -> Members {
    Members {
        name: graph.name.clone(),
        vertices: graph.vertices.clone(),
        edges: graph.edges.clone(),
    }
}

fn attributes(attributes: &[Attribute]) -> Vec<Entry> {
    let entry = |attribute: &Attribute| Entry {
        name: attribute.name.clone(),
        ty: attribute.ty.to_string(),
        default: attribute.default.as_ref().map(default),
    };
    attributes.iter().map(entry).collect()
}

fn default(literal: &Literal) -> Default {
    match literal {
        Literal::Int(number) => Default::Int(*number),
        Literal::Double(number) => Default::Double(*number),
        Literal::String(text) => Default::String(text.clone()),
        Literal::Bool(flag) => Default::Bool(*flag),
    }
}

fn vector(vector: &VectorAttribute) -> Vector {
    Vector {
        name: vector.name.clone(),
        dimension: vector.dimension,
        metric: vector.metric.to_string(),
    }
}

fn index(index: &Index) -> Covered {
    Covered { name: index.name.clone(), attribute: index.attribute.clone() }
}
