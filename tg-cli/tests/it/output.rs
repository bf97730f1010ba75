//! Colours, pipes and the form of errors.

use std::io::Read;
use std::process::Stdio;

use serde_json::json;

use crate::harness::{Folder, GOODS, MISTAKES};

#[test]
fn only_terminals_and_explicit_flags_get_colours() {
    let mut folder = Folder::with(&[("goods.gsql", GOODS), ("mistakes.gsql", MISTAKES)]);
    let escape = '\u{1b}';
    for line in
        ["schema check mistakes.gsql", "schema show goods.gsql", "--help", "schema nonsense"]
    {
        let ran = folder.tg(line);
        assert!(!ran.stdout.contains(escape) && !ran.stderr.contains(escape), "{line}: {ran:?}");
        let ran = folder.tg(&format!("{line} --color always"));
        assert!(ran.stdout.contains(escape) || ran.stderr.contains(escape), "{line}: {ran:?}");
    }
    folder.set("NO_COLOR", "1");
    let ran = folder.tg("schema check mistakes.gsql");
    assert!(!ran.stdout.contains(escape));
    // The command line has precedence over the variable.
    assert!(folder.tg("--color=always schema check mistakes.gsql").stdout.contains(escape));
}

#[test]
fn json_is_never_coloured() {
    let folder = Folder::with(&[("goods.gsql", GOODS)]);
    let ran = folder.tg("schema show goods.gsql --json --color always").code(0);
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn a_reader_that_closes_is_not_a_failure() {
    // More than the buffer of a pipe, so that the writer meets the closed end.
    let many: String = (0..3_000)
        .map(|number| format!("CREATE VERTEX V{number} (PRIMARY_ID id STRING, n INT)\n"))
        .collect();
    let folder = Folder::with(&[("many.gsql", &many)]);
    for args in [
        ["schema", "show", "many.gsql"].as_slice(),
        &["schema", "fmt", "many.gsql"],
        &["schema", "show", "many.gsql", "--json"],
    ] {
        let mut child =
            folder.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut first).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*stderr), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn usage_is_an_error_of_its_own() {
    let folder = Folder::new();
    for line in ["schema chek", "--nonsense", "schema", "schema fmt a --check --write", ""] {
        let ran = folder.tg(line).code(2);
        assert_eq!(ran.stdout, "", "{line}");
    }
    let error = folder.tg("schema chek --json").code(2).error();
    assert_eq!(error["kind"], json!("usage"));
    assert!(error["message"].as_str().unwrap().contains("check"), "{error}");
    assert!(folder.tg("--version").code(0).stdout.starts_with("tg 0."));
    assert!(folder.tg("help schema").code(0).stdout.contains("Usage: tg schema"));
}
