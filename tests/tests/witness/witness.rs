//! The same data, written by one client and read by the other, in both directions.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};
use tg_runtime::FixedBinary;
use tg_runtime::prelude::*;

use crate::model::{
    Beside, Everything, KeptAt, Level, Measure, Moved, Place, Shift, Spot, State, Tag, Witness,
    WitnessByToken, extreme,
};
use crate::python;

const READ: &str = concat!(include_str!("connect.py"), include_str!("read.py"));
const WRITE: &str = concat!(include_str!("connect.py"), include_str!("write.py"));

/// This client writes, the official one reads; then the official one writes and deletes, and this
/// one reads.
pub(crate) async fn both_ways(generation: Generation) {
    let emulator = Emulator::builder().generation(generation).start().await.unwrap();
    let graph = connect(&emulator).await;
    graph.create_schema().await.unwrap();

    write(&graph).await;
    check_the_reads_of_python(&run(&emulator, READ).await);

    let said = run(&emulator, WRITE).await;
    check_the_answers_to_python(&said["answers"]);
    check_the_writes_of_python(&graph).await;
    check_the_token(&emulator, said["token"].as_str().unwrap()).await;
    emulator.shutdown().await;
}

async fn connect(emulator: &Emulator) -> Witness {
    Witness::builder()
        .url(emulator.gsql_url())
        .restpp_url(emulator.restpp_url())
        .secret(emulator.secret())
        .connect()
        .await
        .unwrap()
}

/// Runs a script of the official client against the emulator; it prints one JSON document.
pub(crate) async fn run(emulator: &Emulator, script: &'static str) -> Value {
    let restpp_port = emulator.restpp_port().unwrap_or_else(|| emulator.port()).to_string();
    let gsql_port = emulator.port().to_string();
    let secret = emulator.secret().to_owned();
    let printed = tokio::task::spawn_blocking(move || {
        python::run(
            script,
            &[
                ("TG_GRAPH", Witness::SPEC.name),
                ("TG_RESTPP_PORT", &restpp_port),
                ("TG_GSQL_PORT", &gsql_port),
                ("TG_SECRET", &secret),
            ],
        )
    });
    let printed = printed.await.unwrap();
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error} in\n{printed}"))
}

async fn write(graph: &Witness) {
    let (first, second) = (extreme("first"), extreme("second"));
    graph
        .everything
        .upsert_many([&first, &second, &extreme(AWKWARD)])
        .await
        .unwrap()
        .require_all()
        .unwrap();
    let harbour = Place { number: 0, name: "Harbour".to_owned() };
    graph.places.upsert(&harbour).await.unwrap();
    let spot = Spot { street: "Main St".to_owned(), house: 5, label: String::new() };
    graph.spots.upsert(&spot).await.unwrap();

    graph.shifts.upsert(&Shift { start: SHIFT.parse().unwrap(), crew: 3 }).await.unwrap();
    graph.tags.upsert(&Tag { serial: u64::MAX, name: "last".to_owned() }).await.unwrap();

    let kept = KeptAt { since: "1969-12-31 23:59:59".parse().unwrap(), weight: 0.1 };
    graph.kept_at.upsert(&first, &harbour, &kept).await.unwrap();
    for (day, km) in [("2040-01-01", 1), ("2040-01-02", 2)] {
        let moved = Moved { date: day.parse().unwrap(), km };
        graph.moved.upsert(&first, &harbour, &moved).await.unwrap();
    }
    graph.beside.upsert(&first, &second, &Beside { gap: 1.5 }).await.unwrap();
}

const SHIFT: &str = "1969-12-31 06:00:00";
const AWKWARD: &str = "a b/c?d#e%f+g&h,i";

/// Returns the JSON of a vertex from [`extreme`] in an answer.
fn extreme_attributes(id: &str) -> Value {
    json!({
        "id": id,
        "whole": i64::MIN,
        "unsigned": u64::MAX,
        "single": 0.1,
        "double_value": 1e300,
        "flag": true,
        "words": extreme(id).words,
        "moment": "1969-07-20 20:17:40",
        "numbers": [i64::MAX, 0, -1],
        "names": ["", "two words"],
        "hints": ["dry", "upright"],
        "counts": {"a": 1, "b c": -2},
        "measure": {"amount": 2.5, "unit": "kg"},
        "state": "worn_out",
        "code": "A\u{1}\u{e9}",
        "level": -1,
        "doubles": [-0.5, 1e-300],
        "moments": ["1582-10-15 00:00:00", "9999-12-31 23:59:59"],
        "parts": [{"amount": 1, "unit": ""}],
        "by_number": {i64::MIN.to_string(): 0.25, "0": -1},
        "by_moment": {"1970-01-01 00:00:00": "2040-02-29 01:02:03"},
    })
}

fn check_the_reads_of_python(read: &Value) {
    let moved = |day: &str, km: i64| {
        json!({"e_type": "Moved", "directed": true, "from_type": "Everything", "from_id": "first",
               "to_type": "Place", "to_id": "0", "attributes": {"date": day, "km": km}})
    };
    let expected = json!({
        "vertex_types": ["Everything", "Place", "Shift", "Spot", "Tag"],
        "edge_types": ["Beside", "KeptAt", "Moved"],
        "everything": {
            "first": extreme_attributes("first"),
            "second": extreme_attributes("second"),
            AWKWARD: extreme_attributes(AWKWARD),
        },
        "place": {"0": {"number": 0, "name": "Harbour"}},
        "spot": {"Main St,5": {"street": "Main St", "house": 5, "label": ""}},
        "shift": {SHIFT: {"start": SHIFT, "crew": 3}},
        "tag": {u64::MAX.to_string(): {"serial": u64::MAX, "name": "last"}},
        "awkward": {AWKWARD: extreme_attributes(AWKWARD)},
        "filtered": ["0"],
        "kept": [{"e_type": "KeptAt", "directed": true, "from_type": "Everything", "from_id": "first",
                  "to_type": "Place", "to_id": "0",
                  "attributes": {"since": "1969-12-31 23:59:59", "weight": 0.1}}],
        "keeps": [{"e_type": "Keeps", "directed": true, "from_type": "Place", "from_id": "0",
                   "to_type": "Everything", "to_id": "first",
                   "attributes": {"since": "1969-12-31 23:59:59", "weight": 0.1}}],
        "moved": [moved("2040-01-01 00:00:00", 1), moved("2040-01-02 00:00:00", 2)],
        "beside": [{"e_type": "Beside", "directed": false, "from_type": "Everything", "from_id": "second",
                    "to_type": "Everything", "to_id": "first", "attributes": {"gap": 1.5}}],
        "vertex_count": 3,
        "filtered_count": 0,
        "edge_count": 2,
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&read[name], value, "{name}");
    }
}

fn check_the_answers_to_python(answers: &Value) {
    let expected = json!({
        "vertex": 1, "places": 2, "spot": 1, "shift": 1, "tag": 1, "edge": 1, "parallel": 2, "undirected": 1, "added": 1,
        "deleted_vertices": 1, "deleted_edges": {"KeptAt": 1},
    });
    assert_eq!(answers, &expected);
}

async fn check_the_writes_of_python(graph: &Witness) {
    let written = Everything {
        id: "python".to_owned(),
        whole: 3,
        unsigned: u64::MAX,
        single: 0.25,
        double_value: -1.5e-7,
        flag: false,
        words: "caf\u{e9} \"quoted\" \u{4e2d}".to_owned(),
        moment: "2038-01-20 00:00:01".parse().unwrap(),
        numbers: vec![3, 1, 2],
        names: vec!["x".to_owned(), String::new()],
        hints: ["wet".to_owned()].into(),
        counts: [("k".to_owned(), 7)].into(),
        measure: Measure { amount: 1.5, unit: "t".to_owned() },
        state: State::Fresh,
        code: FixedBinary::from(*b"wxyz"),
        level: Level::High,
        doubles: vec![2.5],
        moments: vec!["2001-02-03 04:05:06".parse().unwrap()],
        parts: vec![Measure { amount: 0.5, unit: "m".to_owned() }],
        by_number: [(-3, 1.5)].into(),
        by_moment: [("1960-01-01".parse().unwrap(), DateTime::default())].into(),
    };
    assert_eq!(graph.everything.get("python").await.unwrap(), Some(written));
    assert_eq!(graph.everything.get("second").await.unwrap(), None);
    let names = graph.places.get_many([0, 1, 2]).await.unwrap();
    let names: Vec<_> = names.iter().flatten().map(|place| place.name.as_str()).collect();
    assert_eq!(names, ["Harbour", "Harbour", ""]);
    let spot = graph.spots.get(("Side St", 9)).await.unwrap().unwrap();
    assert_eq!(spot.label, "corner");

    let start: DateTime = "2030-01-01 00:00:00".parse().unwrap();
    assert_eq!(graph.shifts.get(start).await.unwrap(), Some(Shift { start, crew: 4 }));
    let tag = graph.tags.get(0).await.unwrap().unwrap();
    assert_eq!(tag.name, "zero");

    let kept = graph.kept_at.get("python", 1).await.unwrap().unwrap();
    assert_eq!(kept, KeptAt { since: "1582-10-15".parse().unwrap(), weight: 0.5 });
    assert_eq!(graph.kept_at.of("first").count().await.unwrap(), 0);
    let mut moved: Vec<_> = graph
        .moved
        .between("python", 1)
        .await
        .unwrap()
        .into_iter()
        .map(|record| record.km)
        .collect();
    moved.sort_unstable();
    assert_eq!(moved, [3, 4]);
    let beside = graph.beside.of("first").await.unwrap();
    assert_eq!(beside.len(), 1, "the other one went with its vertex: {beside:?}");
    assert_eq!(beside[0].to.key(), "python");
    assert_eq!(graph.everything.count().await.unwrap(), 3);
}

/// A token of the official client is valid for this one.
async fn check_the_token(emulator: &Emulator, token: &str) {
    let graph = WitnessByToken::builder()
        .url(emulator.gsql_url())
        .restpp_url(emulator.restpp_url())
        .token(token)
        .connect()
        .await
        .unwrap();
    assert_eq!(graph.places.count().await.unwrap(), 3);
}
