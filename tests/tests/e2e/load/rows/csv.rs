//! CSV files with all that such files have, and the exact outcome of each.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use tg_runtime::load::CsvSource;
use tg_runtime::prelude::*;

use super::{csv, load, reasons, served, sums};
use crate::goods::{Depot, Goods};

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Line {
    a: String,
    b: Option<String>,
}

/// The reason of a row whose quote has no partner.
const OPEN: &str = "line 3: a quote has no partner, so the row is the rest of the file; if quotes \
                    are characters like any other, read them so (`without_quotes()`, or \
                    `--no-quotes` of `tg load`)";

/// Returns the rows of a source, its rejected rows, and the failure.
async fn outcome(
    graph: &Goods,
    source: CsvSource,
) -> (Vec<(String, String)>, Vec<String>, Option<String>) {
    let rows = Arc::new(Mutex::new(Vec::new()));
    let kept = rows.clone();
    let load = graph.load(source, move |row: Line, _| {
        kept.lock().unwrap().push((row.a, row.b.unwrap_or("-".to_owned())));
        Ok(())
    });
    let account = load.dry_run().await.unwrap();
    let rows = rows.lock().unwrap().clone();
    assert_eq!(account.read(), (rows.len() + account.rejected_rows().len()) as u64);
    (rows, reasons(&account), account.failure().map(ToString::to_string))
}

/// Data, its rows with their fields joined by `|`, and the reasons of those that are rejected.
type Case = (&'static [u8], &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    // The cases of csv-spectrum.
    (b"a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", &["1|ha \"ha\" ha", "3|4"], &[]),
    (b"a,b\n\"x, y\",2", &["x, y|2"], &[]),
    (b"a,b\n1,\"\"\n2,\n", &["1|-", "2|-"], &[]),
    (b"a,b\r\n1,\"x\r\n\r\ny\"\r\n3,4\r\n", &["1|x\r\n\r\ny", "3|4"], &[]),
    (
        b"a,b\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1,2]}\"\n",
        &["1|{\"type\": \"Point\", \"at\": [1,2]}"],
        &[],
    ),
    ("a,b\n\u{1f600},\u{2a9c1}\n".as_bytes(), &["\u{1f600}|\u{2a9c1}"], &[]),
    // Line ends.
    (b"a,b\r1,2\r3,4", &["1|2", "3|4"], &[]),
    (b"a,b\n\n\r\n1,2\n\n\n3,4\n\n", &["1|2", "3|4"], &[]),
    (
        b"a,b\n1,x\ry\n",
        &["1|x"],
        &["line 2: the row has 1 fields, and the header, or the first row, has 2"],
    ),
    // A byte order mark before a quoted name.
    (b"\xef\xbb\xbf\"a\",b\n1,2\n", &["1|2"], &[]),
    // Blanks and NUL are characters like any other.
    (b"a,b\n 1 ,\0x\0\n", &[" 1 |\0x\0"], &[]),
    // Quotes within a field, and after one.
    (b"a,b\n1,x\"y\"z\n2,\"x\"y\n", &["1|x\"y\"z", "2|xy"], &[]),
    // Columns that the type does not have, without a name, or twice.
    (b"x,,b,a,,x\n9,9,2,1,9,9\n", &["1|2"], &[]),
    (b"a\n1\n", &["1|-"], &[]),
    // No rows.
    (b"", &[], &[]),
    (b"\xef\xbb\xbf", &[], &[]),
    (b"a,b", &[], &[]),
    (b"a,b\r\n", &[], &[]),
    (b"other\n", &[], &[]),
    // Rows that are not like the others.
    (
        b"a,b\n1\n2,3,4\n5,6\n",
        &["5|6"],
        &[
            "line 2: the row has 1 fields, and the header, or the first row, has 2",
            "line 3: the row has 3 fields, and the header, or the first row, has 2",
        ],
    ),
    (
        b"a,b\n1,\xff\n2,x\xc3\n5,\xe2\x82\xac\n",
        &["5|\u{20ac}"],
        &[
            "line 2: column 2 is not UTF-8 from byte 0 on",
            "line 3: column 2 is not UTF-8 from byte 1 on",
        ],
    ),
    // A quote without a partner, in the middle and at the end of a file.
    (b"a,b\n1,2\n3,\"x\n5,6\n", &["1|2"], &[OPEN]),
    (b"a,b\n1,2\n\"3,x\n5,6", &["1|2"], &[OPEN]),
    (b"a,b\n1,2\n3,\"", &["1|2"], &[OPEN]),
    (b"a,b\n1,\"2\n\"", &["1|2\n"], &[]),
    (b"a,b\n1,\"2\"\"\n\"", &["1|2\"\n"], &[]),
];

/// Files that are not read, and a part of the reason.
const FAILURES: &[(&[u8], &str)] = &[
    (b"a,b,a\n1,2,3\n", "the data has 2 columns `a`; its columns are a, b, a"),
    (b"b,c\n1,2\n", "the data has no column `a`"),
    (b"A,b\n1,2\n", "the data has no column `a`, but `A`: rename the field (`#[serde(rename"),
    (b"a, B \n1,2\n", "the data has no column `b`, but ` B `: rename the field"),
    (b"a,\xff\n1,2\n", "its header is not UTF-8"),
    (b"\xff\xfea\0,\0b\0\n\0", "the reader cannot be read: it is UTF-16: convert it to UTF-8"),
    (b"\xfe\xff\0a\0,\0b\0\n", "it is UTF-16"),
];

#[tokio::test]
async fn every_file_has_an_exact_outcome() {
    let (_server, graph) = served().await;
    for (text, rows, rejected) in CASES {
        let case = String::from_utf8_lossy(text);
        let (read, reasons, failure) = outcome(&graph, csv(text)).await;
        assert_eq!(failure, None, "{case:?}");
        let read: Vec<_> = read.into_iter().map(|(a, b)| format!("{a}|{b}")).collect();
        assert_eq!((&read[..], &reasons[..]), (&owned(rows)[..], &owned(rejected)[..]), "{case:?}");
    }
    for (text, reason) in FAILURES {
        let (rows, rejected, failure) = outcome(&graph, csv(text)).await;
        assert!(rows.is_empty() && rejected.is_empty(), "{rows:?} {rejected:?}");
        let failure = failure.unwrap();
        assert!(failure.contains(reason), "{failure}");
    }
    let large = "x".repeat(10_000_000);
    let (rows, rejected, _) = outcome(&graph, csv(format!("a,b\n1,{large}\n2,\"{large}"))).await;
    assert!(rows.len() == 1 && rows[0].1 == large);
    assert_eq!(rejected, [OPEN]);
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// The file of rejected rows is corrected by hand and loaded by itself.
#[tokio::test]
async fn rejected_rows_can_be_corrected_and_loaded() {
    let (_server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let text = b"\xef\xbb\xbf# from Ulm\nid;weight;depot;since\n\"P\n;1\";heavy;1;2024-01-02\n\
        P-2;1;1;2024-01-02\nP-3;1;1\nP-\xff;1;1;2024-01-02\nP-5;-;1;yesterday\n\
        P-6;\"1;1;2024-01-02\nP-7;2;1;2024-01-02\n";
    std::fs::write(path("p.csv"), text).unwrap();
    // The second file has its columns in another order.
    std::fs::write(path("q.csv"), "since;depot;weight;id\n2024-01-02;1;-1;Q-1\n").unwrap();
    let format = |source: CsvSource| source.delimiter(b';').comment(b'#').null_values(["-"]);
    let source = format(CsvSource::path(path("[pq].csv")));
    let account = load(&graph, source).rejects(path("r.jsonl")).await.unwrap();
    assert_eq!((account.accepted(), account.rejected()), (1, 6));
    let again = |name: &str| format(CsvSource::path(path(name)).rejected_rows());

    // Without a correction, all of them are rejected again, at the places that they had.
    let second = load(&graph, again("r.jsonl")).rejects(path("s.jsonl")).await.unwrap();
    assert_eq!((second.accepted(), second.rejected()), (0, 6));
    let mut places = reasons(&account);
    places[2] = format!(
        "{}:7: its text has U+FFFD for bytes that are not UTF-8: correct it",
        path("p.csv").display()
    );
    assert_eq!(reasons(&second), places);

    let rejected = std::fs::read_to_string(path("s.jsonl")).unwrap();
    assert!(rejected.contains(r#""header":"id;weight;depot;since""#), "{rejected}");
    let corrected = rejected
        .replace("heavy", "3")
        .replace("P-3;1;1", "P-3;1;1;2024-01-02")
        .replace("\u{fffd}", "4")
        .replace("yesterday", "2024-01-02")
        .replace("P-6;\\\"1", "P-6;1")
        .replace(";-1;Q-1", ";1;Q-1");
    std::fs::write(path("t.jsonl"), corrected + "{}\n").unwrap();
    let third = load(&graph, again("t.jsonl")).checkpoint(path("c")).await.unwrap();
    // A text with a quote that was closed has become two rows.
    assert_eq!((third.accepted(), third.rejected()), (7, 1), "{:?}", reasons(&third));
    let reason = &reasons(&third)[0];
    assert!(reason.contains("t.jsonl:7: it is not a rejected row: missing field"), "{reason}");
    let mut ids: Vec<_> = graph.packages.all().await.unwrap().into_iter().map(|it| it.id).collect();
    ids.sort();
    assert_eq!(ids, ["P\n;1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-7", "Q-1"]);
}

#[tokio::test]
async fn a_rejected_row_without_a_text_is_rejected() {
    let (_server, graph) = served().await;
    let rows = r#"{"source":null,"row":1,"line":null,"byte":null,"reason":"x","text":null}
{"source":null,"row":2,"line":null,"byte":null,"reason":"x","header":"a,b","text":""}"#;
    let source = CsvSource::reader(Cursor::new(rows)).rejected_rows();
    let (_, rejected, failure) = outcome(&graph, source).await;
    assert_eq!(failure, None);
    assert_eq!(
        rejected,
        ["row 1: the rejected row has no text", "row 2: the text of the rejected row is empty"]
    );
    // Its line is not its text.
    let account = load(&graph, CsvSource::reader(Cursor::new(rows)).rejected_rows()).await.unwrap();
    let texts: Vec<_> = account.rejected_rows().iter().map(|row| row.text.as_deref()).collect();
    assert_eq!(texts, [None, Some("")]);
}

/// Quotes that are not around fields can make one row of many lines.
#[tokio::test]
async fn a_rejected_row_of_very_many_lines_has_a_hint() {
    let (_server, graph) = served().await;
    let load = |text: String| {
        graph.load(csv(text), |(code, city): (i64, String), out| out.vertex(&Depot { code, city }))
    };
    let lines = |first: &str, last: &str| {
        let between: String = (0..20).map(|code| format!("{code},Ulm\n")).collect();
        format!("code,city\n{first}{between}{last}")
    };
    let joined = load(lines("1,\"Ulm\n", "3,x\" y,Bonn\n")).await.unwrap();
    let hint = "if quotes are characters like any other, read them so (`without_quotes()`";
    let reason = joined.rejected_rows()[0].to_string();
    assert!(reason.contains("; the row has 22 lines; ") && reason.contains(hint), "{reason}");
    let open = load(lines("1,\"Ulm\n", "3,Bonn\n")).await.unwrap();
    let reason = open.rejected_rows()[0].to_string();
    assert!(
        reason.contains("the row is the rest of the file; ") && reason.contains(hint),
        "{reason}"
    );
    // A row of many lines is a row.
    let whole = load(lines("1,\"Ulm\n", "\"\n")).await.unwrap();
    assert_eq!(sums(&whole), [1, 0, 0, 0]);
}

/// Text that is not quite CSV is read as by other readers: only the quotes are lost.
#[tokio::test]
async fn quotes_that_are_not_around_a_field() {
    let (_server, graph) = served().await;
    let text = "code,city\n1,U\"l\"m\n2,\"U\"lm\n3,\"U\"\"lm\"\n";
    let load =
        graph.load(csv(text), |(code, city): (i64, String), out| out.vertex(&Depot { code, city }));
    load.await.unwrap().require_clean().unwrap();
    let mut depots = graph.depots.all().await.unwrap();
    depots.sort_by_key(|depot| depot.code);
    let cities: Vec<_> = depots.into_iter().map(|depot| depot.city).collect();
    assert_eq!(cities, ["U\"l\"m", "Ulm", "U\"lm"]);
}
