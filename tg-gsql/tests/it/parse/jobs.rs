//! Schema change jobs.

use tg_gsql::Rule;
use tg_gsql::syntax::ast::{Alteration, Change, Statement};
use tg_gsql::syntax::parse;

use super::{findings, statement, values};

#[test]
fn a_local_job_with_every_change() {
    let Statement::CreateSchemaChangeJob(job) = statement(
        r#"CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {
            ADD VERTEX A (PRIMARY_ID id STRING, n INT) WITH STATS="none";
            ADD UNDIRECTED EDGE e (FROM A, TO A);
            ALTER VERTEX A ADD ATTRIBUTE (x INT DEFAULT 3, y STRING);
            ALTER VERTEX A DROP ATTRIBUTE (n);
            ALTER VERTEX A ADD INDEX i ON (y);
            ALTER VERTEX A DROP INDEX i;
            ALTER VERTEX A ADD VECTOR ATTRIBUTE v (DIMENSION=3, METRIC="L2");
            ALTER VERTEX A DROP VECTOR ATTRIBUTE v;
            ALTER EDGE e ADD FROM (B) TO (C, D) ATTRIBUTE (w INT);
            ALTER EDGE e ADD PAIR (FROM A, TO B | FROM B, TO A);
            DROP EDGE e;
            DROP VERTEX A, B;
            DROP TUPLE t
        }"#,
    ) else {
        panic!("not a job")
    };
    assert!(!job.global);
    assert_eq!(job.graph.as_ref().map(|graph| graph.value.as_str()), Some("g"));
    assert_eq!(job.changes.len(), 13);
    assert!(matches!(&job.changes[8].value, Change::AlterEdge {
        alteration: Alteration::AddEnds { from, to, attributes }, ..
    } if values(from) == ["B"] && values(to) == ["C", "D"] && attributes.len() == 1));
}

#[test]
fn a_global_job_moves_types_between_graphs() {
    let Statement::CreateSchemaChangeJob(job) = statement(
        "CREATE GLOBAL SCHEMA_CHANGE JOB j {
            ADD VERTEX A, B TO GRAPH g; ADD EDGE e TO GRAPH g;
            DROP VERTEX A FROM GRAPH g; DROP EDGE e FROM GRAPH g; }",
    ) else {
        panic!("not a job")
    };
    assert!(job.global);
    assert!(matches!(&job.changes[0].value, Change::AddVerticesTo { names, graph }
        if values(names) == ["A", "B"] && graph.value == "g"));
    assert!(matches!(&job.changes[3].value, Change::DropEdges { graph: Some(_), .. }));
    assert!(matches!(
        statement("RUN GLOBAL SCHEMA_CHANGE JOB j -N"),
        Statement::RunSchemaChangeJob { name } if name.value == "j"
    ));
}

#[test]
fn a_broken_change_does_not_hide_the_others() {
    let text = "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {
            ADD VERTX A (PRIMARY_ID id STRING);
            ALTER EDGE e ADD INDEX i ON (a);
            DROP VERTEX A
            DROP EDGE b;
        }
        RUN SCHEMA_CHANGE JOB j";
    let parsed = parse(text);
    assert_eq!(
        findings(text),
        [(Rule::Syntax, "VERTX"), (Rule::Syntax, "INDEX"), (Rule::Syntax, "A")]
    );
    assert!(matches!(&parsed.statements[0].value, Statement::CreateSchemaChangeJob(job)
        if job.changes.len() == 2));
    assert_eq!(parsed.statements.len(), 2);
    assert_eq!(parsed.errors_in(parsed.statements[0].span).count(), 3);
    assert_eq!(parsed.errors_in(parsed.statements[1].span).count(), 0);
}
