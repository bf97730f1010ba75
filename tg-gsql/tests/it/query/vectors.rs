//! Searches of vectors: their types, and mistakes in them.

use tg_gsql::query::{Context, OutputType, parse, signature};
use tg_gsql::{apply, check, report};

const SCHEMA: &str = r#"
    CREATE VERTEX Doc (PRIMARY_ID id STRING, year INT)
    CREATE VERTEX Image (PRIMARY_ID id STRING)
    CREATE DIRECTED EDGE Shows (FROM Doc, TO Image)
    CREATE GRAPH g (*)
    CREATE GLOBAL SCHEMA_CHANGE JOB j {
        ALTER VERTEX Doc ADD VECTOR ATTRIBUTE emb(DIMENSION=2, METRIC="COSINE");
        ALTER VERTEX Image ADD VECTOR ATTRIBUTE emb(DIMENSION=2, METRIC="COSINE");
    }
    RUN GLOBAL SCHEMA_CHANGE JOB j"#;

const SEARCH: &str = r#"CREATE QUERY q(LIST<FLOAT> near_to, INT k) FOR GRAPH g SYNTAX v3 {
    MapAccum<VERTEX, FLOAT> @@found; ListAccum<DOUBLE> @@own; SumAccum<DOUBLE> @far;
    recent = SELECT d FROM (d:Doc) WHERE d.year > 2000 AND d.emb.size() > 0
        ACCUM d.@far += gds.vector.distance(d.emb, near_to, "L2")
        POST-ACCUM @@own += d.emb;
    near = vectorSearch({Doc.emb}, near_to, k, {candidate_set: recent, ef: 20, distance_map: @@found});
    all_ = vectorSearch({Doc.emb, Image.emb}, @@own, k);
    images = SELECT i FROM (d:near) -[:Shows]-> (i:Image);
    PRINT near WITH VECTOR;
    PRINT all_, images, gds.vector.norm(near_to, "L2") AS norm;
}"#;

#[test]
fn a_search_finds_vertices_of_the_types_whose_vectors_it_names() {
    let schema = apply::script(SCHEMA);
    assert!(schema.is_ok(), "{:?}", schema.findings);
    let query = parse(SEARCH).query.unwrap();
    let context = Context { schema: Some((&schema.catalog, "g")), ..Context::default() };
    let findings = check::query_in(SEARCH, &query, &context);
    assert!(findings.is_empty(), "{}", report::findings("q", SEARCH, &findings));
    let outputs = signature(SEARCH, &query, &schema.catalog, "g").outputs;
    let types: Vec<_> = outputs
        .iter()
        .map(|output| match &output.ty {
            OutputType::Vertices(types) => types.iter().map(|it| it.v_type.clone()).collect(),
            OutputType::Plain(ty) => vec![ty.clone()],
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(types, [vec!["Doc"], vec!["Doc", "Image"], vec!["Image"], vec!["double"]]);
}

#[test]
fn a_vector_that_a_type_does_not_have_is_a_mistake() {
    let schema = apply::script(SCHEMA);
    let text = SEARCH.replace("{Doc.emb, Image.emb}", "{Doc.emp, Image.year}");
    let query = parse(&text).query.unwrap();
    let findings = check::query(&text, &query, &schema.catalog, "g");
    let found: Vec<_> =
        findings.iter().map(|it| (it.message.as_str(), it.help.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("the vertex type `Doc` has no vector `emp`", Some("did you mean `emb`?")),
            ("the vertex type `Image` has no vector `year`", None),
        ]
    );
}
