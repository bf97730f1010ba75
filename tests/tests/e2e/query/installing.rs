//! Queries of a program installed: what is missing or differs, and nothing else.

use std::error::Error as _;
use std::sync::{Arc, Mutex};

use tg_emulator::{Any, Fault, Path};
use tg_runtime::prelude::*;
use tg_runtime::query::{DraftQuery, InstallReport, QuerySource, StoredState};

use super::fleet;
use super::programs::{graphs, on};
use crate::goods::in_all_versions;

const TOP: &str = "CREATE QUERY top(INT n) FOR GRAPH Fleet {\n  PRINT middle(n) + 1 AS m;\n}";
const MIDDLE: &str =
    "CREATE QUERY middle(INT n) FOR GRAPH Fleet RETURNS (INT) {\n  RETURN low(n) * 10;\n}";
const LOW: &str = "CREATE QUERY low(INT n) FOR GRAPH Fleet RETURNS (INT) {\n  RETURN n + 1;\n}";
const OTHER: &str = "CREATE OR REPLACE QUERY other() FOR GRAPH Fleet {\n  PRINT 1 AS one;\n}";

graphs! {
    First {
        "top": TOP,
        "middle": MIDDLE,
        "low": LOW,
        "other": OTHER,
        "": "INTERPRET QUERY () FOR GRAPH Fleet { PRINT 1; }",
    }
    Second {
        "top": TOP,
        "middle": MIDDLE,
        "low": "CREATE QUERY low(INT n) FOR GRAPH Fleet RETURNS (INT) {\n  RETURN n + 2;\n}",
        "other": "create query other() { // one\n  print 1 AS one; }",
    }
    Wrong {
        "low": "CREATE QUERY low(INT n) FOR GRAPH Fleet {\n  S = {Truk.*};\n  PRINT S;\n}",
        "other": "CREATE QUERY other() FOR GRAPH Fleet {\n  PRINT missing;\n}",
        "top": "CREATE QUERY top() FOR GRAPH Goods {\n  PRINT ;\n}",
    }
}

fn report(names: [&[&str]; 4]) -> [Vec<String>; 4] {
    names.map(|names| names.iter().map(|name| (*name).to_owned()).collect())
}

fn lists(report: InstallReport) -> [Vec<String>; 4] {
    [report.created, report.replaced, report.installed, report.unchanged]
}

/// Requires that all queries are installed, and returns the text of the one of this name.
async fn installed(graph: &impl Graph, name: &str) -> String {
    let all = graph.queries().get_all().await.unwrap();
    assert!(all.iter().all(|query| query.state == StoredState::Installed), "{all:?}");
    all.into_iter().find(|query| query.name == name).unwrap().text
}

in_all_versions! {
    async fn a_second_installation_touches_nothing(server) {
        let fleet = fleet(&server).await;
        let first: First = on(&fleet);
        let states = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&states);
        let install = first.install_queries().on_progress(move |installation| {
            seen.lock().unwrap().push(installation.state.clone());
        });
        let done = install.await.unwrap();
        let order: &[&str] = &["low", "middle", "top", "other"];
        assert_eq!(done.to_string().lines().count(), 2, "{done}");
        assert_eq!(lists(done), report([order, &[], order, &[]]));
        assert!(!states.lock().unwrap().is_empty());
        installed(&first, "top").await;
        server.forget_requests();
        let done = first.install_queries().await.unwrap();
        assert!(done.is_unchanged());
        assert_eq!(lists(done), report([&[], &[], &[], order]));
        // One reads all queries; on 3.x one lists them, and one reads each.
        let is_v3 = first.client().generation().await.unwrap() == Generation::V3;
        assert_eq!(server.requests().count(Any), if is_v3 { 5 } else { 1 });
        let empty = fleet.install_queries().await.unwrap();
        assert_eq!(lists(empty), report([&[], &[], &[], &[]]));
    }

    async fn a_changed_text_is_replaced_with_all_that_call_it(server) {
        let fleet = fleet(&server).await;
        on::<First>(&fleet).install_queries().await.unwrap();
        let caller = "CREATE QUERY extra() FOR GRAPH Fleet { PRINT low(1) AS l; }";
        fleet.queries().create(caller).await.unwrap();
        fleet.queries().install(["extra"]).await.unwrap();
        let done = on::<Second>(&fleet).install_queries().await.unwrap();
        let changed: &[&str] = &["low", "middle", "top"];
        let all: &[&str] = &["low", "middle", "top", "extra"];
        assert_eq!(lists(done), report([&[], changed, all, &["other"]]));
        assert!(installed(&fleet, "low").await.contains("n + 2"));
        fleet.queries().drop("low").await.unwrap();
        let done = on::<Second>(&fleet).install_queries().await.unwrap();
        assert_eq!(lists(done), report([&["low"], &["middle", "top"], changed, &["other"]]));
    }

    async fn a_query_that_is_only_stored_is_installed(server) {
        let fleet = fleet(&server).await;
        fleet.queries().create(OTHER).await.unwrap();
        let source = QuerySource::new("other", OTHER);
        let done = fleet.queries().install_changed([source]).await.unwrap();
        assert_eq!(lists(done), report([&[], &[], &["other"], &[]]));
    }

    async fn mistakes_are_found_before_anything_is_changed(server) {
        let fleet = fleet(&server).await;
        on::<First>(&fleet).install_queries().await.unwrap();
        let error = on::<Wrong>(&fleet).install_queries().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql);
        for part in [
            "nothing was changed",
            "the vertex type `Truk` does not exist",
            "--> queries/low.gsql:4:8",
            "did you mean `Truck`?",
            "--> queries/top.gsql:4:9",
        ] {
            assert!(error.message().contains(part), "{part}: {error}");
        }
        assert!(installed(&fleet, "low").await.contains("n + 1"));
    }

    async fn a_draft_of_the_server_has_a_file_and_line(server) {
        let fleet = fleet(&server).await;
        on::<First>(&fleet).install_queries().await.unwrap();
        let source = |name: &str, text: &str| {
            QuerySource::new(name, text).at(format!("queries/{name}.gsql"), 3)
        };
        let sources = [
            source("top", &TOP.replace("+ 1", "+ 2")),
            source("middle", MIDDLE),
            source("low", &LOW.replace("n + 1", "")),
            source("other", &OTHER.replace("one", "two")),
        ];
        // `RETURN ;` is valid GSQL, and `RETURN (;` is not.
        let sources = sources.map(|it| source(&it.name, &it.text.replace("RETURN ;", "RETURN (;")));
        let error = fleet.queries().install_changed(sources).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        for part in [
            "install the queries of Fleet",
            "queries/low.gsql:4: ",
            "with their previous texts again: `low`",
            "not replaced, as they call these: `middle`, `top`",
            "replaced: `other`\n",
        ] {
            assert!(error.to_string().contains(part), "{part}: {error}");
        }
        let draft = error.source().unwrap().downcast_ref::<DraftQuery>().unwrap();
        assert_eq!((draft.name.as_str(), draft.findings[0].line), ("low", Some(2)));
        assert!(installed(&fleet, "low").await.contains("n + 1"));
        assert_eq!(fleet.query("other").await.unwrap().get::<i64>("two").unwrap(), 1);

        // A new one stays a draft, which the next installation replaces.
        let draft = source("new", "CREATE QUERY new() FOR GRAPH Fleet {\n\n  PRINT ;\n}");
        let error = fleet.queries().install_changed([draft]).await.unwrap_err();
        assert!(error.message().contains("queries/new.gsql:5: "), "{error}");
        assert_eq!(fleet.queries().get("new").await.unwrap().state, StoredState::Draft);
        let good = source("new", "CREATE QUERY new() FOR GRAPH Fleet { PRINT 1; }");
        let done = fleet.queries().install_changed([good]).await.unwrap();
        assert_eq!(lists(done), report([&[], &["new"], &["new"], &[]]));
    }

    async fn an_installation_that_fails_names_what_was_created(server) {
        let fleet = fleet(&server).await;
        let rule = server.on(Path::has("install")).times(9).then(Fault::Status(500));
        let error = on::<First>(&fleet).install_queries().await.unwrap_err();
        assert!(rule.hits() > 0);
        let before = "(before this, created: `low`, `middle`, `top`, `other`; the next";
        assert!(error.message().contains(before), "{error}");
        rule.remove();
        let done = on::<First>(&fleet).install_queries().await.unwrap();
        assert_eq!(lists(done), report([&[], &[], &["low", "middle", "top", "other"], &[]]));
    }
}
