//! Vertex and edge types as JSON.

use serde_json::{Map, Value, json};
use tg_gsql::model::{
    Attribute, AttributeType, EdgeType, ElementType, EndpointPair, Literal, PrimaryKey,
    VectorAttribute, VertexType,
};

use crate::config::Generation;

/// How flags are written: 3.x prints all of them on every attribute, 4.x only those that are true.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) generation: Generation,
}

/// The flags of one attribute.
#[derive(Debug, Clone, Copy, Default)]
struct Flags<'a> {
    is_primary_key: bool,
    primary_id_as_attribute: bool,
    is_part_of_composite_key: bool,
    is_discriminator: bool,
    index: Option<&'a str>,
}

impl Style {
    pub(super) fn vertex(self, ty: &VertexType) -> Value {
        let attributes = ty
            .attributes
            .iter()
            .map(|attribute| self.attribute(attribute, flags(ty, &attribute.name)));
        let mut object = json!({
            "Config": self.vertex_config(ty),
            "Attributes": attributes.collect::<Vec<_>>(),
            "PrimaryId": self.primary_id(ty),
            "Name": ty.name,
        });
        if !ty.vectors.is_empty() {
            object["EmbeddingAttributes"] = ty.vectors.iter().map(vector).collect();
        }
        local(&mut object, ty.local_to.is_some());
        object
    }

    pub(super) fn edge(self, ty: &EdgeType) -> Value {
        let attributes = ty.attributes.iter().enumerate().map(|(at, attribute)| {
            let is_discriminator = at < ty.discriminators;
            self.attribute(attribute, Flags { is_discriminator, ..Flags::default() })
        });
        let common = |side: fn(&EndpointPair) -> &str| {
            let first = ty.pairs.first().map_or("*", side);
            if ty.pairs.iter().all(|pair| side(pair) == first) { first } else { "*" }
        };
        let mut object = json!({
            "IsDirected": ty.directed,
            "FromVertexTypeName": common(|pair| &pair.from),
            "ToVertexTypeName": common(|pair| &pair.to),
            "Config": ty.reverse.as_ref().map_or_else(|| json!({}), |r| json!({"REVERSE_EDGE": r})),
            "Attributes": attributes.collect::<Vec<_>>(),
            "Name": ty.name,
        });
        if ty.pairs.len() > 1 {
            let pair = |pair: &EndpointPair| json!({"From": pair.from, "To": pair.to});
            object["EdgePairs"] = ty.pairs.iter().map(pair).collect();
        }
        if ty.discriminators > 0 {
            let names = ty.discriminator().iter().map(|attribute| attribute.name.clone());
            object["DiscriminatorCount"] = ty.discriminators.into();
            object["CompositeDiscriminator"] = names.collect();
        }
        local(&mut object, ty.local_to.is_some());
        object
    }

    fn vertex_config(self, ty: &VertexType) -> Value {
        let stats = ty.stats.to_string().to_uppercase();
        let mut config = json!({"STATS": stats});
        let as_attribute = matches!(ty.key, PrimaryKey::PrimaryId { as_attribute: true, .. });
        if as_attribute || self.generation == Generation::V3 {
            config["PRIMARY_ID_AS_ATTRIBUTE"] = as_attribute.into();
        }
        config
    }

    /// The object of the key. That of a composite key has no recorded form; this one names the
    /// parts, which are flagged among the attributes.
    fn primary_id(self, ty: &VertexType) -> Value {
        match &ty.key {
            PrimaryKey::PrimaryId { name, ty, as_attribute } => {
                let flags = Flags { primary_id_as_attribute: *as_attribute, ..Flags::default() };
                self.described(name, &json!({"Name": ty.to_string()}), flags)
            }
            PrimaryKey::Attributes(names) => match names.as_slice() {
                [name] => {
                    let attribute = ty.attribute(name);
                    let described = attribute.map_or_else(
                        || json!({"Name": "STRING"}),
                        |attribute| attribute_type(&attribute.ty),
                    );
                    self.described(name, &described, flags(ty, name))
                }
                names => {
                    let flags = Flags { is_part_of_composite_key: true, ..Flags::default() };
                    self.described(&names.join(","), &json!({"Name": "STRING"}), flags)
                }
            },
        }
    }

    fn attribute(self, attribute: &Attribute, flags: Flags<'_>) -> Value {
        let mut object = self.described(&attribute.name, &attribute_type(&attribute.ty), flags);
        if let Some(default) = &attribute.default {
            object["DefaultValue"] = match default {
                Literal::Int(value) => value.to_string(),
                Literal::Double(value) => value.to_string(),
                Literal::String(text) => text.clone(),
                Literal::Bool(value) => value.to_string(),
            }
            .into();
        }
        object
    }

    fn described(self, name: &str, ty: &Value, flags: Flags<'_>) -> Value {
        let mut object = Map::new();
        object.insert("AttributeType".to_owned(), ty.clone());
        let mut flag = |name: &str, value: bool, old: bool| {
            if value || (old && self.generation == Generation::V3) {
                object.insert(name.to_owned(), value.into());
            }
        };
        let is_key = flags.is_primary_key || flags.is_part_of_composite_key;
        flag("IsUsingNewSyntax", is_key && self.generation == Generation::V4, false);
        flag("IsPartOfCompositeKey", flags.is_part_of_composite_key, true);
        flag("PrimaryIdAsAttribute", flags.primary_id_as_attribute, true);
        flag("IsDiscriminator", flags.is_discriminator, false);
        flag("HasIndex", flags.index.is_some(), true);
        flag("IsPrimaryKey", flags.is_primary_key, true);
        if let Some(index) = flags.index {
            object.insert("IndexName".to_owned(), index.into());
        }
        object.insert("AttributeName".to_owned(), name.into());
        object.into()
    }
}

fn flags<'a>(ty: &'a VertexType, attribute: &str) -> Flags<'a> {
    let in_key = ty.is_key(attribute);
    let index = ty.indexes.iter().find(|index| index.attribute == attribute);
    Flags {
        is_primary_key: in_key && !ty.has_composite_key(),
        is_part_of_composite_key: in_key && ty.has_composite_key(),
        index: index.map(|index| index.name.as_str()),
        ..Flags::default()
    }
}

fn local(object: &mut Value, is_local: bool) {
    if is_local {
        object["IsLocal"] = true.into();
    }
}

fn attribute_type(ty: &AttributeType) -> Value {
    match ty {
        AttributeType::FixedBinary(length) => {
            json!({"Name": "FIXED_BINARY", "FixedLength": length})
        }
        AttributeType::List(element) => container("LIST", element),
        AttributeType::Set(element) => container("SET", element),
        AttributeType::Map(key, element) => {
            let mut object = container("MAP", element);
            object["KeyTypeName"] = key.to_string().into();
            object
        }
        AttributeType::Tuple(name) => {
            json!({"Name": "UDT", "ValueTypeName": name, "ValueTupleName": name})
        }
        scalar => json!({"Name": scalar.to_string()}),
    }
}

fn container(name: &str, element: &ElementType) -> Value {
    let mut object = json!({"Name": name, "ValueTypeName": element.to_string()});
    if let ElementType::Tuple(tuple) = element {
        object["ValueTupleName"] = tuple.as_str().into();
    }
    object
}

fn vector(vector: &VectorAttribute) -> Value {
    json!({
        "Name": vector.name, "Dimension": vector.dimension, "IndexType": "HNSW",
        "DataType": "FLOAT", "Metric": vector.metric.to_string(),
    })
}
