//! Requests that a gateway answers are repeated only if a second execution changes nothing.

use std::time::Duration;

use tg_runtime::RetryPolicy;
use tg_runtime::prelude::*;

use super::deadlines::WITHOUT_TEXT;
use super::operations::{Hands, OPERATIONS};
use super::recorder::Recorder;

/// The first words of the operations whose second execution has the same effect and result, of
/// those that do not only send GET.
const REPEATED: &[&str] = &[
    "attribute, upsert",
    "count edges",
    "data source's graph, grant",
    "data source's kind, preview",
    "data source's name, grant",
    "data source's name, preview",
    "data source's name, revoke",
    "data source's name, update",
    "data source's path, preview",
    "data source's setting, update",
    "discriminator, upsert",
    "metrics' host",
    "path end",
    "rebuild's",
    "services",
    "source id, upsert",
    "statistics",
    "text of a file",
    // A second token does no harm, and of a token that is dropped twice none is left.
    "token",
    "upsert many",
    "vertex id, batch",
    "vertex id, update",
    "vertex id, upsert",
    "wait until online",
];

#[tokio::test]
async fn what_has_another_effect_the_second_time_is_sent_once() {
    let mut wrong = Vec::new();
    for generation in [Generation::V3, Generation::V4] {
        let (recorder, url) = Recorder::answering_by(|_| Some((503, Vec::new()))).await;
        let retry = RetryPolicy::default().max_retries(1).first_delay(Duration::from_millis(1));
        let limit = Some(Duration::from_secs(2));
        let hands = Hands { limit, ..Hands::lazy(&url, generation, retry) };
        for (name, run) in OPERATIONS.iter().chain(WITHOUT_TEXT) {
            let error = run(hands.clone(), "Zbenign7".to_owned()).await.expect_err(name);
            let mut sent = recorder.take();
            // A job of its own is dropped before and after.
            sent.retain(|request| {
                request.method != "GET" && !request.body.contains("DROP JOB tg_")
            });
            let repeated = (1..sent.len()).any(|at| sent[..at].contains(&sent[at]));
            if repeated != error.is_retryable() && !sent.is_empty() && !is_of_connection(name) {
                wrong.push(format!("{generation:?} {name}: repeated {repeated}, {error:?}"));
            }
            if repeated && !REPEATED.iter().any(|it| name.starts_with(it)) {
                wrong.push(format!("{generation:?} {name}: {sent:?}"));
            }
            if !sent.is_empty() && !error.is_in_doubt() && !is_of_connection(name) {
                wrong.push(format!("{generation:?} {name} is not in doubt: {error:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Returns `true` if the operation has a connection of its own, which repeats nothing.
fn is_of_connection(name: &str) -> bool {
    ["graph's name", "of a connection", "user", "password"].iter().any(|it| name.contains(it))
}
