//! Random queries: no mistake is found in them, and what they print is read by the types that
//! their typed methods would return. `TG_TEST_QUERY_SEEDS=0..100000` runs others than the first
//! three hundred.

mod fits;
mod generate;
mod types;
mod values;

use std::collections::BTreeSet;

use tg_emulator::{Emulator, Generation};
use tg_gsql::query::{Context, Interface, Times, ValueType, interface, parse};
use tg_gsql::{check, report};
use tg_runtime::prelude::*;
use tg_runtime::query::{Interpret, UntypedValue};

use self::fits::read_as;
use self::generate::{Generated, Generator};
use super::travel::{Travel, filled, moment};
use crate::random::seeds;

/// The number of queries in `methods.gsql`.
const METHODS: u64 = 20;

fn parameter(call: Interpret, name: &str) -> Interpret {
    match name {
        "number" => call.param(name, i64::MIN),
        "amount" => call.param(name, u64::MAX),
        "ratio" => call.param(name, 0.1_f32),
        "share" => call.param(name, 0.1),
        "flag" => call.param(name, true),
        "word" => call.param(name, "a \"b\" %"),
        "moment" => call.param(name, moment("2026-02-28 10:00:00")),
        "person" => call.param(name, AnyId::new("Person", "ann")),
        "trip" => call.param(name, AnyId::new("Trip", "2026,N 1")),
        "anything" => call.param(name, AnyId::new("City", "9")),
        "numbers" => call.param(name, [1, 2]),
        "words" => call.param(name, ["x", "x"]),
        "shares" => call.param(name, [0.5, 1.0]),
        "cities" => call.param(name, [AnyId::new("City", "9")]),
        _ => panic!("{name}"),
    }
}

/// Reads all results as the method of a typed query does.
fn read(results: &QueryResults, interface: &Interface) -> Result<()> {
    let printed: BTreeSet<_> = results.iter().map(|it| it.name().to_owned()).collect();
    let known = interface.results.iter().map(|it| it.key.clone()).collect();
    let unknown: Vec<_> = printed.difference(&known).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    for result in &interface.results {
        let values: Vec<UntypedValue> = match result.times {
            Times::Once => vec![results.get(&result.key)?],
            Times::AtMostOnce => results.get::<Option<_>>(&result.key)?.into_iter().collect(),
            Times::Any => results.all(&result.key)?,
        };
        values.iter().try_for_each(|value| read_as(&result.ty, value))?;
    }
    Ok(())
}

#[tokio::test]
async fn what_random_queries_print_has_the_inferred_types() {
    let schema = tg_gsql::apply::script(include_str!("../travel.schema.gsql"));
    let context = Context {
        schema: Some((&schema.catalog, "Travel")),
        functions: Some(&[]),
        ..Context::default()
    };
    let server = Emulator::builder().generation(Generation::V4).start().await.unwrap();
    let graph: Travel = filled(&server).await;
    for seed in seeds("TG_TEST_QUERY_SEEDS", 300) {
        let Generated { text, reused } = Generator::query(seed, None);
        let parsed = parse(&text);
        let mut findings = parsed.findings;
        let query = parsed.query;
        findings.extend(query.iter().flat_map(|query| check::query_in(&text, query, &context)));
        let findings: Vec<_> = findings.iter().map(|it| report::finding("", &text, it)).collect();
        assert!(findings.is_empty(), "seed {seed}: {}\n{text}", findings.concat());
        let query = query.unwrap();
        let interface = interface(&text, &query, &context);
        let unknown = interface.results.iter().find(|it| it.ty == ValueType::Unknown);
        if let Some(unknown) = unknown.filter(|it| !reused.contains(&it.key)) {
            panic!("seed {seed}: the type of {} is not known\n{text}", unknown.key);
        }
        let mut call = graph.interpret(text.as_str());
        for name in &query.parameters {
            call = parameter(call, &name.name.value);
        }
        let results = match call.await {
            Ok(results) => results,
            // A text that a loop doubles.
            Err(error) if error.message().contains("is too long") => continue,
            Err(error) => panic!("seed {seed}: {error}\n{text}"),
        };
        read(&results, &interface)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}\n{}", results.json()));
    }
}

/// The first random queries without parameters, as methods.
mod methods {
    tg_runtime::include_schema!(
        "tests/e2e/query/travel.schema.gsql",
        auth = "password",
        queries = "tests/e2e/query/random/methods.gsql",
        visibility = "pub(super)"
    );
}

/// Calls a method for each query of the file.
macro_rules! call {
    ($graph:ident, $($method:ident)+) => {{
        let methods: Vec<_> = [$(stringify!($method)),+].into_iter().map(String::from).collect();
        let known = methods::Travel::SPEC.queries.iter().map(|it| it.method.to_owned());
        assert_eq!(methods, known.collect::<Vec<_>>());
        $(drop($graph.$method().await.unwrap());)+
    }};
}

#[tokio::test]
async fn methods_of_random_queries_read_what_is_printed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/query/random/methods.gsql");
    let text = |seed| Generator::query(seed, Some(&format!("random_{seed}"))).text + "\n";
    let text: String = (0..METHODS).map(text).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == text, "UPDATE_GOLDEN=1 writes {path}");
    let server = Emulator::builder().generation(Generation::V4).start().await.unwrap();
    drop(filled(&server).await);
    let graph = methods::Travel::connect(server.url(), "tigergraph", "tigergraph").await.unwrap();
    graph.install_queries().await.unwrap();
    call!(
        graph,
        random_0 random_1 random_2 random_3 random_4 random_5 random_6
        random_7 random_8 random_9 random_10 random_11 random_12 random_13
        random_14 random_15 random_16 random_17 random_18 random_19
    );
}
