//! A catalog with every name resolved to a number, ready for data.

use std::collections::HashMap;
use std::sync::Arc;

use tg_gsql::model::{Attribute, Catalog, EdgeType, KeyType, PrimaryKey, VertexType};

use super::key;
use super::types::{self, Tuples, ValueType};
use super::value::Value;

/// The place of a vertex type in a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VertexTypeId(pub(super) u16);

/// The place of an edge type in a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EdgeTypeId(pub(super) u16);

/// A catalog and what was resolved from it. It never changes: a schema change makes a new one.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    pub(crate) catalog: Catalog,
    pub(super) vertices: Vec<VertexShape>,
    pub(super) edges: Vec<EdgeShape>,
    graphs: Vec<GraphShape>,
}

/// A vertex type.
#[derive(Debug)]
pub(crate) struct VertexShape {
    pub(crate) name: String,
    /// The graph that owns a local type.
    pub(super) owner: Option<String>,
    pub(crate) key: KeyShape,
    /// The attributes, then the vectors.
    pub(crate) columns: Vec<Column>,
    /// How many of the columns are ordinary attributes.
    pub(crate) attributes: usize,
}

/// How a vertex is identified.
#[derive(Debug)]
pub(crate) enum KeyShape {
    /// The id stands beside the attributes.
    Id { name: String, ty: KeyType, as_attribute: bool },
    /// The id is made of these columns, in this order.
    Columns(Vec<(usize, KeyType)>),
}

/// An edge type.
#[derive(Debug)]
pub(crate) struct EdgeShape {
    pub(crate) name: String,
    pub(super) owner: Option<String>,
    pub(crate) directed: bool,
    pub(super) pairs: Vec<(VertexTypeId, VertexTypeId)>,
    pub(crate) columns: Vec<Column>,
    /// How many of the first columns tell parallel edges apart.
    pub(crate) discriminators: usize,
    pub(crate) reverse: Option<String>,
}

/// An attribute, or a vector, and where its values stand.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: ValueType,
    pub(crate) default: Value,
}

/// Something of a vertex that can be selected, filtered and sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The id of a `PRIMARY_ID` that can be read as an attribute.
    Id(KeyType),
    Column(usize),
}

/// A graph, and the types that can be named in it.
#[derive(Debug)]
pub(crate) struct GraphShape {
    pub(crate) name: String,
    pub(crate) vertices: Vec<VertexTypeId>,
    /// Every edge type, each reverse type right behind its own.
    pub(crate) edges: Vec<EdgeView>,
    vertex_names: HashMap<String, VertexTypeId>,
    edge_names: HashMap<String, EdgeView>,
}

/// An edge type as it is named in a graph: under its own name, or from the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct EdgeView {
    pub(crate) ty: EdgeTypeId,
    pub(crate) reversed: bool,
}

impl Schema {
    pub(crate) fn new(catalog: Catalog) -> Self {
        let tuples = types::tuples(&catalog.tuples);
        let vertices: Vec<_> =
            catalog.vertices.iter().map(|ty| VertexShape::new(ty, &tuples)).collect();
        let edges: Vec<_> =
            catalog.edges.iter().map(|ty| EdgeShape::new(ty, &tuples, &vertices)).collect();
        let graphs = catalog
            .graphs
            .iter()
            .map(|graph| {
                let own = |name: &String| vertex_named(&vertices, name, Some(&graph.name));
                let vertex_ids: Vec<_> = graph.vertices.iter().filter_map(own).collect();
                let own = |name: &String| edge_named(&edges, name, &graph.name);
                let edge_ids = graph.edges.iter().filter_map(own);
                GraphShape::new(&graph.name, vertex_ids, edge_ids, &vertices, &edges)
            })
            .collect();
        Self { catalog, vertices, edges, graphs }
    }

    pub(crate) fn graph(&self, name: &str) -> Option<&GraphShape> {
        self.graphs.iter().find(|graph| graph.name == name)
    }

    pub(crate) fn graphs(&self) -> &[GraphShape] {
        &self.graphs
    }

    pub(crate) fn vertex(&self, id: VertexTypeId) -> &VertexShape {
        &self.vertices[usize::from(id.0)]
    }

    pub(crate) fn edge(&self, id: EdgeTypeId) -> &EdgeShape {
        &self.edges[usize::from(id.0)]
    }

    /// The name under which an edge is seen: its own, or that of its reverse type.
    pub(crate) fn name_of(&self, view: EdgeView) -> &str {
        let shape = self.edge(view.ty);
        match &shape.reverse {
            Some(reverse) if view.reversed => reverse,
            _ => &shape.name,
        }
    }

    pub(super) fn vertex_ids(&self) -> impl Iterator<Item = VertexTypeId> + use<> {
        (0..self.vertices.len() as u16).map(VertexTypeId)
    }

    pub(super) fn edge_ids(&self) -> impl Iterator<Item = EdgeTypeId> + use<> {
        (0..self.edges.len() as u16).map(EdgeTypeId)
    }
}

impl VertexShape {
    fn new(ty: &VertexType, tuples: &Tuples) -> Self {
        let mut columns = columns(&ty.attributes, tuples);
        let key = match &ty.key {
            PrimaryKey::PrimaryId { name, ty, as_attribute } => {
                KeyShape::Id { name: name.clone(), ty: *ty, as_attribute: *as_attribute }
            }
            PrimaryKey::Attributes(names) => KeyShape::Columns(
                names.iter().filter_map(|name| key_column(&columns, name)).collect(),
            ),
        };
        let attributes = columns.len();
        columns.extend(ty.vectors.iter().map(|vector| Column {
            name: vector.name.clone(),
            ty: ValueType::Vector(vector.dimension),
            default: Value::Vector(Box::default()),
        }));
        Self { name: ty.name.clone(), owner: ty.local_to.clone(), key, columns, attributes }
    }

    /// What can be read of a vertex, in the order in which it is printed.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, Field)> {
        let id = match &self.key {
            KeyShape::Id { name, ty, as_attribute: true } => Some((name.as_str(), Field::Id(*ty))),
            _ => None,
        };
        let attributes = self.columns[..self.attributes].iter().enumerate();
        id.into_iter().chain(attributes.map(|(at, c)| (c.name.as_str(), Field::Column(at))))
    }

    /// The names of the parts of the id, in the order of declaration.
    pub(crate) fn key_names(&self) -> Vec<&str> {
        match &self.key {
            KeyShape::Id { name, .. } => vec![name],
            KeyShape::Columns(columns) => {
                columns.iter().map(|(at, _)| self.columns[*at].name.as_str()).collect()
            }
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<Field> {
        self.fields().find(|(known, _)| *known == name).map(|(_, field)| field)
    }

    pub(crate) fn field_type(&self, field: Field) -> ValueType {
        match field {
            Field::Id(ty) => ValueType::of_key(ty),
            Field::Column(at) => self.columns[at].ty.clone(),
        }
    }

    /// The values of a vertex of which nothing but the key is known.
    pub(super) fn defaults(&self) -> Box<[Value]> {
        self.columns.iter().map(|column| column.default.clone()).collect()
    }
}

impl EdgeShape {
    fn new(ty: &EdgeType, tuples: &Tuples, vertices: &[VertexShape]) -> Self {
        let owner = ty.local_to.as_deref();
        let pair = |from: &str, to: &str| {
            Some((vertex_named(vertices, from, owner)?, vertex_named(vertices, to, owner)?))
        };
        Self {
            name: ty.name.clone(),
            owner: ty.local_to.clone(),
            directed: ty.directed,
            pairs: ty.pairs.iter().filter_map(|p| pair(&p.from, &p.to)).collect(),
            columns: columns(&ty.attributes, tuples),
            discriminators: ty.discriminators,
            reverse: ty.reverse.clone(),
        }
    }

    /// Whether an edge of this type may join the two; an undirected one has no first end.
    pub(crate) fn joins(&self, from: VertexTypeId, to: VertexTypeId) -> bool {
        self.pairs.contains(&(from, to)) || (!self.directed && self.pairs.contains(&(to, from)))
    }

    /// The vertex types that it joins.
    pub(crate) fn pairs(&self) -> &[(VertexTypeId, VertexTypeId)] {
        &self.pairs
    }

    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    pub(super) fn defaults(&self) -> Box<[Value]> {
        self.columns.iter().map(|column| column.default.clone()).collect()
    }
}

impl GraphShape {
    fn new(
        name: &str,
        vertices: Vec<VertexTypeId>,
        edges: impl Iterator<Item = EdgeTypeId>,
        vertex_shapes: &[VertexShape],
        edge_shapes: &[EdgeShape],
    ) -> Self {
        let mut views = Vec::new();
        let mut edge_names = HashMap::new();
        for ty in edges {
            let shape = &edge_shapes[usize::from(ty.0)];
            let names = [(Some(&shape.name), false), (shape.reverse.as_ref(), true)];
            for (name, reversed) in names {
                let Some(name) = name else { continue };
                let view = EdgeView { ty, reversed };
                views.push(view);
                edge_names.insert(name.clone(), view);
            }
        }
        let vertex_names =
            vertices.iter().map(|id| (vertex_shapes[usize::from(id.0)].name.clone(), *id));
        let vertex_names = vertex_names.collect();
        Self { name: name.to_owned(), vertices, edges: views, vertex_names, edge_names }
    }

    pub(crate) fn vertex(&self, name: &str) -> Option<VertexTypeId> {
        self.vertex_names.get(name).copied()
    }

    pub(crate) fn edge(&self, name: &str) -> Option<EdgeView> {
        self.edge_names.get(name).copied()
    }
}

fn columns(attributes: &[Attribute], tuples: &Tuples) -> Vec<Column> {
    let column = |attribute: &Attribute| {
        let ty = ValueType::of_attribute(&attribute.ty, tuples);
        let default = ty.default_value(attribute.default.as_ref());
        Column { name: attribute.name.clone(), ty, default }
    };
    attributes.iter().map(column).collect()
}

fn key_column(columns: &[Column], name: &str) -> Option<(usize, KeyType)> {
    let at = columns.iter().position(|column| column.name == name)?;
    let ty = key::key_type(&columns[at].ty);
    Some((at, ty))
}

/// A graph's own type of that name, else the global one.
fn vertex_named(vertices: &[VertexShape], name: &str, graph: Option<&str>) -> Option<VertexTypeId> {
    let owners = [graph, None];
    let places = owners.iter().find_map(|owner| {
        vertices.iter().position(|ty| ty.name == name && ty.owner.as_deref() == *owner)
    });
    places.map(|at| VertexTypeId(at as u16))
}

fn edge_named(edges: &[EdgeShape], name: &str, graph: &str) -> Option<EdgeTypeId> {
    let owners = [Some(graph), None];
    let places = owners.iter().find_map(|owner| {
        edges.iter().position(|ty| ty.name == name && ty.owner.as_deref() == *owner)
    });
    places.map(|at| EdgeTypeId(at as u16))
}

/// A schema, shared by everybody who reads it while the next one is made.
pub(crate) type SharedSchema = Arc<Schema>;
