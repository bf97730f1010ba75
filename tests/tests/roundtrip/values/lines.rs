//! Random vertices and edges are the same by upsert and by the lines of a loading job.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tg_emulator::{Generation, Path};
use tg_runtime::load::LoadRows;
use tg_runtime::prelude::*;
use tokio::runtime::Runtime;

use super::model::{Grams, State, Weighing};
use super::random::{double, moment, single, weighing};
use crate::harness::{connect, serve};

/// The key is not first, and its parts are in another order than the fields.
#[derive(Debug, Clone, PartialEq, Vertex)]
struct Specimen {
    text: String,
    note: Option<String>,
    #[tg(primary_key = 2)]
    number: i64,
    signed: Option<i64>,
    unsigned: u64,
    single: f32,
    double_value: Option<f64>,
    #[tg(primary_key = 1)]
    place: String,
    flag: Option<bool>,
    at: DateTime,
    seen: Option<DateTime>,
    names: Vec<String>,
    doubles: Option<Vec<f64>>,
    counts: BTreeSet<i64>,
    moments: Vec<DateTime>,
    labels: Option<BTreeMap<String, i64>>,
    weighing: Option<Weighing>,
    state: State,
    #[tg(none = -1)]
    grade: Option<i64>,
    #[tg(none)]
    title: Option<String>,
    grams: Grams,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Person {
    #[tg(primary_id, as_attribute = false)]
    name: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Specimen, undirected)]
struct Took {
    hours: Option<i64>,
    note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(pair(from = Specimen, to = Person), pair(from = Person, to = Person), reverse = "seen_by")]
struct Saw {
    #[tg(discriminator)]
    at: DateTime,
    #[tg(discriminator)]
    place: String,
    certain: bool,
}

#[tigergraph(graph = "Samples", auth = "secret")]
struct Samples {
    samples: Vertices<Specimen>,
    people: Vertices<Person>,
    took: Edges<Took>,
    saw: Edges<Saw>,
}

/// The vertices and edges of a row.
#[derive(Debug, Clone)]
struct Taken {
    sample: Specimen,
    person: Option<Person>,
    took: Took,
    saw: Option<Saw>,
}

/// Mostly text that a line expresses.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => "[a-z ,;\"'\\\\\t]{0,12}",
        1 => vec(any::<char>(), 0..6).prop_map(String::from_iter),
        1 => vec(prop::sample::select(vec!['|', '\r', '\u{1f}', ',', '\n', 'x']), 0..4)
            .prop_map(String::from_iter),
    ]
}

/// Mostly elements that a line expresses, which are one or more.
fn elements<T: Clone + std::fmt::Debug>(
    element: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<T>> {
    (vec(element, 1..4), prop::bool::weighted(0.95))
        .prop_map(|(elements, are_some)| if are_some { elements } else { Vec::new() })
}

fn name() -> impl Strategy<Value = String> {
    (0..4, text()).prop_map(|(number, text)| format!("{number}{text}"))
}

fn sample() -> impl Strategy<Value = Specimen> {
    let key = ("[a-z |\u{1f}]{1,3}", 0..3_i64);
    let scalars = (text(), any::<i64>(), any::<u64>(), single(), double(), moment());
    let absent = (
        option::weighted(0.95, text()),
        option::of(any::<i64>()),
        option::of(double()),
        option::of(any::<bool>()),
        option::of(moment()),
        option::of(-1..9_i64),
        option::of("[a-z\"]{0,2}"),
    );
    let collections = (
        prop_oneof![20 => elements("[a-z ,;\"]{1,5}"), 1 => vec(text(), 0..4)],
        option::weighted(0.95, elements(double())),
        elements(any::<i64>()).prop_map(BTreeSet::from_iter),
        elements(moment()),
        option::weighted(0.05, btree_map(text(), any::<i64>(), 0..3)),
        option::weighted(0.05, weighing()),
    );
    let states = prop::sample::select(vec![State::Fresh, State::WornOut, State::Lost]);
    (key, scalars, absent, collections, states).prop_map(
        |((place, number), scalars, absent, collections, state)| {
            let (text, grams, unsigned, single, _, at) = scalars;
            let (note, signed, double_value, flag, seen, grade, title) = absent;
            let (names, doubles, counts, moments, labels, weighing) = collections;
            Specimen {
                text,
                note,
                number,
                signed,
                unsigned,
                single,
                double_value,
                place,
                flag,
                at,
                seen,
                names,
                doubles,
                counts,
                moments,
                labels,
                weighing,
                state,
                grade,
                title,
                grams: Grams(grams),
            }
        },
    )
}

fn taken() -> impl Strategy<Value = Taken> {
    let took = (option::of(any::<i64>()), option::weighted(0.8, text()));
    let saw = option::of((moment(), text(), any::<bool>()));
    (sample(), option::of(name()), took, saw).prop_map(|(sample, name, (hours, note), saw)| Taken {
        sample,
        person: name.map(|name| Person { name }),
        took: Took { hours, note },
        saw: saw.map(|(at, place, certain)| Saw { at, place, certain }),
    })
}

/// Rows of which no two have a vertex or an edge in common, since any of them may be the last.
fn rows() -> impl Strategy<Value = Vec<Taken>> {
    vec(taken(), 1..12).prop_map(|rows| {
        let by_key =
            rows.into_iter().map(|row| ((row.sample.place.clone(), row.sample.number), row));
        by_key.collect::<BTreeMap<_, _>>().into_values().collect()
    })
}

fn load(graph: &Samples, rows: &[Taken]) -> LoadRows {
    let load = graph.load(rows.to_vec(), |row: Taken, out| {
        let Taken { sample, person, took, saw } = row;
        out.vertex(&sample)?;
        let Some(person) = person else { return Ok(()) };
        out.vertex(&person)?;
        out.edge(&person, &sample, &took)?;
        let Some(saw) = saw else { return Ok(()) };
        out.edge(&sample, &person, &saw)?;
        out.edge(&person, &Person { name: "other".to_owned() }, &saw)
    });
    load.request_bytes(300).concurrency(NonZeroUsize::MIN)
}

/// Returns everything that a graph contains.
async fn content(graph: &Samples) -> Vec<String> {
    let mut all: Vec<_> = Vec::new();
    all.extend(graph.samples.all().await.unwrap().iter().map(|it| format!("{it:?}")));
    all.extend(graph.people.all().await.unwrap().iter().map(|it| format!("{it:?}")));
    all.extend(graph.took.all().await.unwrap().iter().map(|it| format!("{it:?}")));
    all.extend(graph.saw.all().await.unwrap().iter().map(|it| format!("{it:?}")));
    all.sort_unstable();
    all
}

/// Loads rows by upsert into the first graph and by lines into the second.
async fn check(graphs: &[Samples; 2], rows: Vec<Taken>) -> Result<(), TestCaseError> {
    let upserted = load(&graphs[0], &rows).await.unwrap();
    let account = load(&graphs[1], &rows).via_loading_job().await.unwrap();
    account.require_clean().unwrap();
    prop_assert_eq!(account.to_string(), upserted.to_string());
    let counts = (account.vertices(), account.edges());
    prop_assert_eq!(counts, (upserted.vertices(), upserted.edges()));
    let contents = [content(&graphs[0]).await, content(&graphs[1]).await];
    prop_assert_eq!(&contents[1], &contents[0]);
    Ok(())
}

fn both_ways_give_the_same_graph(generation: Generation) {
    let runtime = Runtime::new().unwrap();
    let (servers, graphs) = runtime.block_on(async {
        let servers = [serve(generation).await, serve(generation).await];
        let graphs: [Samples; 2] = [connect(&servers[0]).await, connect(&servers[1]).await];
        (servers, graphs)
    });
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(32) });
    runner.run(&rows(), |rows| runtime.block_on(check(&graphs, rows))).unwrap();
    // Each type was sent in both ways.
    let requests = servers[1].requests();
    assert!(requests.count(Path::ends("/graph/Samples")) > 16);
    for file in 0..5 {
        let variable = format!("filename=f{file}");
        let queries = requests.iter().filter_map(|it| it.query.as_ref());
        let lines = queries.filter(|query| query.contains(&variable)).count();
        assert!(lines > 16, "{variable}: {lines}");
    }
    // A server belongs to this runtime and must end before it.
    runtime.block_on(async { drop(servers) });
}

#[test]
fn both_ways_give_the_same_graph_v3() {
    both_ways_give_the_same_graph(Generation::V3);
}

#[test]
fn both_ways_give_the_same_graph_v4() {
    both_ways_give_the_same_graph(Generation::V4);
}
