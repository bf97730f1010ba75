//! The effects of schema changes on loading jobs and queries.

use tg_emulator::Emulator;

use crate::gsql::{assert_failure, assert_success};

const SCHEMA: &str = "
    CREATE VERTEX Person (PRIMARY_ID id STRING, name STRING, age INT)
    CREATE VERTEX Depot (PRIMARY_ID id STRING, name STRING)
    CREATE DIRECTED EDGE visits (FROM Person, TO Depot, times INT) WITH REVERSE_EDGE=\"visited_by\"
    CREATE GRAPH g (*)
    CREATE GRAPH h (Person)
    USE GRAPH g
    CREATE SCHEMA_CHANGE JOB local FOR GRAPH g {
        ADD VERTEX Truck (PRIMARY_ID id STRING, plate STRING);
    }
    RUN SCHEMA_CHANGE JOB local DROP JOB local
    CREATE LOADING JOB people FOR GRAPH g { LOAD \"p.csv\" TO VERTEX Person VALUES ($0, $1, $2); }
    CREATE LOADING JOB depots FOR GRAPH g {
        LOAD \"Person.csv\" TO VERTEX Depot VALUES ($0, $1); /* Person */
    }
    CREATE LOADING JOB trucks FOR GRAPH g { LOAD \"t.csv\" TO VERTEX Truck VALUES ($0, $1); }
    CREATE LOADING JOB back FOR GRAPH g { LOAD \"v.csv\" TO EDGE visited_by VALUES ($0, $1, $2); }
    CREATE QUERY old_people() FOR GRAPH g { S = SELECT s FROM Person:s WHERE s.age > 60; PRINT S; }
    CREATE QUERY depot_names() FOR GRAPH g { S = SELECT s FROM Depot:s; PRINT S[S.name]; }
    CREATE QUERY guests() FOR GRAPH g { S = SELECT t FROM Depot:s -(visited_by:e)- Person:t; }
    CREATE QUERY calls_guests() FOR GRAPH g { guests(); }
    CREATE QUERY anything() FOR GRAPH g { S = SELECT s FROM :s WHERE s.name == \"x\"; }
    INSTALL QUERY *
    USE GRAPH h
    CREATE LOADING JOB people FOR GRAPH h { LOAD \"p.csv\" TO VERTEX Person VALUES ($0, $1, $2); }
    CREATE QUERY people() FOR GRAPH h { S = {Person.*}; PRINT S; }
";

/// Runs a schema change job. Returns the names of the remaining loading jobs, and of the remaining
/// queries that are not drafts.
async fn remaining(job: &str, graph: &str) -> (String, String) {
    let emulator = Emulator::builder().gsql(SCHEMA).start().await.unwrap();
    let output = emulator.gsql(job).await.unwrap();
    assert!(output.contains("schema change succeeded"), "{output}");
    let listing = emulator.gsql(&format!("USE GRAPH {graph}\nls")).await.unwrap();
    let section = |from: &str, to: &str| {
        let text = listing.split(from).nth(1).unwrap().split(to).next().unwrap();
        let names = text.lines().filter_map(|line| line.strip_prefix("  - "));
        let names = names.filter(|line| !line.contains("(draft)"));
        names
            .map(|line| {
                line.trim_start_matches("CREATE LOADING JOB ")
                    .split(['(', ' '])
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    (section("Jobs:", "Queries:"), section("Queries:", "Data Sources:"))
}

fn local(changes: &str) -> String {
    format!(
        "USE GRAPH g CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {{ {changes} }} \
         RUN SCHEMA_CHANGE JOB j DROP JOB j"
    )
}

fn global(changes: &str) -> String {
    format!(
        "CREATE GLOBAL SCHEMA_CHANGE JOB j {{ {changes} }} \
         RUN GLOBAL SCHEMA_CHANGE JOB j DROP JOB j"
    )
}

#[tokio::test]
async fn loading_jobs_of_a_changed_type_are_dropped() {
    let all = "old_people depot_names guests calls_guests anything";
    let expected = |jobs: &str, queries: &str| (jobs.to_owned(), queries.to_owned());
    assert_eq!(
        remaining(&local("ADD VERTEX New (PRIMARY_ID id STRING);"), "g").await,
        expected("people depots trucks back", all)
    );
    assert_eq!(
        remaining(&local("ALTER VERTEX Truck ADD ATTRIBUTE (weight INT);"), "g").await,
        expected("people depots back", all)
    );
    let more = global("ALTER VERTEX Person ADD ATTRIBUTE (email STRING);");
    assert_eq!(remaining(&more, "g").await, expected("depots trucks back", all));
    assert_eq!(remaining(&more, "h").await, expected("", "people"));
    assert_eq!(
        remaining(&global("ALTER EDGE visits ADD ATTRIBUTE (since DATETIME);"), "g").await,
        expected("people depots trucks", all)
    );
    assert_eq!(
        remaining(&global("ALTER VERTEX Person ADD INDEX by_name ON (name);"), "g").await,
        expected("people depots trucks back", all)
    );
}

#[tokio::test]
async fn queries_that_use_a_dropped_type_become_drafts() {
    let expected = |jobs: &str, queries: &str| (jobs.to_owned(), queries.to_owned());
    assert_eq!(
        remaining(&global("ALTER VERTEX Person DROP ATTRIBUTE (age);"), "g").await,
        expected("depots trucks back", "depot_names guests calls_guests anything")
    );
    assert_eq!(
        remaining(&global("ALTER VERTEX Depot DROP ATTRIBUTE (name);"), "g").await,
        expected("people trucks back", "old_people guests calls_guests")
    );
    assert_eq!(
        remaining(&global("DROP EDGE visits FROM GRAPH g;"), "g").await,
        expected("people depots trucks", "old_people depot_names anything")
    );
    assert_eq!(
        remaining(&global("DROP EDGE visits FROM GRAPH g; DROP VERTEX Person FROM GRAPH g;"), "g")
            .await,
        expected("depots trucks", "depot_names anything")
    );
    assert_eq!(
        remaining(&global("DROP VERTEX Person FROM GRAPH h;"), "g").await,
        expected(
            "people depots trucks back",
            "old_people depot_names guests calls_guests anything"
        )
    );
    assert_eq!(remaining(&global("DROP VERTEX Person FROM GRAPH h;"), "h").await, expected("", ""));
}

#[tokio::test]
async fn a_draft_is_not_installed() {
    let emulator = Emulator::builder().gsql(SCHEMA).start().await.unwrap();
    let change = global("ALTER VERTEX Person DROP ATTRIBUTE (age);");
    let output = emulator.gsql(&change).await.unwrap();
    for line in [
        "Dropped loading jobs on the graph 'g': [people].",
        "Dropped loading jobs on the graph 'h': [people].",
        "Uninstalled queries on the graph 'g': [old_people].",
    ] {
        assert!(output.contains(line), "{output}");
    }
    let output = emulator.gsql("USE GRAPH g INSTALL QUERY old_people").await.unwrap_err().output;
    assert_failure(&output, &["Failed to install queries.", "Query installation failed!"]);
    let again = "USE GRAPH g CREATE OR REPLACE QUERY old_people() FOR GRAPH g { S = {Person.*}; } \
                 INSTALL QUERY old_people";
    assert_success(&emulator.gsql(again).await.unwrap(), &["Query installation finished."]);
}

#[tokio::test]
async fn a_graph_with_queries_or_jobs_is_dropped_only_with_cascade() {
    let emulator = Emulator::builder().gsql(SCHEMA).start().await.unwrap();
    let drop = async |script: &str| match emulator.gsql(script).await {
        Ok(output) => output,
        Err(failed) => failed.output,
    };
    assert_failure(
        &drop("DROP GRAPH g").await,
        &[
            "Semantic Check Fails: the graph g has queries [old_people, ",
            "loading jobs [people, ",
            "CASCADE",
        ],
    );
    assert!(drop("USE GRAPH h\nls").await.contains("CREATE LOADING JOB people"));
    assert_failure(&drop("DROP GRAPH h").await, &["The graph h could not be dropped!"]);
    drop("USE GRAPH h DROP JOB * DROP QUERY *").await;
    assert_success(&drop("DROP GRAPH h").await, &["The graph h is dropped."]);
    assert_success(&drop("DROP GRAPH g CASCADE").await, &["The graph g is dropped."]);
    let listing = drop("SHOW QUERY *\nSHOW JOB *").await;
    assert_eq!(listing, "");
    // A new graph with the same name does not have the objects of the old one.
    drop("CREATE GRAPH g (*)").await;
    assert_eq!(drop("USE GRAPH g SHOW QUERY *\nSHOW JOB *").await, "Using graph 'g'\n");
}
