//! Renames of attributes of every type, with their data.

use serde_json::json;
use tg_emulator::Emulator;
use tg_runtime::prelude::*;

use crate::goods::{in_all_versions, quick};

const OLD: &str = "\
TYPEDEF TUPLE <amount INT, currency STRING(3)> Price\n\
CREATE GRAPH Parts ()\n\
USE GRAPH Parts\n\
CREATE SCHEMA_CHANGE JOB make FOR GRAPH Parts {\n\
    ADD VERTEX Part (maker STRING, number INT, l LIST<INT>, p Price, d DATETIME, big UINT,\n\
        PRIMARY KEY (maker, number));\n\
    ADD UNDIRECTED EDGE fits (FROM Part, TO Part, how STRING, n INT);\n\
    ADD DIRECTED EDGE replaces (FROM Part, TO Part, DISCRIMINATOR(since DATETIME), why STRING)\n\
        WITH REVERSE_EDGE=\"replaced_by\";\n\
}\n\
RUN SCHEMA_CHANGE JOB make\n\
DROP JOB make\n";

#[derive(Debug, Clone, PartialEq, Tuple)]
struct Price {
    amount: i64,
    #[tg(size = 3)]
    currency: String,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Part {
    #[tg(primary_key)]
    maker: String,
    #[tg(primary_key)]
    number: i64,
    #[tg(renamed_from = "l")]
    lengths: Vec<i64>,
    #[tg(renamed_from = "p")]
    price: Price,
    #[tg(renamed_from = "d")]
    date: DateTime,
    #[tg(renamed_from = "big")]
    serial: u64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(name = "fits", from = Part, to = Part, undirected)]
struct Fits {
    #[tg(renamed_from = "how")]
    manner: String,
    n: i64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(name = "replaces", from = Part, to = Part, reverse = "replaced_by")]
struct Replaces {
    #[tg(discriminator)]
    since: DateTime,
    #[tg(renamed_from = "why")]
    reason: String,
}

#[tigergraph(graph = "Parts", auth = "secret")]
struct Parts {
    parts: Vertices<Part>,
    fits: Edges<Fits>,
    replaces: Edges<Replaces>,
}

async fn connect(server: &Emulator) -> Parts {
    let builder = Parts::builder().url(server.url()).secret(server.secret()).retry(quick());
    let builder = match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    };
    builder.connect().await.unwrap()
}

in_all_versions! {
    async fn attributes_of_every_shape_keep_their_values(server) {
        server.gsql(OLD).await.unwrap();
        let graph = connect(&server).await;
        let replaces =
            |since: &str, why: &str| json!({"since": {"value": since}, "why": {"value": why}});
        let bodies = [
            json!({"vertices": {"Part": {
                "ACME,1": {
                    "l": {"value": [3, -1, 3]},
                    "p": {"value": {"keylist": ["amount", "currency"], "valuelist": [5, "EUR"]}},
                    "d": {"value": "2024-02-29 12:00:00"},
                    "big": {"value": u64::MAX},
                },
                "ACME,2": {},
            }}}),
            json!({"edges": {"Part": {
                "ACME,1": {"fits": {"Part": {"ACME,2": {"how": {"value": "well"}, "n": {"value": 7}}}}},
            }}}),
            json!({"edges": {"Part": {"ACME,1": {"replaces": {"Part": {"ACME,2": [
                replaces("2024-01-01 00:00:00", "worn"), replaces("2024-01-02 00:00:00", "lost"),
            ]}}}}}}),
        ];
        for body in bodies {
            let sent = graph.request(Method::POST, ["graph", "Parts"]).json(&body);
            sent.results::<serde_json::Value>().await.unwrap();
        }
        let plan = graph.schema().plan_change().await.unwrap();
        let text = plan.to_string();
        for line in [
            "copies in Part l to lengths, p to price, d to date, big to serial",
            "copies in fits how to manner",
            "loses attribute fits.how: the values of 1 edge, copied to manner before",
            "loses attribute replaces.why: the values of 2 edges, copied to reason before",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let mut apply = plan.apply();
        for cost in plan.costs() {
            apply = apply.allow(cost.loss.clone());
        }
        let applied = apply.await.unwrap();
        assert_eq!((applied.copied_vertices, applied.copied_edges), (2, 3), "{applied:?}");
        let report = graph.verify_schema().await.unwrap();
        assert!(report.fits() && report.beyond.is_empty(), "{report}");

        let mut parts = graph.parts.all().await.unwrap();
        parts.sort_by_key(|part| part.number);
        let first = Part {
            maker: "ACME".into(),
            number: 1,
            lengths: vec![3, -1, 3],
            price: Price { amount: 5, currency: "EUR".into() },
            date: "2024-02-29 12:00:00".parse().unwrap(),
            serial: u64::MAX,
        };
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0], first);
        let fits = graph.fits.of(&parts[1]).await.unwrap();
        assert_eq!(fits.len(), 1);
        assert_eq!(fits[0].edge, Fits { manner: "well".into(), n: 7 });
        let mut reasons: Vec<_> = graph
            .replaces
            .of(&parts[0])
            .await
            .unwrap()
            .into_iter()
            .map(|it| (it.edge.since.to_string(), it.edge.reason))
            .collect();
        reasons.sort();
        let reason = |since: &str, reason: &str| (since.to_owned(), reason.to_owned());
        let expected =
            [reason("2024-01-01 00:00:00", "worn"), reason("2024-01-02 00:00:00", "lost")];
        assert_eq!(reasons, expected);
    }
}
