//! GSQL as text, and the texts by which clients recognize success and failure.

use reqwest::{Method, StatusCode};
use tg_emulator::{Emulator, Generation, Version};

use crate::support::{BOTH, SCHEMA, Server, answer};

pub(crate) async fn run(script: &str) -> String {
    let emulator = Emulator::builder().gsql(SCHEMA).start().await.unwrap();
    emulator.gsql(script).await.unwrap_or_else(|failed| failed.output)
}

/// The texts that clients interpret as a failure, wherever they occur.
const FAILURES: [&str; 10] = [
    "Encountered \"",
    "SEMANTIC ERROR",
    "Syntax Error",
    "Failed to create",
    "does not exist",
    "is not a valid",
    "already exists",
    "Invalid syntax",
    "Currently not using any graphs!",
    "syntax error(s)",
];

#[track_caller]
pub(crate) fn assert_success(output: &str, expected: &[&str]) {
    for text in expected {
        assert!(output.contains(text), "`{text}` is missing in:\n{output}");
    }
    for text in FAILURES {
        assert!(!output.contains(text), "`{text}` in:\n{output}");
    }
}

#[track_caller]
pub(crate) fn assert_failure(output: &str, expected: &[&str]) {
    for text in expected {
        assert!(output.contains(text), "`{text}` is missing in:\n{output}");
    }
    let other = ["could not be", "Semantic Check Fails", "Failed to"];
    assert!(FAILURES.iter().chain(&other).any(|text| output.contains(text)), "{output}");
}

#[tokio::test]
async fn successes_print_the_documented_texts() {
    assert_success(
        &run("create vertex A (primary_id id string)").await,
        &["Successfully created vertex types: [A]"],
    );
    assert_success(
        &run("CREATE UNDIRECTED EDGE E (FROM Person, TO Depot)").await,
        &["Successfully created edge types: [E]"],
    );
    assert_success(&run("CREATE GRAPH h (Person, Knows)").await, &["The graph h is created"]);
    assert_success(&run("USE GRAPH g").await, &["Using graph 'g'"]);
    assert_success(&run("DROP GRAPH g CASCADE").await, &["The graph g is dropped"]);
    let job =
        "USE GRAPH g CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { ADD VERTEX L (PRIMARY_ID id INT); }";
    assert_success(
        &run(&format!("{job} RUN SCHEMA_CHANGE JOB j DROP JOB j")).await,
        &[
            "Successfully created schema change jobs",
            "updated to new version 1",
            "Local schema change succeeded",
            "Successfully dropped jobs",
        ],
    );
    assert_success(
        &run("ls").await,
        &[
            "---- Global vertices, edges, and all graphs\n",
            "\nVertex Types:\n",
            "\nEdge Types:\n",
            "\nGraphs:\n",
            "\nJobs:\n",
            "\nQueries:\n",
            "\nUser defined tuples:\n",
            "\nVector Embeddings:\n",
            "  - VERTEX Person(PRIMARY_ID id STRING, ",
            "  - DIRECTED EDGE WorksAt(FROM Person, TO Depot, ",
            "  - UNDIRECTED EDGE Knows(",
            "  - Graph g(Person:v, ",
            "employs:e",
        ],
    );
    assert!(run("USE GRAPH g\nls").await.contains("---- Graph g\n"));
    assert!(
        run("help").await.starts_with("GSQL Help: Summary of TigerGraph GSQL Shell commands.\n")
    );
    assert_success(&run("SHOW GRAPH *").await, &["- Graph g(Person:v, Depot:v, "]);
    assert_success(&run("DROP ALL").await, &["dropped"]);
}

#[tokio::test]
async fn failures_print_the_documented_texts() {
    assert_failure(&run("USE GRAPH nope").await, &["Graph 'nope' does not exist."]);
    assert_failure(
        &run("CREATE VERTEX Person (PRIMARY_ID id STRING)").await,
        &[
            "Semantic Check Fails: The vertex name Person is used by another object! Please use a \
             different name.",
            "Failed to create vertex types",
        ],
    );
    assert_failure(
        &run("CREATE DIRECTED EDGE E (FROM Nope, TO Depot)").await,
        &[
            "Semantic Check Fails: FROM or TO vertex type does not exist!",
            "Failed to create edge types",
        ],
    );
    assert_failure(
        &run("CREATE GRAPH g (*)").await,
        &["Semantic Check Fails: The graph name conflicts with another type or existing graph \
             names! Please use a different name.\nThe graph g could not be created!\n"],
    );
    assert_failure(
        &run("DROP GRAPH nope").await,
        &["Graph 'nope' does not exist.\nThe graph nope could not be dropped!\n"],
    );
    assert_failure(&run("RUN SCHEMA_CHANGE JOB nope").await, &["does not exist"]);
    assert_failure(
        &run("DROP JOB nope").await,
        &["These jobs could not be found anywhere: [nope]."],
    );
    assert_failure(
        &run("DROP VERTEX nope, no").await,
        &["Failed to drop vertex types: [nope, no]."],
    );
    assert_failure(
        &run("DROP TUPLE Event").await,
        &["is used by Thing", "Failed to drop tuple types"],
    );
    assert_failure(&run("SHOW ROLE *").await, &["does not support SHOW ROLE"]);
    assert_failure(
        &run("USE GRAPH g DROP QUERY nope").await,
        &["could not be found anywhere: [nope]."],
    );
    assert_failure(
        &run("CREATE GRPH x").await,
        &["line 1:7 no viable alternative at input 'GRPH'", "encountered 1 syntax error(s)"],
    );
    assert_failure(&run("DROP SECRET nope").await, &["Failed to drop secrets"]);
}

#[tokio::test]
async fn an_error_does_not_stop_the_following_statements() {
    let output = run("USE GLOBAL DROP JOB nope\nCREATE VERTEX A (PRIMARY_ID id STRING)").await;
    assert!(output.contains("Successfully created vertex types: [A]"), "{output}");
}

#[tokio::test]
async fn exit_ends_a_script() {
    for script in ["LS\nEXIT\nNO STATEMENT", "ls\nquit;\nDROP VERTEX Nobody"] {
        assert_success(&run(script).await, &["Person"]);
    }
}

#[tokio::test]
async fn secrets_by_statement() {
    let output =
        run("USE GRAPH g CREATE SECRET al CREATE SECRET al SHOW SECRET\nDROP SECRET al").await;
    let secret = output.split("The secret: ").nth(1).unwrap().split(' ').next().unwrap();
    assert_eq!(secret.len(), 32);
    for word in [
        " has been created for user \"tigergraph\".",
        "already exists",
        "- Alias: al",
        "Successfully dropped secrets",
    ] {
        assert!(output.contains(word), "{output}");
    }
    assert_eq!(output.matches(secret).count(), 1, "only the first answer shows it whole");
}

#[tokio::test]
async fn the_endpoint_of_4x_accepts_only_plain_text() {
    let server = Server::start(Generation::V4).await;
    let url = format!("{}/gsql/v1/statements", server.emulator.gsql_url());
    let post = |ty: Option<&str>| {
        let mut request = server
            .http
            .post(&url)
            .header("Authorization", server.authorization.clone().unwrap())
            .body("CREATE VERTEX Ä (PRIMARY_ID id STRING) // 100%25\n ls");
        if let Some(ty) = ty {
            request = request.header("Content-Type", ty);
        }
        answer(request)
    };
    let rejected = post(Some("application/x-www-form-urlencoded")).await;
    assert_eq!(rejected.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for ty in [None, Some("text/plain"), Some("application/json")] {
        let taken = post(ty).await;
        assert_eq!((taken.status, taken.content_type.as_str()), (StatusCode::OK, "text/plain"));
    }
}

#[tokio::test]
async fn the_package_of_algorithms_is_imported_and_other_statements_are_named() {
    assert_success(&run("IMPORT PACKAGE GDS").await, &["[GDS]"]);
    assert_success(&run("INSTALL FUNCTION GDS.**").await, &["[GDS.**]"]);
    assert_failure(&run("put ExprFunctions from \"a\"").await, &["does not support PUT and GET"]);
}

#[tokio::test]
async fn the_endpoint_of_3x_decodes_the_body_and_prints_a_return_code() {
    let server = Server::start(Generation::V3).await;
    let file =
        async |body: &str| server.gsql(Method::POST, "/gsqlserver/gsql/file", body).await.text;
    let encoded = "CREATE+VERTEX+A+%28PRIMARY_ID+id+STRING%29";
    assert_eq!(
        file(encoded).await,
        "Successfully created vertex types: [A].\n__GSQL__COOKIES__,{\"session\":\"\",\
         \"graph\":\"\",\"properties\":\"\"}\n__GSQL__RETURN__CODE__,0\n"
    );
    let wrong = file("CREATE+GRPH").await;
    assert!(wrong.starts_with("Encountered \"GRPH\" at line 1, column 8."), "{wrong}");
    assert!(file("CREATE+VERTEX").await.ends_with("__GSQL__RETURN__CODE__,211\n"));
    assert!(file("USE+GRAPH+nope").await.ends_with("__GSQL__RETURN__CODE__,41\n"));
    let four = "/gsql/v1/statements";
    assert_eq!(server.gsql(Method::POST, four, "ls").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_shell_of_3x_stores_its_graph_in_a_cookie() {
    let server = Server::start(Generation::V3).await;
    let request = server
        .http
        .post(format!("{}/gsqlserver/gsql/file", server.emulator.gsql_url()))
        .header("Authorization", server.authorization.clone().unwrap())
        .header("Cookie", r#"{"graph":"g","fromGsqlClient":true}"#)
        .body("ls");
    assert!(answer(request).await.text.starts_with("---- Graph g\n"));
}

#[tokio::test]
async fn the_schema_version_counts_changes_of_the_graph() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let version = async || {
            server.get("/graph/g/vertices/Person").await.json()["version"]["schema"].clone()
        };
        assert_eq!(version().await, 0);
        server.emulator.gsql("CREATE VERTEX Elsewhere (PRIMARY_ID id STRING)").await.unwrap();
        assert_eq!(version().await, 0);
        let job = |name: &str, change: &str| {
            format!(
                "CREATE SCHEMA_CHANGE JOB {name} FOR GRAPH g {{ {change}; }} USE GRAPH g RUN \
                SCHEMA_CHANGE JOB {name}"
            )
        };
        let output = server.emulator.gsql(&job("a", "ADD VERTEX L (PRIMARY_ID id INT)")).await;
        assert_eq!(version().await, 1, "{output:?}");
        let output = server.emulator.gsql(&job("b", "DROP VERTEX Nope")).await;
        assert!(output.is_err());
        assert_eq!(version().await, 1);
    }
}

#[tokio::test]
async fn a_schema_change_is_reported_as_the_version_does() {
    let script = "USE GRAPH g\nCREATE SCHEMA_CHANGE JOB j FOR GRAPH g { \
                  ADD VERTEX A (PRIMARY_ID id STRING); ADD DIRECTED EDGE E (FROM A, TO A); }\n\
                  RUN SCHEMA_CHANGE JOB j\nDROP JOB j";
    for version in Version::ALL {
        let server = Server::of(version).await;
        let output = server.emulator.gsql(script).await.unwrap();
        let steps = "Kick off schema change job j\n\
                     Doing schema change on graph 'g' (current version: 0)\n\
                     Trying to add local vertex 'A' to the graph 'g'.\n\
                     Trying to add local edge 'E' to the graph 'g'.\n\n\
                     Graph g updated to new version 1\n";
        let succeeded = match version.generation() {
            Generation::V4 => "Local schema change succeeded.\n",
            _ => "",
        };
        let steps = format!("{steps}{succeeded}The job j completes in ");
        assert!(output.contains(&steps), "{output}");
        assert_eq!(output.contains("WARNING: "), version > Version::V3_6, "{output}");
    }
}

#[tokio::test]
async fn a_reserved_word_is_not_a_name() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        let output = server.emulator.gsql("CREATE VERTEX Case (PRIMARY_ID id STRING)").await;
        let output = output.unwrap_err().output;
        let expected = "The specified Identifier 'Case' is a reserved keyword";
        assert!(output.contains(expected), "{output}");
    }
}

#[tokio::test]
async fn a_graph_of_3x_needs_an_edge_type() {
    let expected = "Semantic Check Fails: There is no edge type specified! Please specify at least \
                    one edge type!\nThe graph h could not be created!\n";
    for version in Version::ALL {
        let server = Server::of(version).await;
        let is_old = version.generation() == Generation::V3;
        let output = server.emulator.gsql("CREATE GRAPH h (Person)").await;
        match output {
            Err(error) => assert!(is_old && error.output == expected, "{}", error.output),
            Ok(output) => assert!(!is_old, "{output}"),
        }
        server.emulator.gsql("CREATE GRAPH empty ()").await.unwrap();
        for name in ["g", "Person", "WorksAt", "employs"] {
            let error =
                server.emulator.gsql(&format!("CREATE GRAPH {name} (*)")).await.unwrap_err();
            let expected = format!(
                "Semantic Check Fails: The graph name conflicts with another type or existing \
                 graph names! Please use a different name.\n\
                 The graph {name} could not be created!\n"
            );
            assert_eq!(error.output, expected, "{version}");
        }
    }
}
