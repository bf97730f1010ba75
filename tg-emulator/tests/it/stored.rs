//! Queries, loading jobs and data sources by GSQL statement.

use reqwest::Method;
use tg_emulator::{Generation, Version};

use crate::gsql::{assert_failure, assert_success, run};
use crate::support::Server;

const QUERY: &str = "USE GRAPH g\nCREATE QUERY q (VERTEX<Person> p, INT k = 5) FOR GRAPH g {\n  \
                     S = {p}; // }\n  PRINT S;\n}\n";

#[tokio::test]
async fn a_query_is_stored_installed_and_dropped() {
    let output = run(&format!("{QUERY}SHOW QUERY q\nls\nINSTALL QUERY q\nSHOW QUERY *\nls")).await;
    assert_success(
        &output,
        &[
            "Successfully created queries: [q].",
            "CREATE QUERY q (VERTEX<Person> p, INT k = 5) FOR GRAPH g {\n",
            "\n# installed v2\nCREATE QUERY q",
            "  - q(vertex<Person> p, int k = 5)\n",
            "Query installation finished.",
            "succeeded: 1, skipped: 0, failed: 0",
            "  - q(vertex<Person> p, int k = 5) (installed v2)\n",
        ],
    );
    let dropped = run(&format!("{QUERY}DROP QUERY q SHOW QUERY q")).await;
    assert!(dropped.contains("Successfully dropped queries on the graph 'g': [q]."), "{dropped}");
    assert!(dropped.contains("could not be found anywhere: [q]"), "{dropped}");
    assert_success(
        &run(&format!("{QUERY}DROP QUERY *")).await,
        &["Successfully dropped queries on the graph 'g': [q]."],
    );
    assert_success(
        &run("USE GRAPH g DROP QUERY ALL").await,
        &["dropped queries on the graph 'g': []."],
    );
}

#[tokio::test]
async fn a_query_replaces_another_only_with_or_replace() {
    let replace = |clause: &str| {
        format!("{QUERY}INSTALL QUERY q CREATE {clause}QUERY q() FOR GRAPH g {{ PRINT 2; }} ls")
    };
    assert_failure(&run(&replace("")).await, &["already exists", "Failed to create queries: [q]."]);
    let output = run(&replace("OR REPLACE ")).await;
    assert_success(&output, &["Successfully created queries: [q].", "  - q()\n"]);
}

#[tokio::test]
async fn queries_that_cannot_be_stored_or_installed() {
    assert_failure(
        &run("CREATE QUERY q() FOR GRAPH nope { PRINT 1; }").await,
        &["Graph 'nope' does not exist.", "Failed to create queries: [q]."],
    );
    assert_failure(
        &run("USE GRAPH g INSTALL QUERY nope").await,
        &["could not be found anywhere: [nope].", "Query installation failed!"],
    );
    assert_failure(
        &run("USE GRAPH g DROP QUERY nope").await,
        &["could not be found anywhere: [nope]."],
    );
    let output = run(&format!("{QUERY}INSTALL QUERY q RUN QUERY q(\"a\")")).await;
    assert_failure(&output, &["Failed to convert user vertex id for parameter p"]);
}

#[tokio::test]
async fn dropping_a_subquery_disables_its_callers() {
    let output = run("USE GRAPH g CREATE QUERY sub() FOR GRAPH g RETURNS (INT) { RETURN 1; } \
         CREATE QUERY caller() FOR GRAPH g { PRINT sub(); } INSTALL QUERY * ls DROP QUERY sub ls")
    .await;
    let states: Vec<_> = output.lines().filter(|line| line.contains("  - caller()")).collect();
    assert_eq!(states, ["  - caller() (installed v2)", "  - caller() (disabled)"]);
}

const JOB: &str = "USE GRAPH g\nCREATE LOADING JOB load {\n  DEFINE FILENAME f;\n  \
                   LOAD f TO VERTEX Person VALUES ($0, $1, _, _, _) USING SEPARATOR=\",\";\n}\n";

#[tokio::test]
async fn a_loading_job_is_stored_listed_and_dropped() {
    let output = run(&format!("{JOB}SHOW JOB lo*\nSHOW LOADING JOB load\nls")).await;
    assert_success(&output, &["Successfully created loading jobs: [load]."]);
    assert_eq!(
        output.matches("  - CREATE LOADING JOB load FOR GRAPH g {\n").count(),
        3,
        "{output}"
    );
    assert_failure(&run(&format!("{JOB}{JOB}")).await, &["The job 'load' already exists."]);
    assert_failure(
        &run(&format!("{JOB}RUN LOADING JOB load")).await,
        &["the file variable `f` has no path"],
    );
    for drop in ["DROP JOB load", "DROP JOB *", "DROP JOB ALL"] {
        let output = run(&format!("{JOB}{drop} SHOW JOB *\n")).await;
        assert_success(&output, &["Successfully dropped jobs on the graph 'g': [load]."]);
        assert!(!output.contains("CREATE LOADING"), "{output}");
    }
}

#[tokio::test]
async fn a_data_source_is_printed_without_its_secrets() {
    let config =
        r#"{\"type\":\"s3\",\"access.key\":\"AKID\",\"secret.key\":\"HUSH\",\"region\":\"eu\"}"#;
    let output = run(&format!(
        "CREATE DATA_SOURCE S3 s = \"{config}\"\nUSE GRAPH g\n\
         CREATE DATA_SOURCE own = \"{config}\" FOR GRAPH g\nGRANT DATA_SOURCE s TO GRAPH g\n\
         SHOW DATA_SOURCE *\nls"
    ))
    .await;
    assert_success(
        &output,
        &[
            "Successfully created data sources: [s].",
            "Successfully created local data sources: [own].",
            "  - S3 s ({\"type\":\"s3\"",
            "  - S3 own",
            "\"region\":\"eu\"",
        ],
    );
    assert!(!output.contains("AKID") && !output.contains("HUSH"), "{output}");
    let output = run(&format!(
        "CREATE DATA_SOURCE s = \"{config}\"\nSET s = \"{{\\\"type\\\":\\\"gcs\\\"}}\"\n\
         SHOW DATA_SOURCE s\nDROP DATA_SOURCE s\nDROP DATA_SOURCE s"
    ))
    .await;
    for expected in ["GCS s", "Data source s is dropped.", "The data source 's' does not exist."] {
        assert!(output.contains(expected), "{output}");
    }
    assert!(!output.contains("AKID"), "{output}");
    assert_failure(&run("DROP DATA_SOURCE s").await, &["does not exist"]);
    assert_success(
        &run("DROP DATA_SOURCE *").await,
        &["All data sources is dropped successfully."],
    );
    assert_failure(
        &run("CREATE DATA_SOURCE s FOR GRAPH nope").await,
        &["Graph 'nope' does not exist.", "Failed to create data sources: [s]."],
    );
}

#[tokio::test]
async fn show_accepts_patterns_and_expressions() {
    let lines = async |statement: &str| {
        let output = run(&format!("USE GRAPH g\n{statement}\n")).await;
        let lines = output.lines().filter_map(|line| line.strip_prefix("  - ")).map(str::to_owned);
        let name = |line: String| line.split(['(', ' ']).nth(1).unwrap_or_default().to_owned();
        lines.map(name).collect::<Vec<_>>()
    };
    assert_eq!(lines("SHOW VERTEX").await, ["Person", "Depot", "Flat", "Thing"]);
    assert_eq!(lines("SHOW VERTEX ?e*").await, ["Person", "Depot"]);
    assert_eq!(lines("SHOW VERTEX Flat").await, ["Flat"]);
    assert_eq!(lines("SHOW VERTEX -r \"(Fl|Th).*\"").await, ["Flat", "Thing"]);
    assert_eq!(lines("SHOW EDGE employs").await, ["EDGE"]);
    assert_eq!(lines("SHOW GRAPH g").await, ["g"]);
    assert_failure(&run("SHOW VERTEX -r \"(\"").await, &["is not a valid regular expression"]);
    for extra in ["SHOW VERTEX * BLAH ls", "SHOW QUERY a b", "SHOW VERTEX -r \"a\" b"] {
        let word = extra.split(' ').rev().find(|it| *it != "ls").unwrap();
        assert_failure(&run(extra).await, &[word]);
    }
    let both = run("USE GRAPH g SHOW VERTEX Flat SHOW VERTEX Thing").await;
    assert!(both.contains("Flat") && both.contains("Thing"), "{both}");
}

#[tokio::test]
async fn drop_all_removes_everything() {
    let output = run(&format!(
        "{QUERY}{JOB}CREATE DATA_SOURCE s FOR GRAPH g\nDROP ALL SHOW QUERY *\nSHOW JOB *\n\
         SHOW DATA_SOURCE *\nSHOW TUPLE *\nls"
    ))
    .await;
    let rest = output.split("Everything is dropped.").nth(1).unwrap();
    assert!(!rest.contains("  - "), "{rest}");
}

#[tokio::test]
async fn a_loading_job_that_does_not_fit_the_schema_is_rejected() {
    assert_failure(
        &run("USE GRAPH g CREATE LOADING JOB bad FOR GRAPH g { DEFINE FILENAME f; \
             LOAD f TO VERTEX Persn VALUES ($0), TO VERTEX Depot VALUES ($0, $1, $2, $3); }")
        .await,
        &["Semantic Check Fails: ", "Persn", "Failed to create loading jobs: [bad]."],
    );
}

#[tokio::test]
async fn accumulator_types_are_stored() {
    let typedef = "TYPEDEF HeapAccum<Event>(10, amount DESC) top_events\n";
    let output = run(&format!("{typedef}ls")).await;
    assert_success(
        &output,
        &[
            "Successfully created accumulator types: [top_events].",
            "  - HeapAccum<Event>(10, amount DESC) top_events\n",
        ],
    );
    assert_failure(&run(&format!("{typedef}{typedef}")).await, &["already exists"]);
    let output = run(&format!("{typedef}DROP TUPLE top_events\nls")).await;
    assert_success(&output, &["Successfully dropped accumulator types: [top_events]."]);
    assert!(!output.contains("HeapAccum"), "{output}");
}

#[tokio::test]
async fn an_error_next_to_a_secret_does_not_contain_it() {
    let content = r#""{\"secret.key\": \"HUSH\"}"#;
    for script in
        [format!("CREATE DATA_SOURCE s = {content}"), format!("CREATE DATA_SOURCE s {content}\"")]
    {
        let output = run(&script).await;
        assert_failure(&output, &["no viable alternative at input"]);
        assert!(!output.contains("HUSH"), "{output}");
    }
}

#[tokio::test]
async fn an_installation_finishes_although_a_query_fails() {
    let script = "USE GRAPH g CREATE QUERY good(INT n, VERTEX v) FOR GRAPH g { PRINT n; } \
                  CREATE QUERY bad() FOR GRAPH g { PRINT nope; }";
    for version in Version::ALL {
        let server = Server::of(version).await;
        server.emulator.gsql(script).await.unwrap_err();
        let path = match version.generation() {
            Generation::V3 => "/gsqlserver/gsql/file",
            _ => "/gsql/v1/statements",
        };
        let script = "USE GRAPH g\nINSTALL QUERY good, bad";
        let output = server.gsql(Method::POST, path, script).await.text;
        let finished = "Node 'm1' is prepared as compile server.\n";
        assert!(output.contains("Start installing queries, about 1 minute ...\n"), "{output}");
        assert!(output.contains(finished), "{output}");
        assert!(output.contains("Query installation finished.\n"), "{output}");
        let counts = "succeeded: 1, skipped: 0, failed: 1\n";
        assert_eq!(output.contains(counts), version >= Version::V4_1, "{output}");
        let hint = "/query/g/good?n=VALUE&v=VALUE&v.type=VERTEX_TYPE'. Add -H \
                    \"Authorization: Bearer TOKEN\" if authentication is enabled.";
        assert!(output.contains(hint) && !output.contains("bad query: curl"), "{output}");
    }
}

#[tokio::test]
async fn the_catalog_has_packages_and_vectors_in_4_2_only() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        let output = server.emulator.gsql(&format!("{QUERY}ls")).await.unwrap();
        let is_new = version == Version::V4_2;
        assert_eq!(output.contains("\nPackages:\n"), is_new, "{output}");
        assert_eq!(output.contains("\nVector Embeddings:\n"), is_new, "{output}");
        assert_eq!(output.contains("q(vertex<Person> p, int k = 5)"), is_new, "{output}");
    }
}
