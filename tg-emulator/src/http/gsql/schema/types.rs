//! Vertex and edge types as JSON.

use serde_json::{Map, Value, json};
use tg_gsql::model::{
    Attribute, AttributeType, EdgeType, ElementType, KeyType, Literal, MapKeyType, Metric,
    PrimaryKey, Stats, VectorAttribute, VertexType,
};

use crate::config::Generation;

/// How flags are written: 3.x prints all of them on every attribute, 4.x only those that are true.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) generation: Generation,
}

/// The flags of one attribute.
#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    is_primary_key: bool,
    primary_id_as_attribute: bool,
    is_part_of_composite_key: bool,
    is_discriminator: bool,
}

impl Style {
    pub(super) fn vertex(self, ty: &VertexType) -> Value {
        let attributes = ty
            .attributes
            .iter()
            .map(|attribute| self.attribute(attribute, self.key_flags(&ty.key, &attribute.name)));
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
        let common = |side: fn(&tg_gsql::model::EndpointPair) -> &str| {
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
            let pair =
                |pair: &tg_gsql::model::EndpointPair| json!({"From": pair.from, "To": pair.to});
            object["EdgePairs"] = ty.pairs.iter().map(pair).collect();
        }
        if ty.discriminators > 0 {
            let names = ty.attributes[..ty.discriminators].iter().map(|a| a.name.clone());
            object["DiscriminatorCount"] = ty.discriminators.into();
            object["CompositeDiscriminator"] = names.collect();
        }
        local(&mut object, ty.local_to.is_some());
        object
    }

    fn vertex_config(self, ty: &VertexType) -> Value {
        let stats = match ty.stats {
            Stats::None => "NONE",
            Stats::OutdegreeByEdgeType => "OUTDEGREE_BY_EDGETYPE",
        };
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
                self.described(name, &json!({"Name": key_type(*ty)}), flags)
            }
            PrimaryKey::Attributes(names) => match names.as_slice() {
                [name] => {
                    let attribute = ty.attributes.iter().find(|a| a.name == *name);
                    let described = attribute.map_or_else(
                        || json!({"Name": "STRING"}),
                        |attribute| attribute_type(&attribute.ty),
                    );
                    self.described(name, &described, self.key_flags(&ty.key, name))
                }
                names => {
                    let flags = Flags { is_part_of_composite_key: true, ..Flags::default() };
                    self.described(&names.join(","), &json!({"Name": "STRING"}), flags)
                }
            },
        }
    }

    fn key_flags(self, key: &PrimaryKey, attribute: &str) -> Flags {
        let PrimaryKey::Attributes(names) = key else { return Flags::default() };
        let in_key = names.iter().any(|name| name == attribute);
        Flags {
            is_primary_key: in_key && names.len() == 1,
            is_part_of_composite_key: in_key && names.len() > 1,
            ..Flags::default()
        }
    }

    fn attribute(self, attribute: &Attribute, flags: Flags) -> Value {
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

    fn described(self, name: &str, ty: &Value, flags: Flags) -> Value {
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
        flag("HasIndex", false, true);
        flag("IsPrimaryKey", flags.is_primary_key, true);
        object.insert("AttributeName".to_owned(), name.into());
        object.into()
    }
}

fn local(object: &mut Value, is_local: bool) {
    if is_local {
        object["IsLocal"] = true.into();
    }
}

fn key_type(ty: KeyType) -> &'static str {
    match ty {
        KeyType::String => "STRING",
        KeyType::Int => "INT",
        KeyType::Uint => "UINT",
        KeyType::DateTime => "DATETIME",
    }
}

fn attribute_type(ty: &AttributeType) -> Value {
    match ty {
        AttributeType::Int => json!({"Name": "INT"}),
        AttributeType::Uint => json!({"Name": "UINT"}),
        AttributeType::Float => json!({"Name": "FLOAT"}),
        AttributeType::Double => json!({"Name": "DOUBLE"}),
        AttributeType::Bool => json!({"Name": "BOOL"}),
        AttributeType::String => json!({"Name": "STRING"}),
        AttributeType::DateTime => json!({"Name": "DATETIME"}),
        AttributeType::FixedBinary(length) => {
            json!({"Name": "FIXED_BINARY", "FixedLength": length})
        }
        AttributeType::List(element) => container("LIST", element),
        AttributeType::Set(element) => container("SET", element),
        AttributeType::Map(key, element) => {
            let key = match key {
                MapKeyType::Int => "INT",
                MapKeyType::String => "STRING",
                MapKeyType::DateTime => "DATETIME",
            };
            let mut object = container("MAP", element);
            object["KeyTypeName"] = key.into();
            object
        }
        AttributeType::Tuple(name) => {
            json!({"Name": "UDT", "ValueTypeName": name, "ValueTupleName": name})
        }
    }
}

fn container(name: &str, element: &ElementType) -> Value {
    let value = match element {
        ElementType::Int => "INT",
        ElementType::Double => "DOUBLE",
        ElementType::String => "STRING",
        ElementType::DateTime => "DATETIME",
        ElementType::Tuple(tuple) => {
            return json!({"Name": name, "ValueTypeName": tuple, "ValueTupleName": tuple});
        }
    };
    json!({"Name": name, "ValueTypeName": value})
}

fn vector(vector: &VectorAttribute) -> Value {
    let metric = match vector.metric {
        Metric::Cosine => "COSINE",
        Metric::L2 => "L2",
        Metric::InnerProduct => "IP",
    };
    json!({
        "Name": vector.name, "Dimension": vector.dimension, "IndexType": "HNSW",
        "DataType": "FLOAT", "Metric": metric,
    })
}
