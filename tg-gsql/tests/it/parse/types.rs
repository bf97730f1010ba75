//! Vertex types, edge types, tuples and graphs.

use tg_gsql::model::Literal;
use tg_gsql::syntax::ast::{Ends, GraphMembers, KeyDecl, Statement};
use tg_gsql::syntax::parse;

use super::{statement, values};

#[test]
fn a_vertex_type_with_everything() {
    let text = r#"create vertex Person (
        primary_id id UINT, -- no comment of GSQL
    )"#;
    assert!(!parse(text).is_ok());

    let Statement::CreateVertex(person) = statement(
        r#"create vertex Person (
            primary_id id UINT,          // the id
            name STRING DEFAULT "no \"name\"",  # text
            score FLOAT default -1.0, born DATETIME, /* of collections: */
            nick SET<STRING>, marks MAP<INT, grade>, raw FIXED_BINARY(16), ok BOOL DEFAULT true
        ) WITH stats="outdegree_by_edgetype", primary_id_as_attribute = TRUE;"#,
    ) else {
        panic!("not a vertex type")
    };
    assert_eq!(person.name.value, "Person");
    assert!(matches!(&person.key, Some(KeyDecl::PrimaryId { name, ty })
        if name.value == "id" && ty.name.value == "UINT"));
    let names: Vec<_> = person.attributes.iter().map(|it| it.name.value.as_str()).collect();
    assert_eq!(names, ["name", "score", "born", "nick", "marks", "raw", "ok"]);
    let defaults: Vec<_> =
        person.attributes.iter().filter_map(|it| Some(&it.default.as_ref()?.value)).collect();
    assert_eq!(
        defaults,
        [&Literal::String("no \"name\"".into()), &Literal::Double(-1.0), &Literal::Bool(true)]
    );
    let options: Vec<_> = person
        .options
        .iter()
        .map(|option| (option.key.value.as_str(), option.value.value.as_str()))
        .collect();
    assert_eq!(options, [("stats", "outdegree_by_edgetype"), ("primary_id_as_attribute", "TRUE")]);
}

#[test]
fn first_words_of_statements_may_be_attributes() {
    let names =
        "begin, end, grant, revoke, show, run, use, install, ls, help, exit, put, get, abort";
    for name in names.split(", ") {
        statement(&format!("CREATE VERTEX A (PRIMARY_ID id STRING,\n{name} INT,\nb STRING)"));
    }
}

#[test]
fn keys_of_attributes() {
    for (text, key) in [
        ("CREATE VERTEX P (id INT PRIMARY KEY, name STRING)", vec!["id"]),
        ("CREATE VERTEX P (id INT DEFAULT 1 PRIMARY KEY)", vec!["id"]),
        ("CREATE VERTEX P (a INT, b STRING, PRIMARY KEY (b, a))", vec!["b", "a"]),
    ] {
        let Statement::CreateVertex(vertex) = statement(text) else { panic!("{text}") };
        let Some(KeyDecl::PrimaryKey(names)) = &vertex.key else { panic!("{text}") };
        assert_eq!(values(names), key);
    }
}

#[test]
fn edge_types_of_many_pairs() {
    let Statement::CreateEdge(edge) = statement(
        r#"CREATE DIRECTED EDGE knows (FROM A|B, TO C | FROM D, TO D | FROM *, TO E,
            DISCRIMINATOR(at DATETIME, kind STRING), weight DOUBLE) WITH REVERSE_EDGE="known_by""#,
    ) else {
        panic!("not an edge type")
    };
    assert!(edge.directed);
    assert_eq!(edge.pairs.len(), 3);
    assert!(matches!(&edge.pairs[0].from, Ends::Named(names) if values(names) == ["A", "B"]));
    assert!(matches!(&edge.pairs[1].to, Ends::Named(names) if values(names) == ["D"]));
    assert!(matches!(&edge.pairs[2].from, Ends::All(_)));
    assert_eq!(edge.discriminator.len(), 2);
    assert_eq!(edge.attributes.len(), 1);
    assert_eq!(edge.options[0].value.value, "known_by");

    assert!(matches!(
        statement("CREATE UNDIRECTED EDGE e (FROM A, TO B)"),
        Statement::CreateEdge(edge) if !edge.directed
    ));
}

#[test]
fn fields_of_tuples_have_either_order() {
    for text in [
        "TYPEDEF TUPLE <a INT(1), b STRING(20), c DATETIME> t",
        "TYPEDEF TUPLE<INT(1) a, STRING (20) b, DATETIME c> t",
    ] {
        let Statement::CreateTuple(tuple) = statement(text) else { panic!("{text}") };
        let names: Vec<_> = tuple.fields.iter().map(|field| field.name.value.as_str()).collect();
        assert_eq!(names, ["a", "b", "c"]);
        assert_eq!(tuple.fields[1].ty.size.as_ref().map(|size| size.value), Some(20));
    }
}

#[test]
fn graphs_accept_a_star_or_names_or_an_empty_list() {
    let members = |text| match statement(text) {
        Statement::CreateGraph(graph) => graph.members,
        other => panic!("{other:?}"),
    };
    assert_eq!(members("CREATE GRAPH g(*)"), GraphMembers::All);
    assert_eq!(members("CREATE GRAPH g()"), GraphMembers::Named(vec![]));
    assert!(matches!(members("create graph g (A, B , e)"),
        GraphMembers::Named(names) if values(&names) == ["A", "B", "e"]));
}
