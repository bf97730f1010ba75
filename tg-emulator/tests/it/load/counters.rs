//! The counters of lines and objects, and errors of requests.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation, Version};

use super::server;
use crate::support::{BOTH, SCHEMA, Server};

const DEPOTS: &str = "DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES ($0, $1);";

#[tokio::test]
async fn invalid_lines_are_counted() {
    for generation in BOTH {
        let server = server(generation, DEPOTS).await;
        let mut lines = b"1,a\n\n2\n3,b,c\n4,\xff\n".to_vec();
        lines.extend(format!("5,{}\n", "x".repeat(11 * 1024 * 1024)).into_bytes());
        let url = format!("{}/ddl/g?tag=j&filename=f", server.emulator.restpp_url());
        let request = server.http.post(url).body(lines);
        let request = request.header("Authorization", server.authorization.clone().unwrap());
        let body: Value =
            serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
        assert_eq!(body["error"], false, "{body}");
        let file = &body["results"][0]["statistics"]["parsingStatistics"]["fileLevel"];
        for (counter, count) in [
            ("validLine", 2),
            ("rejectLine", 0),
            ("emptyLine", 1),
            ("notEnoughToken", 1),
            ("badCharacter", 1),
            ("tokenExceedsBuffer", 1),
        ] {
            assert_eq!(file[counter], count, "{counter}: {file}");
        }
        assert_eq!(file["lineData"][0], "2");
    }
}

#[tokio::test]
async fn invalid_objects_are_counted() {
    let job = "DEFINE FILENAME f; LOAD f
        TO VERTEX Thing VALUES ($0, $1, _, _, _, _, _, _, $2),
        TO EDGE WorksAt VALUES ($3, $4, $5, _);";
    for generation in BOTH {
        let server = server(generation, job).await;
        let lines = [
            "1,1,abcd,p,1,2020-01-01",
            ",1,abcd,,1,2020-01-01",
            "x,1,abcd,p,,2020-01-01",
            "2,1.5,abcd,p,x,2020-01-01",
            "3,1,abc,p,1,2020-13-01",
        ];
        let counted = server.load(&lines.join("\n")).await;
        let counted = |kind: &str| {
            let mut counts = counted["objectLevel"][kind][0].clone();
            counts.as_object_mut().unwrap().remove("lineData");
            counts
        };
        let expected = json!({
            "typeName": "Thing", "validObject": 1, "invalidPrimaryId": 1, "noIdFound": 1,
            "invalidAttribute": 1, "incorrectFixedBinaryLength": 1,
        });
        assert_eq!(counted("vertex"), expected);
        let expected = json!({
            "typeName": "WorksAt", "validObject": 1, "noIdFound": 1, "invalidAttribute": 1,
            "invalidSecondaryId": 2,
        });
        assert_eq!(counted("edge"), expected);
    }
}

#[tokio::test]
async fn failed_conditions_and_rejected_lines_are_counted() {
    let job = "DEFINE FILENAME f; DEFINE INPUT_LINE_FILTER skip = $1 == \"no\";
        LOAD f TO VERTEX Depot VALUES ($0, $1) WHERE to_int($0) > 1
        USING REJECT_LINE_RULE=\"skip\";";
    for generation in BOTH {
        let server = server(generation, job).await;
        let counted = server.load("1,a\n2,b\n3,no\n4,c\nx,d\n").await;
        assert_eq!(counted["fileLevel"], json!({"validLine": 4, "rejectLine": 1}));
        let expected = json!({
            "typeName": "Depot", "validObject": 2, "passedCondition": 2, "failedCondition": 2
        });
        assert_eq!(counted["objectLevel"]["vertex"][0], expected);
    }
}

#[tokio::test]
async fn the_flat_format_has_every_counter() {
    let script = format!("{SCHEMA}\nUSE GRAPH g\nCREATE LOADING JOB j {{ {DEPOTS} }}");
    let builder = Emulator::builder().version(Version::V3_6);
    let server = Server::with(builder.gsql(script)).await;
    let results = server.ddl("", "1,a\nx,b\n2\n").await.results();
    let expected = json!([{"sourceFileName": "Online_POST", "statistics": {
        "validLine": 2, "rejectLine": 0, "failedConditionLine": 0, "notEnoughToken": 1,
        "invalidJson": 0, "oversizeToken": 0,
        "vertex": [{
            "typeName": "Depot", "validObject": 1, "noIdFound": 0, "invalidAttribute": 0,
            "invalidPrimaryId": 1, "invalidSecondaryId": 0, "incorrectFixedBinaryLength": 0,
            "invalidAttributeLinesData": ["x,b"],
        }],
        "edge": [], "deleteVertex": [], "deleteEdge": [],
    }}]);
    assert_eq!(results, expected);
    let concise = server.ddl("&concise=true", "x,b\n").await.results();
    assert!(concise[0]["statistics"]["vertex"][0].get("invalidAttributeLinesData").is_none());
}

#[tokio::test]
async fn invalid_requests_are_rejected() {
    for generation in BOTH {
        let server = server(generation, DEPOTS).await;
        for (path, wrong) in [
            ("/ddl/g?filename=f", "tag is required"),
            ("/ddl/g?tag=j", "filename is required"),
            ("/ddl/g?tag=nope&filename=f", "The loading job 'nope' does not exist in graph 'g'."),
            ("/ddl/g?tag=j&filename=f&timeout=soon", "timeout"),
            ("/ddl/g?tag=j&filename=f&ack=maybe", "ack"),
            ("/ddl/g?tag=j&filename=f&concise=perhaps", "concise"),
            ("/ddl/g?tag=j&filename=f&max_num_error=-1", "max_num_error"),
            ("/ddl/g?tag=j&filename=f&max_percent_error=101", "max_percent_error"),
            ("/ddl/g?tag=j&filename=f&eol=abc", "eol"),
        ] {
            let (code, message) = server.rest(Method::POST, path, "1,a\n").await.error();
            assert_eq!(code, "REST-30000", "{path}");
            assert!(message.contains(wrong), "{path}: {message}");
        }
        assert_eq!(
            server.rest(Method::POST, "/ddl/x?tag=j&filename=f", "").await.code(),
            "REST-1004"
        );
        assert_eq!(
            server.rest(Method::GET, "/ddl/g?tag=j&filename=f", "").await.code(),
            "REST-1000"
        );
        let count = server.get("/graph/g/vertices/Depot?count_only=true").await.results();
        assert_eq!(count[0]["count"], 0);
    }
}

#[tokio::test]
async fn too_many_errors_abort_a_load() {
    let server = server(Generation::V4, DEPOTS).await;
    let lines = "1,a\nx,b\ny,c\n2,d\n";
    server.ddl("&max_num_error=2", lines).await.results();
    server.ddl("&max_percent_error=50", lines).await.results();
    for limit in ["max_num_error=1", "max_percent_error=49.9"] {
        let (more, lines) = (format!("&atomic_post=true&{limit}"), lines.replace('1', "9"));
        let (_, message) = server.ddl(&more, &lines).await.error();
        assert!(message.contains("2 lines or objects of 4 lines are invalid"), "{message}");
        assert_eq!(server.get("/graph/g/vertices/Depot/9").await.code(), "601");
    }
}

#[tokio::test]
async fn the_id_of_a_run_of_another_job_is_rejected() {
    let server = server(Generation::V4, DEPOTS).await;
    let other = format!("USE GRAPH g CREATE LOADING JOB k FOR GRAPH g {{ {DEPOTS} }}");
    server.emulator.gsql(&other).await.unwrap_or_else(|error| panic!("{error}"));
    server.ddl("&jobid=x", "1,a\n").await.results();
    let path = "/ddl/g?tag=k&filename=f&jobid=x";
    let (code, message) = server.rest(Method::POST, path, "2,b\n").await.error();
    assert_eq!((code.as_str(), message.contains("'x'")), ("REST-30000", true), "{message}");
    assert_eq!(server.get("/graph/g/vertices/Depot/2").await.code(), "601");
}
