//! Arbitrary catalogs, as a server may have them.

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use tg_gsql::model::{
    Attribute, AttributeType, Catalog, EdgeType, ElementType, EndpointPair, Graph, KeyType,
    Literal, MapKeyType, Metric, PrimaryKey, Stats, TupleField, TupleFieldType, TupleType,
    VectorAttribute, VertexType,
};

/// Draws types in the order in which DDL can create them: global ones, then those of each graph.
pub fn catalog() -> impl Strategy<Value = Catalog> {
    let graph = (vec(any::<bool>(), 5), vec(vertex(), 0..3), vec(edge(), 0..3));
    (vec(tuple(), 0..3), vec(vertex(), 0..5), vec(edge(), 0..5), vec(graph, 0..3)).prop_map(
        |(tuples, vertices, edges, graphs)| {
            let mut catalog = Catalog::default();
            for (index, fields) in tuples.into_iter().enumerate() {
                catalog.tuples.push(TupleType { name: format!("t{index}"), fields });
            }
            add_types(&mut catalog, None, vertices, edges);
            for (index, (listed, vertices, edges)) in graphs.into_iter().enumerate() {
                add_graph(&mut catalog, format!("g{index}"), &listed, vertices, edges);
            }
            catalog
        },
    )
}

fn add_graph(
    catalog: &mut Catalog,
    name: String,
    listed: &[bool],
    vertices: Vec<VertexType>,
    edges: Vec<EdgeSpec>,
) {
    let mut graph = Graph { name: name.clone(), ..Graph::default() };
    let global = catalog.vertices.iter().filter(|vertex| vertex.local_to.is_none());
    graph.vertices =
        global.zip(listed).filter(|it| *it.1).map(|(vertex, _)| vertex.name.clone()).collect();
    let joins = |edge: &&EdgeType| {
        edge.pairs
            .iter()
            .all(|it| graph.vertices.contains(&it.from) && graph.vertices.contains(&it.to))
    };
    let global = catalog.edges.iter().filter(|edge| edge.local_to.is_none());
    graph.edges = global.filter(joins).map(|edge| edge.name.clone()).collect();
    catalog.graphs.push(graph);
    add_types(catalog, Some(&name), vertices, edges);
}

/// Names the types, resolves their references, and adds them.
fn add_types(
    catalog: &mut Catalog,
    graph: Option<&str>,
    vertices: Vec<VertexType>,
    edges: Vec<EdgeSpec>,
) {
    // The same local names in every graph, and one that a global type has, too.
    let prefix = if graph.is_some() { "local_" } else { "" };
    for (index, mut vertex) in vertices.into_iter().enumerate() {
        vertex.name = format!("{prefix}V{index}");
        vertex.local_to = graph.map(str::to_owned);
        resolve(&mut vertex.attributes, &catalog.tuples);
        if let Some(graph) = catalog.graphs.last_mut() {
            graph.vertices.push(vertex.name.clone());
        }
        catalog.vertices.push(vertex);
    }
    let known: Vec<_> = match graph {
        Some(graph) => catalog.vertices_of(graph).map(|vertex| vertex.name.clone()).collect(),
        None => catalog.vertices.iter().map(|vertex| vertex.name.clone()).collect(),
    };
    for (index, (pairs, mut edge)) in edges.into_iter().enumerate() {
        if known.is_empty() {
            return;
        }
        edge.name = format!("{prefix}e{index}");
        edge.reverse = edge.reverse.map(|_| format!("{prefix}r{index}"));
        edge.local_to = graph.map(str::to_owned);
        for (from, to) in pairs {
            let pair = EndpointPair { from: from.get(&known).clone(), to: to.get(&known).clone() };
            if !edge.pairs.contains(&pair) {
                edge.pairs.push(pair);
            }
        }
        resolve(&mut edge.attributes, &catalog.tuples);
        if let Some(graph) = catalog.graphs.last_mut() {
            graph.edges.push(edge.name.clone());
        }
        catalog.edges.push(edge);
    }
}

/// Makes tuple attributes refer to an existing tuple, if there is one.
fn resolve(attributes: &mut [Attribute], tuples: &[TupleType]) {
    for attribute in attributes {
        let name = match &mut attribute.ty {
            AttributeType::Tuple(name)
            | AttributeType::List(ElementType::Tuple(name))
            | AttributeType::Set(ElementType::Tuple(name))
            | AttributeType::Map(_, ElementType::Tuple(name)) => name,
            _ => continue,
        };
        match tuples.last() {
            Some(tuple) => tuple.name.clone_into(name),
            None => attribute.ty = AttributeType::Int,
        }
    }
}

fn tuple() -> impl Strategy<Value = Vec<TupleField>> {
    let ty = prop_oneof![
        select(&[1, 2, 4, 8][..]).prop_map(TupleFieldType::Int),
        select(&[1, 2, 4, 8][..]).prop_map(TupleFieldType::Uint),
        Just(TupleFieldType::Float),
        Just(TupleFieldType::Double),
        Just(TupleFieldType::Bool),
        Just(TupleFieldType::DateTime),
        (1..100_u32).prop_map(TupleFieldType::String),
    ];
    vec(ty, 1..12).prop_map(|types| {
        types
            .into_iter()
            .enumerate()
            .map(|(index, ty)| TupleField { name: format!("f{index}"), ty })
            .collect()
    })
}

fn vertex() -> impl Strategy<Value = VertexType> {
    (
        vec(attribute(), 0..9),
        select(&[KeyType::String, KeyType::Int, KeyType::Uint, KeyType::DateTime][..]),
        any::<bool>(),
        btree_set(0..9_usize, 0..3),
        vec((1..=32_768_u32, metric()), 0..3),
        option::of(any::<Index>()),
        prop_oneof![Just(Stats::None), Just(Stats::OutdegreeByEdgeType)],
    )
        .prop_map(|(types, ty, as_attribute, parts, vectors, index, stats)| {
            let attributes = named("a", types);
            let keyed = |name: &&Attribute| KeyType::of(&name.ty).is_some();
            let parts: Vec<_> = parts
                .into_iter()
                .filter_map(|part| attributes.get(part))
                .filter(keyed)
                .map(|attribute| attribute.name.clone())
                .rev()
                .collect();
            let indexable: Vec<_> = attributes.iter().filter(keyed).collect();
            let indexed = index.filter(|_| !indexable.is_empty()).map(|it| it.get(&indexable));
            let indexes = indexed.into_iter().map(|attribute| tg_gsql::model::Index {
                name: "i".into(),
                attribute: attribute.name.clone(),
            });
            let vectors = vectors.into_iter().enumerate().map(|(index, (dimension, metric))| {
                VectorAttribute { name: format!("v{index}"), dimension, metric }
            });
            VertexType {
                name: String::new(),
                key: if parts.is_empty() {
                    PrimaryKey::PrimaryId { name: "id".into(), ty, as_attribute }
                } else {
                    PrimaryKey::Attributes(parts)
                },
                indexes: indexes.collect(),
                vectors: vectors.collect(),
                attributes,
                stats,
                local_to: None,
            }
        })
}

/// Ends by index into the vertex types, and the type with neither name nor pairs.
type EdgeSpec = (Vec<(Index, Index)>, EdgeType);

fn edge() -> impl Strategy<Value = EdgeSpec> {
    let key = select(&[KeyType::String, KeyType::Int, KeyType::Uint, KeyType::DateTime][..])
        .prop_map(|ty| (AttributeType::from(ty), None));
    (
        vec(any::<(Index, Index)>(), 1..9),
        any::<bool>(),
        vec(key, 0..3),
        vec(attribute(), 0..6),
        any::<bool>(),
    )
        .prop_map(|(pairs, directed, parts, plain, reverse)| {
            let discriminators = parts.len();
            let edge = EdgeType {
                name: String::new(),
                directed,
                pairs: Vec::new(),
                attributes: named("a", parts.into_iter().chain(plain)),
                discriminators,
                reverse: (directed && reverse).then(String::new),
                local_to: None,
            };
            (pairs, edge)
        })
}

type Typed = (AttributeType, Option<Literal>);

fn named(prefix: &str, types: impl IntoIterator<Item = Typed>) -> Vec<Attribute> {
    types
        .into_iter()
        .enumerate()
        .map(|(index, (ty, default))| Attribute { name: format!("{prefix}{index}"), ty, default })
        .collect()
}

fn attribute() -> impl Strategy<Value = Typed> {
    let date = select(&["2024-02-29", "1582-10-15 00:00:00", "2024/5/7 8:0:0"][..]);
    let double = prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO;
    prop_oneof![
        with_default(AttributeType::Int, any::<i64>().prop_map(|it| Literal::Int(it.into()))),
        with_default(AttributeType::Uint, any::<u64>().prop_map(|it| Literal::Int(it.into()))),
        with_default(AttributeType::Float, (-1e30..1e30).prop_map(Literal::Double)),
        with_default(AttributeType::Double, double.prop_map(Literal::Double)),
        with_default(AttributeType::Bool, any::<bool>().prop_map(Literal::Bool)),
        with_default(AttributeType::String, any::<String>().prop_map(Literal::String)),
        with_default(AttributeType::String, "[a\"'\\\\{}\n\r;#/*]{0,8}".prop_map(Literal::String)),
        with_default(AttributeType::DateTime, date.prop_map(|it| Literal::String(it.into()))),
        with_default(AttributeType::FixedBinary(8), "[a-z]{0,8}".prop_map(Literal::String)),
        element().prop_map(|element| (AttributeType::List(element), None)),
        element().prop_map(|element| (AttributeType::Set(element), None)),
        (map_key(), element()).prop_map(|(key, value)| (AttributeType::Map(key, value), None)),
        Just((AttributeType::Tuple(String::new()), None)),
    ]
}

fn with_default(
    ty: AttributeType,
    literal: impl Strategy<Value = Literal>,
) -> impl Strategy<Value = Typed> {
    option::of(literal).prop_map(move |default| (ty.clone(), default))
}

fn element() -> impl Strategy<Value = ElementType> {
    prop_oneof![
        Just(ElementType::Int),
        Just(ElementType::Double),
        Just(ElementType::String),
        Just(ElementType::DateTime),
        Just(ElementType::Tuple(String::new())),
    ]
}

fn map_key() -> impl Strategy<Value = MapKeyType> {
    prop_oneof![Just(MapKeyType::Int), Just(MapKeyType::String), Just(MapKeyType::DateTime)]
}

fn metric() -> impl Strategy<Value = Metric> {
    prop_oneof![Just(Metric::Cosine), Just(Metric::L2), Just(Metric::InnerProduct)]
}
