//! Queries of a program compared with those of the server, and with the types.

use tg_runtime::prelude::*;
use tg_runtime::query::{QueryDifferenceKind, QueryReport, StoredState};
use tg_runtime::schema_change::Verify;

use super::programs::{graphs, on};
use super::{fleet, install};
use crate::goods::in_all_versions;

const ONE: &str = "CREATE QUERY one(INT n, VERTEX<Stop> stop, STRING s) FOR GRAPH Fleet {
  start = {stop};
  PRINT start, n + 1 AS next, s AS text, stop.city == s AS here;
}";
const SUB: &str = "CREATE QUERY sub(INT n) FOR GRAPH Fleet RETURNS (INT) { RETURN n; }";
const CALLER: &str = "CREATE QUERY caller() FOR GRAPH Fleet { PRINT sub(1) AS n; }";

graphs! {
    Program {
        "one": ONE,
        "sub": SUB,
        "caller": CALLER,
        "": "INTERPRET QUERY () FOR GRAPH Fleet { PRINT 1; }",
    }
    Wrong {
        "one": "CREATE QUERY one() FOR GRAPH Fleet {\n  S = {Stop.*};\n  PRINT S[S.cty];\n}",
        "two": "CREATE QUERY two() FOR GRAPH Other { PRINT 1; }",
        "": "INTERPRET QUERY () FOR GRAPH Fleet { PRINT ; }",
    }
    Late {
        "late": "CREATE QUERY late() FOR GRAPH Fleet {\n  S = {Stop.*};\n  PRINT S[S.late];\n}",
    }
}

fn lines(report: &QueryReport) -> Vec<String> {
    report.differences.iter().map(ToString::to_string).collect()
}

in_all_versions! {
    async fn queries_that_are_installed_fit(server) {
        let graph: Program = on(&fleet(&server).await);
        graph.install_queries().await.unwrap();
        let report = graph.verify_queries().await.unwrap();
        assert!(report.fits() && report.beyond.is_empty(), "{report}");
        report.require_fit().unwrap();
        install(&on(&graph), "other() FOR GRAPH Fleet { PRINT 1; }").await;
        let report = graph.verify_queries().await.unwrap();
        assert!(report.fits());
        assert_eq!(report.beyond, ["other"]);
    }

    async fn each_difference_is_named(server) {
        let graph: Program = on(&fleet(&server).await);
        let missing = graph.verify_queries().await.unwrap();
        assert_eq!(lines(&missing)[0], "`one` (queries/one.gsql:3): the server does not have it");
        assert_eq!(missing.differences.len(), 3);

        graph.queries().create(SUB).await.unwrap();
        graph.queries().create(CALLER).await.unwrap();
        graph.queries().install(["caller"]).await.unwrap();
        let other = "CREATE QUERY one(VERTEX<Stop> stop, STRING n, BOOL more) FOR GRAPH Fleet {
            start = {Truck.*};
            PRINT start, \"1\" AS next, TRUE AS text;
        }";
        graph.queries().create(other).await.unwrap();
        graph.queries().install(["one"]).await.unwrap();
        let report = graph.verify_queries().await.unwrap();
        let one = "`one` (queries/one.gsql:3): ";
        assert_eq!(
            lines(&report),
            [
                format!("{one}the server has another text"),
                format!("{one}the parameter `n` is INT in the file and STRING on the server"),
                format!("{one}the server does not have the parameter `s`"),
                format!("{one}only the server has the parameter `more`, BOOL"),
                format!(
                    "{one}`start` is SET<VERTEX<Stop>> in the file and SET<VERTEX<Truck>> on the \
                     server"
                ),
                format!("{one}`next` is INT in the file and STRING on the server"),
                format!("{one}`text` is STRING in the file and BOOL on the server"),
                format!("{one}the server's query does not print `here`"),
                "`sub` (queries/sub.gsql:3): its state on the server is `not installed`".to_owned(),
            ]
        );
        let error = report.require_fit().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Schema);
        assert!(error.message().contains("`install_queries()` installs them"), "{error}");

        let order = "CREATE OR REPLACE QUERY one(VERTEX<Stop> stop, INT n, STRING s) {
            PRINT n AS next, n AS start, s AS text, TRUE AS here;
        }";
        graph.queries().create(order).await.unwrap();
        graph.queries().install(["one", "sub"]).await.unwrap();
        graph.queries().drop("sub").await.unwrap();
        let bad = "CREATE QUERY sub() FOR GRAPH Fleet { PRINT ; }";
        graph.queries().create(bad).await.unwrap_err();
        let report = graph.verify_queries().await.unwrap();
        let kinds: Vec<_> = report.differences.into_iter().map(|it| it.kind).collect();
        assert_eq!(
            kinds,
            [
                QueryDifferenceKind::Text,
                QueryDifferenceKind::ParameterOrder,
                QueryDifferenceKind::Result {
                    name: "start".to_owned(),
                    expected: Some("a vertex set".to_owned()),
                    found: Some("INT".to_owned()),
                },
                QueryDifferenceKind::Text,
                QueryDifferenceKind::State(StoredState::Draft),
                QueryDifferenceKind::State(StoredState::Disabled),
            ]
        );
    }

    async fn a_connection_is_refused_if_queries_differ(server) {
        let graph: Program = on(&fleet(&server).await);
        let connect = |verify| {
            let builder = GraphBuilder::<Program>::new().url(server.url()).secret(server.secret());
            let builder = match server.restpp_port() {
                Some(_) => builder.restpp_url(server.restpp_url()),
                None => builder,
            };
            builder.verify_queries(verify).connect()
        };
        let error = connect(Verify::Refuse).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Schema);
        for part in ["`caller` (queries/caller.gsql:3): the server", "without `Verify::Refuse`"] {
            assert!(error.message().contains(part), "{error}");
        }
        connect(Verify::Warn).await.unwrap();
        connect(Verify::Off).await.unwrap();
        graph.install_queries().await.unwrap();
        connect(Verify::Refuse).await.unwrap();
    }

    async fn a_plan_names_the_queries_that_it_breaks(server) {
        let graph: Late = on(&fleet(&server).await);
        let change = "USE GRAPH Fleet\nCREATE SCHEMA_CHANGE JOB x FOR GRAPH Fleet {\n\
                      ALTER VERTEX Stop ADD ATTRIBUTE (late INT);\n}\n\
                      RUN SCHEMA_CHANGE JOB x\nDROP JOB x";
        graph.gsql(change).await.unwrap();
        let plan = graph.schema().plan_change().await.unwrap();
        assert_eq!(plan.broken_queries().len(), 1, "{plan}");
        let text = plan.to_string();
        for part in ["no longer fit:", "`S` has no attribute `late`", "queries/late.gsql:5:13"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let kept = graph.schema().plan_change().keep_extra().await.unwrap();
        assert_eq!(kept.broken_queries(), [] as [String; 0]);
        let graph: Program = on(&graph);
        let plan = graph.schema().plan_change().await.unwrap();
        assert!(plan.broken_queries().is_empty() && !plan.is_empty(), "{plan}");
    }
}

#[test]
fn queries_are_checked_without_a_server() {
    let check = Program::check_queries();
    assert!(check.is_clean() && check.findings.is_empty(), "{check}");
    assert_eq!(check.to_string(), "The queries have no mistakes.\n");
    check.require_clean().unwrap();

    let check = Wrong::check_queries();
    let error = check.require_clean().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gsql);
    assert_eq!(check.findings.len(), 3, "{check}");
    let first = &check.findings[0];
    assert_eq!((first.query.as_str(), first.file.as_str()), ("one", "queries/one.gsql"));
    assert_eq!((first.line, first.column), (5, 13), "{check}");
    let text = check.to_string();
    for part in [
        "--> queries/one.gsql:5:13",
        "5 |   PRINT S[S.cty];",
        "the query is for the graph `Other`, not for `Fleet`",
        "--> queries/.gsql:3:44",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
