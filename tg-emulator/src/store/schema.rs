//! The schema of the store: a catalog in which all names are resolved to numbers.

use std::collections::HashMap;
use std::sync::Arc;

use tg_gsql::model::{Attribute, Catalog, EdgeType, KeyType, PrimaryKey, VertexType};

use super::key;
use super::types::{self, Tuples, ValueType};
use super::value::Value;

/// The index of a vertex type in a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VertexTypeId(pub(super) u16);

/// The index of an edge type in a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EdgeTypeId(pub(super) u16);

impl VertexTypeId {
    /// Returns the number of the type.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl EdgeTypeId {
    /// Returns the number of the type.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A catalog with its resolved types. It is immutable: a schema change creates a new one.
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
    /// The number of attributes among the columns.
    pub(crate) attributes: usize,
}

/// The primary key of a vertex type.
#[derive(Debug)]
pub(crate) enum KeyShape {
    /// A `PRIMARY_ID`, which is stored separately from the attributes.
    Id { name: String, ty: KeyType, as_attribute: bool },
    /// A key that consists of columns, in this order.
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
    /// The number of leading columns that distinguish parallel edges.
    pub(crate) discriminators: usize,
    pub(crate) reverse: Option<String>,
}

/// An attribute or a vector.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: ValueType,
    pub(crate) default: Value,
}

/// A property of a vertex that can be selected, filtered and sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// A `PRIMARY_ID` that is also an attribute.
    Id(KeyType),
    Column(usize),
}

/// A graph, and the types that can be named in it.
#[derive(Debug)]
pub(crate) struct GraphShape {
    pub(crate) name: String,
    pub(crate) vertices: Vec<VertexTypeId>,
    /// All edge types, each directly followed by its reverse type.
    pub(crate) edges: Vec<EdgeView>,
    vertex_names: HashMap<String, VertexTypeId>,
    edge_names: HashMap<String, EdgeView>,
}

/// A name for an edge type in a graph: its own name or that of its reverse type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct EdgeView {
    pub(crate) ty: EdgeTypeId,
    pub(crate) reversed: bool,
}

impl Schema {
    /// Resolves a catalog. Types that `before` has keep their order, and new ones follow them, so
    /// that an addition does not change the numbers of types.
    pub(crate) fn new(catalog: Catalog, before: &Self) -> Self {
        let tuples = types::tuples(&catalog.tuples);
        let vertices = in_order(&catalog.vertices, vertex_name, &before.vertex_numbers());
        let vertices: Vec<_> =
            vertices.into_iter().map(|ty| VertexShape::new(ty, &tuples)).collect();
        let vertex_numbers = numbers(vertices.iter().map(VertexShape::identity));
        let edges = in_order(&catalog.edges, edge_name, &before.edge_numbers());
        let edges: Vec<_> =
            edges.into_iter().map(|ty| EdgeShape::new(ty, &tuples, &vertex_numbers)).collect();
        let edge_numbers = numbers(edges.iter().map(EdgeShape::identity));
        let graphs = catalog
            .graphs
            .iter()
            .map(|graph| {
                let own = |name: &String| find(&vertex_numbers, name, Some(&graph.name));
                let vertex_ids = graph.vertices.iter().filter_map(own).map(VertexTypeId).collect();
                let own = |name: &String| find(&edge_numbers, name, Some(&graph.name));
                let edge_ids = graph.edges.iter().filter_map(own).map(EdgeTypeId);
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

    /// Returns the name of an edge type or of its reverse type.
    pub(crate) fn name_of(&self, view: EdgeView) -> &str {
        let shape = self.edge(view.ty);
        match &shape.reverse {
            Some(reverse) if view.reversed => reverse,
            _ => &shape.name,
        }
    }

    /// Returns the numbers of the vertex types.
    pub(super) fn vertex_numbers(&self) -> Numbers<'_> {
        numbers(self.vertices.iter().map(VertexShape::identity))
    }

    /// Returns the numbers of the edge types.
    pub(super) fn edge_numbers(&self) -> Numbers<'_> {
        numbers(self.edges.iter().map(EdgeShape::identity))
    }

    pub(crate) fn vertex_ids(&self) -> impl ExactSizeIterator<Item = VertexTypeId> + use<> {
        (0..self.vertices.len() as u16).map(VertexTypeId)
    }

    pub(crate) fn edge_ids(&self) -> impl ExactSizeIterator<Item = EdgeTypeId> + use<> {
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

    pub(super) fn identity(&self) -> Identity<'_> {
        (&self.name, self.owner.as_deref())
    }

    /// Returns the readable fields of a vertex, in the order in which they are printed.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, Field)> {
        let id = match &self.key {
            KeyShape::Id { name, ty, as_attribute: true } => Some((name.as_str(), Field::Id(*ty))),
            _ => None,
        };
        let attributes = self.columns[..self.attributes].iter().enumerate();
        id.into_iter().chain(attributes.map(|(at, c)| (c.name.as_str(), Field::Column(at))))
    }

    /// Returns the names of the parts of the id, in the order of declaration.
    pub(crate) fn key_names(&self) -> Vec<&str> {
        match &self.key {
            KeyShape::Id { name, .. } => vec![name],
            KeyShape::Columns(columns) => {
                columns.iter().map(|(at, _)| self.columns[*at].name.as_str()).collect()
            }
        }
    }

    /// Returns the columns that are the key; none for a `PRIMARY_ID`.
    pub(crate) fn key_columns(&self) -> Vec<usize> {
        match &self.key {
            KeyShape::Id { .. } => Vec::new(),
            KeyShape::Columns(columns) => columns.iter().map(|(at, _)| *at).collect(),
        }
    }

    pub(crate) fn is_key_column(&self, column: usize) -> bool {
        match &self.key {
            KeyShape::Id { .. } => false,
            KeyShape::Columns(columns) => columns.iter().any(|(at, _)| *at == column),
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<Field> {
        self.fields().find(|(known, _)| *known == name).map(|(_, field)| field)
    }

    /// Returns a field or a vector, which only queries read.
    pub(crate) fn readable(&self, name: &str) -> Option<Field> {
        self.field(name).or_else(|| Some(Field::Column(self.vector(name)?)))
    }

    /// Returns the column of a vector.
    pub(crate) fn vector(&self, name: &str) -> Option<usize> {
        let mut vectors = self.columns.iter().enumerate().skip(self.attributes);
        vectors.find(|(_, column)| column.name == name).map(|(at, _)| at)
    }

    pub(crate) fn field_type(&self, field: Field) -> ValueType {
        match field {
            Field::Id(ty) => ValueType::of_key(ty),
            Field::Column(at) => self.columns[at].ty.clone(),
        }
    }

    /// Returns the default values of all columns.
    pub(super) fn defaults(&self) -> Box<[Value]> {
        self.columns.iter().map(|column| column.default.clone()).collect()
    }
}

impl EdgeShape {
    fn new(ty: &EdgeType, tuples: &Tuples, vertices: &Numbers<'_>) -> Self {
        let owner = ty.local_to.as_deref();
        let end = |name: &str| find(vertices, name, owner).map(VertexTypeId);
        let pair = |from: &str, to: &str| Some((end(from)?, end(to)?));
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

    pub(super) fn identity(&self) -> Identity<'_> {
        (&self.name, self.owner.as_deref())
    }

    /// Returns `true` if an edge of this type can connect two vertex types. The order of the ends
    /// of an undirected edge does not matter.
    pub(crate) fn joins(&self, from: VertexTypeId, to: VertexTypeId) -> bool {
        self.pairs.contains(&(from, to)) || (!self.directed && self.pairs.contains(&(to, from)))
    }

    /// Returns the pairs of vertex types that edges of this type can connect.
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

/// The name of a type, and the graph that owns it.
pub(super) type Identity<'a> = (&'a str, Option<&'a str>);

/// The numbers of types.
pub(super) type Numbers<'a> = HashMap<Identity<'a>, u16>;

fn numbers<'a>(types: impl Iterator<Item = Identity<'a>>) -> Numbers<'a> {
    types.zip(0..).collect()
}

/// Returns the local type of a graph with a name, or else the global type.
fn find(numbers: &Numbers<'_>, name: &str, graph: Option<&str>) -> Option<u16> {
    numbers.get(&(name, graph)).or_else(|| numbers.get(&(name, None))).copied()
}

fn vertex_name(ty: &VertexType) -> Identity<'_> {
    (&ty.name, ty.local_to.as_deref())
}

fn edge_name(ty: &EdgeType) -> Identity<'_> {
    (&ty.name, ty.local_to.as_deref())
}

/// Returns types in the order of their numbers before, and then the new ones.
fn in_order<'a, T>(
    types: &'a [T],
    identity: fn(&T) -> Identity<'_>,
    before: &Numbers<'_>,
) -> Vec<&'a T> {
    let mut types: Vec<_> = types.iter().collect();
    types.sort_by_key(|ty| before.get(&identity(ty)).map_or(usize::MAX, |at| usize::from(*at)));
    types
}

/// A schema that snapshots share.
pub(crate) type SharedSchema = Arc<Schema>;
