//! From the constants of a graph to the owned model, which is printed as DDL and compared.

use std::fmt;

use tg_gsql::model::{
    Attribute, AttributeType as ModelType, Catalog, EdgeType, ElementType, EndpointPair, Graph,
    KeyType, MapKeyType, Metric, PrimaryKey, Stats, TupleField, TupleFieldType, TupleType,
    VectorAttribute, VertexType,
};

use super::{
    AttributeSpec, AttributeType, EdgeSpec, GraphSpec, HandleSpec, KeySpec, TupleFieldSpec,
    TupleSpec, VectorMetric, VertexSpec,
};

/// Why a graph's constants are no schema that a server can have.
///
/// The macros do not write such constants; types whose traits were implemented by hand may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSpec(String);

impl fmt::Display for InvalidSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidSpec {}

impl GraphSpec {
    /// The graph with its types, all local to it, so that graphs on one server do not touch each
    /// other, and the types go when the graph is dropped. Tuples are visible in all graphs.
    ///
    /// # Errors
    ///
    /// When an attribute has a type that the server does not have in its place.
    pub fn catalog(&self) -> Result<Catalog, InvalidSpec> {
        let mut catalog = Catalog::default();
        let mut graph = Graph { name: self.name.to_owned(), ..Graph::default() };
        for handle in self.handles {
            match handle {
                HandleSpec::Vertices(spec) => {
                    if !graph.vertices.iter().any(|known| known == spec.name) {
                        graph.vertices.push(spec.name.to_owned());
                        catalog.vertices.push(vertex(spec, self.name)?);
                        add_tuples(&mut catalog, spec.attributes)?;
                    }
                }
                HandleSpec::Edges(spec) => {
                    if !graph.edges.iter().any(|known| known == spec.name) {
                        graph.edges.push(spec.name.to_owned());
                        catalog.edges.push(edge(spec, self.name)?);
                        add_tuples(&mut catalog, spec.attributes)?;
                    }
                }
            }
        }
        catalog.graphs.push(graph);
        Ok(catalog)
    }
}

fn vertex(spec: &VertexSpec, graph: &str) -> Result<VertexType, InvalidSpec> {
    let plain = |attribute: &&AttributeSpec| !matches!(attribute.ty, AttributeType::Vector(_));
    let key = match spec.key {
        KeySpec::PrimaryId { name, ty, as_attribute } => PrimaryKey::PrimaryId {
            name: name.to_owned(),
            ty: KeyType::of(&model_type(ty)?)
                .ok_or_else(|| invalid(spec.name, name, "a primary id"))?,
            as_attribute,
        },
        KeySpec::PrimaryKey(names) => {
            PrimaryKey::Attributes(names.iter().map(|&name| name.to_owned()).collect())
        }
    };
    Ok(VertexType {
        name: spec.name.to_owned(),
        key,
        attributes: spec
            .attributes
            .iter()
            .filter(plain)
            .map(attribute)
            .collect::<Result<_, _>>()?,
        vectors: spec.attributes.iter().filter_map(vector).collect(),
        indexes: Vec::new(),
        stats: Stats::default(),
        local_to: Some(graph.to_owned()),
    })
}

fn edge(spec: &EdgeSpec, graph: &str) -> Result<EdgeType, InvalidSpec> {
    let pairs = spec
        .pairs
        .iter()
        .map(|pair| EndpointPair { from: pair.from.to_owned(), to: pair.to.to_owned() });
    Ok(EdgeType {
        name: spec.name.to_owned(),
        directed: spec.directed,
        pairs: pairs.collect(),
        attributes: spec.attributes.iter().map(attribute).collect::<Result<_, _>>()?,
        discriminators: spec.discriminators,
        reverse: spec.reverse.map(str::to_owned),
        local_to: Some(graph.to_owned()),
    })
}

fn attribute(spec: &AttributeSpec) -> Result<Attribute, InvalidSpec> {
    let default = spec.default.map(|text| {
        text.parse().map_err(|error| InvalidSpec(format!("default of `{}`: {error}", spec.name)))
    });
    Ok(Attribute {
        name: spec.name.to_owned(),
        ty: model_type(spec.ty)?,
        default: default.transpose()?,
    })
}

fn vector(spec: &AttributeSpec) -> Option<VectorAttribute> {
    let AttributeType::Vector(dimension) = spec.ty else { return None };
    let metric = match spec.metric {
        None | Some(VectorMetric::Cosine) => Metric::Cosine,
        Some(VectorMetric::L2) => Metric::L2,
        Some(VectorMetric::InnerProduct) => Metric::InnerProduct,
    };
    Some(VectorAttribute { name: spec.name.to_owned(), dimension, metric })
}

fn model_type(ty: AttributeType) -> Result<ModelType, InvalidSpec> {
    Ok(match ty {
        AttributeType::Int => ModelType::Int,
        AttributeType::Uint => ModelType::Uint,
        AttributeType::Float => ModelType::Float,
        AttributeType::Double => ModelType::Double,
        AttributeType::Bool => ModelType::Bool,
        AttributeType::String => ModelType::String,
        AttributeType::DateTime => ModelType::DateTime,
        AttributeType::FixedBinary(size) => ModelType::FixedBinary(size),
        AttributeType::List(element) => ModelType::List(element_type(*element)?),
        AttributeType::Set(element) => ModelType::Set(element_type(*element)?),
        AttributeType::Map(key, value) => ModelType::Map(map_key(*key)?, element_type(*value)?),
        AttributeType::Tuple(tuple) => ModelType::Tuple(tuple.name.to_owned()),
        AttributeType::Vector(_) => {
            return Err(InvalidSpec("only a vertex has vector attributes".to_owned()));
        }
    })
}

fn element_type(ty: AttributeType) -> Result<ElementType, InvalidSpec> {
    Ok(match ty {
        AttributeType::Int => ElementType::Int,
        AttributeType::Double => ElementType::Double,
        AttributeType::String => ElementType::String,
        AttributeType::DateTime => ElementType::DateTime,
        AttributeType::Tuple(tuple) => ElementType::Tuple(tuple.name.to_owned()),
        other => return Err(InvalidSpec(format!("{other:?} cannot be an element"))),
    })
}

fn map_key(ty: AttributeType) -> Result<MapKeyType, InvalidSpec> {
    Ok(match ty {
        AttributeType::Int => MapKeyType::Int,
        AttributeType::String => MapKeyType::String,
        AttributeType::DateTime => MapKeyType::DateTime,
        other => return Err(InvalidSpec(format!("{other:?} cannot be the key of a MAP"))),
    })
}

/// Adds the tuples that the attributes use.
fn add_tuples(catalog: &mut Catalog, attributes: &[AttributeSpec]) -> Result<(), InvalidSpec> {
    for attribute in attributes {
        let Some(tuple) = tuple_of(&attribute.ty) else { continue };
        if !catalog.tuples.iter().any(|known| known.name == tuple.name) {
            let fields = tuple.fields.iter().map(|field| tuple_field(tuple, field));
            let fields = fields.collect::<Result<_, _>>()?;
            catalog.tuples.push(TupleType { name: tuple.name.to_owned(), fields });
        }
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

fn tuple_field(tuple: &TupleSpec, spec: &TupleFieldSpec) -> Result<TupleField, InvalidSpec> {
    let bytes = || match spec.size {
        1 | 2 | 4 | 8 => Ok(spec.size.to_le_bytes()[0]),
        _ => Err(invalid(tuple.name, spec.name, "1, 2, 4 or 8 bytes long")),
    };
    let ty = match spec.ty {
        AttributeType::Int => TupleFieldType::Int(bytes()?),
        AttributeType::Uint => TupleFieldType::Uint(bytes()?),
        AttributeType::Float => TupleFieldType::Float,
        AttributeType::Double => TupleFieldType::Double,
        AttributeType::Bool => TupleFieldType::Bool,
        AttributeType::DateTime => TupleFieldType::DateTime,
        AttributeType::String => TupleFieldType::String(spec.size),
        _ => return Err(invalid(tuple.name, spec.name, "a field of a tuple")),
    };
    Ok(TupleField { name: spec.name.to_owned(), ty })
}

fn invalid(owner: &str, name: &str, what: &str) -> InvalidSpec {
    InvalidSpec(format!("`{name}` of `{owner}` cannot be {what}"))
}
