//! Outputs, compared with reviewed ones.

use crate::harness::{Folder, GOODS, MISTAKES, golden};

fn folder() -> Folder {
    Folder::with(&[("goods.gsql", GOODS), ("mistakes.gsql", MISTAKES)])
}

#[test]
fn help() {
    let folder = folder();
    for (name, line) in [
        ("help.txt", "--help"),
        ("help_schema.txt", "schema --help"),
        ("help_show.txt", "schema show --help"),
        ("help_show_short.txt", "schema show -h"),
        ("help_check.txt", "schema check -h"),
        ("help_fmt.txt", "schema fmt --help"),
        ("help_diff.txt", "schema diff --help"),
        ("help_plan.txt", "schema plan --help"),
        ("help_apply.txt", "schema apply -h"),
        ("help_pull.txt", "schema pull -h"),
        ("help_ping.txt", "ping --help"),
        ("help_token.txt", "token -h"),
        ("help_gsql.txt", "gsql -h"),
        ("help_load.txt", "load --help"),
        ("help_dump.txt", "dump --help"),
        ("help_load_short.txt", "load -h"),
        ("help_query.txt", "query --help"),
        ("help_query_run.txt", "query run --help"),
        ("help_generate.txt", "schema generate --help"),
        ("help_draw.txt", "schema draw -h"),
        ("help_emulator.txt", "emulator --help"),
    ] {
        golden(name, &folder.tg(line).code(0).stdout);
    }
}

#[test]
fn findings() {
    let folder = folder();
    golden("check.txt", &folder.tg("schema check mistakes.gsql").code(1).stdout);
    golden("check.json", &folder.tg("schema check mistakes.gsql --json").code(1).stdout);
    let styled = folder.tg("schema check mistakes.gsql --color always").code(1).stdout;
    golden("check_styled.txt", &styled.replace('\u{1b}', "ESC"));
    assert_eq!(folder.tg("schema check goods.gsql").code(0).stdout, "goods.gsql: no findings\n");
}

#[test]
fn schema_show() {
    let folder = folder();
    golden("show.txt", &folder.tg("schema show goods.gsql").code(0).stdout);
    golden("show.json", &folder.tg("schema show goods.gsql --json").code(0).stdout);
}

#[test]
fn differences() {
    let folder = folder();
    let changed = GOODS
        .replace("handling SET", "colour STRING, handling SET")
        .replace("hall INT, city STRING DEFAULT \"Hamburg\"", "hall INT, city DATETIME")
        .replace(
            "CREATE UNDIRECTED EDGE Near (FROM Depot, TO Depot | FROM Package, TO Package)",
            "",
        )
        .replace(", Near)", ")");
    folder.write("new.gsql", &changed);
    golden("diff.txt", &folder.tg("schema diff goods.gsql new.gsql").code(1).stdout);
    golden("diff.json", &folder.tg("schema diff goods.gsql new.gsql --json").code(1).stdout);
    let one_graph = folder.tg("schema diff goods.gsql new.gsql --graph Goods").code(1).stdout;
    golden("diff_graph.txt", &one_graph);
}
