//! Packages and the queries in them.

use reqwest::Method;
use serde_json::json;
use tg_emulator::{Generation, Version};

use super::with_people;
use crate::support::{BOTH, Server};

#[tokio::test]
async fn packages_contain_queries() {
    let server = with_people(Generation::V4).await;
    let script = "CREATE PACKAGE math CREATE PACKAGE math.basic
        USE GRAPH g
        CREATE QUERY math.basic.twice(INT n) RETURNS (INT) { RETURN n * 2; }
        CREATE TEMPLATE QUERY GDBMS_ALGO.centrality.one() { PRINT 1 AS one; }
        CREATE QUERY q() FOR GRAPH g { PRINT math.basic.twice(21) AS r; }
        IMPORT PACKAGE math
        INSTALL QUERY ALL";
    let output = server.emulator.gsql(script).await.unwrap();
    for line in [
        "Successfully created packages: [math].",
        "Successfully created packages: [math.basic].",
        "Successfully created queries: [math.basic.twice].",
        "Successfully imported package [math].",
    ] {
        assert!(output.lines().any(|it| it == line), "{line}: {output}");
    }
    assert_eq!(server.get("/query/g/q").await.results(), json!([{"r": 42}]));
    let own = server.get("/query/g/math.basic.twice?n=4").await.results();
    assert_eq!(own, json!([{"@@ret": 8}]));
    let run = server.emulator.gsql("USE GRAPH g RUN QUERY math.basic.twice(5)").await.unwrap();
    assert!(run.contains("\"@@ret\": 10"), "{run}");
    let one = server.get("/query/g/GDBMS_ALGO.centrality.one").await.results();
    assert_eq!(one, json!([{"one": 1}]));
    let show = async |what: &str| server.emulator.gsql(what).await.unwrap();
    assert_eq!(show("SHOW PACKAGE").await, "Packages:\n  - GDBMS_ALGO\n  - GDS\n  - math\n");
    let named = show("SHOW PACKAGE math.basic").await;
    assert_eq!(named, "Package \"math.basic\":\nPackages and queries:\n  - twice\n");
    let listed = show("USE GRAPH g ls").await;
    assert!(listed.contains("Packages:\n  - math\n  - math.basic\n"), "{listed}");
}

#[tokio::test]
async fn a_package_is_created_before_its_content_and_dropped_after_it() {
    let server = with_people(Generation::V4).await;
    let query = "USE GRAPH g CREATE QUERY a.b.q() { PRINT 1; }";
    let create = "CREATE PACKAGE a";
    for (script, expected) in [
        (query, "The package a.b does not exist. Use CREATE PACKAGE a.b first."),
        ("CREATE PACKAGE a.b", "The package a does not exist. Use CREATE PACKAGE a first."),
        ("CREATE PACKAGE gds", "The package gds already exists."),
        ("CREATE PACKAGE a-b", "\"a-b\" is not a valid name."),
        ("SHOW PACKAGE a", "The package a does not exist."),
        ("IMPORT PACKAGE a", "The package a does not exist."),
        ("DROP PACKAGE a", "The package a does not exist."),
        (create, ""),
        (create, "The package a already exists."),
        ("CREATE PACKAGE a.b", ""),
        (query, ""),
        ("DROP PACKAGE a", "The package a contains [a.b, a.b.q]; drop them first."),
        ("DROP PACKAGE a.b", "The package a.b contains [a.b.q]; drop them first."),
        ("USE GRAPH g DROP QUERY a.b.q", ""),
        ("DROP PACKAGE a.b DROP PACKAGE a", ""),
        (create, ""),
        ("DROP ALL SHOW PACKAGE a", "The package a does not exist."),
    ] {
        match (server.emulator.gsql(script).await, expected) {
            (Ok(_), "") => {}
            (Err(error), "") => panic!("{script}: {}", error.output),
            (Err(error), expected) => assert!(error.output.contains(expected), "{}", error.output),
            (Ok(output), expected) => panic!("{script}: {expected} is missing in {output}"),
        }
    }
}

#[tokio::test]
async fn only_4_2_has_packages() {
    for version in Version::ALL.into_iter().filter(|version| *version < Version::V4_2) {
        let server = Server::of(version).await;
        let error = server.emulator.gsql("CREATE PACKAGE a").await.unwrap_err();
        let expected = format!("packages need 4.2, and this is {version}.");
        assert!(error.output.contains(&expected), "{}", error.output);
    }
}

#[tokio::test]
async fn template_queries_are_listed_and_run_as_a_library() {
    for generation in BOTH {
        let server = with_people(generation).await;
        let script = async |text: &str| {
            server.emulator.gsql(&format!("USE GRAPH g\n{text}")).await.expect("it succeeds")
        };
        script(
            "IMPORT PACKAGE GDBMS_ALGO
             CREATE TEMPLATE QUERY GDBMS_ALGO.path.near(VERTEX source, SET<STRING> e_types)
                 SYNTAX v1 {
                 S = {source};
                 S = SELECT t FROM S:s -(e_types:e)- :t ORDER BY t.age LIMIT 2;
                 PRINT S[S.age];
             }
             CREATE TEMPLATE QUERY GDBMS_ALGO.centrality.degree(STRING v_type) { PRINT v_type; }",
        )
        .await;
        let ends = |output: String, lines: &[&str]| {
            let found: Vec<_> = output.trim().lines().collect();
            assert_eq!(found[found.len() - lines.len()..], *lines, "{output}");
        };
        ends(script("SHOW PACKAGE").await, &["Packages:", "  - GDBMS_ALGO", "  - GDS"]);
        let title = "Packages and queries:";
        let named = ["Package \"GDBMS_ALGO\":", title, "  - centrality", "  - path"];
        ends(script("SHOW PACKAGE GDBMS_ALGO").await, &named);
        let named = ["Package \"GDBMS_ALGO.path\":", title, "  - near"];
        ends(script("SHOW PACKAGE GDBMS_ALGO.path").await, &named);

        let path = |name: &str| format!("/gsqlserver/gsql/library?graph=g&functionName={name}");
        let body = json!({"source": "ann", "source.type": "Person", "e_types": ["Knows"]});
        let answer =
            server.gsql(Method::POST, &path("GDBMS_ALGO.path.near"), &body.to_string()).await;
        let bob = json!({"v_id": "bob", "v_type": "Person", "attributes": {"S.age": 40}});
        assert_eq!(answer.results()["results"], json!([{"S": [bob]}]));
        for (name, body, expected) in [
            ("GDBMS_ALGO.path.far", "{}", "GDBMS_ALGO.path.far"),
            ("GDBMS_ALGO.centrality.degree", "{}", "Parameter v_type is NULL."),
            ("GDBMS_ALGO.centrality.degree", "{\"x\": 1}", "'x' is not declared"),
        ] {
            let (_, message) = server.gsql(Method::POST, &path(name), body).await.error();
            assert!(message.contains(expected), "{message}");
        }
    }
}
