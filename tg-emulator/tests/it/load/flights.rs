//! Real data: the files of the example `flights`, loaded by a job.

use std::collections::HashSet;
use std::io::Read;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Emulator;

use crate::support::{BOTH, Server};

const SCHEMA: &str = include_str!("../../../../examples/flights/schema.gsql");

/// `NA` means unknown: the filters load no value, so that the default remains.
const JOB: &str = r#"
USE GRAPH Flights
CREATE LOADING JOB load_flights {
  DEFINE FILENAME airlines;
  DEFINE FILENAME airports;
  DEFINE FILENAME planes;
  DEFINE FILENAME flights;
  LOAD airlines TO VERTEX Airline VALUES ($"carrier", $"name") USING HEADER="true";
  LOAD airports TO VERTEX Airport
    VALUES ($"faa", $"name", $"lat", $"lon", $"alt", $"tz", $"tzone")
    USING HEADER="true", QUOTE="double";
  LOAD planes TO VERTEX Plane VALUES ($"tailnum", gsql_replace($"year", "NA", ""), $"type",
    $"manufacturer", $"model", $"engines", $"seats", gsql_replace($"speed", "NA", ""), $"engine")
    USING HEADER="true";
  LOAD flights
    TO VERTEX Flight VALUES ($"time_hour", $"carrier", $"flight", $"distance",
      gsql_regex_match($"arr_delay", "-?[0-9]+"), gsql_replace($"dep_time", "NA", ""),
      gsql_replace($"dep_delay", "NA", ""), gsql_replace($"arr_time", "NA", ""),
      gsql_replace($"arr_delay", "NA", ""), gsql_replace($"air_time", "NA", "")),
    TO EDGE DepartsFrom VALUES (($"time_hour", $"carrier", $"flight"), $"origin"),
    TO EDGE ArrivesAt VALUES (($"time_hour", $"carrier", $"flight"), $"dest"),
    TO EDGE OperatedBy VALUES (($"time_hour", $"carrier", $"flight"), $"carrier"),
    TO EDGE FlownBy VALUES (($"time_hour", $"carrier", $"flight"), $"tailnum")
      WHERE $"tailnum" != "NA"
    USING HEADER="true", VERTEX_MUST_EXIST="true";
}
"#;

/// Reads a file of the example. The file of the flights is compressed.
fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/flights/data");
    let bytes = std::fs::read(folder.join(name)).expect("a file of the example");
    let mut text = String::new();
    if name.ends_with(".gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("a text");
    } else {
        text = String::from_utf8(bytes).expect("a text");
    }
    text
}

/// Returns the given columns of all rows. These columns must not contain quotes.
fn rows<'t>(text: &'t str, columns: &[&str]) -> Vec<Vec<&'t str>> {
    let mut lines = text.lines();
    let header: Vec<_> = lines.next().expect("a header").split(',').collect();
    let places: Vec<_> = columns
        .iter()
        .map(|name| header.iter().position(|it| it == name).expect("a column"))
        .collect();
    let row = |line: &'t str| {
        let tokens: Vec<_> = line.split(',').collect();
        places.iter().map(|at| tokens[*at]).collect()
    };
    lines.map(row).collect()
}

#[tokio::test]
async fn all_flights_of_january_are_loaded() {
    let names = ["airlines", "airports", "planes", "flights"];
    let texts = [
        file("airlines.csv"),
        file("airports.csv"),
        file("planes.csv"),
        file("flights-2013-01.csv.gz"),
    ];
    let airports: HashSet<_> = rows(&texts[1], &["faa"]).into_iter().flatten().collect();
    let planes: HashSet<_> = rows(&texts[2], &["tailnum"]).into_iter().flatten().collect();
    let flights = rows(&texts[3], &["time_hour", "carrier", "flight", "origin", "dest", "tailnum"]);
    let distinct = |matches: &dyn Fn(&[&str]) -> bool| {
        flights.iter().filter(|row| matches(row)).map(|row| &row[..3]).collect::<HashSet<_>>().len()
    };
    let all = distinct(&|_| true);
    for generation in BOTH {
        let script = format!("{SCHEMA}{JOB}");
        let server = Server::with(Emulator::builder().generation(generation).gsql(script)).await;
        for (name, text) in names.iter().zip(&texts) {
            let path = format!("/ddl/Flights?tag=load_flights&filename={name}");
            let results = server.rest(Method::POST, &path, text).await.results();
            let counted = &results[0]["statistics"]["parsingStatistics"];
            let lines = text.lines().count() - 1;
            assert_eq!(
                counted["fileLevel"],
                json!({"validLine": lines, "rejectLine": 0}),
                "{name}"
            );
            for counts in counted["objectLevel"]["vertex"].as_array().expect("a list") {
                assert_eq!(counts["validObject"], lines, "{counts}");
            }
        }
        let count = async |function: &str, ty: &str| {
            let body = json!({"function": function, "type": ty});
            let results = server.post("/builtins/Flights", &body).await.results();
            results[0]["count"].as_u64().and_then(|it| usize::try_from(it).ok()).expect("a count")
        };
        for (ty, expected) in [
            ("Airline", texts[0].lines().count() - 1),
            ("Airport", airports.len()),
            ("Plane", planes.len()),
            ("Flight", all),
        ] {
            assert_eq!(count("stat_vertex_number", ty).await, expected, "{ty}");
        }
        for (ty, expected) in [
            ("DepartsFrom", distinct(&|row| airports.contains(row[3]))),
            ("ArrivesAt", distinct(&|row| airports.contains(row[4]))),
            ("OperatedBy", all),
            ("FlownBy", distinct(&|row| planes.contains(row[5]))),
        ] {
            assert_eq!(count("stat_edge_number", ty).await, expected, "{ty}");
        }
        let path = "/graph/Flights/vertices/Flight/2013-01-01%2010:00:00,UA,1545";
        let flight: Value = server.get(path).await.results()[0]["attributes"].clone();
        let expected = json!({
            "scheduled": "2013-01-01 10:00:00", "carrier": "UA", "number": 1545,
            "distance_mi": 1400,
            "arrived": true, "departed_hhmm": 517, "departure_delay_min": 2, "arrived_hhmm": 830,
            "arrival_delay_min": 11, "air_time_min": 227,
        });
        assert_eq!(flight, expected);
    }
}
