//! Statements that are not parsed: queries and others.

use tg_gsql::syntax::ast::{Family, Statement};

use super::statements;

#[test]
fn a_query_is_text_up_to_its_brace() {
    let text = r#"CREATE OR REPLACE DISTRIBUTED QUERY q(VERTEX<A> a, DATETIME d = to_datetime("x)"))
        FOR GRAPH g RETURNS (INT) SYNTAX v2 {
            SumAccum<INT> @rank = 1; // }
            TYPEDEF TUPLE<INT a> t;
            x = SELECT s FROM A:s WHERE s.@rank' > 1 AND s.n == "}" ACCUM s.@rank += 1; # }
            IF true THEN { print x; } END;
        }
        INSTALL QUERY q"#;
    let all = statements(text);
    assert_eq!(all.len(), 2);
    let Statement::CreateQuery(query) = &all[0] else { panic!("{all:?}") };
    assert_eq!((query.name.value.as_str(), query.or_replace), ("q", true));
    assert_eq!(query.graph.as_ref().map(|graph| graph.value.as_str()), Some("g"));
    assert!(query.parameters.of(text).ends_with("to_datetime(\"x)\")"));
    assert!(query.body.of(text).starts_with('{') && query.body.of(text).ends_with('}'));

    let interpreted = "INTERPRET QUERY () SYNTAX v2 FOR GRAPH g { PRINT \"{\"; } ls";
    assert!(matches!(&statements(interpreted)[..],
        [Statement::InterpretQuery { graph: Some(g) }, Statement::Ls] if g.value == "g"));
}

#[test]
fn opaque_statements_have_the_right_extent() {
    let text = r#"SET exit_on_error = "false"
        CREATE LOADING JOB l FOR GRAPH g {
            DEFINE FILENAME f = "a.csv";
            LOAD f TO VERTEX A VALUES ($0, $"x":"y") USING SEPARATOR="|";
        }
        RUN LOADING JOB -n 1,50 l USING f="b.csv"
        CREATE DATA_SOURCE S3 s = "{
            \"type\": \"s3\" }" FOR GRAPH g
        CREATE DATA_SOURCE t = """{ "type": "kafka" }"""
        GRANT ROLE admin ON GRAPH g TO u
        TYPEDEF HeapAccum<t>(3, a DESC) top
        RUN QUERY q({"a": 1})
        INTERPRET QUERY q(1)
        UPSERT A VALUES ("1", 2)
        SELECT * FROM A WHERE x == 1
        IMPORT PACKAGE GDS
        INSTALL FUNCTION GDS.**
        @more.gsql
        EXPORT GRAPH ALL TO "/tmp"
        exit"#;
    use Family::{
        AccumulatorType, Data, DataSource, Function, LoadingJob, Parameter, RunQuery, Security,
        Session,
    };
    let families: Vec<_> = statements(text)
        .into_iter()
        .map(|statement| match statement {
            Statement::Opaque(family) => family,
            Statement::CreateLoadingJob(_) | Statement::RunLoadingJob(_) => LoadingJob,
            Statement::CreateDataSource(_) => DataSource,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        families,
        [
            Parameter,
            LoadingJob,
            LoadingJob,
            DataSource,
            DataSource,
            Security,
            AccumulatorType,
            RunQuery,
            RunQuery,
            Data,
            Data,
            Function,
            Function,
            Session,
            Session,
            Session
        ]
    );
}
