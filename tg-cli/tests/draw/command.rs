//! The flights schema, drawn by one command.

use std::path::Path;
use std::process::Command;

use tg_cli::draw::HAS_PAGE;

#[test]
fn the_extension_selects_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/flights/schema.gsql");
    for (name, begin) in [
        ("flights.dot", "digraph \"Flights\""),
        ("flights.mmd", "---\ntitle: \"Flights: 4 vertex types, 4 edge types\""),
        ("flights.svg", "<svg xmlns="),
        ("flights.html", "<!doctype html>"),
    ] {
        let ran = Command::new(env!("CARGO_BIN_EXE_tg"))
            .args(["schema", "draw"])
            .arg(&schema)
            .args(["--out", name])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&ran.stderr);
        if name.ends_with("html") && !HAS_PAGE {
            assert_eq!(ran.status.code(), Some(1));
            assert!(output.contains("install Node.js with npm"), "{output}");
            continue;
        }
        assert!(ran.status.success(), "{output}");
        let drawn = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(drawn.starts_with(begin), "{name}");
    }
}
