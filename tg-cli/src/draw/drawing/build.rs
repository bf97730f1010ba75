//! The conversion of a catalog into a drawing.

use tg_gsql::model::{
    Attribute, Catalog, EdgeType, PrimaryKey, Stats, TupleType, VectorAttribute, VertexType,
};

use super::{Drawing, Link, Mark, Node, Row, Scope, Tuple, bundle};
use crate::draw::DrawError;

impl Drawing {
    /// Returns the graph of this name, else the only one, else the global types.
    pub(in crate::draw) fn of(catalog: &Catalog, graph: Option<&str>) -> Result<Self, DrawError> {
        let known = || catalog.graphs.iter().map(|graph| graph.name.clone()).collect();
        let graph = match (graph, &catalog.graphs[..]) {
            (Some(name), _) => Some(catalog.graph(name).ok_or_else(|| {
                DrawError::UnknownGraph { graph: name.to_owned(), known: known() }
            })?),
            (None, []) => None,
            (None, [only]) => Some(only),
            (None, _) => return Err(DrawError::WhichGraph { known: known() }),
        };
        let name = graph.map(|graph| graph.name.clone());
        let (vertices, edges): (Vec<_>, Vec<_>) = match &name {
            Some(name) => (catalog.vertices_of(name).collect(), catalog.edges_of(name).collect()),
            None => (
                catalog.vertices.iter().filter(|vertex| vertex.local_to.is_none()).collect(),
                catalog.edges.iter().filter(|edge| edge.local_to.is_none()).collect(),
            ),
        };
        let mut nodes: Vec<_> = vertices.iter().copied().map(node).collect();
        let links = edges.iter().map(|edge| link(edge, &mut nodes)).collect();
        let attributes = vertices.iter().flat_map(|vertex| &vertex.attributes);
        let used: Vec<_> = attributes
            .chain(edges.iter().flat_map(|edge| &edge.attributes))
            .filter_map(|attribute| attribute.ty.tuple())
            .collect();
        let tuples = catalog.tuples.iter().filter(|tuple| used.contains(&tuple.name.as_str()));
        Ok(Self { graph: name, nodes, links, tuples: tuples.map(self::tuple).collect() })
    }
}

fn node(vertex: &VertexType) -> Node {
    let mut rows = Vec::with_capacity(vertex.attributes.len() + 1);
    match &vertex.key {
        PrimaryKey::PrimaryId { name, ty, as_attribute } => rows.push(Row {
            mark: Mark::Id { as_attribute: *as_attribute },
            name: name.clone(),
            ty: ty.to_string(),
            default: None,
            index: None,
        }),
        PrimaryKey::Attributes(names) => {
            let parts = names.iter().filter_map(|name| vertex.attribute(name));
            rows.extend(parts.enumerate().map(|(part, attribute)| {
                let part = vertex.has_composite_key().then_some(part + 1);
                row(Mark::Key(part), attribute)
            }));
        }
    }
    let plain = vertex.attributes.iter().filter(|attribute| !vertex.is_key(&attribute.name));
    rows.extend(plain.map(|attribute| row(Mark::Plain, attribute)));
    for index in &vertex.indexes {
        if let Some(row) = rows.iter_mut().find(|row| row.name == index.attribute) {
            row.index = Some(index.name.clone());
        }
    }
    rows.extend(vertex.vectors.iter().map(vector));
    let mut notes = Vec::new();
    if vertex.stats == Stats::None {
        notes.push("no statistics".to_owned());
    }
    Node { name: vertex.name.clone(), scope: scope(vertex.local_to.as_ref()), rows, notes }
}

fn link(edge: &EdgeType, nodes: &mut Vec<Node>) -> Link {
    let mut pairs = Vec::with_capacity(edge.pairs.len());
    for pair in &edge.pairs {
        let pair = (index_of(&pair.from, nodes), index_of(&pair.to, nodes));
        let known = |pair| pairs.contains(&pair);
        if !known(pair) && (edge.directed || !known((pair.1, pair.0))) {
            pairs.push(pair);
        }
    }
    let discriminator = edge.discriminator().iter().map(|it| row(Mark::Discriminator, it));
    let plain = edge.plain_attributes().iter().map(|it| row(Mark::Plain, it));
    Link {
        name: edge.name.clone(),
        scope: scope(edge.local_to.as_ref()),
        directed: edge.directed,
        reverse: edge.reverse.clone(),
        rows: discriminator.chain(plain).collect(),
        bundles: bundle::bundles(&pairs),
        pairs,
    }
}

/// Returns the node of this name. If the graph has none, adds one outside the graph.
fn index_of(name: &str, nodes: &mut Vec<Node>) -> usize {
    nodes.iter().position(|node| node.name == name).unwrap_or_else(|| {
        let notes = vec!["not in this graph".to_owned()];
        nodes.push(Node { name: name.into(), scope: Scope::Outside, rows: vec![], notes });
        nodes.len() - 1
    })
}

fn scope(local_to: Option<&String>) -> Scope {
    if local_to.is_some() { Scope::Local } else { Scope::Global }
}

fn row(mark: Mark, attribute: &Attribute) -> Row {
    Row {
        mark,
        name: attribute.name.clone(),
        ty: attribute.ty.to_string(),
        default: attribute.default.as_ref().map(ToString::to_string),
        index: None,
    }
}

fn vector(vector: &VectorAttribute) -> Row {
    Row {
        mark: Mark::Vector,
        name: vector.name.clone(),
        ty: format!("{} dimensions, {}", vector.dimension, vector.metric),
        default: None,
        index: None,
    }
}

fn tuple(tuple: &TupleType) -> Tuple {
    let fields = tuple.fields.iter().map(|field| (field.name.clone(), field.ty.to_string()));
    Tuple { name: tuple.name.clone(), fields: fields.collect() }
}
