//! Parameters of every type, in a URL and in a body.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tg_emulator::Emulator;
use tg_runtime::prelude::*;

use super::{Fleet, Stop, Truck, fleet, install, trucks};
use crate::goods::{in_all_versions, serve};

const ALL: &str = "q(INT i, UINT u, FLOAT f, DOUBLE d, BOOL b, STRING s, DATETIME t, VERTEX<Stop> p, VERTEX v, \
    SET<INT> si, BAG<STRING> bs, LIST<DOUBLE> ld, SET<VERTEX<Stop>> sp, SET<VERTEX> sv) FOR GRAPH Fleet {\n  \
    PRINT i, u, f, d, b, s, t, p, v, si, bs, ld, sp, sv;\n}";

in_all_versions! {
    async fn every_type_goes_there_and_comes_back(server) {
        let graph = fleet(&server).await;
        install(&graph, ALL).await;
        let when: DateTime = "2024-01-15 10:30:00".parse().unwrap();
        let stop = Id::<Stop>::from("s/1 %");
        let stops = BTreeSet::from([stop.clone(), Id::from("s2")]);
        for post in [false, true] {
            let query = graph.query("q");
            let query = if post { query.post() } else { query };
            let results = query
                .param("i", i64::MIN)
                .param("u", u64::MAX)
                .param("f", 1.5_f32)
                .param("d", 0.1)
                .param("b", true)
                .param("s", "a+b %41 \u{e9}\n")
                .param("t", when)
                .param("p", &stop)
                .param("v", &trucks()[0])
                .param("si", BTreeSet::from([1, 5]))
                .param("bs", ["x", "x"])
                .param("ld", vec![1.0, 0.5])
                .param("sp", &stops)
                .param("sv", &stops)
                .await
                .unwrap();
            assert_eq!(results.get::<i64>("i").unwrap(), i64::MIN);
            assert_eq!(results.get::<u64>("u").unwrap(), u64::MAX);
            assert_eq!(results.get::<f32>("f").unwrap(), 1.5);
            assert_eq!(results.get::<f64>("d").unwrap(), 0.1);
            assert!(results.get::<bool>("b").unwrap());
            assert_eq!(results.get::<String>("s").unwrap(), "a+b %41 \u{e9}\n");
            assert_eq!(results.get::<DateTime>("t").unwrap(), when);
            assert_eq!(results.get::<Id<Stop>>("p").unwrap(), stop);
            assert_eq!(results.get::<Id<Truck>>("v").unwrap(), Id::from(&trucks()[0]));
            assert_eq!(results.get::<BTreeSet<i64>>("si").unwrap(), BTreeSet::from([1, 5]));
            assert_eq!(results.get::<Vec<String>>("bs").unwrap(), ["x", "x"]);
            assert_eq!(results.get::<Vec<f64>>("ld").unwrap(), [1.0, 0.5]);
            assert_eq!(results.get::<BTreeSet<Id<Stop>>>("sp").unwrap(), stops);
            assert_eq!(results.get::<BTreeSet<Id<Stop>>>("sv").unwrap(), stops);
        }
    }

    async fn parameters_that_a_url_cannot_contain_are_sent_in_a_body(server) {
        let graph = fleet(&server).await;
        install(
            &graph,
            "e(SET<INT> s, STRING t, MAP<STRING, INT> m) FOR GRAPH Fleet { PRINT s, t, m; }",
        )
        .await;
        let map = BTreeMap::from([("a b".to_owned(), 1_i64), ("c".to_owned(), -2)]);
        let results =
            graph.query("e").param("s", Vec::<i64>::new()).param("t", "").param("m", &map);
        let results = results.await.unwrap();
        assert!(results.get::<Vec<i64>>("s").unwrap().is_empty());
        assert_eq!(results.get::<String>("t").unwrap(), "");
        assert_eq!(results.get::<BTreeMap<String, i64>>("m").unwrap(), map);
        install(&graph, "long(STRING t, SET<INT> s) FOR GRAPH Fleet { PRINT t, s; }").await;
        let text = "x%".repeat(20_000);
        let numbers: BTreeSet<i64> = (0..3000).collect();
        let results = graph.query("long").param("t", &text).param("s", &numbers).await.unwrap();
        assert_eq!(results.get::<String>("t").unwrap(), text);
        assert_eq!(results.get::<BTreeSet<i64>>("s").unwrap(), numbers);
    }

    async fn a_composite_key_goes_as_its_parts(server) {
        let graph = fleet(&server).await;
        install(
            &graph,
            "c(VERTEX<Truck> t, SET<VERTEX<Truck>> ts) FOR GRAPH Fleet { PRINT t, ts; }",
        )
        .await;
        let ids = BTreeSet::from(trucks().each_ref().map(Id::from));
        let results = graph
            .query("c")
            .param("t", Id::from(&trucks()[1]))
            .param("ts", trucks())
            .await
            .unwrap();
        assert_eq!(results.get::<Id<Truck>>("t").unwrap(), Id::from(&trucks()[1]));
        assert_eq!(results.get::<BTreeSet<Id<Truck>>>("ts").unwrap(), ids);
    }

    async fn none_takes_the_default(server) {
        let graph = fleet(&server).await;
        install(&graph, "d(INT n = 7, STRING s = \"x\") FOR GRAPH Fleet { PRINT n, s; }").await;
        let results = graph.query("d").param("n", None::<i64>).param("s", Some("y")).await.unwrap();
        assert_eq!(results.values::<(i64, String)>().unwrap(), (7, "y".to_owned()));
    }
}

/// Starts a server whose query prints a text and a list of texts.
fn echo(runtime: &tokio::runtime::Runtime) -> (Emulator, Fleet) {
    runtime.block_on(async {
        let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
        let graph = fleet(&server).await;
        install(&graph, "t(STRING s, LIST<STRING> l) FOR GRAPH Fleet { PRINT s, l; }").await;
        (server, graph)
    })
}

#[test]
fn any_text_survives_a_url_and_a_body() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_server, graph) = echo(&runtime);
    let strategy = (any::<String>(), prop::collection::vec(any::<String>(), 1..3), any::<bool>());
    let outcome = TestRunner::new(Config::with_cases(64)).run(&strategy, |(text, texts, post)| {
        let query = graph.query("t").param("s", &text).param("l", &texts);
        let query = if post { query.post() } else { query };
        let results = runtime.block_on(async { query.await }).unwrap();
        prop_assert_eq!(results.get::<String>("s").unwrap(), text);
        prop_assert_eq!(results.get::<Vec<String>>("l").unwrap(), texts);
        Ok(())
    });
    outcome.unwrap();
}
