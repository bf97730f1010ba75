//! `tg load`: files of several forms, several files, and pipes.

use std::fs;

use serde_json::json;

use crate::harness::GOODS;
use crate::load::printed;
use crate::server::Server;

#[test]
fn files_that_are_not_text_are_named() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    for (bytes, part) in [
        ("PAR1\u{15}\u{0}", "Parquet"),
        ("PK\u{3}\u{4}", "a spreadsheet (.xlsx)"),
        ("BZh91AY&SY", "by `bunzip2`"),
        (" [\n {\"id\": \"P-1\"}\n]\n", "`jq -c '.[]'`"),
        ("i\0d\0\n\0P\0\n\0", "UTF-16LE"),
    ] {
        server.write("p.data", bytes);
        let ran = server.tg("load p.data --vertex Package --yes").code(1);
        assert!(ran.stderr.contains("cannot read p.data"), "{}", ran.stderr);
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
    // These are CSV.
    for text in ["PAR,id\n1,P-1\n", "[id],[weight_kg]\nP-1,2\n"] {
        server.write("p.data", text);
        server.tg("load p.data --vertex Package --ignore-rest --yes").code(0);
    }
}

#[test]
fn columns_with_the_same_name_get_others() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("p.csv", "\u{feff}id,weight_kg,weight_kg\nP-1,2,3\n");
    let ran = server.tg("load p.csv --vertex Package --yes").code(1);
    let help = "p.csv has several columns `weight_kg`; give each another name by `--columns \
                A,B,..`, and leave out the header by `--where \"A <> 'id'\"`";
    assert!(ran.stderr.contains(help), "{}", ran.stderr);
    let flags = "load p.csv --vertex Package --yes --ignore-rest --columns A,B,C --where A<>'id'";
    let ran = server.tg(&format!("{flags} --set id={{A}} --set weight_kg={{C}}")).code(0);
    assert!(ran.stdout.contains("1 vertex"), "{}", ran.stdout);
    // The first column of a header may have no name.
    server.write("q.csv", ",id,id\n0,P-2,P-3\n");
    let ran = server.tg("load q.csv --vertex Package --yes").code(1);
    assert!(ran.stderr.contains("`--where \"A is not null\"`"), "{}", ran.stderr);
    server.write(
        "m.toml",
        "[[file]]\npath = \"q.csv\"\ncolumns = [\"A\", \"id\", \"C\"]\n\
                            where = \"A is not null\"\nvertex.Package = {}\n",
    );
    let ran = server.tg("load m.toml").code(0);
    assert!(ran.stdout.contains("1 vertex"), "{}", ran.stdout);
    server.write("m.toml", "[[file]]\npath = \"p.csv\"\nvertex.Package = {}\n");
    let ran = server.tg("load m.toml").code(1);
    assert!(ran.stderr.contains("`where = \"A <> 'id'\"`"), "{}", ran.stderr);
    let mapping = "[[file]]\npath = \"p.csv\"\ncolumns = [\"id\", \"weight_kg\", \"x\"]\n\
                   where = \"id <> 'id'\"\nvertex.Package = {}\n";
    server.write("m.toml", mapping);
    let ran = server.tg("load m.toml").code(0);
    assert!(ran.stdout.contains("1 vertex"), "{}", ran.stdout);
}

#[test]
fn files_of_a_load_have_the_same_columns_in_any_order() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("a.csv", "id,weight_kg\nP-1,1\n");
    server.write("b.csv", "weight_kg,id\n2,P-2\n");
    server.write("c.csv", "id,colour\nP-3,red\n");
    let ran = server.tg("load a.csv b.csv --vertex Package --yes").code(0);
    assert!(ran.stdout.contains("2 rows read, 2 accepted"), "{}", ran.stdout);
    let ran = server.tg("load a.csv c.csv --vertex Package --yes").code(1);
    let problem = "c.csv has no column `weight_kg`, which a.csv has";
    assert!(ran.stderr.contains(problem), "{}", ran.stderr);
    let ran = server.tg("load c.csv a.csv --vertex Package --yes --ignore colour").code(1);
    assert!(ran.stderr.contains(problem), "{}", ran.stderr);
    // An attribute is not lost because a file writes its name in another way.
    server.write("e.csv", "id,Weight KG\nP-6,6\n");
    let ran = server.tg("load a.csv e.csv --vertex Package --yes").code(1);
    for problem in [
        "e.csv has no column `weight_kg`, which a.csv has",
        "a.csv has no column `Weight KG`, which e.csv has",
    ] {
        assert!(ran.stderr.contains(problem), "{}", ran.stderr);
    }
    // Columns that nothing uses may be in some files only.
    server.write("f.csv", "id\nP-7\n");
    server.write("g.csv", "remark,id\nnone,P-8\n");
    let ran = server.tg("load f.csv g.csv --vertex Package --yes").code(1);
    assert!(ran.stderr.contains("the column `remark`"), "{}", ran.stderr);
    server.tg("load f.csv g.csv --vertex Package --yes --ignore remark").code(0);
    // So may the keys of JSON.
    server.write("h.jsonl", "{\"id\": \"P-9\"}\n");
    server.write("i.jsonl", "{\"id\": \"P-10\", \"fragile\": false}\n");
    server.tg("load h.jsonl i.jsonl --vertex Package --yes").code(0);
    // Without a header, columns have numbers or names.
    server.write("d.csv", "P-4,true\nP-5,false\n");
    let flags = "load d.csv --vertex Package --yes --no-header";
    server.tg(&format!("{flags} --set id={{1}} --set fragile={{2}}")).code(0);
    server.tg(&format!("{flags} --columns id,fragile")).code(0);
    let query = "S = {Package.*}; S = SELECT s FROM S:s WHERE s.weight_kg == 2 OR s.fragile == \
                 FALSE ORDER BY s.id; PRINT S;";
    let packages = printed(server, "Goods", query, "S");
    let ids: Vec<_> = packages.as_array().unwrap().iter().map(|it| it["v_id"].clone()).collect();
    assert_eq!(ids, [json!("P-10"), json!("P-2"), json!("P-5")]);
}

/// A pipe is read once, also if it is given by a path.
#[cfg(unix)]
#[test]
fn a_pipe_is_loaded_from_its_beginning() {
    let server = &mut Server::start("4", GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("a.csv", "id\nP-1\n");
    let pipe = server.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn(move || fs::write(pipe, "id\nP-2\nP-3\n").unwrap());
    let ran = server.tg("load a.csv pipe --vertex Package --yes").code(0);
    writer.join().unwrap();
    assert!(ran.stdout.contains("pipe: 2 rows read, 2 accepted"), "{}", ran.stdout);
    assert!(ran.stdout.contains("a.csv: 1 row read, 1 accepted"), "{}", ran.stdout);
}
