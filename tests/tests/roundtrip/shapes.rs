//! Shapes of types: parameters, borrowing, groups, foreign types, skipped fields, names.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};
use tg_runtime::prelude::*;
use tg_runtime::{AttributeGroup, View};

use crate::harness::{address, assert_returns, in_both_generations, there_and_back};

/// A vertex with any kind of key and value.
#[derive(Debug, Clone, PartialEq, Vertex)]
struct Reading<K, T> {
    #[tg(primary_id)]
    sensor: K,
    first: T,
    last: Option<T>,
}

/// Written from borrowed data.
#[derive(Debug, Vertex)]
#[tg(name = "Letter")]
struct LetterRef<'a> {
    #[tg(primary_id)]
    id: &'a str,
    text: &'a str,
    words: &'a [String],
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Letter {
    #[tg(primary_id)]
    id: String,
    text: String,
    words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Default, AttributeGroup)]
#[tg(rename_all = "camelCase")]
struct Audit {
    written_by: String,
    #[tg(schema_default = 1)]
    revision: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(name = "Server_Machine", rename_all = "camelCase")]
struct Machine {
    #[tg(primary_id)]
    host_name: String,
    #[tg(with = as_text)]
    address: Ipv4Addr,
    #[tg(rename = "uptime_s", with = as_seconds)]
    uptime: Duration,
    #[tg(flatten)]
    audit: Audit,
    #[tg(skip)]
    cache: Vec<u8>,
    #[tg(skip, default = a_port)]
    port: u16,
    r#type: String,
}

/// Two groups at once, in an edge.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Machine, to = Machine, reverse = "calledBy", name = "CallsTo")]
struct Calls {
    #[tg(flatten)]
    audit: Audit,
    #[tg(with = as_seconds)]
    timeout: Duration,
    #[tg(skip)]
    seen: bool,
}

#[derive(Debug, PartialEq, View)]
#[tg(of = Machine)]
struct Uptime {
    #[tg(primary_id)]
    host: String,
    #[tg(with = as_seconds)]
    uptime: Duration,
}

#[tigergraph(graph = "Shapes", auth = "secret")]
struct Shapes {
    readings: Vertices<Reading<i64, f64>>,
    letters: Vertices<Letter>,
    machines: Vertices<Machine>,
    calls: Edges<Calls>,
}

/// The same graph, whose letters are written from borrowed data.
#[tigergraph(graph = "Shapes", auth = "secret")]
struct Borrowing {
    letters: Vertices<LetterRef<'static>>,
}

mod as_text {
    use std::net::{AddrParseError, Ipv4Addr};

    pub(super) type Stored = String;

    pub(super) fn store(address: &Ipv4Addr) -> Stored {
        address.to_string()
    }

    pub(super) fn load(text: Stored) -> Result<Ipv4Addr, AddrParseError> {
        text.parse()
    }
}

mod as_seconds {
    use std::convert::Infallible;
    use std::time::Duration;

    pub(super) type Stored = u64;

    pub(super) fn store(duration: &Duration) -> Stored {
        duration.as_secs()
    }

    pub(super) fn load(seconds: Stored) -> Result<Duration, Infallible> {
        Ok(Duration::from_secs(seconds))
    }
}

fn a_port() -> u16 {
    14240
}

fn machine(host_name: &str) -> Machine {
    Machine {
        host_name: host_name.to_owned(),
        address: Ipv4Addr::new(192, 0, 2, 7),
        uptime: Duration::from_secs(u64::MAX),
        audit: Audit { written_by: "Ann".to_owned(), revision: Some(3) },
        cache: Vec::new(),
        port: a_port(),
        r#type: "small".to_owned(),
    }
}

in_both_generations! {
    async fn with_parameters(graph: Shapes) {
        let reading = Reading { sensor: -1, first: 0.1, last: Some(-0.5) };
        assert_returns(&graph.readings, reading).await;
        let found = graph.readings.find(|r| r.first.lt(0.5).and(r.last.eq(-0.5))).await.unwrap();
        assert_eq!(found.len(), 1);
        assert!(graph.readings.delete(-1).await.unwrap());
    }

    async fn that_borrow(graph: Shapes, server) {
        let borrowing: Borrowing = address(server).secret(server.secret()).connect().await.unwrap();
        let owned = Letter {
            id: "L-1".to_owned(),
            text: "say \"when\"".to_owned(),
            words: vec!["say".to_owned(), "when".to_owned()],
        };
        let letter = LetterRef { id: &owned.id, text: &owned.text, words: &owned.words };
        borrowing.letters.upsert(&letter).await.unwrap();
        assert_eq!(graph.letters.get("L-1").await.unwrap().as_ref(), Some(&owned));
        assert!(borrowing.letters.update("L-1").set(|l| l.text, "changed").await.unwrap());
        assert_eq!(graph.letters.get(&owned).await.unwrap().unwrap().text, "changed");
        let many = (0..10).map(|n| n.to_string()).collect::<Vec<_>>();
        let letters = many.iter().map(|id| LetterRef { id, text: "", words: &[] });
        borrowing.letters.upsert_many(letters).await.unwrap().require_all().unwrap();
        assert_eq!(borrowing.letters.count().await.unwrap(), 11);
    }

    async fn with_groups_foreign_types_and_skipped_fields(graph: Shapes) {
        let written = Machine { cache: vec![1, 2, 3], port: 9000, ..machine("a/b") };
        assert_eq!(there_and_back(&graph.machines, &written).await, machine("a/b"));
        let unset = Machine { audit: Audit::default(), ..machine("new") };
        let back = there_and_back(&graph.machines, &unset).await;
        assert_eq!(back.audit, Audit { written_by: String::new(), revision: Some(1) });
    }

    async fn have_the_columns_of_their_groups(graph: Shapes) {
        for (host, revision) in [("a", 1), ("b", 2), ("c", 3)] {
            let audit = Audit { written_by: host.to_owned(), revision: Some(revision) };
            graph.machines.upsert(&Machine { audit, ..machine(host) }).await.unwrap();
        }
        let found = graph.machines.find(|m| m.audit.revision.gt(1).and(m.audit.written_by.ne("c")));
        assert_eq!(found.await.unwrap()[0].host_name, "b");
        let last =
            graph.machines.all().order_by(|m| m.audit.revision.desc()).first().await.unwrap();
        assert_eq!(last.unwrap().host_name, "c");
        assert!(graph.machines.update("a").add(|m| m.audit.revision, 10).await.unwrap());
        let changed = graph.machines.get("a").await.unwrap().unwrap();
        assert_eq!(changed.audit.revision, Some(11));
    }

    async fn are_viewed_under_their_own_names(graph: Shapes) {
        graph.machines.upsert(&machine("a")).await.unwrap();
        let uptimes: Vec<Uptime> = graph.machines.all().view().await.unwrap();
        let uptime = Duration::from_secs(u64::MAX);
        assert_eq!(uptimes, [Uptime { host: "a".to_owned(), uptime }]);
    }

    async fn go_under_the_names_they_declare(graph: Shapes) {
        graph.machines.upsert(&machine("a")).await.unwrap();
        let path = ["graph", "Shapes", "vertices", "Server_Machine"];
        let rows: Vec<BTreeMap<String, Value>> =
            graph.request(Method::GET, path).results().await.unwrap();
        let attributes = json!({
            "hostName": "a",
            "address": "192.0.2.7",
            "uptime_s": u64::MAX,
            "writtenBy": "Ann",
            "revision": 3,
            "type": "small",
        });
        assert_eq!(rows[0]["attributes"], attributes);
    }

    async fn may_be_those_of_edges(graph: Shapes) {
        let calls = Calls {
            audit: Audit { written_by: "Bob".to_owned(), revision: None },
            timeout: Duration::from_secs(30),
            seen: true,
        };
        graph.calls.upsert("a", "b", &calls).await.unwrap();
        let audit = Audit { revision: Some(1), ..calls.audit };
        let back = graph.calls.get("a", "b").await.unwrap();
        assert_eq!(back, Some(Calls { audit, seen: false, ..calls }));
        let found = graph.calls.of("a").filter(|c| c.audit.written_by.eq("Bob")).count();
        assert_eq!(found.await.unwrap(), 1);
    }

    async fn a_value_that_cannot_be_loaded_is_named(graph: Shapes) {
        let body =
            json!({"vertices": {"Server_Machine": {"a": {"address": {"value": "nowhere"}}}}});
        let _: Value =
            graph.request(Method::POST, ["graph", "Shapes"]).json(&body).results().await.unwrap();
        let error = graph.machines.get("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let message = error.message();
        assert!(message.contains("attribute `address`") && message.contains("`a`"), "{error}");
    }
}

/// A newer program's type, with more attributes than the server's.
#[derive(Debug, Clone, PartialEq, Vertex)]
struct Book {
    #[tg(primary_id)]
    isbn: String,
    title: String,
    #[tg(default)]
    pages: i64,
    #[tg(default = unrated)]
    rating: f64,
    shelf: Option<String>,
}

#[tigergraph(graph = "Books", auth = "secret")]
struct Books {
    books: Vertices<Book>,
}

fn unrated() -> f64 {
    -1.0
}

#[tokio::test]
async fn defaults_replace_attributes_that_the_server_lacks() {
    let schema = "CREATE VERTEX Book (PRIMARY_ID isbn STRING, title STRING) \
                      WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\" \
                  CREATE GRAPH Books (*)";
    for generation in [Generation::V3, Generation::V4] {
        let builder = Emulator::builder().generation(generation).gsql(schema);
        let server = builder.start().await.unwrap();
        let graph: Books = address(&server).secret(server.secret()).connect().await.unwrap();
        assert!(graph.books.update("1").set(|b| b.title, "A title").or_insert().await.unwrap());
        let book = Book {
            isbn: "1".to_owned(),
            title: "A title".to_owned(),
            pages: 0,
            rating: -1.0,
            shelf: None,
        };
        assert_eq!(graph.books.get("1").await.unwrap(), Some(book.clone()));
        let error = graph.books.upsert(&book).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        assert!(error.message().contains("pages"), "{error}");
    }
}
