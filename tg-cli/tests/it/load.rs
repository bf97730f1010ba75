//! `tg load`: files become vertices and edges, and every row is accounted for.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use tg_runtime::auth::Credentials;
use tg_runtime::query::Json;
use tg_runtime::{AnyGraph, Graph as _};

use crate::harness::GOODS;
use crate::server::{SECRET, Server, in_both_generations};

/// Returns what a query prints under this name.
pub(crate) fn printed(server: &Server, graph: &str, query: &str, name: &str) -> Value {
    let connection = AnyGraph::builder(graph)
        .url(&server.url)
        .restpp_url(&server.restpp_url)
        .credentials(Credentials::Secret(SECRET.into()))
        .connect_lazy()
        .unwrap();
    let text = format!("INTERPRET QUERY () FOR GRAPH {graph} {{ {query} }}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let results = runtime.block_on(async { connection.interpret(text).await }).unwrap();
    results.get::<Json<Value>>(name).unwrap().into_inner()
}

/// Packages as another program writes them: its own delimiter, decimal sign, dates and markers for
/// missing values, and a line end in a value.
const STRANGE: &str = "\u{feff}ID;Weight KG;fragile;handling;remark\r\n\
    P-1;1.234,5;yes;up|dry;\"first\r\nsecond\"\r\n\
    P-2;k.A.;no;;plain\r\n\
    P-3;0,25;yes;cold;\"a;b\"\r\n";

#[test]
fn a_strange_file_is_loaded_in_three_commands() {
    in_both_generations(GOODS, |server, _| {
        server.set("TG_GRAPH", "Goods");
        server.write("p.csv", STRANGE);
        // Without more flags, the command names what is missing.
        let ran = server.tg("load p.csv --vertex Package --dry-run").code(1);
        assert!(ran.stderr.contains("CSV with the delimiter `;`"), "{}", ran.stderr);
        assert!(ran.stderr.contains("weight_kg  DOUBLE       <- Weight KG"), "{}", ran.stderr);
        assert!(ran.stderr.contains("not set, no column: sizes"), "{}", ran.stderr);
        assert!(ran.stderr.contains("the column `remark`"), "{}", ran.stderr);
        let flags = "load p.csv --vertex Package --ignore remark";
        let ran = server.tg(&format!("{flags} --dry-run")).code(1);
        let reason = "p.csv:2: \"1.234,5\" is not a DOUBLE: column `Weight KG`, `weight_kg` of \
                      `Package`";
        assert!(ran.stdout.contains(reason), "{}", ran.stdout);
        assert!(ran.stderr.contains("try --decimal , --split '|'"), "{}", ran.stderr);
        let flags = format!("{flags} --decimal , --null k.A. --split |");
        let ran = server.tg(&flags).code(1);
        assert!(ran.stderr.contains("add --yes"), "{}", ran.stderr);
        let account = server.tg(&format!("{flags} --yes --json")).code(0).json();
        assert_eq!(account["ok"], json!(true));
        assert_eq!(account["files"][0]["accepted"], json!(3));
        let query = "S = {Package.*}; S = SELECT s FROM S:s ORDER BY s.id; PRINT S;";
        let vertices = printed(server, "Goods", query, "S");
        let attributes = |index: usize| &vertices[index]["attributes"];
        assert_eq!(attributes(0)["weight_kg"], json!(1234.5));
        assert_eq!(attributes(1)["weight_kg"], json!(1), "the default of the schema");
        assert_eq!(attributes(2)["fragile"], json!(true));
        server.write("bad.csv", "id;weight_kg\nP-4;x\nP-5;1,5\nP-6;y\n");
        let flags = "load bad.csv --vertex Package --decimal , --yes --rejects bad.jsonl";
        server.tg(flags).code(1);
        let rejected = server.read("bad.jsonl").replace("P-4;x", "P-4;4,5");
        server.write("good.jsonl", &rejected);
        let flags = "load good.jsonl --rejected --vertex Package --decimal , --yes";
        let ran = server.tg(flags).code(1);
        assert!(ran.stdout.contains("2 rows read, 1 accepted, 1 rejected"), "{}", ran.stdout);
        assert!(ran.stdout.contains("bad.csv:4: \"y\" is not a DOUBLE"), "{}", ran.stdout);
        let handling = attributes(0)["handling"].as_array().unwrap();
        let handling: BTreeSet<_> = handling.iter().filter_map(Value::as_str).collect();
        assert_eq!(handling, BTreeSet::from(["up", "dry"]));
    });
}

#[test]
fn edges_are_loaded_by_the_names_of_their_ends() {
    in_both_generations(GOODS, |server, _| {
        server.set("TG_GRAPH", "Goods");
        let line = |id: &str, hall: &str| {
            let rest = "\"code\": \"HAM\", \"since\": \"02.01.2024\"";
            format!("{{\"package\": \"{id}\", \"hall\": {hall}, {rest}}}\n")
        };
        let lines = line("P-1", "1") + &line("P-2", "\"x\"");
        server.write("stored.jsonl", &lines);
        let flags = "load stored.jsonl --edge StoredAt --yes --ignore-rest --date %d.%m.%Y";
        let ran = server.tg(flags).code(1);
        assert!(ran.stderr.contains("the end `to` of `StoredAt`, a `Depot`"), "{}", ran.stderr);
        let ran = server.tg(&format!("{flags} --to {{code}},{{hall}} --dry-run")).code(1);
        assert!(ran.stdout.contains("1 rejected, 1 would be sent"), "{}", ran.stdout);
        let mapping = "[[file]]\npath = \"stored.jsonl\"\ndate = \"%d.%m.%Y\"\n\
             [file.edge.StoredAt]\nfrom = \"{package}\"\nto = [\"{code}\", \"{hall}\"]\n\
             shelf = { value = \"{shelf}\", default = 7 }\n";
        server.write("stored.toml", mapping);
        let ran = server.tg("load stored.toml --rejects bad.jsonl").code(1);
        assert!(ran.stdout.contains("2 rows read, 1 accepted, 1 rejected"), "{}", ran.stdout);
        let reason = "\"x\" is not an INT: column `hall`, the key `hall` of `Depot`";
        assert!(ran.stdout.contains(reason), "{}", ran.stdout);
        let rejected: Value = serde_json::from_str(&server.read("bad.jsonl")).unwrap();
        assert_eq!(rejected["line"], json!(2));
        let query = "ListAccum<EDGE> @@all; S = {Package.*}; \
             S = SELECT s FROM S:s -(StoredAt>:e)- Depot:t ACCUM @@all += e; PRINT @@all;";
        let edges = printed(server, "Goods", query, "@@all");
        let edge = &edges[0];
        assert_eq!(edge["to_id"], json!("HAM,1"), "{edges}");
        assert_eq!(edge["attributes"]["since"], json!("2024-01-02 00:00:00"));
        assert_eq!(edge["attributes"]["shelf"], json!(7));
    });
}

#[test]
fn a_dry_run_prints_the_loading_job() {
    in_both_generations(GOODS, |server, _| {
        server.set("TG_GRAPH", "Goods");
        server.write("p.csv", "id,weight_kg,handling\nP-1,2.5,a;b\n\"P\n2\",3,\n");
        let flags = "load p.csv --vertex Package --split ; --via loading-job";
        let ran = server.tg(&format!("{flags} --dry-run")).code(0);
        assert!(ran.stderr.contains("CREATE LOADING JOB load_rows_"), "{}", ran.stderr);
        let values = "VALUES ($0, $1, $2, REDUCE(overwrite(SPLIT($3, \"|\"))), _) USING";
        assert!(ran.stderr.contains(values), "{}", ran.stderr);
        let ends = "VALUES ($0 Package, ($1, $2) Depot, $3, $4) USING SEPARATOR=\"\\31\";";
        assert!(ran.stderr.contains(ends), "{}", ran.stderr);
        let account = server.tg(&format!("{flags} --yes --json")).code(0).json();
        assert_eq!(account["files"][0]["accepted"], json!(2));
        let query = "S = {Package.*}; S = SELECT s FROM S:s ORDER BY s.id; PRINT S;";
        let packages = printed(server, "Goods", query, "S");
        assert_eq!(packages[0]["v_id"], json!("P\n2"));
        assert_eq!(packages[1]["attributes"]["handling"], json!(["a", "b"]));
        assert_eq!(packages[1]["attributes"]["fragile"], json!(true));
        server.write(
            "m.toml",
            "ends_must_exist = true\n[[file]]\npath = \"p.csv\"\n\
            split = \";\"\nvertex.Package = {}\n",
        );
        let ran = server.tg("load m.toml --via loading-job").code(2);
        assert!(ran.stderr.contains("leave out --via"), "{}", ran.stderr);
    });
}

#[test]
fn the_mistakes_of_a_mapping_are_reported_at_once() {
    let mapping = r#"nul = ["NA"]
[[file]]
path = "p.csv"
delimeter = ";"
where = "wieght > 1"
[file.vertex.Pakage]
[file.vertex.Package]
id = "{IDD}"
weight_kg = "heavy"
fragil = "{fragile}"
handling = { value = "{handling}", date = "%d" }
[file.edge.Holds]
[file.edge.StoredAt]
from = "{id}"
to = "{id}"
[[file]]
path = "missing.csv"
[file.vertex.Package]
"#;
    in_both_generations(GOODS, |server, generation| {
        server.set("TG_GRAPH", "Goods");
        server.write("p.csv", "id,weight,fragile,handling\nP-1,2,true,\n");
        server.write("m.toml", mapping);
        let ran = server.tg("load m.toml").code(1);
        assert_eq!(ran.stdout, "");
        if generation == "4" {
            crate::harness::golden("load_mistakes.txt", &ran.stderr);
        }
        let error = server.tg("load m.toml --json").code(1).error();
        assert_eq!(error["findings"][0]["line"], json!(1));
        server.write("m.toml", "[[file]\n");
        let ran = server.tg("load m.toml").code(1);
        assert!(ran.stderr.contains("m.toml:1:"), "{}", ran.stderr);
    });
}

#[test]
fn a_first_mapping_is_written_and_loads() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    let rows = "id|Weight-KG|handling|since|x\nP-1|1,5|a;b|03.02.2024|1\nP-2|NA||31.12.2023|2\n";
    server.write("package.txt", rows);
    let mapping = server.tg("load --infer package.txt").code(0).stdout;
    crate::harness::golden("load_infer.txt", &mapping);
    server.write("m.toml", &mapping);
    let ran = server.tg("load m.toml").code(0);
    assert!(ran.stdout.contains("2 rows read, 2 accepted"), "{}", ran.stdout);
    // What fits no type is a mapping to be completed. A line end in a name does not end a comment.
    server.write("other.csv", "a,\"b\nc = 1\"\n1,2\n");
    server.write("m.toml", &server.tg("load --infer other.csv").code(0).stdout);
    let ran = server.tg("load m.toml").code(1);
    assert!(ran.stderr.contains("m.toml:4:1: the rows of the file give nothing"), "{}", ran.stderr);
}

#[test]
fn flags_without_a_meaning_are_rejected() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("p.csv", "id\nP-1\n");
    server.write("m.toml", "");
    for (line, code, part) in [
        ("load p.csv", 2, "`--vertex TYPE` or `--edge TYPE`"),
        ("load m.toml --vertex Package --null NA", 2, "--null, --vertex and a mapping"),
        ("load m.toml p.csv", 2, "a mapping names its files itself"),
        ("load m.toml", 1, "each begins with `[[file]]`"),
        ("load none.csv --vertex Package", 1, "cannot read none.csv"),
        ("load p.csv --vertex Package --ignore x --yes", 2, "there is no such column"),
        ("load p.csv --vertex Package --set id", 2, "NAME=VALUE"),
        ("load p.csv --vertex Package --set id=id --yes", 1, "the column is \"{id}\""),
        ("load p.csv --vertex Package --date dd.mm --yes", 0, ""),
        ("load p.csv --vertex Package --split= --yes", 2, "--split"),
        ("load p.csv --vertex Package --request-bytes 0 --yes", 2, "--request-bytes"),
        ("load p.csv --vertex Package --quote , --yes", 1, "both the quote and the delimiter"),
        ("load p.csv --vertex Depot --ignore-rest --yes", 1, "the key `hall` of `Depot`"),
        ("load p.csv --vertex Package --where id>x --yes", 1, "is it a text, 'x'?"),
    ] {
        let ran = server.tg(line).code(code);
        assert!(ran.stderr.contains(part), "{line}: {}", ran.stderr);
    }
    // Numbers of JSON are those that are written.
    server.write("n.jsonl", "{\"id\": 12345678901234567890123}\n{\"id\": 1.10}\n");
    server.tg("load n.jsonl --vertex Package --yes").code(0);
    let query = "S = {Package.*}; S = SELECT s FROM S:s WHERE s.id LIKE \"1%\" ORDER BY s.id; \
                 PRINT S;";
    let packages = printed(server, "Goods", query, "S");
    let ids: Vec<_> = packages.as_array().unwrap().iter().map(|it| it["v_id"].clone()).collect();
    assert_eq!(ids, [json!("1.10"), json!("12345678901234567890123")]);
    // The values of nested objects have paths.
    server.write("p.jsonl", "{\"id\": \"J\", \"w\": {\"kg\": 2.5}, \"handling\": [\"up\"]}\n");
    let flags = "load p.jsonl --vertex Package --set weight_kg={w.kg} --yes";
    assert!(server.tg(flags).code(0).stdout.contains("1 accepted"));
    server.write("empty.csv", "");
    let ran = server.tg("load empty.csv --vertex Package").code(1);
    assert!(ran.stderr.contains("empty.csv is empty"), "{}", ran.stderr);
    let ran = server.tg_with("load - --vertex Package --yes", "id\nP-1\nP-2\n").code(0);
    assert!(ran.stdout.contains("<stdin>: 2 rows read, 2 accepted"), "{}", ran.stdout);
}

#[test]
fn what_can_be_read_in_two_ways_is_not_guessed() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    // A row may begin with the character of a comment.
    server.write("h.csv", "id,weight_kg\n#H-1,1\n");
    let ran = server.tg("load h.csv --vertex Package --yes").code(0);
    assert!(ran.stdout.contains("1 row read, 1 accepted"), "{}", ran.stdout);
    server.write("c.csv", "# exported, by x\nid,weight_kg\nH-2,a\n#H-3,b\n");
    let ran = server.tg("load c.csv --vertex Package --yes").code(1);
    assert!(ran.stderr.contains("add `--comment '#'`"), "{}", ran.stderr);
    server.tg("load c.csv --vertex Package --comment # --ignore-rest --dry-run").code(1);
    // A number may be a day or seconds.
    server.write("d.csv", "package,depot,hall,since\nP-1,HAM,1,20240229\nP-2,HAM,1,2024\n");
    let edge = "load d.csv --edge StoredAt --ignore-rest --to {depot},{hall} --dry-run";
    let ran = server.tg(edge).code(1);
    assert!(ran.stdout.contains("for a date add `--date %Y%m%d`"), "{}", ran.stdout);
    assert!(ran.stdout.contains("write the value as `{COLUMN}-01-01`"), "{}", ran.stdout);
    server.tg(&format!("{edge} --date %s")).code(0);
    server.tg(&format!("{edge} --date %Y%m%d --where since>2024")).code(0);
    server.tg(&format!("{edge} --set since={{since}}-01-01 --where since=2024")).code(0);
    // The ends of an edge are not the same column.
    server.write("i.csv", "id,made\nP-1,x\n");
    let mapping = server.tg("load --infer i.csv").code(0).stdout;
    assert!(!mapping.contains("[file.edge"), "{mapping}");
    server.write("packages.csv", "id,weight_kg,fragile\nP-1,1,true\n");
    let mapping = server.tg("load --infer packages.csv").code(0).stdout;
    assert!(mapping.contains("[file.vertex.Package]"), "{mapping}");
    assert!(!mapping.contains("[file.edge"), "{mapping}");
}

#[test]
fn an_edge_without_its_discriminator_is_rejected_with_the_column() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    let rows = "package,depot,hall,since\nP-1,HAM,1,2024-01-02\nP-2,HAM,1,\n";
    server.write("d.csv", rows);
    let flags = "load d.csv --edge StoredAt --ignore-rest";
    let ran = server.tg(flags).code(1);
    assert!(ran.stderr.contains("write `--to '{code},{hall}'`; the columns of d.csv are"));
    let ran = server.tg(&format!("{flags} --to {{depot}}")).code(1);
    assert!(ran.stderr.contains("such as `'{code},{hall}'`"), "{}", ran.stderr);
    let flags = format!("{flags} --to {{depot}},{{hall}}");
    let ran = server.tg(&format!("{flags} --dry-run")).code(1);
    let reason = "d.csv:3: the value is missing: column `since`, `since` of `StoredAt`";
    assert!(ran.stdout.contains(reason), "{}", ran.stdout);
    let ran = server.tg(&format!("{flags} --yes")).code(1);
    assert!(ran.stdout.contains("2 rows read, 1 accepted, 1 rejected"), "{}", ran.stdout);
    let ran = server.tg(&format!("{flags} --yes --date %Q")).code(1);
    assert!(ran.stderr.contains("`%Q`: no date can be read by it"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn what_was_loaded_is_in_the_account_and_its_rejected_rows_are_kept() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    let write = |name: &str, rows: &str| {
        server.write(&format!("{name}.csv"), &format!("id,weight_kg\n{rows}"));
        format!("[[file]]\npath = \"{name}.csv\"\nvertex.Package = {{}}\n")
    };
    let (a, b) = (write("a", "A-1,1\nA-2,x\n"), write("b", "B-1,x\nB-2,y\nB-3,z\n"));
    let new = write("new", "N-1,1\nN-2,new\n");
    server.write("m.toml", &format!("{a}{b}"));
    let line = "load m.toml --rejects bad.jsonl --max-rejects 1";
    // The draft of a file with a long name cannot be written.
    let ran = server.tg(&format!("{line} --checkpoint {}", "x".repeat(249))).code(1);
    assert!(ran.stderr.contains("cannot write xxx"), "{}", ran.stderr);
    assert!(ran.stdout.contains("a.csv: 2 rows read, 1 accepted, 1 rejected"), "{}", ran.stdout);
    assert!(ran.stdout.contains("not begun: b.csv"), "{}", ran.stdout);
    if cfg!(target_os = "linux") {
        // The content of the device has no end.
        let ran = server.tg("load m.toml --checkpoint /dev/full").code(1);
        assert!(ran.stderr.contains("/dev/full is not a regular file"), "{}", ran.stderr);
    }

    let line = format!("{line} --checkpoint done");
    server.tg(&line).code(1);
    let first = server.read("bad.1.jsonl");
    assert!(first.contains("A-2,x"), "{first}");
    server.write("m.toml", &format!("{new}{a}{b}"));
    let ran = server.tg(&line).code(1);
    assert!(ran.stdout.contains("new.csv: 2 rows read, 1 accepted, 1 rejected"), "{}", ran.stdout);
    assert_eq!(server.read("bad.1.jsonl"), first);
    assert!(server.read("bad.4.jsonl").contains("N-2,new"));
}

/// Ctrl-C ends a load, and the same command continues: in the second of two files.
#[cfg(unix)]
#[test]
fn a_load_that_is_interrupted_has_an_account_and_continues() {
    use std::process::{Command, Stdio};

    const ROWS: usize = 10_000;
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("first.csv", "id\nF-1\nF-2\n");
    let rows: String = (0..ROWS).map(|row| format!("P-{row}\n")).collect();
    server.write("second.csv", &format!("id\n{rows}"));
    let file = |name: &str| format!("[[file]]\npath = \"{name}.csv\"\nvertex.Package = {{}}\n");
    server.write("m.toml", &(file("first") + &file("second")));
    let line = "load m.toml --checkpoint done --request-bytes 500 --json";
    let child = server
        .command(line.split_whitespace())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while fs::read(server.path("done.2")).unwrap_or_default().is_empty() {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let account: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(account["interrupted"], json!(true));
    let second = &account["files"][1];
    let states = ["accepted", "rejected", "in_doubt", "pending"];
    let sum: u64 = states.iter().map(|state| second[*state].as_u64().unwrap()).sum();
    assert_eq!(second["read"], json!(sum), "{second}");
    assert!(second["accepted"].as_u64().unwrap() < ROWS as u64, "{second}");

    let account = server.tg(line).code(0).json();
    assert_eq!(account["files"][0]["requests"], json!(1), "the account of the first run");
    assert_eq!(account["files"][1]["accepted"], json!(ROWS), "{account}");
    let query = "S = {Package.*}; PRINT S.size() AS count;";
    assert_eq!(printed(server, "Goods", query, "count"), json!(ROWS + 2));
    for file in ["done", "done.2"] {
        assert!(!server.path(file).exists(), "{file}");
    }
}
