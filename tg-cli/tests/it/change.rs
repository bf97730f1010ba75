//! `tg schema plan` and `apply`, on a graph with data.

use serde_json::{Value, json};
use tg_runtime::auth::Credentials;
use tg_runtime::{AnyGraph, Graph, Method};

use crate::harness::{Folder, GOODS, golden};
use crate::server::{SECRET, Server, in_both_generations};

/// Returns the target schema: an attribute more, one less, and an edge type less.
fn target() -> String {
    GOODS
        .replace("handling SET", "colour STRING, handling SET")
        .replace("weight_kg DOUBLE DEFAULT 1, ", "")
        .replace(
            "CREATE UNDIRECTED EDGE Near (FROM Depot, TO Depot | FROM Package, TO Package)",
            "",
        )
        .replace(", Near)", ")")
}

/// Writes three packages and two edges between them.
fn fill(server: &Server) {
    let package = |kg: f64| json!({"weight_kg": {"value": kg}});
    let to = |id: &str| json!({"Near": {"Package": {id: {}}}});
    let body = json!({
        "vertices": {"Package": {"a": package(1.5), "b": package(2.5), "c": package(3.5)}},
        "edges": {"Package": {"a": to("b"), "b": to("c")}},
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let graph = AnyGraph::builder("Goods")
            .url(&server.url)
            .restpp_url(&server.restpp_url)
            .credentials(Credentials::Secret(SECRET.into()))
            .connect()
            .await
            .unwrap();
        let accepted: Value =
            graph.request(Method::POST, ["graph", "Goods"]).json(&body).results().await.unwrap();
        assert_eq!(accepted[0]["accepted_vertices"], json!(3), "{accepted}");
    });
}

#[test]
fn a_plan_counts_what_would_be_lost() {
    in_both_generations(GOODS, |server, _| {
        fill(server);
        server.write("target.gsql", &target());
        let plan = server.tg("schema plan target.gsql").code(0).stdout;
        golden("plan.txt", &plan);
        let plan = server.tg("schema plan target.gsql --json").code(0).json();
        assert_eq!(plan["additive"], json!(false));
        let losses = plan["losses"].as_array().unwrap();
        let lost = |name: &str| {
            let loss = losses.iter().find(|loss| loss["name"] == json!(name));
            loss.unwrap_or_else(|| panic!("{name} is not in {plan}"))["count"].clone()
        };
        assert_eq!(lost("attribute Package.weight_kg"), json!(3));
        assert_eq!(lost("member Near"), json!(2));
        // A plan changes nothing.
        server.write("goods.gsql", GOODS);
        server.tg("schema check goods.gsql --live").code(0);
    });
}

#[test]
fn a_plan_names_what_would_break_with_its_graph() {
    let types =
        "CREATE VERTEX A (PRIMARY_ID id STRING, n INT)\nCREATE GRAPH g (*)\nCREATE GRAPH h (*)\n";
    let job = "USE GRAPH h\nCREATE LOADING JOB feed FOR GRAPH h {\n  DEFINE FILENAME f;\n  \
               LOAD f TO VERTEX A VALUES ($0, $1);\n}\n";
    in_both_generations(&format!("{types}{job}"), |server, _| {
        server.write("target.gsql", &types.replace("n INT", "n INT, m INT"));
        let plan = server.tg("schema plan target.gsql --graph g --json").code(0).json();
        let broken = json!([{"graph": "h", "kind": "loading_job", "name": "feed", "types": ["A"]}]);
        assert_eq!(plan["affected"], broken, "{plan}");
        assert_eq!(plan["additive"], json!(false), "{plan}");
        let ran = server.tg("schema apply target.gsql --graph g --yes").code(1);
        assert!(ran.stderr.contains("--allow \"loading_job h.feed\""), "{}", ran.stderr);
        let apply = "schema apply target.gsql --graph g --yes --allow".split(' ');
        server.run(apply.chain(["loading_job h.feed"]), "").code(0);
    });
}

#[test]
fn each_loss_must_be_allowed() {
    in_both_generations(GOODS, |server, _| {
        fill(server);
        server.write("goods.gsql", GOODS);
        server.write("target.gsql", &target());
        let ran = server.tg("schema apply target.gsql --yes").code(1);
        let edge = "--allow \"member Near\"";
        let attribute = "--allow \"attribute Package.weight_kg\"";
        assert!(ran.stderr.contains(edge) && ran.stderr.contains(attribute), "{}", ran.stderr);
        assert!(ran.stderr.contains("the values of 3 vertices"), "{}", ran.stderr);
        server.write("typed.gsql", &GOODS.replace("weight_kg DOUBLE DEFAULT 1", "weight_kg INT"));
        let args = ["schema", "apply", "typed.gsql", "--keep-extra", "--allow", "vertex Pakage"];
        let output = server.run(args, "").code(1).stderr;
        assert!(output.contains("--allow \"vertex Pakage\" matches no loss"), "{output}");
        assert!(!output.contains("add --keep-extra"), "{output}");
        let args = ["schema", "apply", "target.gsql", "--yes", "--allow", "member Near", "--json"];
        let ran = server.run(args, "").code(1);
        assert_eq!(ran.error()["kind"], json!("refused"));
        assert!(!ran.stderr.contains("member Near"), "{}", ran.stderr);
        let ran = server.tg("schema apply target.gsql --dry-run").code(0);
        assert!(ran.stderr.contains(edge) && ran.stderr.contains(attribute), "{}", ran.stderr);
        server.tg("schema check goods.gsql --live").code(0);
    });
}

#[test]
fn allowed_steps_are_taken_once() {
    in_both_generations(GOODS, |server, _| {
        fill(server);
        server.write("target.gsql", &target());
        let args = "schema apply target.gsql --yes --json".split(' ');
        let allow = ["--allow", "member Near", "--allow", "attribute Package.weight_kg"];
        let applied = server.run(args.clone().chain(allow), "").code(0).json();
        assert_eq!(applied["status"], json!("applied"));
        server.tg("schema check target.gsql --live").code(0);
        // The same command again finds nothing to do.
        let again = server.run(args.chain(allow), "").code(0).json();
        assert_eq!(again["status"], json!("nothing"));
        assert!(server.tg("schema plan target.gsql").code(0).stdout.contains("is as expected"));
    });
}

#[test]
fn additions_need_a_confirmation_but_no_allowance() {
    in_both_generations(GOODS, |server, _| {
        fill(server);
        server.write("target.gsql", &target());
        let ran = server.tg("schema apply target.gsql --keep-extra").code(1);
        assert!(ran.stderr.contains("add --yes"), "{}", ran.stderr);
        let output = server.tg("schema apply target.gsql --keep-extra --yes").code(0).stdout;
        assert!(output.contains("applied"), "{output}");
        let listing = server.tg("schema show live --graph Goods").code(0).stdout;
        for kept in ["colour", "weight_kg", "EDGE Near"] {
            assert!(listing.contains(kept), "{listing}");
        }
    });
}

#[test]
fn a_rename_is_given_explicitly_and_copies_the_values() {
    in_both_generations(GOODS, |server, _| {
        fill(server);
        server.write("target.gsql", &GOODS.replace("weight_kg", "kilograms"));
        let rename = ["--rename", "attribute Package.weight_kg=kilograms"];
        let plan = "schema plan target.gsql --json".split(' ');
        let plan = server.run(plan.chain(rename), "").code(0).json();
        assert_eq!(plan["losses"][0]["copied_to"], json!("kilograms"), "{plan}");
        let args = "schema apply target.gsql --yes --json".split(' ').chain(rename);
        let allow = ["--allow", "attribute Package.weight_kg"];
        let applied = server.run(args.chain(allow), "").code(0).json();
        assert_eq!(applied["copied_vertices"], json!(3), "{applied}");
        server.tg("schema check target.gsql --live").code(0);
        let ran = server.run(["schema", "plan", "target.gsql", "--rename", "nonsense"], "").code(2);
        assert!(ran.stderr.contains("TYPE.OLD=NEW"), "{}", ran.stderr);
    });
}

#[test]
fn a_graph_that_is_not_there_is_made() {
    in_both_generations("", |server, _| {
        server.write("goods.gsql", GOODS);
        server.tg("schema apply goods.gsql --yes").code(0);
        server.tg("schema check goods.gsql --live").code(0);
    });
}

#[test]
fn a_plan_is_for_one_graph() {
    let mut folder = Folder::with(&[
        (
            "two.gsql",
            "CREATE VERTEX A (PRIMARY_ID id STRING)\nCREATE GRAPH g (*)\nCREATE GRAPH h (*)",
        ),
        ("none.gsql", "CREATE VERTEX A (PRIMARY_ID id STRING)"),
    ]);
    folder.set("TG_HOST", "http://127.0.0.1:1");
    let ran = folder.tg("schema plan two.gsql").code(2);
    assert!(ran.stderr.contains("one of g, h"), "{}", ran.stderr);
    let ran = folder.tg("schema plan none.gsql").code(1);
    assert!(ran.stderr.contains("CREATE GRAPH"), "{}", ran.stderr);
    folder.tg("schema plan live").code(2);
    let ran = folder.run(["schema", "apply", "two.gsql", "--allow", "everything"], "").code(2);
    assert!(ran.stderr.contains("`attribute T.a`"), "{}", ran.stderr);
}
