//! Loading of CSV lines: separators, quotes, headers and line terminators.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use super::server;
use crate::support::{BOTH, column};

const PEOPLE: &str = "DEFINE FILENAME f; LOAD f TO VERTEX Person VALUES ($0, $1, $2, $3, $4)";

#[tokio::test]
async fn lines_are_loaded_as_vertices() {
    for generation in BOTH {
        let server = server(generation, &format!("{PEOPLE};")).await;
        let answer = server.ddl("", "a,30,1.5,true,2024-01-02\nb,31,2,0,2024-01-02 03:04:05").await;
        let body = answer.json();
        assert_eq!(body["code"], "REST-0000");
        assert_eq!(body["results"][0]["sourceFileName"], "Online_POST");
        let counted = &body["results"][0]["statistics"]["parsingStatistics"];
        assert_eq!(counted["fileLevel"], json!({"validLine": 2, "rejectLine": 0}));
        let people = json!([{"typeName": "Person", "validObject": 2}]);
        assert_eq!(counted["objectLevel"], json!({"vertex": people, "edge": []}));
        let expected = json!({
            "id": "b", "age": 31, "score": 2, "alive": false, "born": "2024-01-02 03:04:05"
        });
        assert_eq!(server.attributes("Person", "b").await, expected);
    }
}

#[tokio::test]
async fn lines_are_loaded_as_edges_of_every_kind() {
    let job = "DEFINE FILENAME f; LOAD f
        TO EDGE WorksAt VALUES ($0, $1, $2, $3),
        TO EDGE Visited VALUES ($0, $1, $2, $4, _),
        TO EDGE Owns VALUES ($0 Person, ($5, $6)),
        TO EDGE Owns VALUES ($1 $7, ($5, $6) Flat),
        TO EDGE Knows VALUES ($0, $4, 0.5);";
    for generation in BOTH {
        let server = server(generation, job).await;
        let lines = "a,7,2020-01-01,5,north,Main,3,Depot\na,7,2020-01-02,6,south,Main,3,Nothing\n";
        let counted = server.load(lines).await;
        let edges = &counted["objectLevel"]["edge"];
        assert_eq!(column(edges, "typeName"), ["WorksAt", "Visited", "Owns", "Owns", "Knows"]);
        assert_eq!(column(edges, "validObject"), ["2", "2", "2", "1", "2"]);
        assert_eq!(edges[3]["invalidVertexType"], 1);
        let works = server.get("/graph/g/edges/Person/a/WorksAt").await.results();
        assert_eq!(works[0]["attributes"], json!({"since": "2020-01-02 00:00:00", "pay": 6}));
        let visits = server.get("/graph/g/edges/Person/a/Visited").await.results();
        assert_eq!(visits.as_array().map(Vec::len), Some(2));
        let owned = server.get("/graph/g/edges/Depot/7/Owns").await.results();
        assert_eq!(owned[0]["to_id"], "Main,3");
        // The ends of edges were created with defaults.
        assert_eq!(server.attributes("Depot", "7").await, json!({"city": "nowhere"}));
    }
}

#[tokio::test]
async fn the_reverse_type_is_loaded_from_its_own_end() {
    let job = "DEFINE FILENAME f; LOAD f TO EDGE employs VALUES ($0, $1, $2, _);";
    let server = server(Generation::V4, job).await;
    server.load("7,a,2020-01-01\n").await;
    let works = server.get("/graph/g/edges/Person/a/WorksAt/Depot/7").await.results();
    assert_eq!(works[0]["attributes"]["since"], "2020-01-01 00:00:00");
}

#[tokio::test]
async fn separators_quotes_and_line_terminators() {
    for (using, more, line) in [
        ("", "", "a,30,1.5,true,2024-01-02"),
        ("USING SEPARATOR=\"|\"", "", "a|30|1.5|true|2024-01-02"),
        ("USING SEPARATOR=\"\\t\"", "", "a\t30\t1.5\ttrue\t2024-01-02"),
        ("USING SEPARATOR=\"\\001\"", "", "a\u{1}30\u{1}1.5\u{1}true\u{1}2024-01-02"),
        ("USING SEPARATOR=\"\\29\"", "", "a\u{1d}30\u{1d}1.5\u{1d}true\u{1d}2024-01-02"),
        ("USING SEPARATOR=\"|\"", "&sep=%3B", "a;30;1.5;true;2024-01-02"),
        ("", "&sep=%7C%7C", "a||30||1.5||true||2024-01-02"),
        ("", "&sep=%09&eol=%0D%0A", "a\t30\t1.5\ttrue\t2024-01-02\r\nx"),
        ("USING EOL=\"\\r\\n\"", "", "a,30,1.5,true,2024-01-02\r\nx"),
        ("USING EOL=\";\"", "", "a,30,1.5,true,2024-01-02;x"),
        ("USING QUOTE=\"double\"", "", "\"a\",\"30\",x\"1.5\"y,\"true\",\"2024-01-02\""),
        ("USING QUOTE=\"single\"", "", "'a','30','1.5','true','2024-01-02'"),
        ("USING HEADER=\"true\"", "", "id,age,score,alive,born\na,30,1.5,true,2024-01-02"),
    ] {
        let server = server(Generation::V4, &format!("{PEOPLE} {using};")).await;
        server.ddl(more, line).await.results();
        let found = server.attributes("Person", "a").await;
        let expected = json!({
            "id": "a", "age": 30, "score": 1.5, "alive": true, "born": "2024-01-02 00:00:00"
        });
        assert_eq!(found, expected, "{using} {more}");
        let all = server.get("/graph/g/vertices/Person?count_only=true").await.results();
        assert_eq!(all[0]["count"], 1, "{using} {more}");
    }
}

#[tokio::test]
async fn a_timestamp_can_have_a_t_a_fraction_and_a_zone() {
    let server = server(Generation::V4, &format!("{PEOPLE};")).await;
    for text in ["2012-02-07T12:12:27.096+00:00", "2012-02-07T12:12:27.096z"] {
        server.load(&format!("a,30,1.5,true,{text}\n")).await;
        assert_eq!(server.attributes("Person", "a").await["born"], "2012-02-07 12:12:27");
    }
}

#[tokio::test]
async fn white_space_and_text_in_quotes_are_data() {
    let job = "DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES ($0, $1) USING QUOTE=\"double\";";
    let server = server(Generation::V4, job).await;
    server.load("1, a \n2,\"x,y\"\n3,\"\"\n4,a\"b\n").await;
    for (id, city) in [("1", " a "), ("2", "x,y"), ("3", ""), ("4", "a\"b")] {
        assert_eq!(server.attributes("Depot", id).await["city"], city);
    }
}

#[tokio::test]
async fn columns_by_name() {
    for generation in BOTH {
        let job = "DEFINE FILENAME f;
            LOAD f TO VERTEX Depot VALUES ($\"code\", $\"city\") USING HEADER=\"true\";";
        let in_file = server(generation, job).await;
        in_file.load("city,x,code\nRome,?,1\n").await;
        in_file.load("code,city\n2,Oslo\n").await;
        assert_eq!(in_file.attributes("Depot", "1").await["city"], "Rome");
        assert_eq!(in_file.attributes("Depot", "2").await["city"], "Oslo");
        let job = "DEFINE FILENAME f; DEFINE HEADER h = \"city\", \"code\";
            LOAD f TO VERTEX Depot VALUES ($\"code\", $\"city\") USING USER_DEFINED_HEADER=\"h\";";
        let in_job = server(generation, job).await;
        in_job.load("Rome,1\n").await;
        assert_eq!(in_job.attributes("Depot", "1").await["city"], "Rome");
    }
}

#[tokio::test]
async fn a_job_with_several_sources_needs_one_request_per_source() {
    let job = "DEFINE FILENAME f; DEFINE FILENAME h;
        LOAD f TO VERTEX Depot VALUES ($0, $1);
        LOAD \"/tmp/a.csv\" TO VERTEX Depot VALUES ($0, \"a\");
        LOAD h TO VERTEX Depot VALUES ($0, \"h\");
        LOAD \"/tmp/b.csv\" TO VERTEX Depot VALUES ($0, \"b\");";
    let server = server(Generation::V4, job).await;
    for (id, file) in
        [(1, "h"), (2, "__GSQL_FILENAME_0__"), (3, "__GSQL_FILENAME_1__"), (4, "%2Ftmp%2Fb.csv")]
    {
        let path = format!("/ddl/g?tag=j&filename={file}");
        server.rest(Method::POST, &path, &format!("{id}\n")).await.results();
    }
    for (id, city) in [("1", "h"), ("2", "a"), ("3", "b"), ("4", "b")] {
        assert_eq!(server.attributes("Depot", id).await["city"], city);
    }
    let path = "/ddl/g?tag=j&filename=nope";
    assert_eq!(server.rest(Method::POST, path, "5\n").await.results(), json!([]));
}

#[tokio::test]
async fn keys_are_the_first_values_and_later_lines_overwrite_earlier_ones() {
    let job = "DEFINE FILENAME f; LOAD f TO VERTEX Flat VALUES ($0, $1, $2);";
    let server = server(Generation::V4, job).await;
    server.load("Main,3,1\nMain,3,2\nMain,4,\nMain,3,\n").await;
    let floor = |value| json!({"street": "Main", "number": value, "floor": 0});
    assert_eq!(server.attributes("Flat", "Main,4").await, floor(4));
    // An empty token does not change the stored value.
    assert_eq!(server.attributes("Flat", "Main,3").await["floor"], 2);
}
