//! Drawings of catalogs.

use tg_gsql::apply::script;
use tg_gsql::model::Catalog;

use super::{Drawing, Mark, Scope};
use crate::draw::DrawError;

fn catalog(ddl: &str) -> Catalog {
    let script = script(ddl);
    assert!(script.is_ok(), "{:?}", script.findings);
    script.catalog
}

fn draw(ddl: &str) -> Drawing {
    Drawing::of(&catalog(ddl), None).unwrap()
}

#[test]
fn the_parts_of_a_key_come_first_and_in_its_order() {
    let drawing = draw(
        "CREATE VERTEX Flight (miles INT, number INT, due DATETIME, PRIMARY KEY (due, number))",
    );
    let rows: Vec<_> =
        drawing.nodes[0].rows.iter().map(|row| (row.tag(), row.name.as_str())).collect();
    let expected = [("KEY 1", "due"), ("KEY 2", "number"), ("", "miles")];
    assert_eq!(rows, expected.map(|(tag, name)| (tag.to_owned(), name)));
}

#[test]
fn an_id_an_index_and_a_vector_are_marked() {
    let drawing = draw(
        "CREATE VERTEX A (PRIMARY_ID id STRING, town STRING DEFAULT \"x\") WITH STATS=\"none\"
         CREATE GLOBAL SCHEMA_CHANGE JOB more {
           ALTER VERTEX A ADD INDEX towns ON (town);
           ALTER VERTEX A ADD VECTOR ATTRIBUTE e (DIMENSION=3, METRIC=\"L2\");
         }
         RUN GLOBAL SCHEMA_CHANGE JOB more",
    );
    let [id, town, vector] = &drawing.nodes[0].rows[..] else { panic!("{drawing:?}") };
    assert_eq!(id.mark, Mark::Id { as_attribute: false });
    assert_eq!((town.tag(), town.declared()), ("INDEX".into(), "STRING = \"x\"".into()));
    assert_eq!(town.index.as_deref(), Some("towns"));
    assert_eq!((vector.tag(), vector.declared()), ("VECTOR".into(), "3 dimensions, L2".into()));
    assert_eq!(drawing.nodes[0].notes, ["no statistics"]);
}

#[test]
fn a_graph_shows_its_own_types_as_local() {
    let drawing = draw(
        "CREATE VERTEX A (PRIMARY_ID id STRING)
         CREATE VERTEX Elsewhere (PRIMARY_ID id STRING)
         CREATE GRAPH g (A)
         USE GRAPH g
         CREATE SCHEMA_CHANGE JOB own FOR GRAPH g {
           ADD VERTEX B (PRIMARY_ID id STRING);
           ADD DIRECTED EDGE e (FROM A, TO B);
         }
         RUN SCHEMA_CHANGE JOB own",
    );
    let scopes: Vec<_> =
        drawing.nodes.iter().map(|node| (node.name.as_str(), node.scope)).collect();
    assert_eq!(scopes, [("A", Scope::Global), ("B", Scope::Local)]);
    assert_eq!(drawing.links[0].scope, Scope::Local);
    assert_eq!(drawing.counts(), "2 vertex types, 1 edge type");
}

#[test]
fn many_types_on_a_side_are_named_instead_of_joined() {
    let mut ddl = String::new();
    for index in 0..12 {
        ddl.push_str(&format!("CREATE VERTEX V{index} (PRIMARY_ID id STRING)\n"));
    }
    ddl.push_str("CREATE DIRECTED EDGE e (FROM *, TO V0)");
    let drawing = draw(&ddl);
    let [bundle] = &drawing.links[0].bundles[..] else { panic!("{drawing:?}") };
    assert!(!bundle.joins_from() && bundle.joins_to());
    assert_eq!(drawing.links[0].notes(&drawing, bundle), ["from: any type"]);
    assert_eq!(drawing.side(&bundle.from[..11]), "V0, V1, V2, ... (11 types)");
}

#[test]
fn a_pair_of_an_undirected_edge_is_drawn_once() {
    let drawing = draw(
        "CREATE VERTEX A (PRIMARY_ID id STRING)
         CREATE VERTEX B (PRIMARY_ID id STRING)
         CREATE UNDIRECTED EDGE e (FROM A, TO B | FROM B, TO A)",
    );
    assert_eq!(drawing.links[0].pairs, [(0, 1)]);
}

#[test]
fn a_missing_end_is_drawn_as_missing() {
    let mut catalog = catalog(
        "CREATE VERTEX A (PRIMARY_ID id STRING)
         CREATE DIRECTED EDGE e (FROM A, TO A)",
    );
    catalog.edges[0].pairs[0].to = "Gone".into();
    let drawing = Drawing::of(&catalog, None).unwrap();
    assert_eq!(drawing.nodes[1].scope, Scope::Outside);
    assert_eq!(drawing.counts(), "1 vertex type, 1 edge type");
}

#[test]
fn a_missing_graph_is_reported_with_the_remedy() {
    let catalog = catalog(
        "CREATE VERTEX A (PRIMARY_ID id STRING)
         CREATE GRAPH goods (A)
         CREATE GRAPH flights (A)",
    );
    let error = Drawing::of(&catalog, Some("good")).unwrap_err();
    assert_eq!(error.to_string(), "the schema has no graph `good`; did you mean `goods`?");
    let error = Drawing::of(&catalog, None).unwrap_err();
    assert!(matches!(error, DrawError::WhichGraph { .. }));
    assert!(error.to_string().ends_with("goods, flights"));
    let error = Drawing::of(&Catalog::default(), Some("goods")).unwrap_err();
    assert!(error.to_string().contains("no graph at all"), "{error}");
}
