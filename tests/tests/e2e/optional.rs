//! `Option`: what is left out, what is stored for `None`, and what is cleared.

use std::collections::{BTreeMap, BTreeSet};

use tg_emulator::Emulator;
use tg_runtime::prelude::*;

use crate::goods::in_all_versions;

#[derive(Debug, Clone, Copy, PartialEq, Attribute)]
#[tg(rename_all = "lowercase")]
enum State {
    Open,
    Closed,
}

#[derive(Debug, Clone, Copy, PartialEq, Attribute)]
#[tg(stored_as = "INT")]
enum Priority {
    Low = 1,
    High = 5,
}

#[derive(Debug, Clone, PartialEq, Attribute)]
struct Code(String);

/// Nothing is declared to stand for `None`.
#[derive(Debug, Clone, PartialEq, Default, Vertex)]
struct Plain {
    #[tg(primary_id)]
    id: String,
    text: Option<String>,
    number: Option<i64>,
    state: Option<State>,
    priority: Option<Priority>,
}

#[derive(Debug, Clone, PartialEq, Default, AttributeGroup)]
struct Audit {
    #[tg(none = "nobody", schema_default = "nobody")]
    author: Option<String>,
}

/// Each field has a value for `None`.
#[derive(Debug, Clone, PartialEq, Default, Vertex)]
struct Cleared {
    #[tg(primary_id)]
    id: String,
    #[tg(none)]
    text: Option<String>,
    #[tg(none)]
    whole: Option<i64>,
    #[tg(none = 255)]
    small: Option<u8>,
    #[tg(none)]
    positive: Option<u64>,
    #[tg(none = -1.5)]
    real: Option<f64>,
    #[tg(none)]
    truth: Option<bool>,
    #[tg(none)]
    moment: Option<DateTime>,
    #[tg(none = "1900-01-01 00:00:00")]
    first: Option<DateTime>,
    #[tg(none)]
    texts: Option<Vec<String>>,
    #[tg(none)]
    numbers: Option<BTreeSet<i64>>,
    #[tg(none)]
    counts: Option<BTreeMap<String, i64>>,
    #[tg(none)]
    state: Option<State>,
    #[tg(none = "in \"doubt\" \u{e9}")]
    doubtful: Option<State>,
    #[tg(none = -1)]
    priority: Option<Priority>,
    #[tg(none)]
    code: Option<Code>,
    #[tg(flatten)]
    audit: Audit,
}

#[derive(Debug, Clone, PartialEq, Default, Edge)]
#[tg(from = Cleared, to = Plain)]
struct Link {
    #[tg(none)]
    note: Option<String>,
    #[tg(none = 7)]
    weight: Option<i64>,
}

#[derive(Debug, PartialEq, View)]
#[tg(of = Cleared)]
struct Part {
    small: Option<u8>,
    #[tg(rename = "text")]
    title: Option<String>,
}

#[tigergraph(graph = "Optional", auth = "secret")]
struct Graphs {
    plain: Vertices<Plain>,
    cleared: Vertices<Cleared>,
    links: Edges<Link>,
}

async fn connect(server: &Emulator) -> Graphs {
    let mut builder = Graphs::builder().url(server.url()).secret(server.secret());
    if server.restpp_port().is_some() {
        builder = builder.restpp_url(server.restpp_url());
    }
    let graph = builder.connect().await.unwrap();
    graph.create_schema().await.unwrap();
    graph
}

fn full() -> Cleared {
    Cleared {
        id: "full".into(),
        text: Some("t".into()),
        whole: Some(i64::MIN),
        small: Some(0),
        positive: Some(u64::MAX),
        real: Some(0.0),
        truth: Some(true),
        moment: Some("2026-11-28 10:00:00".parse().unwrap()),
        first: Some("1970-01-01 00:00:00".parse().unwrap()),
        texts: Some(vec![String::new()]),
        numbers: Some([0].into()),
        counts: Some([(String::new(), 0)].into()),
        state: Some(State::Closed),
        doubtful: Some(State::Open),
        priority: Some(Priority::High),
        code: Some(Code("c".into())),
        audit: Audit { author: Some(String::new()) },
    }
}

in_all_versions! {
    async fn a_value_for_none_is_stored_and_read_as_none(server) {
        let graph = connect(&server).await;
        let empty = Cleared { id: "empty".into(), ..Cleared::default() };
        graph.cleared.upsert_many(&[empty.clone(), full()]).await.unwrap().require_all().unwrap();
        assert_eq!(graph.cleared.get("empty").await.unwrap(), Some(empty));
        assert_eq!(graph.cleared.get("full").await.unwrap(), Some(full()));

        let emptied = Cleared { id: "full".into(), ..Cleared::default() };
        graph.cleared.upsert(&emptied).await.unwrap();
        assert_eq!(graph.cleared.get("full").await.unwrap(), Some(emptied));
    }

    async fn none_is_left_out_where_nothing_stands_for_it(server) {
        let graph = connect(&server).await;
        let none = Plain { id: "p".into(), ..Plain::default() };
        graph.plain.upsert(&none).await.unwrap();
        // The server has a value for every attribute; that of an enum is not a variant.
        let stored = Plain { text: Some(String::new()), number: Some(0), ..none.clone() };
        assert_eq!(graph.plain.get("p").await.unwrap(), Some(stored));

        let whole = Plain {
            text: Some("t".into()),
            number: Some(1),
            state: Some(State::Open),
            priority: Some(Priority::Low),
            ..none.clone()
        };
        graph.plain.upsert(&whole).await.unwrap();
        graph.plain.upsert(&none).await.unwrap();
        assert_eq!(graph.plain.get("p").await.unwrap(), Some(whole));
    }

    async fn setting_none_clears(server) {
        let graph = connect(&server).await;
        graph.cleared.upsert(&full()).await.unwrap();
        let changed = graph
            .cleared
            .update("full")
            .set(|c| c.text, None)
            .set(|c| c.small, None)
            .set(|c| c.counts, None)
            .set(|c| c.doubtful, None)
            .set(|c| c.audit.author, None)
            .await
            .unwrap();
        assert!(changed);
        let expected = Cleared {
            text: None,
            small: None,
            counts: None,
            doubtful: None,
            audit: Audit { author: None },
            ..full()
        };
        assert_eq!(graph.cleared.get("full").await.unwrap(), Some(expected));

        let plain = Plain {
            id: "p".into(),
            number: Some(7),
            priority: Some(Priority::High),
            ..Plain::default()
        };
        graph.plain.upsert(&plain).await.unwrap();
        let update = graph.plain.update("p").set(|p| p.number, None).set(|p| p.priority, None);
        assert!(update.await.unwrap());
        let found = graph.plain.get("p").await.unwrap().unwrap();
        assert_eq!((found.number, found.priority), (Some(0), None));
    }

    async fn values_of_options_are_changed_without_some(server) {
        let graph = connect(&server).await;
        graph.cleared.upsert(&full()).await.unwrap();
        let changed = graph
            .cleared
            .update("full")
            .set(|c| c.text, "another")
            .add(|c| c.whole, 2)
            .max(|c| c.small, 200)
            .set(|c| c.real, 4)
            .or(|c| c.truth, true)
            .set(|c| c.state, State::Open)
            .set(|c| c.priority, Some(Priority::Low))
            .set(|c| c.code, Code("c".into()))
            .set(|c| c.texts, vec!["t".to_owned()])
            .await
            .unwrap();
        assert!(changed);
        let before = full();
        let expected = Cleared {
            text: Some("another".into()),
            whole: before.whole.map(|it| it + 2),
            small: Some(200),
            real: Some(4.0),
            truth: Some(true),
            state: Some(State::Open),
            priority: Some(Priority::Low),
            code: Some(Code("c".into())),
            texts: Some(vec!["t".into()]),
            ..before
        };
        assert_eq!(graph.cleared.get("full").await.unwrap(), Some(expected));
    }

    async fn conditions_find_what_is_none(server) {
        let graph = connect(&server).await;
        let empty = Cleared { id: "empty".into(), ..Cleared::default() };
        graph.cleared.upsert_many(&[empty, full()]).await.unwrap().require_all().unwrap();
        let ids = |found: Vec<Cleared>| found.into_iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(ids(graph.cleared.find(|c| c.text.is_none()).await.unwrap()), ["empty"]);
        assert_eq!(ids(graph.cleared.find(|c| c.small.is_some()).await.unwrap()), ["full"]);
        let doubtful = graph.cleared.find(|c| c.doubtful.is_none().and(c.real.is_none()));
        assert_eq!(ids(doubtful.await.unwrap()), ["empty"]);
    }

    async fn edges_and_views_have_the_value_too(server) {
        let graph = connect(&server).await;
        graph.cleared.upsert(&Cleared { id: "c".into(), ..Cleared::default() }).await.unwrap();
        graph.plain.upsert(&Plain { id: "p".into(), ..Plain::default() }).await.unwrap();
        let link = Link { note: None, weight: Some(0) };
        graph.links.upsert("c", "p", &link).await.unwrap();
        assert_eq!(graph.links.get("c", "p").await.unwrap(), Some(link));
        graph.links.update("c", "p").set(|l| l.weight, None).await.unwrap();
        let found = graph.links.get("c", "p").await.unwrap();
        assert_eq!(found, Some(Link::default()));
        let parts: Vec<Part> = graph.cleared.find(|c| c.id.eq("c")).view::<Part>().await.unwrap();
        assert_eq!(parts, [Part { small: None, title: None }]);
    }
}
