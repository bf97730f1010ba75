//! Dumps that `tg load` reads into the same graph, and their values in Parquet.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::io::Cursor;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tg_runtime::DateTime;
use tg_runtime::load::{JsonLines, ParquetSource, Place, RowSource};

use crate::server::{Server, in_both_generations};

/// A type with every kind of attribute that `tg load` writes, composite keys, several
/// discriminators, and an undirected edge.
const KINDS: &str = "\
TYPEDEF TUPLE <i INT(1), u UINT, f FLOAT, d DOUBLE, b BOOL, t DATETIME, s STRING(70000)> Mixed
CREATE VERTEX Thing (PRIMARY_ID id STRING, i INT, u UINT, f FLOAT, d DOUBLE, b BOOL, s STRING,
  t DATETIME, li LIST<INT>, ld LIST<DOUBLE>, ls LIST<STRING>, lt LIST<DATETIME>, ss SET<STRING>,
  si SET<INT>, ms MAP<STRING, STRING>, mi MAP<INT, DOUBLE>, mt MAP<DATETIME, INT>, x Mixed,
  lx LIST<Mixed>, mx MAP<STRING, Mixed>, fb FIXED_BINARY(4))
CREATE VERTEX Number (PRIMARY_ID number INT, name STRING) WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\"
CREATE VERTEX Flight (departed DATETIME, carrier STRING, number UINT, late INT,
  PRIMARY KEY (departed, carrier, number))
CREATE DIRECTED EDGE Uses (FROM Flight, TO Number,
  DISCRIMINATOR(leg INT, note STRING, at DATETIME), cost DOUBLE) WITH REVERSE_EDGE=\"UsedBy\"
CREATE UNDIRECTED EDGE Resembles (FROM Flight, TO Flight, much DOUBLE)
CREATE GRAPH Kinds (Thing, Number, Flight, Uses, Resembles)
";

const TYPES: [&str; 5] = ["Thing", "Number", "Flight", "Uses", "Resembles"];

/// Rows with texts that a format could change.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "plain",
        " blanks ",
        "say \"please\"",
        "it's",
        "'quoted'",
        "a,b;c|d\te",
        "two\nlines",
        "carriage\r\nreturn",
        "\r",
        "nul\0byte",
        "\u{1}\u{1f}",
        "back\\slash",
        "\\N",
        "NA",
        "null",
        "#5",
        "{x}",
        "[1]",
        "007",
        "1e3",
        "true",
        "ü\u{1f600}\u{feff}",
        "\u{2028}",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("x".repeat(70_000));
    texts
}

/// Returns JSON lines of all types, by their names.
fn data() -> Vec<(&'static str, String)> {
    let mut kinds = String::new();
    let mut numbers = String::new();
    let mut flights = String::new();
    let (mut uses, mut like) = (String::new(), String::new());
    for (index, text) in texts().iter().enumerate() {
        // Ids are limited to 16 KiB.
        let id = if text.len() > 100 { "long" } else { text };
        let n = i64::try_from(index).unwrap();
        let day = format!("2024-02-{:02} 12:30:59", index % 29 + 1);
        let mixed =
            json!({"i": -128, "u": index, "f": 0.1, "d": 1e300, "b": true, "t": day, "s": text});
        let row = json!({
            "x": mixed, "lx": [mixed, mixed], "mx": {text.as_str(): mixed}, "fb": "ab,\"",
            "id": id, "i": i64::MIN + n, "u": u64::MAX - index as u64, "f": 0.1,
            "d": 0.1 + n as f64,
            "b": index % 2 == 0, "s": text, "t": day, "li": [n, n, -1], "ld": [0.1, 1e300],
            "ls": [text, text, ""], "lt": [day], "ss": [text, "other"], "si": [n],
            "ms": {text.as_str(): text}, "mi": {n.to_string(): 0.5}, "mt": {day.as_str(): n},
        });
        kinds += &format!("{row}\n");
        numbers += &format!("{}\n", json!({"number": i64::MAX - n, "name": text}));
        let carrier = id.replace(',', ".");
        let flight = json!({"departed": day, "carrier": carrier, "number": index, "late": -n});
        flights += &format!("{flight}\n");
        let from = format!("{day},{carrier},{index}");
        let to = i64::MAX - n;
        for leg in 0..2 {
            let row =
                json!({"from": from, "to": to, "leg": leg, "note": id, "at": day, "cost": 0.25});
            uses += &format!("{row}\n");
        }
        // One edge of the first flight to each, also to itself.
        let first = "2024-02-01 12:30:59,plain,0";
        like += &format!("{}\n", json!({"from": first, "to": from, "much": n}));
    }
    // Nothing is set: empty collections and texts, the first second.
    kinds += "{\"id\": \"unset\"}\n";
    vec![
        ("Thing", kinds),
        ("Number", numbers),
        ("Flight", flights),
        ("Uses", uses),
        ("Resembles", like),
    ]
}

fn load(server: &Server, file: &str, name: &str) {
    let kind = if ["Uses", "Resembles"].contains(&name) { "edge" } else { "vertex" };
    let account = server.tg(&format!("load {file} --{kind} {name} --yes --json")).code(0).json();
    assert_eq!(account["ok"], json!(true), "{account}");
}

/// Returns a row in a form that can be compared.
fn as_json_line(mut row: Value) -> String {
    // A SET has no order.
    for set in ["ss", "si"] {
        if let Some(elements) = row.get_mut(set).and_then(Value::as_array_mut) {
            elements.sort_by_key(Value::to_string);
        }
    }
    row.to_string()
}

/// Returns the rows of a type as JSON; their order on a server is not defined.
fn rows(server: &Server, name: &str) -> BTreeSet<String> {
    let lines = server.tg(&format!("dump {name} --format jsonl")).code(0).stdout;
    let lines: Vec<_> = lines.lines().map(str::to_owned).collect();
    let row = |line: &String| as_json_line(serde_json::from_str(line).unwrap());
    let rows: BTreeSet<_> = lines.iter().map(row).collect();
    assert_eq!(rows.len(), lines.len(), "each row once");
    rows
}

#[test]
fn a_dump_is_loaded_into_the_same_graph() {
    in_both_generations(KINDS, |server, generation| {
        server.set("TG_GRAPH", "Kinds");
        for (name, lines) in data() {
            server.write(&format!("{name}.jsonl"), &lines);
            load(server, &format!("{name}.jsonl"), name);
        }
        let sent = data()[0].1.lines().count();
        for ending in ["csv", "tsv", "jsonl", "csv.gz", "jsonl.gz", "parquet"] {
            let mut copy = Server::start(generation, KINDS);
            copy.set("TG_GRAPH", "Kinds");
            for name in TYPES {
                let file = format!("dumped.{name}.{ending}");
                let account = server.tg(&format!("dump {name} --out {file} --json")).code(0).json();
                assert_eq!(account["notes"], json!([]));
                assert!(!server.path(&format!("{file}.part")).exists());
                fs::copy(server.path(&file), copy.path(&file)).unwrap();
                load(&copy, &file, name);
            }
            for name in TYPES {
                assert_eq!(rows(&copy, name), rows(server, name), "{name}.{ending}");
            }
            assert_eq!(rows(&copy, "Thing").len(), sent);
        }
    });
}

#[derive(Debug, PartialEq, Deserialize)]
struct Thing {
    id: String,
    i: i64,
    u: u64,
    f: f32,
    d: f64,
    b: bool,
    s: String,
    t: DateTime,
    li: Vec<i64>,
    ld: Vec<f64>,
    ls: Vec<String>,
    lt: Vec<DateTime>,
    ss: BTreeSet<String>,
    si: BTreeSet<i64>,
    ms: BTreeMap<String, String>,
    mi: BTreeMap<i64, f64>,
    mt: BTreeMap<DateTime, i64>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Number {
    number: i64,
    name: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flight {
    departed: DateTime,
    carrier: String,
    number: u64,
    late: i64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Uses {
    from: String,
    to: Text,
    leg: i64,
    note: String,
    at: DateTime,
    cost: f64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Resembles {
    from: String,
    to: String,
    much: f64,
}

/// An id, which is a number in JSON lines and a text in Parquet.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Text {
    Text(String),
    Number(i64),
}

/// Returns the rows of a source, each as text, sorted.
fn read<Row: DeserializeOwned + Debug>(source: impl RowSource<Row>) -> Vec<String> {
    let mut reader = source.into_reader();
    let mut rows = Vec::new();
    while let Some(row) = reader.read(&mut Place::default()).unwrap() {
        rows.push(format!("{:?}", row.unwrap()).replace("Number(", "Text(").replace('"', ""));
    }
    rows.sort();
    rows
}

fn assert_same<Row: DeserializeOwned + Debug + 'static>(server: &Server, name: &str, rows: usize) {
    let parquet = format!("{name}.parquet");
    server.tg(&format!("dump {name} --out {parquet}")).code(0);
    let parquet = read::<Row>(ParquetSource::path(server.path(&parquet)));
    let lines = server.tg(&format!("dump {name} --format jsonl")).code(0).stdout;
    assert_eq!(parquet, read::<Row>(JsonLines::reader(Cursor::new(lines))), "{name}");
    assert_eq!(parquet.len(), rows, "{name}");
}

#[test]
fn parquet_has_the_same_values_as_json_lines() {
    in_both_generations(KINDS, |server, _| {
        server.set("TG_GRAPH", "Kinds");
        for (name, lines) in data() {
            server.write(&format!("{name}.jsonl"), &lines);
            load(server, &format!("{name}.jsonl"), name);
        }
        let number = texts().len();
        assert_same::<Thing>(server, "Thing", number + 1);
        assert_same::<Number>(server, "Number", number);
        assert_same::<Flight>(server, "Flight", number);
        assert_same::<Uses>(server, "Uses", number * 2);
        assert_same::<Resembles>(server, "Resembles", number);
        let ran = server.tg("dump Thing --out t.parquet --columns s,id --limit 3 --json").code(0);
        assert_eq!(ran.json()["rows"], json!(3));
        let rows = read::<(String, String)>(ParquetSource::path(server.path("t.parquet")));
        assert_eq!(rows.len(), 3);
        let ran = server.tg("dump Thing --format parquet").code(2);
        assert!(ran.stderr.contains("--out FILE.parquet"), "{}", ran.stderr);
        let ran = server.tg("dump Thing --format parquet --out /dev/full").code(1);
        assert!(ran.stderr.contains("No space left"), "{}", ran.stderr);
    });
}
