//! `tg load`: the values, columns and conditions of rows, and a first mapping.

use serde_json::json;

use crate::harness::GOODS;
use crate::load::printed;
use crate::server::{Server, in_both_generations};

/// Values can be joined to the stored ones; a row that counts is not sent twice.
#[test]
fn an_operator_joins_a_value_to_the_stored_one() {
    in_both_generations(GOODS, |server, _| {
        server.set("TG_GRAPH", "Goods");
        server.write("p.csv", "id,n,weight\nP-1,2,3\nP-2,1,\nP-1,5,1\n");
        let mapping = |value: &str| {
            let value = format!("weight_kg = {value}\n");
            format!("[[file]]\npath = \"p.csv\"\n[file.vertex.Package]\n{value}")
        };
        server.write("add.toml", &mapping("{ value = \"{n}\", op = \"+\" }"));
        let ran = server.tg("load add.toml --concurrency 1").code(0);
        assert!(ran.stderr.contains("weight_kg  DOUBLE  <- n  (op +)"), "{}", ran.stderr);
        server.write("max.toml", &mapping("{ value = \"{weight}\", op = \"max\" }"));
        server.tg("load max.toml").code(0);
        let query = "S = {Package.*}; S = SELECT s FROM S:s ORDER BY s.id; PRINT S;";
        let vertices = printed(server, "Goods", query, "S");
        let weight = |index: usize| vertices[index]["attributes"]["weight_kg"].as_f64().unwrap();
        assert_eq!((weight(0), weight(1)), (7.0, 1.0));
        let wrong = "[[file]]\npath = \"p.csv\"\n[file.vertex.Package]\n\
             id = { value = \"{id}\", op = \"+\" }\n\
             weight_kg = { value = \"{n}\", op = \"-\" }\n\
             fragile = { value = \"{n}\", op = \"max\" }\n";
        server.write("wrong.toml", wrong);
        let ran = server.tg("load wrong.toml").code(1);
        for message in [
            "wrong.toml has 3 mistakes",
            "`op` is for attributes, and `id` is a part of a key",
            "unknown operator `-`; there are \"+\", \"max\", \"min\", \"and\", \"or\", \
             \"ignore_if_exists\"",
            "`max` does not apply to `fragile`, which is BOOL",
        ] {
            assert!(ran.stderr.contains(message), "{message}: {}", ran.stderr);
        }
    });
}

/// A row that a condition leaves out is accepted, and the account names it.
#[test]
fn rows_that_are_left_out_are_in_the_account() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("p.csv", "id,weight_kg\nP-1,1\nP-2,5\nP-3,x\n");
    let flags = ["load", "p.csv", "--vertex", "Package", "--yes", "--where", "weight_kg != 5"];
    let ran = server.run(flags, "").code(1);
    let account = "3 rows read, 2 accepted (1 left out), 1 rejected";
    assert!(ran.stdout.contains(account), "{}", ran.stdout);
    let json: Vec<_> = flags.into_iter().chain(["--json"]).collect();
    let file = &server.run(&json, "").code(1).json()["files"][0];
    let numbers = ["read", "accepted", "left_out", "rejected"].map(|it| file[it].as_u64().unwrap());
    assert_eq!(numbers, [3, 2, 1, 1]);
    // Rejected rows that are there are those of the last load.
    server.write("bad.jsonl", "of the last load");
    let dry: Vec<_> = flags.into_iter().chain(["--dry-run", "--rejects", "bad.jsonl"]).collect();
    let ran = server.run(&dry, "").code(1);
    assert!(ran.stdout.contains("1 accepted (1 left out), 1 rejected, 1 would be sent"), "{ran:?}");
    assert_eq!(server.read("bad.jsonl"), "of the last load");
    server.write("one.csv", "id,weight_kg\nP-1,1\n");
    let ran = server.tg("load one.csv --vertex Package --yes").code(0);
    assert!(ran.stdout.contains("one.csv: 1 row read, 1 accepted;"), "{}", ran.stdout);
}

/// A value is exact, or its row is rejected.
#[test]
fn values_that_would_lose_something_are_rejected() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("p.csv", "id,weight_kg\nP-1,1e-400\nP-2,0.00\n");
    let ran = server.tg("load p.csv --vertex Package --yes").code(1);
    let reason = "p.csv:2: \"1e-400\" is too small for a DOUBLE, which would be 0";
    assert!(ran.stdout.contains(reason), "{}", ran.stdout);
    let row = |since: &str| format!("P-1,HAM,1,{since}\n");
    let rows = row("2024-01-02 03:04:05.25") + &row("2024-01-02 03:04:06.000");
    server.write("s.csv", &format!("package,code,hall,since\n{rows}"));
    let flags = "load s.csv --edge StoredAt --to {code},{hall} --yes";
    let ran = server.tg(flags).code(1);
    let reason = "has a fraction of a second, which a DATETIME does not have: to drop it, add \
                  `--date '%Y-%m-%d %H:%M:%S%.f'`";
    assert!(ran.stdout.contains(reason), "{}", ran.stdout);
    let args: Vec<_> = flags.split(' ').chain(["--date", "%Y-%m-%d %H:%M:%S%.f"]).collect();
    server.run(&args, "").code(0);
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("p.csv", "id,weight\nP-1,2\n");
    let mapping = "[[file]]\npath = \"p.csv\"\ncolumns = [\"a\", \"b\", \"c\"]\nheader = true\n\
         [file.vertex.Pakage]\nid = \"{idd}\"\nwhere = \"wait > 1\"\n\
         [file.vertex.Package]\nid = \"{a}\"\n\
         weight_kg = { value = \"{wieght}\", default = \"heavy\" }\n";
    server.write("m.toml", mapping);
    let ran = server.tg("load m.toml").code(1);
    for message in [
        "m.toml has 6 mistakes",
        "`columns` has 3 names, and the rows of p.csv have 2 fields",
        "`Goods` has no vertex type `Pakage`",
        "no column `idd`",
        "no column `wait`",
        "no column `wieght`",
        "`weight_kg` is DOUBLE: \"heavy\" is not a DOUBLE",
    ] {
        assert!(ran.stderr.contains(message), "{message}: {}", ran.stderr);
    }
    let flags = "load p.csv --vertex Package --yes --columns a --ignore x --ignore y";
    let ran = server.tg(flags).code(1);
    let message = "`--columns` has 1 name, and the rows of p.csv have 2 fields";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    let ran = server.tg("load p.csv --vertex Package --yes --ignore x --ignore y").code(2);
    for message in ["--ignore x, --ignore y: there is no such column", "the column `weight`"] {
        assert!(ran.stderr.contains(message), "{message}: {}", ran.stderr);
    }
}

#[test]
fn a_first_mapping_has_patterns_and_all_parts_of_a_key() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    for number in [1, 2] {
        let rows = format!("package,depot_code,hall,since\nP-{number},HAM,{number},2024-01-02\n");
        server.write(&format!("stored-{number}.csv"), &rows);
    }
    let mapping = server.tg("load --infer stored-*.csv").code(0).stdout;
    assert!(mapping.contains("path = \"stored-*.csv\""), "{mapping}");
    assert!(mapping.contains("to = [\"{depot_code}\", \"{hall}\"]"), "{mapping}");
    server.write("m.toml", &mapping);
    server.tg("load m.toml").code(0);
    let query = "S = {Depot.*}; PRINT S.size() AS size;";
    assert_eq!(printed(server, "Goods", query, "size"), json!(2));
    let json = server.tg("load --infer stored-*.csv --json").code(0).json();
    assert_eq!(json["mapping"], json!(mapping));
    let ran = server.tg("load --infer -").code(2);
    assert!(ran.stderr.contains("standard input has no name"), "{}", ran.stderr);
}

/// A format with a null of its own has a text `null` as any other.
#[test]
fn markers_of_missing_values_are_advised_where_a_format_has_no_null() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("d.csv", "code,hall,city\nULM,1,null\nX,,Jena\n");
    server.write(
        "d.jsonl",
        "{\"code\": \"ULM\", \"hall\": 1, \"city\": \"null\"}\n\
         {\"code\": \"X\", \"hall\": null, \"city\": \"Jena\"}\n",
    );
    let ran = server.tg("load d.csv --vertex Depot --dry-run").code(1);
    assert!(ran.stderr.contains("--null null"), "{}", ran.stderr);
    let ran = server.tg("load d.jsonl --vertex Depot --dry-run").code(1);
    assert!(!ran.stderr.contains("--null"), "{}", ran.stderr);
}
