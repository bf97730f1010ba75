//! An answer of another server is never success, and never an empty result.

use std::time::Duration;

use tg_runtime::RetryPolicy;
use tg_runtime::prelude::*;

use super::operations::{Hands, OPERATIONS};
use super::recorder::Recorder;

/// Answers of other servers, and failures of TigerGraph whose message is hard to read.
const FOREIGN: &[&[u8]] = &[
    b"{}",
    b"[]",
    b"null",
    b"\"ok\"",
    b"{\"x\":1}",
    b"{\"status\":\"ok\"}",
    b"{\"error\":null,\"results\":[]}",
    b"{\"results\":[]}",
    b"{\"error\":true,\"code\":\"REST-30200\",\"message\":\"box \\ud83d\"}",
    b"{\"error\":true,\"code\":\"REST-10016\",\"message\":\"user J\xf8rgen\"}",
    b"<!DOCTYPE html>\n<html><body>\n<p>Welcome:\n</body></html>\n",
    PROSE,
];

const PROSE: &[u8] = b"The service answers from another place now.\n";

/// Success without results, which is an error for operations that read.
const WITHOUT_RESULTS: &[&[u8]] = &[b"{\"error\":false}", b"{\"error\":false,\"results\":null}"];

/// The first words of the operations that do not read, or that read JSON of any form.
const WITHOUT_READING: &[&str] = &[
    "data source's",
    "detached query's URL, abort",
    "detached query's id, abort",
    "export's",
    "global",
    "graph's name, batch",
    "graph's name, rebuild",
    "import's",
    "loading job's name, drop",
    "loading jobs'",
    "loading run's id",
    "path segment",
    "raw",
    "rebuild's",
    "schema change job's",
    "secret's alias, delete",
    "secrets'",
    "submitted GSQL's",
    "text of a file",
    "token",
];

/// Answers that are right for some operations.
const RIGHT: &[(&[u8], &str)] = &[
    // A list of no measurements. 3.9 leaves the member of such a list out.
    (b"[]", "datapoints'"),
    (b"{}", "metrics'"),
    // A script may print any text.
    (PROSE, "graph's name, text"),
    // The token is not valid.
    (b"{\"error\":true,\"code\":\"REST-10016\",\"message\":\"user J\xf8rgen\"}", "token, check"),
];

fn may_succeed(answer: &[u8], name: &str) -> bool {
    let acts = WITHOUT_READING.iter().any(|it| name.starts_with(it));
    WITHOUT_RESULTS.contains(&answer) && acts
        || RIGHT.iter().any(|(right, it)| *right == answer && name.starts_with(it))
}

#[tokio::test]
async fn no_operation_takes_a_foreign_answer_for_success() {
    let mut wrong = Vec::new();
    for generation in [Generation::V3, Generation::V4] {
        for answer in FOREIGN.iter().chain(WITHOUT_RESULTS) {
            let (_, url) = Recorder::answering(Some(answer)).await;
            let retry = RetryPolicy::default().max_retries(0);
            let hands = Hands::lazy(&url, generation, retry);
            for (name, run) in OPERATIONS {
                let outcome = tokio::time::timeout(
                    Duration::from_secs(20),
                    run(hands.clone(), "Zbenign7".to_owned()),
                );
                let problem = match outcome.await {
                    Ok(Err(error)) if error.operation().is_some() => continue,
                    Ok(Err(error)) => format!("the error names no operation: {error}"),
                    Ok(Ok(())) if may_succeed(answer, name) => continue,
                    Ok(Ok(())) => "succeeds".to_owned(),
                    Err(_) => "hangs".to_owned(),
                };
                wrong.push(format!("{generation:?} {}: {name} {problem}", answer.escape_ascii()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
