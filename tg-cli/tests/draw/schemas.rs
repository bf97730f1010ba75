//! Schemas to draw.

use tg_gsql::apply::script;
use tg_gsql::model::{
    Attribute, AttributeType, Catalog, EdgeType, EndpointPair, Graph, Index, KeyType, Literal,
    Metric, PrimaryKey, Stats, TupleField, TupleFieldType, TupleType, VectorAttribute, VertexType,
};

pub(crate) const GOODS: &str = include_str!("schema/goods.gsql");
pub(crate) const FLIGHTS: &str = include_str!("../../../examples/flights/schema.gsql");

pub(crate) fn catalog(ddl: &str) -> Catalog {
    let script = script(ddl);
    assert!(script.is_ok(), "{:?}", script.findings);
    script.catalog
}

/// Texts with a meaning in one of the formats.
pub(crate) const HOSTILE: &[&str] = &[
    "</script><script>alert(1)</script>",
    "<!-- comment",
    "]]>",
    "\" onload=\"alert(1)",
    "'; drop",
    "a\\",
    "a\\\"b",
    "line\u{2028}separator\u{2029}",
    "two\nlines\r\n\tof text",
    "nul\0bell\u{7}",
    "{brace} |bar| [bracket] `tick` ~tilde~ #35; %%{init}%%",
    "a --> b : c; end",
    "__proto__",
    "end",
    "&amp; &#60; &nosuch;",
    "größe 東京 🛫",
    "",
];

/// Returns a schema in which every name and text is hostile. A server would reject it, but a file
/// may contain it.
pub(crate) fn hostile() -> Catalog {
    let name = |index: usize| HOSTILE[index % HOSTILE.len()].to_owned();
    let attribute = |index: usize| Attribute {
        name: name(index),
        ty: AttributeType::Tuple(name(index + 1)),
        default: Some(Literal::String(name(index + 2))),
    };
    let vertex = |index: usize| VertexType {
        name: name(index),
        key: PrimaryKey::PrimaryId {
            name: name(index + 3),
            ty: KeyType::String,
            as_attribute: true,
        },
        attributes: vec![attribute(index + 4), attribute(index + 5)],
        vectors: vec![VectorAttribute {
            name: name(index + 6),
            dimension: 3,
            metric: Metric::Cosine,
        }],
        indexes: vec![Index { name: name(index + 7), attribute: name(index + 4) }],
        stats: Stats::None,
        local_to: None,
    };
    let edge = |index: usize| EdgeType {
        name: name(index + 8),
        directed: index.is_multiple_of(2),
        pairs: (0..1 + index % 3)
            .map(|pair| EndpointPair { from: name(index + pair), to: name(2 * index + pair) })
            .collect(),
        attributes: (0..index % 2).map(|it| attribute(index + it)).collect(),
        discriminators: index % 2,
        reverse: Some(name(index + 9)),
        local_to: None,
    };
    let graph = HOSTILE[0].to_owned();
    let vertices: Vec<_> = (0..HOSTILE.len()).map(vertex).collect();
    let edges: Vec<_> = (0..HOSTILE.len()).map(edge).collect();
    let tuple = |name: &&str| TupleType {
        name: (*name).to_owned(),
        fields: vec![TupleField { name: (*name).to_owned(), ty: TupleFieldType::String(3) }],
    };
    Catalog {
        tuples: HOSTILE.iter().map(tuple).collect(),
        graphs: vec![Graph {
            name: graph,
            vertices: vertices.iter().map(|vertex| vertex.name.clone()).collect(),
            edges: edges.iter().map(|edge| edge.name.clone()).collect(),
        }],
        vertices,
        edges,
    }
}
