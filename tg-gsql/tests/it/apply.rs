//! Statements applied to a catalog: the changes and the reported effects.

use tg_gsql::apply::{self, Effect, TypeKind, TypeRef, script};
use tg_gsql::model::{
    Attribute, AttributeType, Catalog, EndpointPair, Literal, Metric, PrimaryKey,
};
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::parse;

#[track_caller]
fn catalog(text: &str) -> Catalog {
    let script = script(text);
    assert_eq!(script.findings, [], "{text}");
    script.catalog
}

fn vertex(name: &str, local_to: Option<&str>) -> TypeRef {
    TypeRef { kind: TypeKind::Vertex, name: name.into(), local_to: local_to.map(str::to_owned) }
}

fn edge(name: &str, local_to: Option<&str>) -> TypeRef {
    TypeRef { kind: TypeKind::Edge, ..vertex(name, local_to) }
}

/// Applies the last statement of the text, a `RUN` by running the job before it.
#[track_caller]
fn effects(catalog: &mut Catalog, text: &str) -> Vec<Effect> {
    let parsed = parse(text);
    assert!(parsed.is_ok(), "{:?}", parsed.findings);
    let outcome = match &parsed.statements[0].value {
        Statement::CreateSchemaChangeJob(job) => apply::run_job(catalog, None, job),
        statement => apply::apply(catalog, None, statement),
    };
    assert!(outcome.is_ok(), "{:?}", outcome.findings);
    outcome.effects
}

const PEOPLE: &str = "
    CREATE VERTEX Person (PRIMARY_ID id STRING, name STRING)
    CREATE VERTEX City (name STRING PRIMARY KEY)
    CREATE DIRECTED EDGE lives_in (FROM Person, TO City) WITH REVERSE_EDGE=\"houses\"
    CREATE GRAPH g (*)
";

#[test]
fn defaults_and_options_reach_the_model() {
    let catalog = catalog(
        r#"CREATE VERTEX V (PRIMARY_ID id UINT, b BOOL DEFAULT "TRUE", d DOUBLE DEFAULT 1)
           WITH STATS="NONE", PRIMARY_ID_AS_ATTRIBUTE="True""#,
    );
    let vertex = &catalog.vertices[0];
    assert_eq!(vertex.attributes[0].default, Some(Literal::Bool(true)));
    assert_eq!(vertex.attributes[1].default, Some(Literal::Double(1.0)));
    assert!(matches!(&vertex.key, PrimaryKey::PrimaryId { as_attribute: true, .. }));
    assert_eq!(vertex.stats.to_string(), "none");
}

#[test]
fn a_wildcard_means_the_types_of_that_moment() {
    let catalog = catalog(
        "CREATE VERTEX A (PRIMARY_ID id STRING) CREATE VERTEX B (PRIMARY_ID id STRING)
         CREATE UNDIRECTED EDGE all_ (FROM *, TO *)
         CREATE GRAPH early (*)
         CREATE VERTEX C (PRIMARY_ID id STRING)
         CREATE DIRECTED EDGE some (FROM A|C, TO B | FROM A, TO B|A)
         CREATE GRAPH late (*)",
    );
    assert_eq!(catalog.edges[0].pairs.len(), 4);
    let some: Vec<_> =
        catalog.edges[1].pairs.iter().map(|pair| format!("{}{}", pair.from, pair.to)).collect();
    assert_eq!(some, ["AB", "CB", "AA"]);
    assert_eq!(catalog.graphs[0].vertices, ["A", "B"]);
    assert_eq!(catalog.graphs[0].edges, ["all_"]);
    assert_eq!(catalog.graphs[1].vertices, ["A", "B", "C"]);
}

#[test]
fn types_have_the_order_of_the_printed_catalog() {
    let catalog = catalog(
        "CREATE GRAPH g () CREATE GRAPH h ()
         CREATE SCHEMA_CHANGE JOB j FOR GRAPH h { ADD VERTEX H (PRIMARY_ID id STRING); }
         RUN SCHEMA_CHANGE JOB j
         CREATE SCHEMA_CHANGE JOB k FOR GRAPH g { ADD VERTEX G (PRIMARY_ID id STRING);
           ADD DIRECTED EDGE e (FROM G, TO G); }
         RUN SCHEMA_CHANGE JOB k
         CREATE VERTEX A (PRIMARY_ID id STRING) CREATE DIRECTED EDGE a (FROM A, TO A)
         CREATE GLOBAL SCHEMA_CHANGE JOB l { ADD VERTEX A TO GRAPH g; ADD EDGE a TO GRAPH g; }
         RUN GLOBAL SCHEMA_CHANGE JOB l",
    );
    let names: Vec<_> = catalog.vertices.iter().map(|vertex| vertex.name.as_str()).collect();
    assert_eq!(names, ["A", "G", "H"]);
    assert_eq!(catalog.graphs[0].vertices, ["A", "G"]);
    assert_eq!(catalog.graphs[0].edges, ["a", "e"]);
    assert_eq!(script(&tg_gsql::print::catalog(&catalog)).catalog, catalog);
}

#[test]
fn a_graph_lists_an_edge_type_by_either_of_its_names() {
    let catalog = catalog(&format!("{PEOPLE} CREATE GRAPH h (Person, City, houses, lives_in)"));
    assert_eq!(catalog.graphs[1].edges, ["lives_in"]);
    assert!(catalog.edge_by_reverse("h", "houses").is_some());
}

#[test]
fn local_types_belong_to_their_graph() {
    let catalog = catalog(&format!(
        "{PEOPLE} CREATE GRAPH h ()
         CREATE SCHEMA_CHANGE JOB a FOR GRAPH h {{
             ADD DIRECTED EDGE knows (FROM Person, TO Person);
             ADD VERTEX Person (PRIMARY_ID id INT);
         }}
         RUN SCHEMA_CHANGE JOB a"
    ));
    assert_eq!(catalog.vertex("g", "Person").map(|it| it.local_to.is_none()), Some(true));
    assert_eq!(catalog.vertex("h", "Person").and_then(|it| it.local_to.as_deref()), Some("h"));
    assert_eq!(catalog.edges_of("h").count(), 1);
    assert!(catalog.global_edge("knows").is_none());
}

#[test]
fn effects_are_reported_in_order() {
    let mut catalog = catalog(PEOPLE);
    let job = "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {
        ADD DIRECTED EDGE visits (FROM Person, TO Shop);
        ADD VERTEX Shop (PRIMARY_ID id STRING, open BOOL);
        ALTER VERTEX Shop ADD ATTRIBUTE (rank INT DEFAULT 3);
        ALTER VERTEX Shop ADD INDEX by_rank ON (rank);
        ALTER VERTEX Shop ADD VECTOR ATTRIBUTE emb (DIMENSION=4, METRIC=\"IP\");
        ALTER EDGE visits ADD FROM (Shop) TO (City);
    }";
    let shop = vertex("Shop", Some("g"));
    let visits = edge("visits", Some("g"));
    let pair = |from: &str, to: &str| EndpointPair { from: from.into(), to: to.into() };
    assert_eq!(
        effects(&mut catalog, job),
        [
            Effect::TypeAdded(shop.clone()),
            Effect::TypeAdded(visits.clone()),
            Effect::AttributesAdded {
                of: shop.clone(),
                attributes: vec![Attribute {
                    name: "rank".into(),
                    ty: AttributeType::Int,
                    default: Some(Literal::Int(3)),
                }],
            },
            Effect::IndexAdded { of: shop.clone(), name: "by_rank".into() },
            Effect::VectorAdded { of: shop.clone(), name: "emb".into() },
            Effect::PairsAdded {
                of: visits.clone(),
                pairs: vec![pair("Shop", "Shop"), pair("Shop", "City"), pair("Person", "City")],
            },
        ]
    );
    assert_eq!(
        catalog.vertex("g", "Shop").map(|it| it.vectors[0].metric),
        Some(Metric::InnerProduct)
    );

    let job = "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {
        ALTER VERTEX Shop DROP ATTRIBUTE (rank, open);
        ALTER VERTEX Shop DROP VECTOR ATTRIBUTE emb;
        ALTER VERTEX Shop ADD ATTRIBUTE (rank STRING);
    }";
    assert_eq!(
        effects(&mut catalog, job)[..3],
        [
            Effect::IndexDropped { of: shop.clone(), name: "by_rank".into() },
            Effect::AttributesDropped {
                of: shop.clone(),
                names: vec!["rank".into(), "open".into()],
            },
            Effect::VectorDropped { of: shop.clone(), name: "emb".into() },
        ]
    );

    let job = "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { DROP VERTEX Shop; DROP EDGE visits; }";
    assert_eq!(
        effects(&mut catalog, job),
        [Effect::TypeDropped(visits), Effect::TypeDropped(shop)]
    );
    assert_eq!(catalog, self::catalog(PEOPLE));
}

#[test]
fn a_global_job_moves_types_and_alters_them() {
    let mut catalog = catalog(&format!("{PEOPLE} CREATE GRAPH h ()"));
    let job = "CREATE GLOBAL SCHEMA_CHANGE JOB j {
        ADD EDGE lives_in TO GRAPH h;
        ADD VERTEX City, Person TO GRAPH h;
        ALTER EDGE lives_in ADD ATTRIBUTE (since DATETIME);
        ALTER EDGE lives_in ADD PAIR (FROM City, TO City | FROM Person, TO City);
    }";
    let joined = |of| Effect::TypeJoined { of, graph: "h".into() };
    let found = effects(&mut catalog, job);
    assert_eq!(
        found[..3],
        [
            joined(vertex("City", None)),
            joined(vertex("Person", None)),
            joined(edge("lives_in", None))
        ]
    );
    assert!(matches!(&found[4], Effect::PairsAdded { pairs, .. } if pairs.len() == 1));
    let job = "CREATE GLOBAL SCHEMA_CHANGE JOB j {
        DROP VERTEX City FROM GRAPH h; DROP EDGE lives_in FROM GRAPH h; }";
    assert_eq!(effects(&mut catalog, job).len(), 2);
    assert_eq!(catalog.graphs[1].vertices, ["Person"]);
}

#[test]
fn a_job_does_all_or_nothing() {
    let before = catalog(PEOPLE);
    let mut after = before.clone();
    let parsed = parse(
        "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {
            ADD VERTEX Shop (PRIMARY_ID id STRING); DROP VERTEX Nobody; }",
    );
    let Statement::CreateSchemaChangeJob(job) = &parsed.statements[0].value else { panic!() };
    let outcome = apply::run_job(&mut after, None, job);
    assert!(!outcome.is_ok() && outcome.effects.is_empty());
    assert_eq!(after, before);
}

#[test]
fn a_graph_takes_its_local_types_with_it() {
    let mut catalog = catalog(PEOPLE);
    effects(
        &mut catalog,
        "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { ADD VERTEX Shop (PRIMARY_ID id STRING);
         ADD UNDIRECTED EDGE near (FROM Shop, TO City); }",
    );
    assert_eq!(
        effects(&mut catalog, "DROP GRAPH g"),
        [
            Effect::TypeDropped(edge("near", Some("g"))),
            Effect::TypeDropped(vertex("Shop", Some("g"))),
            Effect::GraphDropped("g".into()),
        ]
    );
    assert_eq!(catalog.vertices.len(), 2);
    assert_eq!(
        effects(&mut catalog, "DROP EDGE lives_in"),
        [Effect::TypeDropped(edge("lives_in", None))]
    );
    effects(&mut catalog, "DROP VERTEX Person, City");
    assert_eq!(catalog, Catalog::default());
}

#[test]
fn drop_all_leaves_nothing() {
    let mut catalog = catalog(PEOPLE);
    assert_eq!(effects(&mut catalog, "DROP ALL"), [Effect::Cleared]);
    assert_eq!(catalog, Catalog::default());
}

#[test]
fn a_script_keeps_its_working_graph() {
    let graph = |text: &str| script(&format!("{PEOPLE} {text}")).graph;
    assert_eq!(graph("").as_deref(), Some("g"));
    assert_eq!(graph("CREATE GRAPH h () USE GRAPH g").as_deref(), Some("g"));
    assert_eq!(graph("USE GLOBAL"), None);
    assert_eq!(graph("DROP GRAPH g"), None);
}
