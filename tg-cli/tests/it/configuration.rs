//! `tigergraph.toml`, variables and flags.

use serde_json::json;

use crate::harness::{Folder, GOODS};

#[test]
fn the_snapshot_of_the_nearest_file_is_taken() {
    let folder = Folder::with(&[
        ("tigergraph.toml", "schema = \"schema/goods.gsql\"\n"),
        ("schema/goods.gsql", GOODS),
        ("src/deep/main.rs", ""),
    ]);
    folder.tg("schema check schema/goods.gsql").code(0);
    // Without a server there is no comparison.
    let ran = folder.tg("schema check").code(2);
    assert!(ran.stderr.contains("no server is named to compare"), "{}", ran.stderr);
    assert!(folder.tg("schema show").code(0).stdout.starts_with("GRAPH Goods"));
    let below =
        folder.command(["schema", "show"]).current_dir(folder.path("src/deep")).output().unwrap();
    assert!(String::from_utf8_lossy(&below.stdout).starts_with("GRAPH Goods"));
}

#[test]
fn another_file_can_be_named() {
    let mut folder = Folder::with(&[
        ("tigergraph.toml", "schema = \"nowhere.gsql\"\n"),
        ("other.toml", "schema = \"goods.gsql\"\n"),
        ("goods.gsql", GOODS),
    ]);
    folder.tg("schema show").code(1);
    folder.tg("schema show --config other.toml").code(0);
    folder.set("TG_CONFIG", "other.toml");
    folder.tg("schema show").code(0);
}

#[test]
fn without_a_file_and_a_snapshot_the_remedy_is_printed() {
    let folder = Folder::new();
    let ran = folder.tg("schema show").code(2);
    assert!(ran.stderr.contains("give a FILE"), "{}", ran.stderr);
    let error = folder.tg("schema show --json").code(2).error();
    assert_eq!(error["kind"], json!("configuration"));
}

#[test]
fn a_wrong_file_is_rejected_with_all_mistakes_and_without_secrets() {
    let folder = Folder::with(&[
        ("tigergraph.toml", "grahp = \"Goods\"\npassword = \"pa55word\"\ntimeout = \"1\"\n"),
        ("goods.gsql", GOODS),
    ]);
    let ran = folder.tg("schema show goods.gsql").code(2);
    for part in [
        "tigergraph.toml:1:1: unknown key `grahp`; did you mean `graph`?",
        "tigergraph.toml:2:1: `password` does not belong",
        "TG_PASSWORD",
        "tigergraph.toml:3:11: `timeout` takes a number of seconds",
    ] {
        assert!(ran.stderr.contains(part), "{part} is not in {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("pa55word"));
}

#[test]
fn a_wrong_variable_is_named() {
    let mut folder = Folder::with(&[("goods.gsql", GOODS)]);
    folder.set("TG_TIMEOUT", "soon");
    let ran = folder.tg("schema show goods.gsql").code(2);
    assert!(ran.stderr.contains("TG_TIMEOUT is `soon`"), "{}", ran.stderr);
}
