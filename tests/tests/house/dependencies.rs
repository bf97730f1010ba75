//! What comes from elsewhere: under which licences, and in how many versions.

use std::collections::BTreeMap;

use crate::metadata::{metadata, packages, text};

/// Licences that a dependency may offer; one of its alternatives is enough.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "BSL-1.0",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
    "Apache-2.0 WITH LLVM-exception",
];

#[test]
fn every_licence_is_a_permissive_one() {
    let metadata = metadata();
    for package in packages(&metadata) {
        let licence = text(package, "license");
        assert!(is_allowed(licence), "{} is under `{licence}`", text(package, "name"));
    }
}

/// Every part of an AND must be allowed, and one part of each OR; SPDX binds AND tighter, but
/// crates write `(A OR B) AND C`, so parentheses are read and old slashes mean OR.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace('/', " OR ");
    plain.split(" AND ").all(|part| {
        part.trim_matches(['(', ')', ' '])
            .split(" OR ")
            .any(|licence| LICENCES.contains(&licence.trim_matches(['(', ')', ' '])))
    })
}

#[test]
fn what_users_build_holds_no_crate_twice() {
    let tree = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "-p",
            "tg-runtime",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ])
        .args(["--all-features", "--target", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&tree.stdout).lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        let known = versions.entry(name.to_owned()).or_default();
        if !known.iter().any(|other| other == version) {
            known.push(version.to_owned());
        }
    }
    let twice: Vec<_> = versions
        .iter()
        .filter(|(name, versions)| versions.len() > 1 && !TOLERATED.contains(&name.as_str()))
        .collect();
    assert!(twice.is_empty(), "in several versions: {twice:?}");
}

/// In two versions because ring has not moved to the newer one.
const TOLERATED: &[&str] = &["getrandom"];
