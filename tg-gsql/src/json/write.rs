//! The model as text.

use super::Style;
use super::writer::Writer;
use crate::model::{
    Attribute, AttributeType, Catalog, EdgeType, ElementType, EndpointPair, Graph, Literal,
    PrimaryKey, TupleFieldType, TupleType, VectorAttribute, VertexType,
};

/// Returns the schema of a graph: an empty one if the catalog has no such graph.
#[must_use]
pub fn graph(catalog: &Catalog, name: &str, style: Style) -> String {
    let mut writer = Writer::new(style, 4);
    writer.graph("", Some(name), catalog, &catalog.tuples);
    writer.finish()
}

/// Returns the schemas of all graphs: the object of the only one, or a list. Global types that no
/// graph contains come first, in an object without `GraphName`.
#[must_use]
pub fn catalog(catalog: &Catalog, style: Style) -> String {
    let used = |name: &str, members: fn(&Graph) -> &Vec<String>| {
        catalog.graphs.iter().any(|graph| members(graph).iter().any(|member| member == name))
    };
    let mut idle = Catalog { tuples: catalog.tuples.clone(), ..Catalog::default() };
    let vertices = catalog.vertices.iter().filter(|it| it.local_to.is_none());
    idle.vertices =
        vertices.filter(|it| !used(&it.name, |graph| &graph.vertices)).cloned().collect();
    let edges = catalog.edges.iter().filter(|it| it.local_to.is_none());
    idle.edges = edges.filter(|it| !used(&it.name, |graph| &graph.edges)).cloned().collect();
    let has_idle = !idle.vertices.is_empty() || !idle.edges.is_empty();
    if let ([only], false) = (catalog.graphs.as_slice(), has_idle) {
        return graph(catalog, &only.name, style);
    }
    let mut writer = Writer::new(style, 5);
    writer.open("", '[');
    if has_idle || catalog.graphs.is_empty() {
        writer.graph("", None, &idle, &idle.tuples);
    }
    for graph in &catalog.graphs {
        writer.graph("", Some(&graph.name), catalog, &catalog.tuples);
    }
    writer.close(']');
    writer.finish()
}

/// Returns a vertex type, in the form of the list of them.
#[must_use]
pub fn vertex(vertex: &VertexType, style: Style) -> String {
    let mut writer = Writer::new(style, 2);
    writer.vertex("", vertex);
    writer.finish()
}

/// Returns an edge type, in the form of the list of them.
#[must_use]
pub fn edge(edge: &EdgeType, style: Style) -> String {
    let mut writer = Writer::new(style, 2);
    writer.edge("", edge);
    writer.finish()
}

/// Returns a tuple, as servers answer with it.
#[must_use]
pub fn tuple(tuple: &TupleType) -> String {
    let mut writer = Writer::new(Style::V4, 0);
    writer.tuple(tuple);
    writer.finish()
}

/// The flags of one attribute.
#[derive(Clone, Copy, Default)]
struct Flags<'a> {
    is_primary_key: bool,
    primary_id_as_attribute: bool,
    is_part_of_composite_key: bool,
    is_discriminator: bool,
    index: Option<&'a str>,
}

/// The model.
impl Writer {
    /// Writes a graph, or without a name the global types of the catalog.
    fn graph(&mut self, key: &str, name: Option<&str>, catalog: &Catalog, tuples: &[TupleType]) {
        let (vertices, edges): (Vec<_>, Vec<_>) = match name {
            Some(name) => (catalog.vertices_of(name).collect(), catalog.edges_of(name).collect()),
            None => (catalog.vertices.iter().collect(), catalog.edges.iter().collect()),
        };
        self.open(key, '{');
        if let Some(name) = name {
            self.quoted("GraphName", name);
        }
        self.open("VertexTypes", '[');
        vertices.into_iter().for_each(|vertex| self.vertex("", vertex));
        self.close(']');
        self.open("EdgeTypes", '[');
        edges.into_iter().for_each(|edge| self.edge("", edge));
        self.close(']');
        if self.style == Style::Snapshot {
            self.open("UDTs", '[');
            tuples.iter().for_each(|tuple| self.tuple(tuple));
            self.close(']');
        }
        self.close('}');
    }

    fn vertex(&mut self, key: &str, ty: &VertexType) {
        self.open(key, '{');
        self.open("Config", '{');
        self.quoted("STATS", &ty.stats.to_string().to_uppercase());
        let as_attribute = ty.id_as_attribute().is_some();
        if as_attribute || self.style == Style::V3 {
            self.flag("PRIMARY_ID_AS_ATTRIBUTE", as_attribute);
        }
        self.close('}');
        self.open("Attributes", '[');
        for attribute in &ty.attributes {
            self.attribute("", attribute, flags(ty, &attribute.name));
        }
        self.close(']');
        self.primary_id(ty);
        self.quoted("Name", &ty.name);
        if !ty.vectors.is_empty() {
            self.open("EmbeddingAttributes", '[');
            ty.vectors.iter().for_each(|vector| self.vector(vector));
            self.close(']');
        }
        if ty.local_to.is_some() {
            self.flag("IsLocal", true);
        }
        self.close('}');
    }

    /// Writes the object of the key. The form for a composite key is not recorded; this one names
    /// the parts, which are flagged among the attributes.
    fn primary_id(&mut self, ty: &VertexType) {
        let (name, key, flags) = match &ty.key {
            PrimaryKey::PrimaryId { name, ty, as_attribute } => {
                let flags = Flags { primary_id_as_attribute: *as_attribute, ..Flags::default() };
                (name.clone(), AttributeType::from(*ty), flags)
            }
            PrimaryKey::Attributes(names) => match names.as_slice() {
                [name] => {
                    let attribute = ty.attribute(name);
                    let key = attribute.map_or(AttributeType::String, |it| it.ty.clone());
                    (name.clone(), key, flags(ty, name))
                }
                names => {
                    let flags = Flags { is_part_of_composite_key: true, ..Flags::default() };
                    (names.join(","), AttributeType::String, flags)
                }
            },
        };
        self.attribute("PrimaryId", &Attribute { name, ty: key, default: None }, flags);
    }

    fn edge(&mut self, key: &str, ty: &EdgeType) {
        let common = |side: fn(&EndpointPair) -> &str| {
            let first = ty.pairs.first().map_or("*", side);
            if ty.pairs.iter().all(|pair| side(pair) == first) { first } else { "*" }
        };
        self.open(key, '{');
        self.flag("IsDirected", ty.directed);
        self.quoted("FromVertexTypeName", common(|pair| &pair.from));
        self.quoted("ToVertexTypeName", common(|pair| &pair.to));
        if ty.pairs.len() > 1 {
            self.open("EdgePairs", '[');
            for pair in &ty.pairs {
                self.open("", '{');
                self.quoted("From", &pair.from);
                self.quoted("To", &pair.to);
                self.close('}');
            }
            self.close(']');
        }
        self.open("Config", '{');
        if let Some(reverse) = &ty.reverse {
            self.quoted("REVERSE_EDGE", reverse);
        }
        self.close('}');
        if ty.discriminators > 0 {
            self.plain("DiscriminatorCount", &ty.discriminators.to_string());
            self.open("CompositeDiscriminator", '[');
            ty.discriminator().iter().for_each(|it| self.quoted("", &it.name));
            self.close(']');
        }
        self.open("Attributes", '[');
        for (at, attribute) in ty.attributes.iter().enumerate() {
            let is_discriminator = at < ty.discriminators;
            self.attribute("", attribute, Flags { is_discriminator, ..Flags::default() });
        }
        self.close(']');
        self.quoted("Name", &ty.name);
        if ty.local_to.is_some() {
            self.flag("IsLocal", true);
        }
        self.close('}');
    }

    fn attribute(&mut self, key: &str, attribute: &Attribute, flags: Flags<'_>) {
        self.open(key, '{');
        self.attribute_type(&attribute.ty);
        let is_key = flags.is_primary_key || flags.is_part_of_composite_key;
        let new = is_key && self.style != Style::V3;
        for (name, value, old) in [
            ("IsUsingNewSyntax", new, false),
            ("IsPartOfCompositeKey", flags.is_part_of_composite_key, true),
            ("PrimaryIdAsAttribute", flags.primary_id_as_attribute, true),
            ("IsDiscriminator", flags.is_discriminator, false),
            ("HasIndex", flags.index.is_some(), true),
            ("IsPrimaryKey", flags.is_primary_key, true),
        ] {
            if value || (old && self.style == Style::V3) {
                self.flag(name, value);
            }
        }
        if let Some(index) = flags.index {
            self.quoted("IndexName", index);
        }
        self.quoted("AttributeName", &attribute.name);
        match &attribute.default {
            Some(Literal::String(text)) => self.quoted("DefaultValue", text),
            Some(other) => self.quoted("DefaultValue", &other.to_string()),
            None => {}
        }
        self.close('}');
    }

    fn attribute_type(&mut self, ty: &AttributeType) {
        self.open("AttributeType", '{');
        match ty {
            AttributeType::FixedBinary(length) => {
                self.quoted("Name", "FIXED_BINARY");
                self.plain("FixedLength", &length.to_string());
            }
            AttributeType::List(element) => self.container("LIST", element),
            AttributeType::Set(element) => self.container("SET", element),
            AttributeType::Map(key, element) => {
                self.container("MAP", element);
                self.quoted("KeyTypeName", &key.to_string());
            }
            AttributeType::Tuple(name) => {
                self.quoted("Name", "UDT");
                self.quoted("ValueTypeName", name);
                self.quoted("ValueTupleName", name);
            }
            scalar => self.quoted("Name", &scalar.to_string()),
        }
        self.close('}');
    }

    fn container(&mut self, name: &str, element: &ElementType) {
        self.quoted("Name", name);
        self.quoted("ValueTypeName", &element.to_string());
        if let ElementType::Tuple(tuple) = element {
            self.quoted("ValueTupleName", tuple);
        }
    }

    fn vector(&mut self, vector: &VectorAttribute) {
        self.open("", '{');
        self.quoted("Name", &vector.name);
        self.plain("Dimension", &vector.dimension.to_string());
        self.quoted("IndexType", "HNSW");
        self.quoted("DataType", "FLOAT");
        self.quoted("Metric", &vector.metric.to_string());
        self.close('}');
    }

    fn tuple(&mut self, tuple: &TupleType) {
        self.open("", '{');
        self.quoted("name", &tuple.name);
        self.open("fields", '[');
        for field in &tuple.fields {
            let (ty, length) = match field.ty {
                TupleFieldType::Int(bytes) => ("INT", u32::from(bytes)),
                TupleFieldType::Uint(bytes) => ("UINT", u32::from(bytes)),
                TupleFieldType::Float => ("FLOAT", 4),
                TupleFieldType::Double => ("DOUBLE", 8),
                TupleFieldType::Bool => ("BOOL", 1),
                TupleFieldType::DateTime => ("DATETIME", 8),
                TupleFieldType::String(limit) => ("STRING", limit),
            };
            self.open("", '{');
            self.quoted("fieldName", &field.name);
            self.quoted("fieldType", ty);
            self.plain("length", &length.to_string());
            self.close('}');
        }
        self.close(']');
        self.close('}');
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
