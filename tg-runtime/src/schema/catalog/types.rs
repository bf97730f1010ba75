//! One type: from its constants to the model.

use tg_gsql::check;
use tg_gsql::model::{
    Attribute, AttributeType as ModelType, EdgeType, ElementType, EndpointPair, Index,
    InvalidLiteral, KeyType, MapKeyType, Metric, PrimaryKey, Stats, TupleField, TupleFieldType,
    TupleType, VectorAttribute, VertexType,
};

use super::InvalidSpec;
use crate::schema::{AttributeSpec, EdgeSpec, KeySpec, VectorMetric, VertexSpec};
use crate::value::{AttributeType, TupleFieldSpec, TupleSpec};

pub(super) fn vertex(
    spec: &VertexSpec,
    local_to: Option<String>,
) -> Result<VertexType, InvalidSpec> {
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
        indexes: indexes(spec)?,
        stats: if spec.outdegrees { Stats::OutdegreeByEdgeType } else { Stats::None },
        local_to,
    })
}

pub(super) fn edge(spec: &EdgeSpec, local_to: Option<String>) -> Result<EdgeType, InvalidSpec> {
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
        local_to,
    })
}

fn attribute(spec: &AttributeSpec) -> Result<Attribute, InvalidSpec> {
    let ty = model_type(spec.ty)?;
    let default = spec.default.map(|text| {
        let wrong = |expected: &dyn std::fmt::Display| {
            let name = spec.name;
            InvalidSpec(format!("the default {text} of `{name}`, which is {ty}: {expected}"))
        };
        let literal = text.parse().map_err(|error: InvalidLiteral| wrong(&error))?;
        check::default_of(&ty, &literal).map_err(|expected| wrong(&format!("write {expected}")))
    });
    Ok(Attribute { name: spec.name.to_owned(), default: default.transpose()?, ty })
}

/// The secondary indexes, each with a name of its own.
fn indexes(spec: &VertexSpec) -> Result<Vec<Index>, InvalidSpec> {
    let mut indexes: Vec<Index> = Vec::new();
    for attribute in spec.attributes {
        let Some(name) = attribute.index else { continue };
        let covered = model_type(attribute.ty).is_ok_and(|ty| KeyType::of(&ty).is_some());
        if !covered {
            let what = "indexed: an index covers a STRING, INT, UINT or DATETIME";
            return Err(invalid(spec.name, attribute.name, what));
        }
        if let Some(first) = indexes.iter().find(|index| index.name == name) {
            let what = format!("indexed as `{name}`: `{}` is already", first.attribute);
            return Err(invalid(spec.name, attribute.name, &what));
        }
        indexes.push(Index { name: name.to_owned(), attribute: attribute.name.to_owned() });
    }
    Ok(indexes)
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

pub(super) fn tuple(spec: &TupleSpec) -> Result<TupleType, InvalidSpec> {
    let fields = spec.fields.iter().map(|field| tuple_field(spec, field));
    Ok(TupleType { name: spec.name.to_owned(), fields: fields.collect::<Result<_, _>>()? })
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
