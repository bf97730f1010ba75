//! The dependency arrows of the architecture.

use std::path::{Path, PathBuf};

use crate::metadata::{members, metadata, text};

/// Which crates of this workspace a crate may use in its library or program.
const MAY_USE: &[(&str, &[&str])] = &[
    ("tg-gsql", &[]),
    ("tg-derive", &["tg-gsql"]),
    ("tg-runtime", &["tg-gsql", "tg-derive"]),
    // Never the client: the emulator must not share its mistakes.
    ("tg-emulator", &["tg-gsql"]),
    ("tg-cli", &["tg-runtime", "tg-gsql", "tg-emulator"]),
];

#[test]
fn crates_use_only_the_crates_below_them() {
    let metadata = metadata();
    for package in members(&metadata) {
        let Some((name, allowed)) = MAY_USE.iter().find(|(name, _)| *name == text(package, "name"))
        else {
            continue;
        };
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let used = text(dependency, "name");
            let is_for_tests = text(dependency, "kind") == "dev";
            if !is_for_tests && used.starts_with("tg-") {
                assert!(allowed.contains(&used), "{name} must not depend on {used}");
            }
        }
    }
}

#[test]
fn every_library_of_the_product_has_its_rule() {
    let metadata = metadata();
    for package in members(&metadata) {
        let name = text(package, "name");
        let is_workshop = ["tg-examples", "tg-tests", "tg-benches"].contains(&name);
        assert!(
            is_workshop || MAY_USE.iter().any(|(known, _)| *known == name),
            "{name} has no rule"
        );
    }
}

#[test]
fn only_the_transport_names_reqwest() {
    for file in sources("tg-runtime/src") {
        let inside = file.components().any(|part| part.as_os_str() == "transport")
            || file.file_stem().is_some_and(|stem| stem == "transport");
        if !inside {
            refuse(&file, "reqwest");
        }
    }
}

#[test]
fn values_schema_and_errors_know_nothing_of_the_client() {
    for folder in ["error", "value", "schema", "filter", "body"] {
        for file in sources(&format!("tg-runtime/src/{folder}")) {
            refuse(&file, "crate::client");
        }
    }
}

#[test]
fn the_store_of_the_emulator_knows_no_http() {
    for file in sources("tg-emulator/src/store") {
        refuse(&file, "axum");
        refuse(&file, "http::");
    }
}

/// The Rust files below a folder of the workspace.
fn sources(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join(folder);
    let mut folders = vec![root];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// Fails when a line of code, as against a comment, holds `word`.
fn refuse(file: &Path, word: &str) {
    let source = std::fs::read_to_string(file).expect("a readable source file");
    for (index, line) in source.lines().enumerate() {
        let is_comment = line.trim_start().starts_with("//");
        assert!(
            is_comment || !line.contains(word),
            "{}:{} names `{word}`",
            file.display(),
            index + 1
        );
    }
}
