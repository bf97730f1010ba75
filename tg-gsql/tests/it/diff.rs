//! Differences between two catalogs.

use proptest::prelude::*;
use tg_gsql::apply::script;
use tg_gsql::diff::{self, Change, Rename, Renamed, Subject};
use tg_gsql::model::{AttributeType, Catalog, EdgeType, Literal, TupleType, VertexType};

use tg_test_support::catalogs::catalog;

fn made(text: &str) -> Catalog {
    let script = script(text);
    assert!(script.is_ok(), "{:?}", script.findings);
    script.catalog
}

fn lines(have: &str, want: &str) -> Vec<String> {
    let differences = diff::graph(&made(have), &made(want), "g", &[]);
    differences.iter().map(ToString::to_string).collect()
}

#[test]
fn every_difference_has_a_line() {
    let have = "\
        TYPEDEF TUPLE <a INT> t \
        CREATE VERTEX A (PRIMARY_ID id STRING, kept INT, gone INT, ty INT, def INT, old t) \
            WITH STATS=\"none\" \
        CREATE VERTEX B (PRIMARY_ID id STRING) \
        CREATE VERTEX C (id STRING PRIMARY KEY, x INT) \
        CREATE VERTEX D (PRIMARY_ID id INT) \
        CREATE VERTEX Gone (PRIMARY_ID id INT) \
        CREATE VERTEX Turned (PRIMARY_ID id INT) \
        CREATE DIRECTED EDGE e (FROM A, TO B | FROM B, TO B, n INT) WITH REVERSE_EDGE=\"r\" \
        CREATE UNDIRECTED EDGE u (FROM A, TO B, DISCRIMINATOR(d INT)) \
        CREATE GRAPH g (*)";
    let want = "\
        TYPEDEF TUPLE <a UINT> t \
        CREATE VERTEX A (PRIMARY_ID key STRING, def INT DEFAULT 3, kept INT, ty UINT, new BOOL, old t) \
        CREATE VERTEX B (id STRING PRIMARY KEY) \
        CREATE VERTEX C (id STRING, x INT, PRIMARY KEY (id, x)) \
        CREATE VERTEX D (PRIMARY_ID id UINT) WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\" \
        CREATE VERTEX New (PRIMARY_ID id INT) \
        CREATE DIRECTED EDGE e (FROM A, TO B | FROM B, TO A, n INT) \
        CREATE DIRECTED EDGE u (FROM B, TO A | FROM A, TO B, DISCRIMINATOR(d UINT)) \
        CREATE DIRECTED EDGE Turned (FROM A, TO B) \
        CREATE GRAPH g (*)";
    let expected = [
        "tuple `t`: the fields are (a INT), not (a UINT)",
        "vertex `A`: the primary id is called `id`, not `key`",
        "vertex `A`: STATS is \"none\", not \"outdegree_by_edgetype\"",
        "vertex `A`: attribute `def` has no default, not DEFAULT 3",
        "vertex `A`: attribute `ty` is INT, not UINT",
        "vertex `A`: attribute `new BOOL` is missing",
        "vertex `A`: attribute `gone INT` exists and is not expected",
        "vertex `A`: the attributes are in the order (kept, ty, def, old), not (def, kept, ty, old)",
        "vertex `B`: the key is a PRIMARY_ID, not a PRIMARY KEY",
        "vertex `B`: attribute `id STRING` is missing",
        "vertex `C`: the primary key is (id), not (id, x)",
        "vertex `D`: the primary id is INT, not UINT",
        "vertex `D`: the primary id is not an attribute, and should be",
        "vertex `New` is missing",
        "edge `e`: the reverse type is `r`, not none",
        "edge `e`: it does not join `B` to `A`",
        "edge `e`: it joins `B` to `B`, which is not expected",
        "edge `u`: it is undirected, not directed",
        "edge `u`: the discriminator is (d INT), not (d UINT)",
        "edge `u`: attribute `d` is INT, not UINT",
        "edge `u`: it does not join `B` to `A`",
        "edge `Turned` is a vertex type, not an edge type",
        "vertex `Gone` exists and is not expected",
    ];
    assert_eq!(lines(have, want), expected);
}

#[test]
fn vectors_and_indexes() {
    let graph = |changes: &str| {
        format!(
            "CREATE VERTEX A (PRIMARY_ID id STRING, a INT, b INT) CREATE GRAPH g (A)\n\
             CREATE GLOBAL SCHEMA_CHANGE JOB j {{ {changes} }} RUN GLOBAL SCHEMA_CHANGE JOB j"
        )
    };
    let have = graph(
        "ALTER VERTEX A ADD INDEX i ON (a); ALTER VERTEX A ADD INDEX k ON (a); \
         ALTER VERTEX A ADD VECTOR ATTRIBUTE v (DIMENSION=3); \
         ALTER VERTEX A ADD VECTOR ATTRIBUTE w (DIMENSION=3);",
    );
    let want = graph(
        "ALTER VERTEX A ADD INDEX j ON (b); ALTER VERTEX A ADD INDEX k ON (b); \
         ALTER VERTEX A ADD VECTOR ATTRIBUTE v (DIMENSION=4); \
         ALTER VERTEX A ADD VECTOR ATTRIBUTE x (DIMENSION=3, METRIC=\"L2\");",
    );
    let expected = [
        "vertex `A`: vector attribute `v (DIMENSION=3, METRIC=\"COSINE\")` is not \
         `v (DIMENSION=4, METRIC=\"COSINE\")`",
        "vertex `A`: vector attribute `x (DIMENSION=3, METRIC=\"L2\")` is missing",
        "vertex `A`: vector attribute `w (DIMENSION=3, METRIC=\"COSINE\")` exists and is not expected",
        "vertex `A`: index `j` on `b` is missing",
        "vertex `A`: index `k` on `a` should be on `b`",
        "vertex `A`: index `i` on `a` exists and is not expected",
    ];
    assert_eq!(lines(&have, &want), expected);
}

#[test]
fn renames_are_declared_and_never_guessed() {
    let have = made(
        "CREATE VERTEX Old (PRIMARY_ID id STRING, colour STRING) \
         CREATE DIRECTED EDGE e (FROM Old, TO Old) CREATE GRAPH g (*)",
    );
    let want = made(
        "CREATE VERTEX New (PRIMARY_ID id STRING, color STRING) \
         CREATE DIRECTED EDGE e (FROM New, TO New) CREATE GRAPH g (*)",
    );
    assert_eq!(diff::graph(&have, &want, "g", &[]).len(), 4);
    let renames = [
        Rename { what: Renamed::Vertex, old: "Old".into(), new: "New".into() },
        Rename {
            what: Renamed::VertexAttribute("New".into()),
            old: "colour".into(),
            new: "color".into(),
        },
    ];
    let found = diff::graph(&have, &want, "g", &renames);
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "vertex `New` is still called `Old`",
            "vertex `New`: attribute `color` is still called `colour`"
        ]
    );
    // After the rename, there is no difference.
    assert_eq!(diff::graph(&want, &want, "g", &renames), []);
}

#[test]
fn differences_of_catalogs_name_the_graph() {
    let have = made("CREATE VERTEX A (PRIMARY_ID id STRING) CREATE GRAPH g (A) CREATE GRAPH h ()");
    let want = made(
        "CREATE VERTEX A (PRIMARY_ID id STRING) CREATE VERTEX B (PRIMARY_ID id INT) \
         CREATE GRAPH g () CREATE GRAPH i (A)",
    );
    let lines: Vec<_> = diff::catalog(&have, &want, &[]).iter().map(ToString::to_string).collect();
    let expected = [
        "vertex `B` is missing",
        "graph `h` exists and is not expected",
        "graph `g`: vertex `A` exists and is not expected",
        "graph `i` is missing",
        "graph `i`: vertex `A` is missing",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn extra_and_cosmetic_differences_are_distinguished() {
    let have = made("CREATE VERTEX A (PRIMARY_ID id STRING, x INT, y INT) CREATE GRAPH g (A)");
    let want = made("CREATE VERTEX A (PRIMARY_ID id STRING, y INT) CREATE GRAPH g (A)");
    let found = diff::graph(&have, &want, "g", &[]);
    assert!(found.iter().all(diff::Difference::is_extra), "{found:?}");
    let want = made("CREATE VERTEX A (PRIMARY_ID id STRING, y INT, x INT) CREATE GRAPH g (A)");
    let found = diff::graph(&have, &want, "g", &[]);
    assert!(found.iter().all(diff::Difference::is_cosmetic), "{found:?}");
    assert_eq!(found[0].subject, Subject::Vertex("A".into()));
    assert!(matches!(&found[0].change, Change::AttributeOrder { have, .. } if *have == ["x", "y"]));
}

/// The parts of a graph that are compared, in one order and one spelling.
type Parts = (bool, Vec<TupleType>, Vec<VertexType>, Vec<EdgeType>);

fn parts(catalog: &Catalog, graph: &str) -> Parts {
    let mut vertices: Vec<_> = catalog.vertices_of(graph).cloned().collect();
    let mut edges: Vec<_> = catalog.edges_of(graph).cloned().collect();
    let ends: Vec<_> = vertices.iter().map(|vertex| vertex.name.clone()).collect();
    for vertex in &mut vertices {
        vertex.local_to = vertex.local_to.take().map(|_| String::new());
        vertex.attributes.iter_mut().for_each(plain_default);
        vertex.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        vertex.vectors.sort_by(|a, b| a.name.cmp(&b.name));
    }
    for edge in &mut edges {
        edge.local_to = edge.local_to.take().map(|_| String::new());
        edge.attributes.iter_mut().for_each(plain_default);
        edge.pairs.retain(|pair| ends.contains(&pair.from) && ends.contains(&pair.to));
        for pair in &mut edge.pairs {
            if !edge.directed && pair.from > pair.to {
                std::mem::swap(&mut pair.from, &mut pair.to);
            }
        }
        edge.pairs.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        edge.pairs.dedup();
    }
    vertices.sort_by(|a, b| a.name.cmp(&b.name));
    edges.sort_by(|a, b| a.name.cmp(&b.name));
    let attributes = vertices.iter().flat_map(|vertex| &vertex.attributes);
    let attributes = attributes.chain(edges.iter().flat_map(|edge| &edge.attributes));
    let used: Vec<_> = attributes.filter_map(|attribute| attribute.ty.tuple()).collect();
    let mut tuples: Vec<_> =
        catalog.tuples.iter().filter(|it| used.contains(&it.name.as_str())).cloned().collect();
    tuples.sort_by(|a, b| a.name.cmp(&b.name));
    (catalog.graph(graph).is_some(), tuples, vertices, edges)
}

fn plain_default(attribute: &mut tg_gsql::model::Attribute) {
    let own = match (&attribute.ty, &attribute.default) {
        (AttributeType::Int | AttributeType::Uint, Some(Literal::Int(0)))
        | (AttributeType::Bool, Some(Literal::Bool(false))) => true,
        (AttributeType::Float | AttributeType::Double, Some(Literal::Double(it))) => *it == 0.0,
        (AttributeType::String, Some(Literal::String(text))) => text.is_empty(),
        _ => false,
    };
    if own {
        attribute.default = None;
    }
}

/// Changes one thing, or only the order of things.
fn tweak(catalog: &mut Catalog, which: u8, at: usize) {
    fn pick<T>(list: &mut [T], at: usize) -> Option<&mut T> {
        let at = at.checked_rem(list.len())?;
        list.get_mut(at)
    }
    let names: Vec<_> = catalog.vertices.iter().map(|vertex| vertex.name.clone()).collect();
    let vertex = pick(&mut catalog.vertices, at);
    let edge = pick(&mut catalog.edges, at);
    match which {
        0 => catalog.vertices.reverse(),
        1 => catalog.graphs.iter_mut().for_each(|graph| graph.edges.reverse()),
        2 => catalog.graphs.iter_mut().for_each(|graph| drop(graph.vertices.pop())),
        3 => catalog.graphs.iter_mut().for_each(|graph| drop(graph.edges.pop())),
        4 => drop(vertex.and_then(|vertex| vertex.attributes.pop())),
        5 => vertex.into_iter().for_each(|vertex| vertex.attributes.reverse()),
        6 => drop(vertex.and_then(|vertex| vertex.indexes.pop())),
        7 => drop(vertex.and_then(|vertex| vertex.vectors.pop())),
        8 => edge.into_iter().for_each(|edge| edge.directed ^= true),
        9 => drop(edge.and_then(|edge| edge.pairs.pop())),
        10 => edge.into_iter().for_each(|edge| edge.reverse = None),
        11 => edge.into_iter().for_each(|edge| edge.discriminators = 0),
        12 => edge.into_iter().for_each(|edge| edge.pairs.reverse()),
        13 => drop(catalog.tuples.last_mut().and_then(|tuple| tuple.fields.pop())),
        14 => {
            let attribute = vertex.and_then(|vertex| pick(&mut vertex.attributes, at));
            attribute.into_iter().for_each(|attribute| attribute.default = None);
        }
        15 => {
            let attribute = edge.and_then(|edge| pick(&mut edge.attributes, at));
            attribute.into_iter().for_each(|attribute| attribute.ty = AttributeType::Bool);
        }
        16 => {
            if let (Some(pair), Some(name)) =
                (edge.and_then(|edge| pick(&mut edge.pairs, at)), names.first())
            {
                pair.to.clone_from(name);
            }
        }
        17 => vertex.into_iter().for_each(|vertex| vertex.stats = tg_gsql::model::Stats::None),
        18 => drop(catalog.graphs.pop()),
        _ => {}
    }
}

proptest! {
    #[test]
    fn catalogs_differ_exactly_if_their_compared_parts_do(
        have in catalog(), tweaks in proptest::collection::vec((0_u8..20, 0_usize..8), 0..3),
    ) {
        let mut want = have.clone();
        for (which, at) in tweaks {
            tweak(&mut want, which, at);
        }
        for graph in ["g0", "g1", "none"] {
            let found = diff::graph(&have, &want, graph, &[]);
            let equal = parts(&have, graph) == parts(&want, graph);
            prop_assert_eq!(found.is_empty(), equal, "{:?}", found);
            let back = diff::graph(&want, &have, graph, &[]);
            prop_assert_eq!(back.is_empty(), equal, "{:?}", back);
        }
        let found = diff::catalog(&have, &want, &[]);
        if have == want {
            prop_assert_eq!(found, []);
        }
    }

    #[test]
    fn a_catalog_does_not_differ_from_itself(it in catalog()) {
        prop_assert_eq!(diff::catalog(&it, &it, &[]), []);
    }
}
