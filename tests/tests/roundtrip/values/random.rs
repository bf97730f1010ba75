//! Random vertices, with one server per generation.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde::Deserialize;
use tg_emulator::Generation;
use tg_runtime::prelude::*;
use tg_runtime::{ConfirmAll, FixedBinary};
use tokio::runtime::Runtime;

use super::model::{Grams, Size, State, Weighing};
use crate::harness::{connect, rows_of, serve};

#[derive(Debug, Clone, PartialEq, Vertex, Deserialize)]
struct Specimen {
    #[tg(primary_id)]
    id: String,
    signed: i64,
    unsigned: u64,
    single: f32,
    double_value: f64,
    flag: bool,
    text: String,
    at: DateTime,
    seal: FixedBinary<4>,
    times: Vec<DateTime>,
    names: Vec<String>,
    doubles: Vec<f64>,
    hints: BTreeSet<String>,
    counts: BTreeMap<String, i64>,
    notes: BTreeMap<i64, String>,
    weighings: Vec<Weighing>,
    sizes: BTreeSet<Size>,
    state: State,
}

#[tigergraph(graph = "Specimens", auth = "secret")]
struct Specimens {
    specimens: Vertices<Specimen>,
}

/// Any text, of any characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(any::<char>(), 0..12).prop_map(String::from_iter),
        vec(prop::sample::select(vec!['"', '\\', '/', ',', '\n', '\0', '%', ' ']), 0..6)
            .prop_map(String::from_iter),
    ]
}

fn id() -> impl Strategy<Value = String> {
    text().prop_filter("the server refuses an empty id", |id| !id.is_empty())
}

pub(super) fn double() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(f64::from_bits).prop_filter("JSON has finite numbers", |d| d.is_finite())
}

pub(super) fn single() -> impl Strategy<Value = f32> {
    any::<u32>().prop_map(f32::from_bits).prop_filter("JSON has finite numbers", |d| d.is_finite())
}

pub(super) fn moment() -> impl Strategy<Value = DateTime> {
    (DateTime::MIN.unix()..=DateTime::MAX.unix())
        .prop_map(|seconds| DateTime::from_unix(seconds).expect("in the range"))
}

pub(super) fn weighing() -> impl Strategy<Value = Weighing> {
    let unit = vec(any::<char>(), 0..=8).prop_map(String::from_iter);
    (double(), single(), unit, moment(), any::<bool>(), any::<i64>()).prop_map(
        |(amount, rough, unit, taken, sealed, grams)| Weighing {
            amount,
            rough,
            unit,
            taken,
            sealed,
            grams: Grams(grams),
        },
    )
}

fn size() -> impl Strategy<Value = Size> {
    any::<(i8, i16, i32, i64, u8, u16, u32, u64)>().prop_map(|(a, b, c, d, e, f, g, h)| Size {
        signed_8: a,
        signed_16: b,
        signed_32: c,
        signed_64: d,
        unsigned_8: e,
        unsigned_16: f,
        unsigned_32: g,
        unsigned_64: h,
    })
}

fn specimen() -> impl Strategy<Value = Specimen> {
    let scalars =
        (id(), any::<i64>(), any::<u64>(), single(), double(), any::<bool>(), text(), moment());
    let collections = (
        vec(text(), 0..4),
        vec(double(), 0..4),
        btree_set(text(), 0..4),
        btree_map(text(), any::<i64>(), 0..4),
        btree_map(any::<i64>(), text(), 0..4),
        prop::array::uniform4(b'!'..=b'~').prop_map(FixedBinary),
        vec(moment(), 0..4),
    );
    let states = prop::sample::select(vec![State::Fresh, State::WornOut, State::Lost]);
    (scalars, collections, vec(weighing(), 0..3), btree_set(size(), 0..3), states).prop_map(
        |(scalars, collections, weighings, sizes, state)| {
            let (id, signed, unsigned, single, double_value, flag, text, at) = scalars;
            let (names, doubles, hints, counts, notes, seal, times) = collections;
            Specimen {
                id,
                signed,
                unsigned,
                single,
                double_value,
                flag,
                text,
                at,
                seal,
                times,
                names,
                doubles,
                hints,
                counts,
                notes,
                weighings,
                sizes,
                state,
            }
        },
    )
}

/// One value per vertex, because of vertices with the same id the last one would remain.
fn specimens() -> impl Strategy<Value = Vec<Specimen>> {
    vec(specimen(), 1..6).prop_map(|specimens| {
        let by_id: BTreeMap<_, _> = specimens.into_iter().map(|s| (s.id.clone(), s)).collect();
        by_id.into_values().collect()
    })
}

async fn check(graph: &Specimens, specimens: Vec<Specimen>) -> Result<(), TestCaseError> {
    graph.specimens.upsert_many(&specimens).await.unwrap().require_all().unwrap();
    let back = graph.specimens.get_many(&specimens).await.unwrap();
    prop_assert_eq!(back, specimens.iter().cloned().map(Some).collect::<Vec<_>>());
    let specimen = &specimens[0];
    let found = graph
        .specimens
        .find(|s| {
            s.text
                .eq(&specimen.text)
                .and(s.signed.eq(specimen.signed))
                .and(s.unsigned.eq(specimen.unsigned))
                .and(s.double_value.eq(specimen.double_value))
                .and(s.single.eq(specimen.single))
                .and(s.at.eq(specimen.at))
                .and(s.id.eq(&specimen.id))
        })
        .await
        .unwrap();
    prop_assert_eq!(found.as_slice(), slice::from_ref(specimen));
    let mut rows: Vec<Specimen> = rows_of(graph, graph.specimens.all().record_batches(2), 2).await;
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    prop_assert_eq!(rows, specimens);
    graph.specimens.delete_all(ConfirmAll).await.unwrap();
    Ok(())
}

fn any_vertices_come_back(generation: Generation) {
    let runtime = Runtime::new().unwrap();
    let (server, graph) = runtime.block_on(async {
        let server = serve(generation).await;
        let graph: Specimens = connect(&server).await;
        (server, graph)
    });
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(96) });
    runner.run(&specimens(), |specimens| runtime.block_on(check(&graph, specimens))).unwrap();
    // The server belongs to this runtime and must end before it.
    runtime.block_on(async { drop(server) });
}

#[test]
fn any_vertices_come_back_v3() {
    any_vertices_come_back(Generation::V3);
}

#[test]
fn any_vertices_come_back_v4() {
    any_vertices_come_back(Generation::V4);
}
