//! A schema that differs from the types, and the plans that restore it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use tg_emulator::{Emulator, Fault, Method as Verb, Path, Scope};
use tg_gsql::apply::script;
use tg_gsql::plan::{Action, Loss};
use tg_runtime::auth::Credentials;
use tg_runtime::prelude::*;
use tg_runtime::{
    AnyGraph, ErrorKind,
    schema_change::{SchemaPlan, Verify},
};

use crate::goods::{in_all_versions, quick};

/// The schema of the server.
const OLD: &str = "\
CREATE GRAPH Stock ()\n\
USE GRAPH Stock\n\
CREATE SCHEMA_CHANGE JOB make FOR GRAPH Stock {\n\
    ADD VERTEX Item (PRIMARY_ID id STRING, colour STRING, weight DOUBLE, note STRING)\n\
        WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\";\n\
    ADD VERTEX Shelf (PRIMARY_ID code INT, tags SET<STRING>, sizes MAP<INT, STRING>)\n\
        WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\";\n\
    ADD DIRECTED EDGE lies_on (FROM Item, TO Shelf, DISCRIMINATOR(at DATETIME), n UINT)\n\
        WITH REVERSE_EDGE=\"carries\";\n\
    ADD UNDIRECTED EDGE near (FROM Shelf, TO Shelf, metres DOUBLE);\n\
}\n\
RUN SCHEMA_CHANGE JOB make\n\
DROP JOB make\n";

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Item {
    #[tg(primary_id)]
    id: String,
    #[tg(renamed_from = "colour")]
    color: String,
    weight: f64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(renamed_from = "Shelf")]
struct Rack {
    #[tg(primary_id)]
    code: i64,
    tags: BTreeSet<String>,
    #[tg(renamed_from = "sizes")]
    labels: BTreeMap<i64, String>,
    new: bool,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Item, to = Rack, reverse = "holds", renamed_from = "lies_on")]
struct PlacedOn {
    #[tg(discriminator)]
    at: DateTime,
    n: u64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(name = "next_to", from = Rack, to = Rack, undirected, renamed_from = "near")]
struct NextTo {
    metres: f64,
}

#[tigergraph(graph = "Stock", auth = "secret")]
struct Stock {
    items: Vertices<Item>,
    racks: Vertices<Rack>,
    placed_on: Edges<PlacedOn>,
    next_to: Edges<NextTo>,
}

fn builder(server: &Emulator) -> GraphBuilder<Stock> {
    let builder = Stock::builder().url(server.url()).secret(server.secret()).retry(quick());
    match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    }
}

async fn tool(server: &Emulator, graph: &str) -> AnyGraph {
    let credentials = Credentials::Secret(server.secret().into());
    let builder =
        AnyGraph::builder(graph).url(server.url()).credentials(credentials).retry(quick());
    let builder = match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    };
    builder.connect().await.unwrap()
}

/// Starts a server with the old schema and data in it.
async fn old_stock(server: &Emulator) -> Stock {
    server.gsql(OLD).await.unwrap();
    let body = json!({
        "vertices": {
            "Item": {
                "I-1": {"colour": {"value": "red"}, "weight": {"value": 0.1}, "note": {"value": "x"}},
                "I \"2\"": {"colour": {"value": "bl\u{fc}"}},
                "I-3": {},
            },
            "Shelf": {
                "1": {
                    "tags": {"value": ["a", "b"]},
                    "sizes": {"value": {"keylist": [-7, 8], "valuelist": ["x", "y"]}},
                },
                "2": {},
            },
        },
    });
    let graph = builder(server).connect().await.unwrap();
    let sent = graph.request(Method::POST, ["graph", "Stock"]).json(&body);
    sent.results::<serde_json::Value>().await.unwrap();
    let edge = |from: &str, to: &str, at: &str, n: u64| {
        json!({"edges": {"Item": {from: {"lies_on": {"Shelf": {to: {
            "at": {"value": at}, "n": {"value": n},
        }}}}}}})
    };
    let near = json!({"edges": {"Shelf": {"1": {"near": {"Shelf": {
        "2": {"metres": {"value": 2.5}}, "1": {"metres": {"value": 0.0}},
    }}}}}});
    for body in [
        edge("I-1", "1", "2024-01-01 00:00:00", 18_446_744_073_709_551_615),
        edge("I-1", "1", "2024-01-02 00:00:00", 2),
        edge("I \"2\"", "2", "2024-01-03 00:00:00", 3),
        near,
    ] {
        let sent = graph.request(Method::POST, ["graph", "Stock"]).json(&body);
        sent.results::<serde_json::Value>().await.unwrap();
    }
    graph
}

/// Returns `true` if all the data exists under the new names.
async fn check_data(graph: &Stock) {
    let mut items = graph.items.all().await.unwrap();
    items.sort_by(|a, b| a.id.cmp(&b.id));
    let item = |id: &str, color: &str, weight| Item { id: id.into(), color: color.into(), weight };
    assert_eq!(
        items,
        [item("I \"2\"", "bl\u{fc}", 0.0), item("I-1", "red", 0.1), item("I-3", "", 0.0)]
    );
    let mut racks = graph.racks.all().await.unwrap();
    racks.sort_by_key(|rack| rack.code);
    let tags = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
    let labels = BTreeMap::from([(-7, "x".to_owned()), (8, "y".to_owned())]);
    let empty = Rack { code: 2, tags: BTreeSet::new(), labels: BTreeMap::new(), new: false };
    assert_eq!(racks, [Rack { code: 1, tags, labels, new: false }, empty]);
    let mut placed: Vec<_> = Vec::new();
    for item in &items {
        for edge in graph.placed_on.of(item).await.unwrap() {
            placed.push((
                item.id.clone(),
                edge.to.key().to_string(),
                edge.edge.at.to_string(),
                edge.edge.n,
            ));
        }
    }
    placed.sort();
    let edge = |from: &str, to: &str, at: &str, n| (from.into(), to.into(), at.into(), n);
    assert_eq!(
        placed,
        [
            edge("I \"2\"", "2", "2024-01-03 00:00:00", 3),
            edge("I-1", "1", "2024-01-01 00:00:00", 18_446_744_073_709_551_615),
            edge("I-1", "1", "2024-01-02 00:00:00", 2),
        ]
    );
    assert_eq!(graph.placed_on.count().await.unwrap(), 3);
    assert_eq!(graph.next_to.count().await.unwrap(), 2);
    let next = graph.next_to.of(&Rack { code: 2, ..racks[1].clone() }).await.unwrap();
    assert_eq!(next.iter().map(|it| it.edge.metres).collect::<Vec<_>>(), [2.5]);
}

fn allowed(plan: &SchemaPlan) -> tg_runtime::schema_change::ApplyPlan {
    plan.apply()
        .allow_drop_vertex("Shelf")
        .allow_drop_edge("lies_on")
        .allow_drop_edge("near")
        .allow_drop_attribute("Item", "colour")
        .allow_drop_attribute("Item", "note")
}

/// Returns the requests that may change something.
fn statements() -> Scope {
    Path::has("/gsql").and(Verb::POST)
}

fn upserts() -> Scope {
    Path::ends("/graph/Stock").and(Verb::POST)
}

in_all_versions! {
    async fn a_drift_is_reported(server) {
        let graph = old_stock(&server).await;
        let report = graph.verify_schema().await.unwrap();
        let text = report.to_string();
        for line in [
            "is not what the types say",
            "vertex `Item`: attribute `color` is still called `colour`",
            "vertex `Rack` is still called `Shelf`",
            "vertex `Rack`: attribute `labels` is still called `sizes`",
            "vertex `Rack`: attribute `new BOOL` is missing",
            "edge `PlacedOn` is still called `lies_on`",
            "edge `PlacedOn`: the reverse type is `carries`, not `holds`",
            "has more than the types say",
            "vertex `Item`: attribute `note STRING` exists and is not expected",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(!report.fits() && report.beyond.len() == 1, "{report}");
        let error = report.require_fit().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Schema, "{error}");
    }

    async fn connect_can_refuse_a_drift(server) {
        old_stock(&server).await;
        let error = builder(&server).verify_schema(Verify::Refuse).connect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Schema, "{error}");
        assert!(error.message().contains("`Rack` is still called `Shelf`"), "{error}");
        assert!(error.message().contains("connect once without `Verify::Refuse`"), "{error}");
        builder(&server).verify_schema(Verify::Warn).connect().await.unwrap();
        let graph = builder(&server).verify_schema(Verify::Off).connect().await.unwrap();
        allowed(&graph.schema().plan_change().await.unwrap()).await.unwrap();
        builder(&server).verify_schema(Verify::Refuse).connect().await.unwrap();
    }

    async fn an_unreadable_schema_is_a_warning_and_not_an_error(server) {
        old_stock(&server).await;
        server.on(Path::has("schema").and(Verb::GET)).then(Fault::Status(403));
        let error = builder(&server).verify_schema(Verify::Refuse).connect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
        builder(&server).verify_schema(Verify::Warn).connect().await.unwrap();
    }

    async fn a_graph_without_types_cannot_be_verified_by_them(server) {
        for verify in [Verify::Warn, Verify::Refuse] {
            let builder = AnyGraph::builder("Stock").url(server.url()).verify_schema(verify);
            let builder = builder.credentials(Credentials::Secret(server.secret().into()));
            let builder = match server.restpp_port() {
                Some(_) => builder.restpp_url(server.restpp_url()),
                None => builder,
            };
            let error = builder.connect().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
            assert!(error.message().contains("verify_against"), "{error}");
        }
    }

    async fn a_graph_has_a_name_that_gsql_can_spell(server) {
        for name in ["Stock CASCADE\nDROP ALL\n", "a b", "1st", "gr\u{fc}n"] {
            let error = AnyGraph::builder(name).url(server.url()).connect_lazy().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
            assert!(error.message().contains("letters, digits and `_`"), "{error}");
        }
    }

    async fn a_plan_counts_its_losses_and_each_must_be_allowed(server) {
        let graph = old_stock(&server).await;
        let plan = graph.schema().plan_change().await.unwrap();
        let text = plan.to_string();
        for line in [
            "ADD VERTEX Rack (",
            "copies all vertices of Shelf to Rack",
            "copies in Item colour to color",
            "loses vertex Shelf: 2 vertices, copied to Rack before",
            "loses edge lies_on: 3 edges, copied to PlacedOn before",
            "loses attribute Item.colour: the values of 3 vertices, copied to color before",
            "loses attribute Item.note: the values of 3 vertices\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(!plan.is_additive());
        server.forget_requests();
        let error = plan.apply().await.unwrap_err();
        let calls = ".allow_drop_attribute(\"Item\", \"note\")";
        assert!(error.message().contains(calls), "{error}");
        assert_eq!(error.kind(), ErrorKind::Schema, "{error}");
        assert!(
            error.message().contains("`attribute Item.note`: the values of 3 vertices"),
            "{error}"
        );
        let error = plan
            .apply()
            .allow_drop_vertex("Shelf")
            .allow_drop_edge("lies_on")
            .allow_drop_edge("near")
            .allow("attribute Item.colour".parse::<Loss>().unwrap())
            .await
            .unwrap_err();
        assert!(
            error.message().contains("Item.note") && !error.message().contains("Shelf"),
            "{error}"
        );
        assert_eq!(server.requests().count(statements()), 0);
    }

    async fn a_rename_keeps_every_row(server) {
        let graph = old_stock(&server).await;
        let plan = graph.schema().plan_change().await.unwrap();
        let applied = allowed(&plan).await.unwrap();
        assert_eq!(applied.steps, plan.plan().steps.len());
        assert_eq!((applied.copied_vertices, applied.copied_edges), (5, 5), "{applied:?}");
        check_data(&graph).await;
        let report = graph.verify_schema().await.unwrap();
        assert!(report.fits() && report.beyond.is_empty(), "{report}");
        let again = graph.schema().plan_change().await.unwrap();
        assert!(again.is_empty(), "{again}");
        allowed(&again).await.unwrap();
    }

    async fn an_interruption_leaves_a_state_from_which_the_plan_is_made_again(server) {
        for interruption in 0..12_usize {
            for spoil in [Fault::Status(500), Fault::HangUp(0)] {
                let graph = old_stock(&server).await;
                let plan = graph.schema().plan_change().await.unwrap();
                let rule = server.on(statements()).after(interruption).times(1).then(spoil.clone());
                let outcome = allowed(&plan).await;
                let hits = rule.hits();
                rule.remove();
                assert_eq!(outcome.is_err(), hits == 1, "{interruption} {spoil:?} {outcome:?}");
                if let Err(error) = outcome {
                    assert!(error.to_string().contains("a new plan has the rest"), "{error}");
                    let rest = graph.schema().plan_change().await.unwrap();
                    allowed(&rest).await.unwrap();
                }
                check_data(&graph).await;
                graph.admin().drop_graph(ConfirmAll).await.unwrap();
            }
        }
    }

    async fn a_copy_that_fails_drops_nothing(server) {
        for interruption in 0..4_usize {
            let graph = old_stock(&server).await;
            let plan = graph.schema().plan_change().await.unwrap();
            let refused = Fault::error("REST-30200", "no room");
            let rule = server.on(upserts()).after(interruption).times(1).then(refused);
            let error = allowed(&plan).await.unwrap_err();
            rule.remove();
            assert!(error.message().contains("no room"), "{error}");
            let live = graph.schema().read().await.unwrap();
            assert!(live.vertex("Stock", "Shelf").is_some(), "{live:?}");
            allowed(&graph.schema().plan_change().await.unwrap()).await.unwrap();
            check_data(&graph).await;
            graph.admin().drop_graph(ConfirmAll).await.unwrap();
        }
    }

    async fn a_value_that_an_answer_leaves_out_is_not_dropped(server) {
        let graph = old_stock(&server).await;
        let plan = graph.schema().plan_change().await.unwrap();
        let row = json!({"v_id": "I-1", "v_type": "Item", "attributes": {"weight": 0.1}});
        let body = json!({"error": false, "message": "", "results": [row]}).to_string();
        let short = Fault::answer(200, "application/json", body);
        // The first two request the vertices whose edges are copied, and their number.
        server.on(Path::ends("/vertices/Item").and(Verb::GET)).after(2).then(short);
        let error = allowed(&plan).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.message().contains("`colour`"), "{error}");
        let live = graph.schema().read().await.unwrap();
        assert!(live.vertex("Stock", "Item").unwrap().attribute("colour").is_some());
    }

    async fn vertices_that_a_list_leaves_out_are_not_dropped(server) {
        let graph = old_stock(&server).await;
        for (listed, of, attributes) in [
            ("/vertices/Item", "Item", json!({"colour": "red"})),
            ("/vertices/Shelf", "Shelf", json!({"tags": [], "sizes": {}})),
        ] {
            let plan = graph.schema().plan_change().await.unwrap();
            let row = json!({"v_id": "1", "v_type": of, "attributes": attributes});
            let body = json!({"error": false, "message": "", "results": [row]}).to_string();
            let short = Fault::answer(200, "application/json", body);
            server.on(Path::ends(listed).and(Verb::GET)).times(1).then(short);
            let error = allowed(&plan).await.unwrap_err();
            assert!(error.message().contains("the server listed 1 of the"), "{error}");
            let live = graph.schema().read().await.unwrap();
            assert!(live.vertex("Stock", "Item").unwrap().attribute("colour").is_some());
            assert!(live.vertex("Stock", "Shelf").is_some());
        }
    }

    async fn a_schema_that_has_changed_since_is_noticed(server) {
        let graph = old_stock(&server).await;
        let plan = graph.schema().plan_change().await.unwrap();
        let change = "USE GRAPH Stock\nCREATE SCHEMA_CHANGE JOB x FOR GRAPH Stock {\n\
                      ALTER VERTEX Item ADD ATTRIBUTE (late INT);\n}\nRUN SCHEMA_CHANGE JOB x\nDROP JOB x";
        graph.gsql(change).await.unwrap();
        let error = allowed(&plan).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Schema, "{error}");
        assert!(error.message().contains("`late INT`"), "{error}");
        let live = graph.schema().read().await.unwrap();
        assert!(live.vertex("Stock", "Rack").is_none());
    }

    async fn an_additive_plan_needs_no_permission(server) {
        let graph: Stock = builder(&server).connect().await.unwrap();
        let plan = graph.schema().plan_change().await.unwrap();
        assert!(plan.is_additive() && plan.costs().is_empty(), "{plan}");
        plan.apply().await.unwrap();
        assert!(graph.schema().plan_change().await.unwrap().is_empty());
        assert!(graph.verify_schema().await.unwrap().is_equal());
        let kept = graph.create_schema().await.unwrap();
        assert!(kept.created.is_empty(), "{kept:?}");
    }

    async fn a_job_of_an_interrupted_change_is_not_an_obstacle(server) {
        let graph: Stock = builder(&server).connect().await.unwrap();
        graph.gsql("CREATE GRAPH Stock ()").await.unwrap();
        let plan = graph.schema().plan_change().await.unwrap();
        let Action::Gsql(script) = &plan.plan().steps[0].action else { panic!("{plan}") };
        let create = script.split("RUN SCHEMA_CHANGE JOB").next().unwrap();
        graph.gsql(create).await.unwrap();
        plan.apply().await.unwrap();
        assert!(graph.verify_schema().await.unwrap().is_equal());
    }

    async fn a_tool_plans_towards_a_file(server) {
        old_stock(&server).await;
        let tool = tool(&server, "Stock").await;
        let want = OLD.replace("note STRING", "price INT");
        let want = script(&want).catalog;
        let plan = tool.plan_change_to(want.clone()).keep_extra().await.unwrap();
        assert!(plan.is_additive(), "{plan}");
        plan.apply().await.unwrap();
        let report = tool.verify_against(want).await.unwrap();
        assert!(report.fits() && report.beyond.len() == 1, "{report}");
    }
}
