//! Text to statements: what people write, what they get wrong, and arbitrary bytes.

use proptest::prelude::*;
use tg_gsql::model::Literal;
use tg_gsql::syntax::ast::{
    Alteration, Change, Drop, Ends, Family, GraphMembers, KeyDecl, Selection, Show, ShowKind,
    Statement,
};
use tg_gsql::syntax::{Name, Parsed, parse};
use tg_gsql::{Finding, Rule};

fn statements(text: &str) -> Vec<Statement> {
    let parsed = parse(text);
    assert_eq!(parsed.findings, [], "{text}");
    parsed.statements.into_iter().map(|statement| statement.value).collect()
}

fn statement(text: &str) -> Statement {
    let mut all = statements(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.remove(0)
}

fn values(names: &[Name]) -> Vec<&str> {
    names.iter().map(|name| name.value.as_str()).collect()
}

/// The rule of each finding and the text that it points at.
fn complaints(text: &str) -> Vec<(Rule, &str)> {
    parse(text).findings.iter().map(|it| (it.rule, it.span.of(text))).collect()
}

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
fn words_that_begin_statements_may_be_attributes() {
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
fn tuples_take_either_order() {
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
fn graphs_take_a_star_names_or_nothing() {
    let members = |text| match statement(text) {
        Statement::CreateGraph(graph) => graph.members,
        other => panic!("{other:?}"),
    };
    assert_eq!(members("CREATE GRAPH g(*)"), GraphMembers::All);
    assert_eq!(members("CREATE GRAPH g()"), GraphMembers::Named(vec![]));
    assert!(matches!(members("create graph g (A, B , e)"),
        GraphMembers::Named(names) if values(&names) == ["A", "B", "e"]));
}

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
fn statements_need_no_terminator_and_no_line_of_their_own() {
    let text = "USE GRAPH g SHOW QUERY q*\nls CREATE SECRET\nCREATE SECRET mine;;DROP JOB *
        BEGIN
        DROP VERTEX A, B
        END
        drop graph g cascade DROP ALL clear graph store -HARD help query use global
        SHOW SECRET DROP SECRET 3fa9, mine\nINSTALL QUERY -FORCE -SINGLE a, b.c\nINSTALL QUERY ALL";
    let all = statements(text);
    let shown = |what, pattern: &str| Statement::Show(Show { what, pattern: pattern.into() });
    assert_eq!(all[1], shown(ShowKind::Query, "q*"));
    assert_eq!(all[2], Statement::Ls);
    assert_eq!(all[3], Statement::CreateSecret { alias: None });
    assert!(matches!(&all[4], Statement::CreateSecret { alias: Some(a) } if a.value == "mine"));
    assert_eq!(all[5], Statement::Drop(Drop::Jobs(Selection::All)));
    assert_eq!((&all[6], &all[8]), (&Statement::Begin, &Statement::End));
    assert!(matches!(&all[9], Statement::Drop(Drop::Graph { cascade: true, .. })));
    assert_eq!(all[11], Statement::ClearGraphStore { hard: true });
    assert!(matches!(&all[12], Statement::Help { topic: Some(_) }));
    assert_eq!(all[14], shown(ShowKind::Secret, "DROP SECRET 3fa9, mine"));
    assert!(matches!(&all[15], Statement::InstallQuery { options, queries: Selection::Named(q) }
        if options.len() == 2 && values(q) == ["a", "b.c"]));
    assert_eq!(all.len(), 17);
}

#[test]
fn secrets_may_look_like_anything() {
    assert!(matches!(
        statement("DROP SECRET 3fa9e-x, \"my alias\" , b"),
        Statement::Drop(Drop::Secrets(names)) if values(&names) == ["3fa9e-x", "my alias", "b"]
    ));
}

#[test]
fn no_complaint_repeats_quoted_text() {
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

#[test]
fn nothing_belongs_to_an_exit() {
    assert_eq!(complaints("EXIT\nCREAT VERTEX V"), [(Rule::UnknownStatement, "CREAT")]);
    assert_eq!(statements("LS\nquit;\nLS").len(), 3);
}

#[test]
fn patterns_are_the_rest_of_the_line() {
    for (text, pattern) in [
        ("SHOW VERTEX co?*y", "co?*y"),
        ("SHOW VERTEX ?????  ;", "?????"),
        ("SHOW VERTEX -r \"a.*\" // c", "-r \"a.*\""),
        ("SHOW VERTEX", ""),
    ] {
        let shown = Show { what: ShowKind::Vertex, pattern: pattern.into() };
        assert_eq!(statement(text), Statement::Show(shown), "{text}");
    }
}

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
fn what_is_kept_as_text_ends_where_it_ends() {
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

#[test]
fn one_mistake_does_not_hide_the_next() {
    let text = "CREATE VERTEX A (PRIMARY_ID id STRING, 3d INT, n LIST<INT, m STRING,)
        CREATE EDGE e (FROM A, TO A)
        CREATE VERTX B (PRIMARY_ID id STRING)
        CREATE GRAPH g(A";
    assert_eq!(
        complaints(text),
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
        complaints(text),
        [(Rule::Syntax, "VERTX"), (Rule::Syntax, "INDEX"), (Rule::Syntax, "A")]
    );
    assert!(matches!(&parsed.statements[0].value, Statement::CreateSchemaChangeJob(job)
        if job.changes.len() == 2));
    assert_eq!(parsed.statements.len(), 2);
    assert_eq!(parsed.errors_in(parsed.statements[0].span).count(), 3);
    assert_eq!(parsed.errors_in(parsed.statements[1].span).count(), 0);
}

#[test]
fn what_is_left_open_ends_before_the_next_statement() {
    for (text, opened) in [
        ("CREATE VERTEX A (PRIMARY_ID id STRING\nUSE GRAPH g", "("),
        ("CREATE QUERY q() { PRINT 1;\nUSE GRAPH g", "{"),
        ("CREATE SCHEMA_CHANGE JOB j { DROP VERTEX a;\nUSE GRAPH g", "{"),
        ("DROP GRAPH \"g\nUSE GRAPH g", "\"g"),
    ] {
        assert_eq!(complaints(text), [(Rule::Unclosed, opened)], "{text}");
        let last = parse(text).statements.pop().map(|statement| statement.value);
        assert!(matches!(last, Some(Statement::UseGraph(_))), "{text}: {last:?}");
    }
    assert_eq!(complaints("CREATE QUERY q() { PRINT \"a;\n}"), [(Rule::Unclosed, "\"a;")]);
    assert_eq!(complaints("INTERPRET QUERY () {\n PRINT \"{;\n}"), [(Rule::Unclosed, "\"{;")]);
    assert_eq!(complaints("ls /* open"), [(Rule::Unclosed, "/* open")]);
    assert_eq!(complaints("RUN QUERY q() /* open"), [(Rule::Unclosed, "/* open")]);
    assert_eq!(complaints("CREATE GRAPH\nUSE GRAPH g"), [(Rule::Syntax, "GRAPH")]);
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

/// Every finding lies in a statement, statements do not overlap, and their order is that of the
/// text: what the emulator relies on to answer one after the other.
fn assert_orderly(text: &str, parsed: &Parsed) {
    let spans: Vec<_> = parsed.statements.iter().map(|statement| statement.span).collect();
    assert!(
        spans.iter().all(|span| span.start < span.end && text.get(span.start..span.end).is_some())
    );
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{text:?}: {spans:?}");
    let statement_of = |finding: &Finding| {
        let behind = spans.partition_point(|span| span.start <= finding.span.start);
        behind.checked_sub(1).filter(|index| spans[*index].covers(finding.span))
    };
    let mut complained: Vec<_> = parsed.findings.iter().map(statement_of).collect();
    assert!(!complained.contains(&None), "{text:?}: {parsed:?}");
    complained.dedup();
    let broken = parsed.statements.iter().filter(|it| it.value == Statement::Broken).count();
    assert!(broken <= complained.len(), "{text:?}: {parsed:?}");
}

pub(crate) const PIECES: &[&str] = &[
    "CREATE",
    "VERTEX",
    "DIRECTED",
    "UNDIRECTED",
    "EDGE",
    "GRAPH",
    "QUERY",
    "SCHEMA_CHANGE",
    "JOB",
    "GLOBAL",
    "FOR",
    "ADD",
    "ALTER",
    "DROP",
    "ATTRIBUTE",
    "INDEX",
    "VECTOR",
    "PAIR",
    "TUPLE",
    "TYPEDEF",
    "USE",
    "RUN",
    "SHOW",
    "LS",
    "HELP",
    "BEGIN",
    "END",
    "INSTALL",
    "INTERPRET",
    "SECRET",
    "PRIMARY_ID",
    "PRIMARY",
    "KEY",
    "FROM",
    "TO",
    "DISCRIMINATOR",
    "WITH",
    "DEFAULT",
    "INT",
    "STRING",
    "LIST",
    "MAP",
    "LOADING",
    "SET",
    "CLEAR",
    "STORE",
    "ON",
    "a",
    "b",
    "T",
    "1",
    "-2.5",
    "\"s\"",
    "\"",
    "'",
    "\"\"\"",
    "`",
    "(",
    ")",
    "<",
    ">",
    "{",
    "}",
    ",",
    ";",
    "|",
    "*",
    "=",
    "-",
    "@",
    "@@",
    ".",
    "$",
    "\n",
    "//",
    "#",
    "/*",
    "*/",
    "é",
    "“",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn token_soup_is_read_in_order(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
        glue in proptest::sample::select(&[" ", "", "\n"][..]),
    ) {
        let text = pieces.join(glue);
        assert_orderly(&text, &parse(&text));
    }

    #[test]
    fn any_bytes_are_read_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        assert_orderly(&text, &parse(&text));
    }
}

#[test]
fn long_and_deep_texts_take_linear_time() {
    for piece in
        ["{", "(", "<", "}", "CREATE QUERY q() {", "CREATE VERTEX A (", "\"", "/*", "|", "@a'"]
    {
        let text = piece.repeat(100_000);
        assert_orderly(&text, &parse(&text));
    }
}
