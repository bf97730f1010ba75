//! `tg load --from-cluster`: the server reads the files itself.

use serde_json::{Value, json};

use crate::harness::{Folder, GOODS};
use crate::load::printed;
use crate::server::{SECRET, Server, in_both_generations};

/// Every form of a value that a mapping has and a loading job can express.
const MAPPING: &str = r#"null = ["NA", "?"]
date = "%d.%m.%Y"
[[file]]
path = "data/p.csv"
delimiter = ";"
decimal = ","
where = "no > 0"
[file.vertex.Package]
id = "{year}-{no}"
weight_kg = { value = "{weight}", default = "0,5" }
fragile = { condition = "class = 'F'" }
handling = { value = "{tags}", split = "|" }
[[file.vertex.Depot]]
code = "{depot}"
hall = 1
city = { value = "{city}", default = "n/a" }
where = "depot is not null"
[file.edge.StoredAt]
to = ["{depot}", "1"]
shelf = "{shelf}"
where = "depot is not null and shelf != '9'"
"#;

const ROWS: &str = "year;no;weight;class;tags;depot;city;shelf;since
2024;1;2,5;F;up|dry;HAM;Hamburg;3;01.02.2024
2024;2;NA;G;;HAM;?;4;29.02.2024
2024;3;0,25;NA;cold;BER;Berlin;9;05.03.2024
2024;0;1;F;up;BER;Berlin;1;05.03.2024
2023;7;1;F;up;NA;;;
NA;8;1;F;up;NA;;;
";

/// Returns all that both ways of loading must give alike.
fn graph(server: &Server) -> Value {
    let query = "ListAccum<STRING> @@edges;
        P = {Package.*}; D = {Depot.*};
        X = SELECT s FROM P:s -(StoredAt>:e)- Depot:t
            ACCUM @@edges += s.id + \" \" + t.code + \" \" + to_string(e.shelf)
                + \" \" + to_string(e.since);
        P = SELECT s FROM P:s ORDER BY s.id; D = SELECT s FROM D:s ORDER BY s.code;";
    let print = |name: &str| printed(server, "Goods", &format!("{query} PRINT {name};"), name);
    let mut edges: Vec<_> = print("@@edges").as_array().unwrap().clone();
    edges.sort_by_key(ToString::to_string);
    let mut packages = print("P");
    for package in packages.as_array_mut().unwrap() {
        let tags = package["attributes"]["handling"].as_array_mut().unwrap();
        tags.sort_by_key(ToString::to_string);
    }
    json!([packages, print("D"), edges])
}

#[test]
fn the_server_loads_what_this_machine_loads() {
    in_both_generations(GOODS, |server, generation| {
        server.set("TG_GRAPH", "Goods");
        server.write("data/p.csv", ROWS);
        server.write("m.toml", MAPPING);
        let ran = server.tg("load m.toml --from-cluster .").code(1);
        assert!(ran.stderr.contains("no terminal to confirm the loading job"), "{}", ran.stderr);
        assert!(ran.stderr.contains("CREATE LOADING JOB tg_load_"), "{}", ran.stderr);
        let ran = server.tg("load m.toml --from-cluster . --dry-run").code(0);
        assert!(ran.stdout.contains("6 rows read"), "{}", ran.stdout);
        assert_eq!(graph(server), json!([[], [], []]), "a dry run stores nothing");
        let ran = server.tg("load m.toml --from-cluster . --yes").code(0);
        assert!(ran.stdout.contains("6 rows read, 6 accepted"), "{}", ran.stdout);
        let by_server = graph(server);
        let other = Server::start(generation, GOODS);
        let mut other = other;
        other.set("TG_GRAPH", "Goods");
        other.write("data/p.csv", ROWS);
        other.write("m.toml", MAPPING);
        // The row without a year has no key, which is an error here and a condition there.
        let ran = other.tg("load m.toml").code(1);
        assert!(
            ran.stdout.contains("6 rows read, 5 accepted (1 left out), 1 rejected"),
            "{}",
            ran.stdout
        );
        assert_eq!(by_server, graph(&other));
        let jobs = server.tg_with("gsql -", "USE GRAPH Goods\nls\n").code(0);
        assert!(!jobs.stdout.contains("tg_load_"), "{}", jobs.stdout);
    });
}

#[test]
fn all_that_a_loading_job_cannot_do_is_reported_at_once() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("p.csv", "#x\nid'handling'since'year\n");
    server.write("q.csv", "id,weight_kg\n\"a\"\"b\",1\n");
    let ran = server.tg("load q.csv --vertex Package --from-cluster /data --yes").code(1);
    assert!(ran.stderr.contains("q.csv: a text has a quote or a line end"), "{}", ran.stderr);
    server.write(
        "m.toml",
        r#"[[file]]
path = "p.csv"
comment = "\\x23"
delimiter = "'"
quote = "`"
date = "%b %d, %Y"
[file.vertex.Package]
weight_kg = { value = "{year}{id}", default = "1" }
[file.edge.StoredAt]
from = "{id}"
to = ["a", "1"]
shelf = { value = "{year}", op = "max" }
"#,
    );
    let ran = server.tg("load m.toml --from-cluster /data --yes").code(1);
    for problem in [
        "p.csv: lines with comments cannot be skipped",
        "p.csv: the quote must be `\"` or `'`",
        "`handling` of `Package`: arrays and objects of JSON cannot be read there",
        "`weight_kg` of `Package`: a text of several parts has no default there",
        "`shelf` of `StoredAt`: `op = \"max\"` is not possible with --from-cluster",
        "`since` of `StoredAt`: dates of the format `%b %d, %Y` cannot be read there",
    ] {
        assert!(ran.stderr.contains(problem), "{problem}: {}", ran.stderr);
    }
    let ran = server.tg("load m.toml --from-cluster /data --rejects a --checkpoint b").code(2);
    assert!(ran.stderr.contains("--rejects, --checkpoint with --from-cluster"), "{}", ran.stderr);
    let ran = server.tg("load q*.csv --vertex Package --from-cluster /data --yes").code(1);
    assert!(ran.stderr.contains("`q*.csv` is a pattern"), "{}", ran.stderr);
    let ran = server.tg("load --vertex Package --from-cluster /data/p.csv --yes").code(1);
    assert!(ran.stderr.contains("give `--columns`"), "{}", ran.stderr);
    let ran = server.tg("load --vertex Package --from-cluster ftp://x/p.csv").code(2);
    assert!(ran.stderr.contains("`ftp` is not one of s3, gs, abs and kafka"), "{}", ran.stderr);
}

#[test]
fn a_line_that_does_not_fit_and_a_missing_file_are_in_the_account() {
    in_both_generations(GOODS, |server, _| {
        server.set("TG_GRAPH", "Goods");
        server.write("p.csv", "P-1,2.5\nP-2,heavy\nP-3\n");
        let flags = "load --vertex Package --columns id,weight_kg --yes --from-cluster";
        let ran = server.tg(&format!("{flags} p.csv")).code(1);
        assert!(ran.stdout.contains("3 rows read, 1 accepted, 2 rejected"), "{}", ran.stdout);
        assert!(ran.stdout.contains("1 with too few columns"), "{}", ran.stdout);
        assert!(ran.stdout.contains("1 with an invalid attribute"), "{}", ran.stdout);
        let dates = ["24.12.2024", "1.2.2024", "24.12.2024 18:30", "24/12/2024", "24122024"];
        let rows = dates.map(|date| format!("P-1,HAM,1,{date}\n")).concat();
        server.write("e.csv", &rows);
        let ends = "--from {package} --to {code},{hall} --columns package,code,hall,since";
        let edges = format!("load --edge StoredAt {ends} --date %d.%m.%Y --yes --from-cluster");
        let ran = server.tg(&format!("{edges} e.csv")).code(1);
        assert!(ran.stdout.contains("5 rows read, 1 accepted, 4 rejected"), "{}", ran.stdout);
        for dry_run in ["", " --dry-run"] {
            let ran = server.tg(&format!("{flags} missing.csv{dry_run}")).code(1);
            assert!(ran.stderr.contains("missing.csv"), "{}", ran.stderr);
            assert!(!ran.stderr.contains("unknown"), "{}", ran.stderr);
        }
    });
}

#[test]
fn objects_of_a_storage_are_read_by_a_data_source_with_credentials_of_variables() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let builder = tg_emulator::Emulator::builder().gsql(GOODS).secret("test", SECRET);
    let emulator = runtime.block_on(builder.start()).unwrap();
    let mut folder = Folder::with(&[]);
    folder.set("TG_HOST", &emulator.url());
    folder.set("TG_SECRET", SECRET);
    folder.set("TG_GRAPH", "Goods");
    let load = "load --vertex Package --from-cluster s3://bucket/p.csv";
    let ran = folder.tg(&format!("{load} --yes")).code(2);
    assert!(
        ran.stderr.contains("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        "{}",
        ran.stderr
    );
    folder.set("AWS_ACCESS_KEY_ID", "key");
    folder.set("AWS_SECRET_ACCESS_KEY", "hush-hush");
    // The emulator has the objects of data sources that a test names.
    let ran = folder.tg(&format!("{load} --yes")).code(1);
    assert!(ran.stderr.contains("p.csv"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("hush-hush"), "{}", ran.stderr);
    let show = "USE GRAPH Goods\nSHOW DATA_SOURCE *";
    let sources = folder.tg_with("gsql -", show).code(0);
    assert!(!sources.stdout.contains("tg_load_"), "{}", sources.stdout);
    // The server shows the columns of an object that it can read.
    let config = r#"{"type": "s3", "access.key": "k", "secret.key": "hush"}"#;
    let create = format!("USE GRAPH Goods\nCREATE DATA_SOURCE store = '{config}' FOR GRAPH Goods");
    folder.tg_with("gsql -", &create).code(0);
    emulator.put_object("store", "s3://bucket/p.csv", "id,weight_kg\nP-1,2\nP-2,3\n");
    let ran = folder.tg(&format!("{load} --data-source store --yes")).code(0);
    assert!(ran.stdout.contains("2 rows read, 2 accepted"), "{}", ran.stdout);
    let sources = folder.tg_with("gsql -", show).code(0);
    assert!(sources.stdout.contains("store"), "{}", sources.stdout);
}
