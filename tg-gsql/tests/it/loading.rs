//! Loading jobs: text to statement and back.

use tg_gsql::Rule;
use tg_gsql::print;
use tg_gsql::syntax::ast::{
    Column, Deleted, EndType, LoadExpr, LoadSource, LoadingJob, LoadingStep, Statement, Target,
};
use tg_gsql::syntax::parse;

use crate::corpus::SCRIPTS;

#[track_caller]
fn statement(text: &str) -> Statement {
    let mut parsed = parse(text);
    assert_eq!(parsed.findings, [], "{text}");
    assert_eq!(parsed.statements.len(), 1, "{text}");
    parsed.statements.remove(0).value
}

#[track_caller]
fn job(steps: &str) -> LoadingJob {
    match statement(&format!("CREATE LOADING JOB j FOR GRAPH g {{ {steps} }}")) {
        Statement::CreateLoadingJob(job) => job,
        other => unreachable!("{other:?}"),
    }
}

/// Returns the steps in canonical form.
#[track_caller]
fn printed(steps: &str) -> String {
    let text = print::loading_job(&job(steps));
    let Statement::CreateLoadingJob(again) = statement(&text) else { unreachable!("{text}") };
    assert_eq!(print::loading_job(&again), text);
    let inner = text.strip_prefix("CREATE LOADING JOB j FOR GRAPH g {\n");
    inner.and_then(|it| it.strip_suffix("}")).unwrap_or(&text).to_owned()
}

#[test]
fn every_clause_has_a_form() {
    for (given, canonical) in [
        ("define filename f;", "DEFINE FILENAME f"),
        (
            "define filename f=\"$sys.data_root/a.csv\";",
            "DEFINE FILENAME f = \"$sys.data_root/a.csv\"",
        ),
        ("define header h = \"a\" , 'b';", "DEFINE HEADER h = \"a\", \"b\""),
        (
            "define input_line_filter f = to_int($2) >= 60 or NOT $\"a\" == \"x\" AND $3 is not empty;",
            "DEFINE INPUT_LINE_FILTER f = to_int($2) >= 60 OR NOT $\"a\" == \"x\" AND $3 IS NOT EMPTY",
        ),
        (
            "LOAD f TO VERTEX A VALUES ($0,_,$\"x\":\"y\")",
            "LOAD f TO VERTEX A VALUES ($0, _, $\"x\":\"y\")",
        ),
        (
            "load \"a.csv\" to edge e values ($0 A, ($1,$2) B, $3 $4, -1.5, (\"k\"->$5)) using separator=\"\\t\", Header='true'",
            "LOAD \"a.csv\"\n        TO EDGE e VALUES ($0 A, ($1, $2) B, $3 $4, -1.5, (\"k\" -> $5))\n        USING SEPARATOR=\"\\t\", HEADER=\"true\"",
        ),
        (
            "LOAD TEMP_TABLE t TO VERTEX A VALUES ($\"a\", SPLIT($\"b\", \"|\"), MAP((1 -> 2), (3 -> $4)), REDUCE(max($2)), point($1, $2), LIST(), $sys.file_name)",
            "LOAD TEMP_TABLE t\n        TO VERTEX A VALUES (\n            $\"a\",\n            SPLIT($\"b\", \"|\"),\n            MAP((1 -> 2), (3 -> $4)),\n            REDUCE(max($2)),\n            point($1, $2),\n            LIST(),\n            $sys.file_name\n        )",
        ),
        (
            "LOAD f TO TEMP_TABLE t(a, b) VALUES ($0, flatten($1, \";\", 1)), TO VECTOR ATTRIBUTE v ON VERTEX A VALUES ($0, SPLIT($2, \",\")) WHERE $1 IN (\"a\", 'b') AND $2 NOT BETWEEN 1 AND 2 + 3",
            "LOAD f\n        TO TEMP_TABLE t (a, b) VALUES ($0, flatten($1, \";\", 1)),\n        TO VECTOR ATTRIBUTE v ON VERTEX A VALUES ($0, SPLIT($2, \",\")) WHERE $1 IN (\"a\", \"b\") AND $2 NOT BETWEEN 1 AND 2 + 3",
        ),
        (
            "LOAD f TO VERTEX A VALUES ($0) OPTION ( overwrite )",
            "LOAD f TO VERTEX A VALUES ($0) OPTION (overwrite)",
        ),
        (
            "LOAD f TO VERTEX A VALUES ($0) TAGS (a, b) BY OR USING EOL=\"\\n\"",
            "LOAD f TO VERTEX A VALUES ($0) TAGS (a, b) BY OR USING EOL=\"\\n\"",
        ),
        (
            "DELETE VERTEX A (PRIMARY_ID $0) FROM f WHERE $1 = \"x\"",
            "DELETE VERTEX A (PRIMARY_ID $0) FROM f WHERE $1 = \"x\"",
        ),
        (
            "DELETE EDGE e (from $0, to $1, discriminator($2, $3)) from f using header=\"true\"",
            "DELETE EDGE e (FROM $0, TO $1, DISCRIMINATOR ($2, $3)) FROM f USING HEADER=\"true\"",
        ),
        ("DELETE EDGE * (FROM $0 A) FROM \"x.csv\"", "DELETE EDGE * (FROM $0 A) FROM \"x.csv\""),
    ] {
        assert_eq!(printed(given), format!("    {canonical};\n"), "{given}");
    }
}

#[test]
fn the_parts_of_a_job_are_distinguished() {
    let job = job("DEFINE FILENAME f;
        LOAD f TO EDGE e VALUES ($0 A, $1 $2, _) WHERE $3 > 1;
        LOAD TO VERTEX A VALUES ($\"a\":\"b\");
        DELETE VERTEX A (PRIMARY_ID ($0, $1)) FROM f");
    let [filename, load, bare, delete] = &job.steps[..] else { panic!("{job:?}") };
    assert!(
        matches!(&filename.value, LoadingStep::Filename { name, path: None } if name.value == "f")
    );
    let LoadingStep::Load(load) = &load.value else { panic!("{load:?}") };
    assert!(matches!(&load.source, Some(LoadSource::Variable(name)) if name.value == "f"));
    let destination = &load.destinations[0].value;
    assert!(matches!(&destination.target, Target::Edge(name) if name.value == "e"));
    let types: Vec<_> = destination.values.iter().map(|value| value.ty.as_ref()).collect();
    assert!(matches!(&types[..], [Some(EndType::Named(a)), Some(EndType::Column(c)), None]
        if a.value == "A" && c.value == Column::Index(2)));
    assert!(matches!(&destination.values[2].expr.value, LoadExpr::Skip));
    assert!(matches!(&bare.value, LoadingStep::Load(load) if load.source.is_none()));
    assert!(matches!(&delete.value, LoadingStep::Delete(delete)
        if matches!(&delete.deleted, Deleted::Vertex { id, .. }
            if matches!(&id.value, LoadExpr::Group(parts) if parts.len() == 2))));
}

#[test]
fn runs_have_flags_files_and_options() {
    for (given, canonical) in [
        ("run loading job j", "RUN LOADING JOB j"),
        ("RUN LOADING JOB -noprint -n 1, 50 j", "RUN LOADING JOB -noprint -n 1,50 j"),
        ("RUN LOADING JOB -n [j USING f", ""),
        (
            "RUN LOADING JOB -max_percent_error 10 -n 5,$ j USING f=\"a.csv\", g, CONCURRENCY=4, EOF=\"true\"",
            "RUN LOADING JOB -max_percent_error 10 -n 5,$ j USING f=\"a.csv\", g, CONCURRENCY=4, EOF=\"true\"",
        ),
        (
            "RUN JOB j USING FILENAME=\"a\", SEPARATOR=\"\\t\", EOL=\"\\n\"",
            "RUN JOB j USING FILENAME=\"a\", SEPARATOR=\"\\t\", EOL=\"\\n\"",
        ),
    ] {
        if canonical.is_empty() {
            assert!(!parse(given).is_ok(), "{given}");
            continue;
        }
        let Statement::RunLoadingJob(run) = statement(given) else { panic!("{given}") };
        assert_eq!(print::run_loading_job(&run), canonical);
        let Statement::RunLoadingJob(again) = statement(canonical) else { panic!("{given}") };
        assert_eq!(print::run_loading_job(&again), canonical);
    }
}

#[test]
fn data_sources_have_a_kind_content_and_a_graph() {
    for (text, name, kind, content, graph) in [
        (
            "CREATE DATA_SOURCE s = \"{\\\"type\\\": \\\"s3\\\"}\"",
            "s",
            None,
            Some("{\"type\": \"s3\"}"),
            None,
        ),
        (
            "CREATE DATA_SOURCE KAFKA k = \"/a.json\" FOR GRAPH g",
            "k",
            Some("KAFKA"),
            Some("/a.json"),
            Some("g"),
        ),
        ("create data_source s3 t for graph g", "t", Some("s3"), None, Some("g")),
        (
            "CREATE DATA_SOURCE s = '''{\"a\":\n\"it's\"}'''",
            "s",
            None,
            Some("{\"a\":\n\"it's\"}"),
            None,
        ),
    ] {
        let Statement::CreateDataSource(source) = statement(text) else { panic!("{text}") };
        let value = |it: &tg_gsql::syntax::Name| it.value.clone();
        assert_eq!(source.name.value, name);
        assert_eq!(source.kind.as_ref().map(value).as_deref(), kind);
        assert_eq!(source.content.as_ref().map(|it| it.value.as_str()), content);
        assert_eq!(source.graph.as_ref().map(value).as_deref(), graph);
        assert!(!format!("{source:?}").contains("type"), "no secrets in Debug");
    }
    assert!(matches!(statement("GRANT DATA_SOURCE a, b TO GRAPH g, h"),
        Statement::GrantDataSource(grant) if !grant.revoked && grant.graphs.len() == 2));
    assert!(matches!(statement("revoke data_source a from graph g"),
        Statement::GrantDataSource(grant) if grant.revoked));
}

#[test]
fn one_mistake_in_a_job_does_not_hide_the_others() {
    let text = "CREATE LOADING JOB j {
        DEFINE FILENAM f;
        LOAD f TO VERTEX A VALUE ($0);
        LOAD f TO VERTEX A VALUES ($0, $);
        LOAD f TO VERTEX A VALUES ($0)
        LOAD f TO VERTEX A VALUES (\"a);
    }
    USE GRAPH g";
    let parsed = parse(text);
    let found: Vec<_> = parsed.findings.iter().map(|it| (it.rule, it.span.of(text))).collect();
    assert_eq!(
        found,
        [
            (Rule::Syntax, "FILENAM"),
            (Rule::Syntax, "VALUE"),
            (Rule::Syntax, ")"),
            (Rule::Unclosed, "\"a);"),
        ]
    );
    assert_eq!(parsed.statements.len(), 2);
}

#[test]
fn jobs_of_scripts_keep_their_meaning_when_printed() {
    let mut jobs = 0;
    for script in SCRIPTS {
        for parsed in parse(script.text).statements {
            let Statement::CreateLoadingJob(job) = parsed.value else { continue };
            let text = print::loading_job(&job);
            let Statement::CreateLoadingJob(again) = statement(&text) else { panic!("{text}") };
            assert_eq!(print::loading_job(&again), text);
            assert_eq!(again.steps.len(), job.steps.len(), "{text}");
            jobs += 1;
        }
    }
    assert!(jobs > 8, "{jobs}");
}

#[test]
fn nesting_has_a_limit_and_chains_have_none() {
    let deep =
        format!("CREATE LOADING JOB j {{ LOAD f TO VERTEX A VALUES ({}", "(".repeat(100_000));
    assert!(parse(&format!("{deep} }}")).findings.iter().any(|it| it.rule == Rule::TooDeep));
    let long =
        format!("LOAD f TO VERTEX A VALUES ($0) WHERE $1 == 0{}", " OR $1 == 1".repeat(50_000));
    assert!(matches!(&job(&long).steps[0].value, LoadingStep::Load(_)));
}
