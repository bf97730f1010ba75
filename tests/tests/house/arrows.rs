//! The dependency arrows of the architecture.

use std::path::Path;

use crate::metadata::{members, metadata, text};
use crate::sources::{code_lines, rust_files, workspace};

/// The crates of this workspace that a crate may use in its library or program.
const MAY_USE: &[(&str, &[&str])] = &[
    ("tg-gsql", &[]),
    ("tg-derive", &["tg-gsql"]),
    ("tg-runtime", &["tg-gsql", "tg-derive"]),
    // Never the client, because the emulator must not share its mistakes.
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
        let is_workshop =
            name.starts_with("tg-test") || ["tg-examples", "tg-benches"].contains(&name);
        assert!(
            is_workshop || MAY_USE.iter().any(|(known, _)| *known == name),
            "{name} has no rule"
        );
    }
}

#[test]
fn only_the_transport_names_libraries_of_http() {
    let source = workspace().join("tg-runtime/src");
    for file in rust_files(&source) {
        if !file.starts_with(source.join("client/transport")) {
            ["hyper", "reqwest", "rustls", "tower_"].iter().for_each(|name| refuse(&file, name));
        }
    }
}

#[test]
fn the_wording_of_the_server_is_interpreted_in_one_table() {
    let texts = [
        "already exists",
        "does not exist",
        "could not be found",
        "verification failed",
        "Other operation is running",
        "Saved as draft query",
        "Semantic Check Fails",
        "Successfully ",
        "Failed to drop",
    ];
    for file in rust_files(&workspace().join("tg-runtime/src")) {
        if !file.ends_with("error/prose.rs") {
            texts.iter().for_each(|text| refuse(&file, text));
        }
    }
}

#[test]
fn the_store_of_the_emulator_does_not_use_http() {
    for file in rust_files(&workspace().join("tg-emulator/src/store")) {
        refuse(&file, "axum");
        refuse(&file, "http::");
    }
}

/// Fails if a line of code contains `word`.
fn refuse(file: &Path, word: &str) {
    for (number, line) in code_lines(file) {
        assert!(!line.contains(word), "{}:{number} names `{word}`", file.display());
    }
}
