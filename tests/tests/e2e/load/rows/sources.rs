//! Sources: CSV, JSON lines, values and streams, as they are and with faults.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Cursor, Read, Write as _};
use std::path::PathBuf;

use futures_util::StreamExt as _;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde::Deserialize;
use tg_runtime::load::{CsvSource, JsonLines, LoadAccount, Place, ReadRows, RowSource};
use tg_runtime::prelude::*;
use tokio::runtime::Handle;

use super::{csv, load, reasons, served, sums};
use crate::goods::Depot;

#[tokio::test]
async fn a_source_can_be_json_lines_or_any_values() {
    let (_server, graph) = served().await;
    let text = "\u{feff}{\"code\": 1, \"city\": \"Ulm\"}\r\n\n{\"code\": \"x\"}\n[]\n\
                {\"code\": 2, \"city\": \"Jena\"}";
    #[derive(Deserialize)]
    struct Line {
        code: i64,
        city: String,
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let zstd = compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
    for source in [text.as_bytes().to_vec(), packed.finish().unwrap(), zstd] {
        let account = graph
            .load(JsonLines::reader(Cursor::new(source)), |row: Line, out| {
                out.vertex(&Depot { code: row.code, city: row.city })
            })
            .await
            .unwrap();
        assert_eq!(sums(&account), [2, 2, 0, 0]);
        let reasons = reasons(&account);
        assert!(reasons[0].starts_with("line 3: invalid type: string \"x\""), "{reasons:?}");
        assert!(reasons[0].ends_with("at column 12"), "{reasons:?}");
        assert!(reasons[1].starts_with("line 4: invalid length 0"), "{reasons:?}");
        assert_eq!(account.rejected_rows()[0].text.as_deref(), Some("{\"code\": \"x\"}"));
    }
    // Rows that may fail, and rows without vertices.
    let rows = ["3", "x", "-4", "5"].map(str::parse::<i64>);
    let account = graph
        .load(rows, |row, out| {
            let code = row?;
            if code < 0 {
                return Ok(());
            }
            out.vertex(&Depot { code, city: String::new() })
        })
        .await
        .unwrap();
    assert_eq!(sums(&account), [3, 1, 0, 0]);
    assert_eq!(reasons(&account), ["row 2: invalid digit found in string"]);
    assert_eq!(account.vertices(), 2);
}

/// The cities that are stored, by code, and the rejected rows.
async fn loaded(source: CsvSource) -> (Vec<(i64, String)>, Vec<String>) {
    let (_server, graph) = served().await;
    let load =
        graph.load(source, |(code, city): (i64, String), out| out.vertex(&Depot { code, city }));
    let account = load.await.unwrap();
    sums(&account);
    assert!(account.failure().is_none(), "{:?}", account.failure());
    let depots = graph.depots.all().await.unwrap();
    let mut depots: Vec<_> = depots.into_iter().map(|it| (it.code, it.city)).collect();
    depots.sort();
    (depots, reasons(&account))
}

#[tokio::test]
async fn csv_is_read_as_it_is_written() {
    let large = "x".repeat(10_000_000);
    let quoted = format!("c,d\n1,\"{large}\"\n");
    for (source, city) in [
        (csv("a,b\n1,\"x \"\"y\"\", z\""), "x \"y\", z"),
        (csv("a,b\r1,x\r").delimiter(b','), "x"),
        (csv("\u{feff}1\tx, y\r\n").delimiter(b'\t').without_header(), "x, y"),
        (csv("a|b\n1|\"x\n").delimiter(b'|').without_quotes(), "\"x"),
        (csv("a,b\n1,'x,y'\n").quote(b'\''), "x,y"),
        (csv("a,b\n1,\0x\n"), "\0x"),
        (csv("a,a\n1,\u{1f600} \u{fffd}\n"), "\u{1f600} \u{fffd}"),
        (csv(quoted), &large),
        (csv("a,b\n1, x \n\n\n"), " x "),
    ] {
        let (depots, rejected) = loaded(source).await;
        assert!(rejected.is_empty(), "{rejected:?}");
        assert_eq!(depots.len(), 1);
        assert!(depots[0].1 == city, "{:?}", &depots[0].1[..depots[0].1.len().min(80)]);
    }
    let source = csv(b"a,b\n1,x\n#2,y\n\n# z\n3,\xff\n4\nfive,z\n6,u\n");
    let (depots, rejected) = loaded(source.comment(b'#')).await;
    assert_eq!(depots, [(1, "x".to_owned()), (6, "u".to_owned())]);
    assert_eq!(
        rejected,
        [
            "line 6: column 2 is not UTF-8 from byte 0 on",
            "line 7: the row has 1 fields, and the header, or the first row, has 2",
            "line 8: `a` is \"five\": invalid digit found in string",
        ]
    );
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_a_failure_that_names_it() {
    let (_server, graph) = served().await;
    let failure = async |source: CsvSource| {
        let account = load(&graph, source).await.unwrap();
        sums(&account);
        account.require_clean().unwrap_err().to_string()
    };
    let missing = failure(CsvSource::path("no/such/file.csv")).await;
    assert!(missing.contains("no/such/file.csv") && missing.contains("No such file"), "{missing}");
    let other = failure(csv("id,since,wt,depot\nP-1,2024-01-02,1,1\n").delimiter(b';')).await;
    assert!(other.contains("has no column `id`") && other.contains("delimiter"), "{other}");
    let twice = failure(csv("id,since,weight,depot,id\nP-1,2024-01-02,1,1,P-2\n")).await;
    assert!(twice.contains("the data has 2 columns `id`"), "{twice}");
    let column = failure(csv("id,since,weight,depo\nP-1,2024-01-02,1,1\n")).await;
    assert!(column.contains("no column `depot`") && column.contains("weight, depo."), "{column}");
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3];
    let truncated = failure(csv(packed)).await;
    assert!(truncated.contains("cannot be read"), "{truncated}");
    let mut packed = compress_to_vec(b"id,since\n".as_slice(), CompressionLevel::Fastest);
    packed.pop();
    let truncated = failure(csv(packed)).await;
    assert!(truncated.contains("it ends within a zstd frame"), "{truncated}");
    let open = Cursor::new(b"id,since,weight,depot\n\"P-1".to_vec()).chain(std::io::repeat(b'x'));
    let open = failure(CsvSource::reader(open)).await;
    assert!(open.contains("a row has more than 64 MiB"), "{open}");
    assert!(load(&graph, csv("")).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_pattern_reads_the_files_that_match() {
    let (_server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("folder.csv")).unwrap();
    for (name, code) in [("b.csv", 2), ("a.csv", 1), (".c.csv", 3), ("d[1].csv", 4), ("d1.csv", 5)]
    {
        std::fs::write(path(name), format!("code,city\n{code},Ulm\nx,{code}\n")).unwrap();
    }
    let read = async |names: &[&str]| {
        let source = CsvSource::paths(names.iter().map(|name| path(name)));
        let load = graph
            .load(source, |(code, city): (i64, String), out| out.vertex(&Depot { code, city }));
        load.await.unwrap()
    };
    let files = |account: &LoadAccount| -> Vec<_> {
        let rows = account.rejected_rows().iter();
        rows.map(|row| row.source.clone().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(files(&read(&["*.csv"]).await), ["a.csv", "b.csv", "d1.csv", "d[1].csv"]);
    assert_eq!(files(&read(&["b.csv", "?.csv"]).await), ["b.csv", "a.csv", "b.csv"]);
    // A name that exists is not a pattern.
    assert_eq!(files(&read(&["d[1].csv"]).await), ["d[1].csv"]);
    assert_eq!(files(&read(&["d[0-9].csv"]).await), ["d1.csv"]);
    for (name, reason) in [("no*.csv", "matches no file"), ("a[.csv", "invalid range pattern")] {
        let failure = read(&["a.csv", name]).await.require_clean().unwrap_err().to_string();
        assert!(failure.contains(name) && failure.contains(reason), "{failure}");
    }

    let lines = path("[x].jsonl");
    std::fs::write(lines, "{\"code\": 9, \"city\": \"Jena\"}\n").unwrap();
    #[derive(Deserialize)]
    struct Line {
        code: i64,
        city: String,
    }
    let source = JsonLines::path(path("*.jsonl"));
    let load = graph
        .load(source, |row: Line, out| out.vertex(&Depot { code: row.code, city: row.city }))
        .checkpoint(path("checkpoint"));
    assert_eq!(sums(&load.await.unwrap()), [1, 0, 0, 0]);
    let source = JsonLines::path(path("no*.jsonl"));
    let load = graph
        .load(source, |row: Line, out| out.vertex(&Depot { code: row.code, city: row.city }))
        .checkpoint(path("checkpoint"));
    let error = load.await.unwrap_err().to_string();
    assert!(error.contains("matches no file"), "{error}");
}

#[tokio::test]
async fn a_stream_is_a_source_too() {
    let (_server, graph) = served().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        for code in 0..100_i64 {
            sender.send(code).await.unwrap();
        }
    });
    let mut stream = Box::pin(futures_util::stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|code| (code, receiver))
    }));
    let rows = std::iter::from_fn(move || Handle::current().block_on(stream.next()));
    let load = graph.load(rows, |code, out| out.vertex(&Depot { code, city: String::new() }));
    let account = load.await.unwrap();
    account.require_clean().unwrap();
    assert_eq!(account.read(), 100);
}

/// Lines of `code city`, as a source of the program.
struct Words {
    path: [PathBuf; 1],
    lines: Option<std::io::Lines<BufReader<File>>>,
    line: u64,
    text: String,
}

impl RowSource<Depot> for Words {
    fn into_reader(self) -> Box<dyn ReadRows<Depot>> {
        Box::new(self)
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl ReadRows<Depot> for Words {
    fn read(
        &mut self,
        place: &mut Place,
    ) -> std::result::Result<Option<std::result::Result<Depot, BoxError>>, BoxError> {
        if self.lines.is_none() {
            self.lines = Some(BufReader::new(File::open(&self.path[0])?).lines());
            place.set_source("words");
        }
        let Some(line) = self.lines.as_mut().and_then(Iterator::next) else { return Ok(None) };
        self.text = line?;
        self.line += 1;
        place.set_line(self.line);
        place.set_byte(self.line * 10);
        if self.text == "end" {
            return Err("there are no words left".into());
        }
        let Some((code, city)) = self.text.split_once(' ') else {
            return Ok(Some(Err("there is no blank".into())));
        };
        let city = city.to_owned();
        Ok(Some(code.parse().map(|code| Depot { code, city }).map_err(BoxError::from)))
    }

    fn files(&self) -> Option<&[PathBuf]> {
        Some(&self.path)
    }

    fn text(&self) -> Option<&[u8]> {
        Some(self.text.as_bytes())
    }
}

#[tokio::test]
async fn a_source_of_the_program_has_places_texts_and_a_checkpoint() {
    let (_server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words");
    let words = || Words { path: [path.clone()], lines: None, line: 0, text: String::new() };
    std::fs::write(&path, "1 Ulm\n2\nx Jena\n4 Bonn\n").unwrap();
    let load = graph.load(words(), |row: Depot, out| out.vertex(&row));
    let account = load.checkpoint(folder.path().join("c")).await.unwrap();
    assert_eq!(sums(&account), [2, 2, 0, 0]);
    assert_eq!(
        reasons(&account),
        ["words:2: there is no blank", "words:3: invalid digit found in string"]
    );
    let row = &account.rejected_rows()[1];
    assert_eq!((row.byte, row.text.as_deref()), (Some(30), Some("x Jena")));

    std::fs::write(&path, "1 Ulm\nend\n4 Bonn\n").unwrap();
    let load = graph.load(words(), |row: Depot, out| out.vertex(&row));
    let account = load.await.unwrap();
    let failure = account.failure().unwrap();
    assert_eq!(failure.kind(), ErrorKind::Source);
    assert!(failure.to_string().contains("read: there are no words left"), "{failure}");
}
