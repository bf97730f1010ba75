//! No text of a caller changes the structure of a request: in an id, a name, a filter or a secret,
//! it arrives as that text in that place, or nothing is sent.

mod compare;
mod deadlines;
mod foreign;
mod mutated;
mod operations;
pub(crate) mod recorder;
mod repeated;

use tg_runtime::prelude::*;
use tg_runtime::{RetryPolicy, Server};

use self::compare::difference;
use self::operations::{Hands, OPERATIONS, Open};
use self::recorder::Recorder;

/// A text that is an unlikely name and easy to find.
const BENIGN: &str = "Zbenign7";

const HOSTILE: &[&str] = &[
    "",
    " ",
    ".",
    "..",
    "../..",
    "/",
    "//",
    "a/b",
    "/..",
    "a/../b",
    "\\",
    "\\\"",
    "a\\",
    "?",
    "?a=b",
    "#",
    "#a",
    "%",
    "%2F",
    "%2e%2e",
    "%00",
    "%22",
    "&",
    "&x=y",
    "a&limit=1",
    "=",
    "a=b",
    "+",
    "a+b",
    ";",
    "; DROP ALL",
    ",",
    "a,b",
    "*",
    "_",
    "\"",
    "\"; DROP ALL; \"",
    "'",
    "'; DROP ALL; '",
    "`",
    "{",
    "}",
    "{}",
    "} DROP ALL {",
    "(",
    ")",
    "()",
    "[",
    "]",
    "<",
    ">",
    "|",
    "$",
    "$1",
    "@",
    "@@a",
    "~",
    "^",
    "\n",
    "\r\n",
    "a\nDROP ALL\n",
    "a\r\nX-Evil: 1",
    "a\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    "\0",
    "a\0b",
    "\u{1}",
    "\u{7f}",
    "\t",
    "//comment",
    "# c",
    "/* c */",
    "a /* c",
    "*/ DROP ALL /*",
    "--",
    "dropAll",
    "DROP",
    "SELECT",
    "GRAPH",
    "all",
    "ALL",
    "null",
    "true",
    "NaN",
    "é",
    "ａ",
    "а",
    "＂",
    "\u{202e}abc",
    "\u{feff}",
    "\u{2028}",
    "👩‍👩‍👧",
    "e\u{301}",
    "__GQUERY__x",
    "a.type",
    "a[0]",
    "{\"a\": 1}",
    "[1]",
    "\", \"error\": true, \"x\": \"",
    "a\" OR \"1\"=\"1",
    "x>1,y<2",
    "USE GLOBAL",
    "\\u0022",
    "\\n",
    "http://evil/",
    "file:///etc/passwd",
    "$sys.data_root",
    "%s%s%n",
    "${jndi:x}",
    "{{7*7}}",
    "-1",
    "0",
    "9999999999999999999999",
    "1e400",
    "Zbenign7\"",
    "a b",
    " a",
    "a ",
    "a:b",
    "a-b",
    "a~b",
];

/// Returns pieces of hostile texts in a fixed order.
fn mixed(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % limit
    };
    let pieces = 2 + next(4);
    let mut text = String::new();
    for _ in 0..pieces {
        text += HOSTILE[next(HOSTILE.len())];
    }
    if next(20) == 0 { text.repeat(400) } else { text }
}

async fn hands(url: &str, generation: Generation) -> Hands {
    let retry = RetryPolicy::default().max_retries(0);
    let graph = Open::builder().url(url).restpp_url(url).generation(generation).retry(retry);
    let server = Server::builder().url(url).restpp_url(url).generation(generation).retry(retry);
    Hands {
        graph: graph.connect().await.unwrap(),
        server: server.connect().await.unwrap(),
        url: url.to_owned(),
        generation,
        limit: None,
    }
}

async fn attack(generation: Generation) {
    let (recorder, url) = Recorder::start().await;
    let hands = hands(&url, generation).await;
    recorder.take();
    let (mut faults, mut sent, mut refused, mut unseen) = (Vec::new(), 0, 0, 0);
    for (number, (name, operation)) in OPERATIONS.iter().enumerate() {
        // The first call may read something that the later ones reuse.
        let _ = operation(hands.clone(), BENIGN.to_owned()).await;
        recorder.take();
        let outcome = operation(hands.clone(), BENIGN.to_owned()).await;
        let benign = recorder.take();
        if benign.is_empty() {
            let unsupported =
                outcome.as_ref().is_err_and(|error| error.kind() == ErrorKind::Unsupported);
            if !unsupported {
                faults.push(format!("{name}: nothing is sent: {outcome:?}"));
            }
            continue;
        }
        // Some operations first look up the object of the text, which this server does not have.
        if !format!("{benign:?}").contains(BENIGN) {
            unseen += 1;
        }
        // Each text needs a connection of its own, which takes time.
        let connects = ["graph's name", "of a connection", "user", "password"];
        let step = if connects.iter().any(|it| name.contains(it)) { 3 } else { 1 };
        let texts = HOSTILE.iter().map(|text| (*text).to_owned());
        for text in texts.chain((1..=30).map(mixed)).skip(number % step).step_by(step) {
            // Without a name it is the server as a whole instead of a graph, as the command line
            // needs it.
            if text.is_empty() && name.starts_with("graph's name") {
                continue;
            }
            let outcome = operation(hands.clone(), text.clone()).await;
            let hostile = recorder.take();
            if hostile.is_empty() {
                refused += 1;
                if outcome.is_ok() {
                    faults.push(format!("{name} {text:?}: nothing is sent, and no error"));
                }
                continue;
            }
            sent += 1;
            let stopped = hostile.len() < benign.len() && outcome.is_err();
            if hostile.len() != benign.len() && !stopped {
                faults.push(format!(
                    "{name} {text:?}: {} requests for {}",
                    hostile.len(),
                    benign.len()
                ));
                continue;
            }
            for (benign, hostile) in benign.iter().zip(&hostile) {
                if let Some(what) = difference(benign, hostile, BENIGN, &text) {
                    faults.push(format!("{name} {text:?}: {what}"));
                }
            }
        }
    }
    println!("{} operations, {sent} texts sent, {refused} refused", OPERATIONS.len());
    assert!(unseen * 8 < OPERATIONS.len(), "{unseen} operations never send their text");
    // Some examples of each operation.
    let mut counts = std::collections::BTreeMap::new();
    faults.retain(|fault: &String| {
        let of = fault.split(" \"").next().unwrap_or_default().to_owned();
        let count: &mut usize = counts.entry(of).or_default();
        *count += 1;
        *count <= 4
    });
    let few: Vec<String> =
        faults.iter().take(200).map(|it| it.chars().take(600).collect()).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), few.join("\n"));
}

#[tokio::test]
async fn texts_stay_texts_on_3() {
    attack(Generation::V3).await;
}

#[tokio::test]
async fn texts_stay_texts_on_4() {
    attack(Generation::V4).await;
}
