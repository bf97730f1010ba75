//! `tg schema` on files, without a server.

use serde_json::json;

use crate::harness::{Folder, GOODS, MISTAKES, golden};

#[test]
fn canonical_ddl_reads_back_and_is_a_fixed_point() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let printed = folder.tg("schema fmt goods.gsql").code(0).stdout;
    folder.write("canonical.gsql", &printed);
    assert_eq!(folder.tg("schema diff goods.gsql canonical.gsql").code(0).stdout, "");
    assert_eq!(folder.tg("schema fmt canonical.gsql").code(0).stdout, printed);
    assert_eq!(folder.tg("schema fmt canonical.gsql --check").code(0).stdout, "");
    let output = folder.tg("schema fmt goods.gsql --check").code(1).stdout;
    assert!(output.contains("goods.gsql is not in its canonical form"), "{output}");
}

#[test]
fn fmt_writes_the_file_once() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let printed = folder.tg("schema fmt goods.gsql").code(0).stdout;
    let written = folder.tg("schema fmt --write --json goods.gsql").code(0).json();
    assert_eq!(written["written"], json!(true));
    assert_eq!(folder.read("goods.gsql"), printed);
    let again = folder.tg("schema fmt --write --json goods.gsql").code(0).json();
    assert_eq!(again["written"], json!(false));
}

#[test]
fn fmt_keeps_comments_queries_and_changes_of_other_schemas() {
    let script = "// first\nuse graph g\ncreate query q() for graph g { print 1; }\n\
                  create schema_change job j for graph g { alter vertex A add attribute (n int); }\n";
    let folder = Folder::with(&[("change.gsql", script)]);
    let printed = folder.tg("schema fmt change.gsql").code(0).stdout;
    for kept in ["// first\n", "USE GRAPH g", "print 1;", "ALTER VERTEX A ADD ATTRIBUTE (n INT)"] {
        assert!(printed.contains(kept), "{kept} is not in {printed}");
    }
}

#[test]
fn fmt_of_a_broken_file_prints_and_writes_nothing() {
    let unclosed = "CREATE VERTEX A (PRIMARY_ID id STRING";
    let folder = Folder::with(&[("unclosed.gsql", unclosed)]);
    let ran = folder.tg("schema fmt unclosed.gsql --write").code(1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("--> unclosed.gsql:1:"), "{}", ran.stderr);
    assert_eq!(folder.read("unclosed.gsql"), unclosed);
    let error = folder.tg("schema fmt unclosed.gsql --json").code(1).error();
    assert_eq!(error["kind"], json!("findings"));
    assert_eq!(error["findings"][0]["line"], json!(1));
}

#[test]
fn standard_input_replaces_a_file() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let from_file = folder.tg("schema show goods.gsql").code(0).stdout;
    assert_eq!(folder.tg_with("schema show -", GOODS).code(0).stdout, from_file);
    let ran = folder.tg_with("schema check -", MISTAKES).code(1);
    assert!(ran.stdout.contains("--> <stdin>:1:"), "{}", ran.stdout);
    folder.tg_with("schema diff - goods.gsql", GOODS).code(0);
    let twice = folder.tg_with("schema diff - -", GOODS).code(2);
    assert!(twice.stderr.contains("`-` is given twice"), "{}", twice.stderr);
}

#[test]
fn the_servers_json_is_read_too() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let server = r#"{"error":false,"message":"","results":{"GraphName":"G","VertexTypes":[
        {"Name":"A","PrimaryId":{"AttributeName":"id","AttributeType":{"Name":"STRING"}},
         "Attributes":[{"AttributeName":"n","AttributeType":{"Name":"INT"}}],"Config":{}}],
        "EdgeTypes":[]}}"#;
    folder.write("g.json", server);
    let listing = folder.tg("schema show g.json --json").code(0).json();
    assert_eq!(listing["graphs"], json!([{"name": "G", "vertices": ["A"], "edges": []}]));
    assert_eq!(listing["vertices"][0]["attributes"][0]["name"], json!("n"));
    folder.tg("schema check g.json").code(0);
    folder.write("broken.json", "{\"GraphName\": \"G\", \"VertexTypes\": 3}");
    let output = folder.tg("schema check broken.json").code(1).stdout;
    assert!(output.contains("--> broken.json:1:35"), "{output}");
    assert!(output.contains("VertexTypes"), "{output}");
}

#[test]
fn a_picture_is_printed_or_written() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let dot = folder.tg("schema draw goods.gsql").code(0).stdout;
    assert!(dot.starts_with("digraph \"Goods\""), "{dot}");
    let output = folder.tg("schema draw goods.gsql --out pictures/goods.mmd").code(0).stdout;
    assert_eq!(output, "pictures/goods.mmd created\n");
    assert!(folder.read("pictures/goods.mmd").contains("classDiagram"));
    let output = folder.tg("schema draw goods.gsql --out pictures/goods.mmd --json").code(0).json();
    assert_eq!(output["status"], json!("unchanged"));
    assert_eq!(output["format"], json!("mermaid"));
    let text = folder.tg("schema draw goods.gsql --json").code(0).json();
    assert_eq!(text["text"].as_str(), Some(dot.as_str()));
    let ran = folder.tg("schema draw goods.gsql --out goods.xyz").code(2);
    assert!(ran.stderr.contains("give `--format`"), "{}", ran.stderr);
    let ran = folder.tg("schema draw goods.gsql --graph Godos").code(1);
    assert!(ran.stderr.contains("did you mean `Goods`?"), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = Folder::new();
    let ran = folder.tg("schema check nowhere.gsql").code(1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("cannot read nowhere.gsql"), "{}", ran.stderr);
    let error = folder.tg("schema check nowhere.gsql --json").code(1).error();
    assert_eq!(error["kind"], json!("file"));
}

#[test]
fn rust_is_generated_printed_written_and_found_stale() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let printed = folder.tg("schema generate goods.gsql").code(0).stdout;
    golden("goods.rs.txt", &printed);
    let line = "schema generate goods.gsql --out src/graph.rs";
    let stale = folder.tg(&format!("{line} --check")).code(1).stdout;
    assert!(stale.contains("src/graph.rs is not what the schema gives"), "{stale}");
    assert_eq!(folder.tg(line).code(0).stdout, "src/graph.rs created\n");
    assert_eq!(folder.read("src/graph.rs"), printed);
    folder.tg(&format!("{line} --check")).code(0);
    assert_eq!(folder.tg(&format!("{line} --json")).code(0).json()["status"], json!("unchanged"));
    let other = folder.tg(&format!("{line} --check --auth none --json")).code(1).json();
    assert_eq!(other["status"], json!("stale"));
    let ran = folder.tg("schema generate goods.gsql --check").code(2);
    assert!(ran.stderr.contains("--out"), "{}", ran.stderr);
    let ran = folder.tg("schema generate goods.gsql --graph Godos").code(1);
    assert!(ran.stderr.contains("did you mean `Goods`?"), "{}", ran.stderr);
    let derived = folder.tg("schema generate goods.gsql --derive serde::Serialize").code(0).stdout;
    assert!(derived.contains("serde::Serialize"), "{derived}");
}

#[test]
fn tuples_without_fields_generate_no_rust() {
    let json = r#"{"GraphName":"g","VertexTypes":[{"Name":"A","PrimaryId":{"AttributeName":"id",
        "AttributeType":{"Name":"STRING"}},"Attributes":[{"AttributeName":"size",
        "AttributeType":{"Name":"UDT","ValueTypeName":"dimensions"}}],"Config":{}}],"EdgeTypes":[]}"#;
    let folder = Folder::with(&[("server.json", json)]);
    let ran = folder.tg("schema generate server.json").code(1);
    assert_eq!(ran.stdout, "");
    assert!(
        ran.stderr.contains("`dimensions`") && ran.stderr.contains("tg schema pull"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_servers_json_is_listed_and_drawn_without_tuples() {
    let json = r#"{"GraphName":"g","VertexTypes":[{"Name":"A","PrimaryId":{"AttributeName":"id",
        "AttributeType":{"Name":"STRING"}},"Attributes":[{"AttributeName":"size",
        "AttributeType":{"Name":"dimensions"}}],"Config":{}}],"EdgeTypes":[]}"#;
    let folder = Folder::with(&[("server.json", json)]);
    assert!(folder.tg("schema show server.json").code(0).stdout.contains("dimensions"));
    assert!(
        folder.tg("schema draw server.json --format dot").code(0).stdout.contains("dimensions")
    );
}

#[test]
fn a_graph_outside_the_target_is_a_mistake_and_not_a_difference() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let ran = folder.tg("schema diff goods.gsql goods.gsql --graph Godos").code(1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("did you mean `Goods`?"), "{}", ran.stderr);
}
