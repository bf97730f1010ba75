//! Commands that use a server, in both generations.

use std::collections::BTreeSet;

use serde_json::json;

use crate::harness::{Folder, GOODS};
use crate::server::in_both_generations;

#[test]
fn ping_describes_the_server() {
    in_both_generations(GOODS, |server, generation| {
        let pong = server.tg("ping --json --graph Goods").code(0).json();
        assert_eq!(pong["url"], json!(server.url));
        assert_eq!(pong["generation"].to_string(), generation);
        assert_eq!(pong["credentials"], json!("secret"));
        assert_eq!(pong["graph_exists"], json!(true));
        assert!(pong["latency_ms"].as_f64().unwrap() > 0.0);
        let text = server.tg("ping --graph Goods").code(0).stdout;
        assert!(text.contains("secret accepted") && text.contains("Goods exists"), "{text}");
        let text = server.tg("ping --graph Godos").code(1).stdout;
        assert!(text.contains("Godos does not exist"), "{text}");
        assert_eq!(server.tg("ping --json").code(0).json()["graph"], json!(null));
    });
}

#[test]
fn rust_is_generated_from_a_server() {
    in_both_generations(GOODS, |server, _| {
        let from_file = server.tg("schema generate server/schema.gsql").code(0).stdout;
        let from_server = server.tg("schema generate live").code(0).stdout;
        assert!(from_server.contains("#[tigergraph(graph = \"Goods\""), "{from_server}");
        // The first lines name the source, and a server has an order of its own.
        let types = |text: &str| -> BTreeSet<String> {
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let text = lines.collect::<Vec<_>>().join("\n");
            text.split("\n\n").map(str::to_owned).collect()
        };
        assert_eq!(types(&from_server), types(&from_file));
        server.write("types.rs", &from_server);
        server.tg("schema generate live --out types.rs --check").code(0);
    });
}

#[test]
fn unreachable_servers_and_rejected_credentials_have_exit_code_3() {
    in_both_generations(GOODS, |server, _| {
        server.write("wrong", "not the secret");
        let ran = server.tg("ping --secret-file wrong").code(3);
        assert!(ran.stderr.contains("a secret was sent (TG_SECRET"), "{}", ran.stderr);
        assert!(server.tg("ping --no-auth").code(3).stderr.contains("set TG_SECRET"));
        server.write("wrong", "not the password");
        let ran = server.tg("ping --user tigergraph --password-file wrong").code(3);
        assert!(ran.stderr.contains("a password was sent (TG_USER"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("get a token for :"), "{}", ran.stderr);
        server.write("wrong", "not the secret");
        assert!(!ran.stderr.contains("not the secret"), "{}", ran.stderr);
        let error = server.tg("schema pull - --secret-file wrong --json").code(3).error();
        assert_eq!(error["kind"], json!("unauthorized"));
        let tls = server.url.replace("http://", "https://");
        let ran = server.tg(&format!("ping --url {tls} --restpp-url {tls}")).code(3);
        assert!(ran.stderr.contains("begin its URL with `http://`"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("is the server running"), "{}", ran.stderr);
        // No server listens on this port.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let ran =
            server.tg(&format!("ping --url http://{free} --restpp-url http://{free}")).code(3);
        assert!(ran.stderr.contains("is the server running"), "{}", ran.stderr);
    });
}

#[test]
fn without_a_server_the_remedy_is_printed() {
    let folder = Folder::new();
    for line in ["ping", "token", "gsql -", "schema show live", "schema pull x.gsql"] {
        let ran = folder.tg(line).code(2);
        assert!(ran.stderr.contains("TG_HOST"), "{line}: {}", ran.stderr);
    }
}

#[test]
fn a_token_is_printed_for_programs_and_checked_for_people() {
    in_both_generations(GOODS, |server, _| {
        let token = server.tg("token --graph Goods").code(0).stdout;
        assert!(token.trim().len() >= 20 && token.lines().count() == 1, "{token}");
        let printed = server.tg("token --graph Goods --json --lifetime 3600").code(0).json();
        assert!(printed["token"].is_string() && printed["expires_unix"].is_u64(), "{printed}");
        let checked = server.tg("token --graph Goods --check").code(0).stdout;
        assert!(checked.starts_with("valid until ") && checked.ends_with(" UTC\n"), "{checked}");
        let checked = server.tg("token --graph Goods --check --json").code(0).json();
        assert_eq!(checked.get("token"), None);
        server.write("token", &token);
        server.tg("token --graph Goods --check --token-file token").code(0);
        server.write("token", "0123456789abcdef0123456789abcdef");
        server.tg("token --graph Goods --check --token-file token").code(3);
    });
}

#[test]
fn gsql_runs_files_and_standard_input() {
    in_both_generations("", |server, _| {
        server.write("goods.gsql", GOODS);
        let printed = server.tg("gsql goods.gsql").code(0).stdout;
        assert!(printed.contains("The graph Goods is created."), "{printed}");
        let printed = server.tg_with("gsql - --json", "SHOW GRAPH *").code(0).json();
        assert_eq!(printed["ok"], json!(true));
        assert!(printed["output"].as_str().unwrap().contains("Goods"), "{printed}");
        let ran = server.tg_with("gsql -", "CREATE VERTEX Package (PRIMARY_ID id STRING)").code(1);
        assert!(ran.stdout.contains("Package"), "{}", ran.stdout);
        assert!(ran.stderr.contains("a statement failed"), "{}", ran.stderr);
        let failed = server.tg_with("gsql - --json", "CREATE VERTEX A (id STRNG)").code(1).json();
        assert_eq!(failed["ok"], json!(false));
    });
}

#[test]
fn a_snapshot_is_pulled_kept_and_found_stale() {
    in_both_generations(GOODS, |server, _| {
        server.write("tigergraph.toml", "graph = \"Goods\"\nschema = \"schema/goods.gsql\"\n");
        let output = server.tg("schema pull").code(0).stdout;
        assert!(output.ends_with("schema/goods.gsql created\n"), "{output}");
        server.write("written.gsql", GOODS);
        server.tg("schema diff written.gsql schema/goods.gsql --graph Goods").code(0);
        server.tg("schema check").code(0);
        server.tg("schema pull --check").code(0);
        server.tg("schema diff").code(0);

        // The same schema in another form remains unchanged.
        let own = format!("// ours\n{}", server.read("schema/goods.gsql"));
        server.write("schema/goods.gsql", &own);
        assert_eq!(server.tg("schema pull --json").code(0).json()["status"], json!("unchanged"));
        assert_eq!(server.read("schema/goods.gsql"), own);
        // Requested in the other format, it is rewritten.
        server.write("copy.gsql", &own);
        let pulled = server.tg("schema pull copy.gsql --format json --json").code(0).json();
        assert_eq!(pulled["status"], json!("updated"));
        assert!(server.read("copy.gsql").starts_with('{'));

        let change = "CREATE GLOBAL SCHEMA_CHANGE JOB j {\n\
                      ALTER VERTEX Package ADD ATTRIBUTE (colour STRING);\n}\nRUN GLOBAL SCHEMA_CHANGE JOB j";
        server.tg_with("gsql -", &format!("USE GLOBAL\n{change}")).code(0);
        let ran = server.tg("schema check").code(1);
        assert!(ran.stdout.contains("colour"), "{}", ran.stdout);
        assert!(ran.stderr.contains("tg schema pull"), "{}", ran.stderr);
        let checked = server.tg("schema check --json").code(1).json();
        assert_eq!(checked["fresh"], json!(false));
        assert_eq!(checked["differences"][0]["change"], json!("attribute-extra"));
        assert_eq!(
            server.tg("schema pull --check --json").code(1).json()["status"],
            json!("stale")
        );
        server.tg("schema diff live schema/goods.gsql").code(1);
        assert!(server.tg("schema pull").code(0).stdout.contains("colour"));
        server.tg("schema check").code(0);
    });
}

#[test]
fn the_live_schema_is_listed_and_pulled_in_both_formats() {
    in_both_generations(GOODS, |server, _| {
        server.write("goods.gsql", GOODS);
        for graph in ["", "--graph Goods"] {
            let ddl = server.tg(&format!("schema pull - {graph}")).code(0).stdout;
            server.write("live.gsql", &ddl);
            server.tg("schema diff goods.gsql live.gsql").code(0);
            server.tg(&format!("schema pull live.json {graph}")).code(0);
            server.tg("schema diff goods.gsql live.json --graph Goods").code(0);
            let live = server.tg(&format!("schema show live --json {graph}")).code(0).stdout;
            assert!(live.contains("\"StoredAt\""));
        }
        assert!(server.tg("schema draw live --graph Goods").code(0).stdout.contains("digraph"));
        let ran = server.tg("schema show live --graph Godos").code(1);
        assert!(ran.stderr.contains("Godos"), "{}", ran.stderr);
        // For a snapshot of a graph that does not exist, everything is missing: a difference.
        server.write("other.gsql", &GOODS.replace("Goods", "Other"));
        server.tg("schema check other.gsql --live --graph Other").code(1);
    });
}

#[test]
fn a_user_and_a_password_do_too() {
    in_both_generations(GOODS, |server, _| {
        let line = "ping --user tigergraph --password-file server/password --json";
        assert_eq!(server.tg(line).code(0).json()["credentials"], json!("password"));
        let ran = server
            .tg_with("ping --user tigergraph --password-file - --json", crate::server::PASSWORD);
        assert_eq!(ran.code(0).json()["credentials"], json!("password"));
        let ran = server.tg("ping --password-file server/password").code(2);
        assert!(ran.stderr.contains("no user"), "{}", ran.stderr);
    });
}

#[test]
fn flags_go_before_variables_and_variables_before_the_file() {
    in_both_generations(GOODS, |server, _| {
        // No server listens on port 1, so a command that used the file's address would fail.
        server.write("tigergraph.toml", "url = \"http://127.0.0.1:1\"\ngraph = \"InFile\"\n");
        let graph = |ran: crate::harness::Ran| ran.json()["graph"].clone();
        assert_eq!(graph(server.tg("ping --json")), json!("InFile"));
        server.set("TG_GRAPH", "InVariable");
        assert_eq!(graph(server.tg("ping --json")), json!("InVariable"));
        assert_eq!(graph(server.tg("ping --json --graph Goods").code(0)), json!("Goods"));
        server.tg("ping --url http://127.0.0.1:1 --restpp-url http://127.0.0.1:1").code(3);
    });
}

#[test]
fn the_order_of_attributes_is_reported_and_ignored() {
    in_both_generations(GOODS, |server, _| {
        let moved = GOODS
            .replace("weight_kg DOUBLE DEFAULT 1, ", "")
            .replace("handling SET<STRING>,", "handling SET<STRING>, weight_kg DOUBLE DEFAULT 1,");
        server.write("moved.gsql", &moved);
        let output = server.tg("schema check moved.gsql --live").code(0).stdout;
        assert!(output.contains("the attributes are in the order"), "{output}");
        assert!(output.contains("the server has this schema"), "{output}");
    });
}

/// Two graphs that share a type; one has types of its own.
const SHARED: &str = "\
CREATE VERTEX Customer (PRIMARY_ID id STRING, name STRING)
CREATE VERTEX Product (PRIMARY_ID id INT, price DOUBLE)
CREATE DIRECTED EDGE bought (FROM Customer, TO Product) WITH REVERSE_EDGE=\"bought_by\"
CREATE GRAPH Shop (Customer, Product, bought)
CREATE GRAPH Crm ()
CREATE GLOBAL SCHEMA_CHANGE JOB join { ADD VERTEX Customer TO GRAPH Crm; }
RUN GLOBAL SCHEMA_CHANGE JOB join
DROP JOB join
CREATE SCHEMA_CHANGE JOB j FOR GRAPH Crm {
  ADD VERTEX Note (PRIMARY_ID id UINT, text STRING);
  ADD UNDIRECTED EDGE noted (FROM Note, TO Customer);
}
RUN SCHEMA_CHANGE JOB j
DROP JOB j
";

#[test]
fn a_server_with_several_graphs_is_pulled_whole_or_in_part() {
    in_both_generations(SHARED, |server, _| {
        server.write("shared.gsql", SHARED);
        server.write("tigergraph.toml", "schema = \"schema.gsql\"\n");
        server.tg("schema pull").code(0);
        assert_eq!(server.tg("schema diff shared.gsql schema.gsql").code(0).stdout, "");
        server.tg("schema check").code(0);
        // A snapshot of one graph ignores the other graphs.
        server.tg("schema pull shop.gsql --graph Shop").code(0);
        let shop = server.read("shop.gsql");
        assert!(shop.contains("bought") && !shop.contains("Note"), "{shop}");
        server.tg("schema check shop.gsql --live").code(0);
        server.tg("schema diff live shop.gsql").code(0);
        server.tg("schema diff shop.gsql live").code(0);
        let change = "USE GRAPH Crm\nCREATE SCHEMA_CHANGE JOB k FOR GRAPH Crm {\n\
                      ALTER VERTEX Note ADD ATTRIBUTE (at DATETIME);\n}\nRUN SCHEMA_CHANGE JOB k";
        server.tg_with("gsql -", change).code(0);
        server.tg("schema check shop.gsql --live").code(0);
        let output = server.tg("schema check").code(1).stdout;
        assert!(output.contains("graph `Crm`: vertex `Note`: attribute `at DATETIME`"), "{output}");
    });
}
