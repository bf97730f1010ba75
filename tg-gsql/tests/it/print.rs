//! Models to text, and back.

use proptest::prelude::*;
use tg_gsql::apply::script;
use tg_gsql::print;

use tg_test_support::catalogs::catalog;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_printed_catalog_is_read_as_the_same_one(catalog in catalog()) {
        let text = print::catalog(&catalog);
        let read = script(&text);
        prop_assert_eq!(&read.findings, &[], "{}", text);
        prop_assert_eq!(&read.catalog, &catalog, "{}", text);
    }

    #[test]
    fn a_graph_is_printed_with_all_that_it_needs(catalog in catalog()) {
        for graph in &catalog.graphs {
            let text = print::graph(&catalog, &graph.name);
            let read = script(&text);
            prop_assert_eq!(&read.findings, &[], "{}", text);
            let types = |it: &tg_gsql::model::Catalog| -> Vec<_> {
                it.vertices_of(&graph.name).cloned().collect()
            };
            prop_assert_eq!(types(&read.catalog), types(&catalog), "{}", text);
        }
    }
}

/// Everything that has a form, in its canonical form.
const CANONICAL: &str = r#"TYPEDEF TUPLE <x INT(4), y DOUBLE, label STRING(20)> point
CREATE VERTEX Depot (code STRING PRIMARY KEY, city STRING)
CREATE VERTEX Package (
    PRIMARY_ID id UINT,
    weight_kg DOUBLE DEFAULT 1.0,
    fragile BOOL DEFAULT "false",
    handling SET<STRING>,
    track LIST<point>,
    since DATETIME
) WITH STATS="none", PRIMARY_ID_AS_ATTRIBUTE="true"
CREATE VERTEX Slot (depot STRING, number INT, PRIMARY KEY (number, depot))
CREATE DIRECTED EDGE stored_at (FROM Package, TO Depot, since DATETIME) WITH REVERSE_EDGE="holds"
CREATE UNDIRECTED EDGE near (
    FROM Depot, TO Depot | FROM Depot, TO Slot,
    DISCRIMINATOR(way INT, lane STRING DEFAULT "a"),
    distance_km DOUBLE
)
CREATE GLOBAL SCHEMA_CHANGE JOB add_indexes_and_vectors {
    ALTER VERTEX Depot ADD INDEX by_city ON (city);
    ALTER VERTEX Depot ADD VECTOR ATTRIBUTE picture (DIMENSION=512, METRIC="L2");
}
RUN GLOBAL SCHEMA_CHANGE JOB add_indexes_and_vectors
DROP JOB add_indexes_and_vectors
CREATE GRAPH goods (Depot, Package, stored_at)
CREATE SCHEMA_CHANGE JOB add_types_of_goods FOR GRAPH goods {
    ADD VERTEX Truck (PRIMARY_ID plate STRING);
    ADD UNDIRECTED EDGE parked_at (FROM Truck, TO Depot);
}
RUN SCHEMA_CHANGE JOB add_types_of_goods
DROP JOB add_types_of_goods
CREATE GRAPH empty ()
"#;

#[test]
fn canonical_text_stays_as_it_is() {
    let read = script(CANONICAL);
    assert_eq!(read.findings, []);
    assert_eq!(print::catalog(&read.catalog), CANONICAL);
}
