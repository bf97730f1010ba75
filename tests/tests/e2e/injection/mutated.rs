//! Answers of servers, damaged in every way: an operation returns an error or a value, and never
//! success for a failure. Without shrinking, 10,000 answers take about ten seconds.
//!
//! `PROPTEST_CASES` sets another number of answers, `FUZZ_SEED` another seed.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use tg_runtime::RetryPolicy;
use tg_runtime::prelude::*;

use super::operations::{Hands, OPERATIONS, Operation};
use super::recorder::{Recorded, Recorder};

/// Right answers of many endpoints, separated by lines of hyphens.
const ANSWERS: &str = include_str!("answers.txt");

/// Bytes with a meaning in JSON, in text or in HTTP.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "\n",
    "\r\n",
    "\0",
    "0",
    "-",
    "-1",
    "1e999",
    "1e-999",
    "0.1",
    "18446744073709551616",
    "9223372036854775808",
    "null",
    "true",
    "false",
    "\"\"",
    "{}",
    "[]",
    "\"error\":true,",
    "\"error\":\"false\",",
    "\"results\":null,",
    "\"code\":\"REST-10019\",",
    "\u{feff}",
    "\u{202e}",
    " ",
    "__GSQL__RETURN__CODE__,211\n",
];

#[derive(Debug, Clone)]
enum Mutation {
    Replace(Index, u8),
    Insert(Index, &'static str),
    Remove(Index, usize),
    Repeat(Index, usize),
    Truncate(Index),
    Splice(Index, &'static str, Index),
    Nest(Index, usize),
    Number(Index, &'static str),
}

fn answer() -> impl Strategy<Value = &'static str> {
    select(ANSWERS.split("\n---\n").collect::<Vec<_>>())
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Mutation::Replace(at, byte)),
        (at(), select(PIECES)).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (at(), 1..40_usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (at(), 1..200_usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        at().prop_map(Mutation::Truncate),
        (at(), answer(), at()).prop_map(|(at, other, from)| Mutation::Splice(at, other, from)),
        (at(), 1..3000_usize).prop_map(|(at, depth)| Mutation::Nest(at, depth)),
        (at(), select(PIECES)).prop_map(|(at, piece)| Mutation::Number(at, piece)),
    ]
}

impl Mutation {
    fn apply(&self, body: &mut Vec<u8>) {
        let place = |at: &Index, body: &[u8]| at.index(body.len() + 1);
        let range = |at: &Index, length: usize, body: &[u8]| {
            let start = place(at, body);
            start..(start + length).min(body.len())
        };
        match self {
            Self::Replace(at, byte) => {
                if let Some(old) = (!body.is_empty()).then(|| at.index(body.len())) {
                    body[old] = *byte;
                }
            }
            Self::Insert(at, piece) => {
                let at = place(at, body);
                body.splice(at..at, piece.bytes());
            }
            Self::Remove(at, length) => drop(body.drain(range(at, *length, body))),
            Self::Repeat(at, length) => {
                let range = range(at, *length, body);
                let copy = body[range.clone()].to_vec();
                body.splice(range.end..range.end, copy);
            }
            Self::Truncate(at) => body.truncate(place(at, body)),
            Self::Splice(at, other, from) => {
                let other = other.as_bytes();
                body.truncate(place(at, body));
                body.extend_from_slice(&other[place(from, other)..]);
            }
            Self::Nest(at, depth) => {
                let at = place(at, body);
                body.splice(at..at, std::iter::repeat_n(b'[', *depth));
            }
            Self::Number(at, piece) => {
                let start = place(at, body);
                let digit = |byte: &u8| byte.is_ascii_digit();
                let Some(from) = body[start..].iter().position(digit) else { return };
                let from = start + from;
                let length = body[from..].iter().take_while(|byte| digit(byte)).count();
                body.splice(from..from + length, piece.bytes());
            }
        }
    }
}

/// The first words of the operations whose answer is JSON in both generations.
const JSON: &[&str] = &[
    "vertex id",
    "attribute",
    "filter value",
    "source id",
    "target id",
    "discriminator",
    "path end",
    "query's",
    "interpreted query's",
    "statistics",
];

/// Returns the reason why the operation should have failed.
fn failure(name: &str, body: &[u8]) -> Option<&'static str> {
    if !JSON.iter().any(|it| name.starts_with(it)) {
        return None;
    }
    // A value that an operation does not read may be damaged.
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(body) else { return None };
    // That a vertex does not exist is a result for some operations.
    let has = |member: &str, text| value[member].as_str().is_some_and(|it| it.contains(text));
    let is_missing = has("code", "601") || has("message", "valid vertex id");
    (value["error"] == true && !is_missing).then_some("the answer reports a failure")
}

#[test]
fn no_operation_takes_a_damaged_answer_for_success() {
    let served = Arc::new(Mutex::new(Vec::new()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (recorder, hands) = runtime.block_on(async {
        let current = Arc::clone(&served);
        let answers = move |_: &Recorded| Some((200, current.lock().unwrap().clone()));
        let (recorder, url) = Recorder::answering_by(answers).await;
        let hands = [Generation::V3, Generation::V4].map(|generation| {
            let retry = RetryPolicy::default().max_retries(0);
            Hands::lazy(&url, generation, retry)
        });
        (recorder, hands)
    });
    let seed: u64 = std::env::var("FUZZ_SEED").map_or(7, |it| it.parse().expect("a number"));
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed.to_le_bytes(); 4].concat());
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() {
        ProptestConfig::default().cases
    } else {
        10_000
    };
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    };
    let case = (any::<Index>(), any::<bool>(), answer(), prop::collection::vec(mutation(), 0..4));
    // A case is printed by its body.
    let last = RefCell::new(Vec::new());
    let outcome = TestRunner::new_with_rng(config, rng).run(
        &case,
        |(operation, generation, original, mutations)| {
            let (name, run): Operation = OPERATIONS[operation.index(OPERATIONS.len())];
            let mut body = original.as_bytes().to_vec();
            mutations.iter().for_each(|mutation| mutation.apply(&mut body));
            served.lock().unwrap().clone_from(&body);
            let hands = hands[usize::from(generation)].clone();
            let outcome = runtime.block_on(async {
                let limit = Duration::from_secs(20);
                tokio::time::timeout(limit, run(hands, "Zbenign7".to_owned())).await
            });
            recorder.take();
            let problem = match outcome {
                Err(_) => Some("no end"),
                Ok(Ok(())) => failure(name, &body),
                Ok(Err(error)) => {
                    let _ = format!("{error} {error:?}");
                    error.operation().is_none().then_some("the error names no operation")
                }
            };
            *last.borrow_mut() = body;
            match problem {
                Some(problem) => Err(TestCaseError::fail(format!("{name}: {problem}"))),
                None => Ok(()),
            }
        },
    );
    assert!(outcome.is_ok(), "{outcome:?}\n{}", last.borrow().escape_ascii());
}
