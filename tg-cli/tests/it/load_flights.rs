//! `tg load`: the whole data set of the flights, whose counts are those of the files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::load::printed;
use crate::server::Server;

/// The rows of a file of the example, by column.
fn rows(folder: &Path, file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let bytes = fs::read(folder.join(file)).unwrap();
    let input = tg_runtime::load::decompressed(Box::new(std::io::Cursor::new(bytes))).unwrap();
    csv::Reader::from_reader(input).into_deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_flights_are_a_mapping_of_one_screen() {
    flights("upsert");
}

#[test]
fn the_flights_are_loaded_via_a_loading_job() {
    flights("loading-job");
}

fn flights(way: &str) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/flights");
    let mapping = fs::read_to_string(example.join("flights.toml")).unwrap();
    assert!(mapping.lines().count() <= 40);
    let server = &mut Server::start("4", &fs::read_to_string(example.join("schema.gsql")).unwrap());
    let mapping = example.join("flights.toml").display().to_string();
    let command = format!("load {mapping} --graph Flights --via {way} --json");
    let account = server.tg(&command).code(0).json();
    let data = example.join("data");
    let flights = rows(&data, "flights-2013-01.csv.gz");
    assert_eq!(account["files"][3]["accepted"], json!(flights.len()));

    let known = |name: &str| name != "NA";
    let ids = |columns: &[&str]| -> BTreeSet<String> {
        let id = |row: &std::collections::BTreeMap<String, String>| {
            let parts = columns.iter().map(|column| row[*column].clone());
            parts.collect::<Vec<_>>()
        };
        flights
            .iter()
            .map(id)
            .filter(|id| id.iter().all(|it| known(it)))
            .map(|it| it.join(","))
            .collect()
    };
    let with = |file: &str, column: &str, more: &[&str]| {
        let mut all: BTreeSet<_> =
            rows(&data, file).iter().map(|row| row[column].clone()).collect();
        more.iter().for_each(|column| all.extend(ids(&[column])));
        all.len()
    };
    let key = ["time_hour", "carrier", "flight"];
    let edge = |end: &str| ids(&[key[0], key[1], key[2], end]).len();
    let expected = json!({
        "Airport": with("airports.csv", "faa", &["origin", "dest"]),
        "Airline": with("airlines.csv", "carrier", &["carrier"]),
        "Plane": with("planes.csv", "tailnum", &["tailnum"]),
        "Flight": ids(&key).len(),
        "DepartsFrom": edge("origin"),
        "ArrivesAt": edge("dest"),
        "OperatedBy": edge("carrier"),
        "FlownBy": edge("tailnum"),
    });
    let query = "
        MapAccum<STRING, INT> @@counts;
        A = {Airport.*}; L = {Airline.*}; P = {Plane.*}; F = {Flight.*};
        X = SELECT f FROM F:f -(DepartsFrom>)- Airport:t ACCUM @@counts += (\"DepartsFrom\" -> 1);
        X = SELECT f FROM F:f -(ArrivesAt>)- Airport:t ACCUM @@counts += (\"ArrivesAt\" -> 1);
        X = SELECT f FROM F:f -(OperatedBy>)- Airline:t ACCUM @@counts += (\"OperatedBy\" -> 1);
        X = SELECT f FROM F:f -(FlownBy>)- Plane:t ACCUM @@counts += (\"FlownBy\" -> 1);
        @@counts += (\"Airport\" -> A.size());
        @@counts += (\"Airline\" -> L.size());
        @@counts += (\"Plane\" -> P.size());
        @@counts += (\"Flight\" -> F.size());
        PRINT @@counts;";
    assert_eq!(printed(server, "Flights", query, "@@counts"), expected);
}
