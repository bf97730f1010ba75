//! Mistakes: findings, remedies and recovery.

use tg_gsql::Rule;
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::parse;

use super::findings;

#[test]
fn one_mistake_does_not_hide_the_next() {
    let text = "CREATE VERTEX A (PRIMARY_ID id STRING, 3d INT, n LIST<INT, m STRING,)
        CREATE EDGE e (FROM A, TO A)
        CREATE VERTX B (PRIMARY_ID id STRING)
        CREATE GRAPH g(A";
    assert_eq!(
        findings(text),
        [
            (Rule::InvalidName, "3d"),
            (Rule::Syntax, "STRING"),
            (Rule::TrailingComma, ","),
            (Rule::Syntax, "EDGE"),
            (Rule::UnknownStatement, "VERTX"),
            (Rule::Unclosed, "("),
        ]
    );
    assert_eq!(parse(text).statements.len(), 4);
}

#[test]
fn unclosed_statements_end_before_the_next_one() {
    for (text, opened) in [
        ("CREATE VERTEX A (PRIMARY_ID id STRING\nUSE GRAPH g", "("),
        ("CREATE QUERY q() { PRINT 1;\nUSE GRAPH g", "{"),
        ("CREATE SCHEMA_CHANGE JOB j { DROP VERTEX a;\nUSE GRAPH g", "{"),
        ("DROP GRAPH \"g\nUSE GRAPH g", "\"g"),
    ] {
        assert_eq!(findings(text), [(Rule::Unclosed, opened)], "{text}");
        let last = parse(text).statements.pop().map(|statement| statement.value);
        assert!(matches!(last, Some(Statement::UseGraph(_))), "{text}: {last:?}");
    }
    assert_eq!(findings("CREATE QUERY q() { PRINT \"a;\n}"), [(Rule::Unclosed, "\"a;")]);
    assert_eq!(findings("INTERPRET QUERY () {\n PRINT \"{;\n}"), [(Rule::Unclosed, "\"{;")]);
    assert_eq!(findings("ls /* open"), [(Rule::Unclosed, "/* open")]);
    assert_eq!(findings("RUN QUERY q() /* open"), [(Rule::Unclosed, "/* open")]);
    assert_eq!(findings("CREATE GRAPH\nUSE GRAPH g"), [(Rule::Syntax, "GRAPH")]);
}

#[test]
fn mistakes_come_with_help() {
    for (text, help) in [
        ("CREAT VERTEX A (PRIMARY_ID id STRING)", "did you mean `CREATE`?"),
        ("CREATE DIRECT EDGE e (FROM A, TO B)", "did you mean `CREATE DIRECTED`?"),
        ("CREATE VERTEX A (id STRING)", "`PRIMARY_ID id STRING`"),
        ("CREATE VERTEX A (PRIMARY_ID id STRING, a INT PRIMARY KEY)", "`PRIMARY KEY (a, b)`"),
        ("CREATE DIRECTED EDGE e (w INT)", "`FROM vertex_type, TO vertex_type`"),
        ("CREATE UNDIRECTED EDGE e (FROM A, TO B, FROM C, TO D)", "by `|`"),
        ("ADD VERTEX A (PRIMARY_ID id STRING)", "SCHEMA_CHANGE JOB"),
        ("CREATE VERTEX A (PRIMARY_ID id STRING DEFAULT “x”)", "plain quotes"),
        ("CREATE VERTEX A (PRIMARY_ID id STRING, m LIST<LIST<INT>>)", "elements are INT"),
    ] {
        let findings = parse(text).findings;
        assert!(
            findings.iter().any(|it| it.help.as_deref().is_some_and(|it| it.contains(help))),
            "{text}: {findings:?}"
        );
    }
}

#[test]
fn findings_do_not_repeat_strings() {
    for text in [
        "CREATE DATA_SOURCE s \"{'key': 'AKIA'}\"",
        "CREATE DATA_SOURCE s = FOR \"AKIA\"",
        "CREATE DATA_SOURCE s3 s = {\"key\": \"AKIA\"}",
        "CREATE DATA_SOURCE s = \"a\" \"AKIA\"",
        "\"AKIA\"",
    ] {
        let findings = parse(text).findings;
        assert!(!findings.is_empty(), "{text}");
        assert!(!format!("{findings:?}").contains("AKIA"), "{findings:?}");
    }
}
