//! Dependencies: their licences, their number of versions, and the Rust versions that they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::metadata::{metadata, packages, text};

/// Accepted licences. Of a dependency's alternatives, one is enough.
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
    "CC0-1.0",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
    "Apache-2.0 WITH LLVM-exception",
];

#[test]
fn licences_are_permissive() {
    let metadata = metadata();
    for package in packages(&metadata) {
        let licence = text(package, "license");
        assert!(is_allowed(licence), "{} is under `{licence}`", text(package, "name"));
    }
}

/// Every part of an AND must be accepted, and one part of each OR. SPDX binds AND tighter, but crates
/// write `(A OR B) AND C`, so parentheses are read, and the slashes of old crates mean OR.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace('/', " OR ");
    plain.split(" AND ").all(|part| {
        part.trim_matches(['(', ')', ' '])
            .split(" OR ")
            .any(|licence| LICENCES.contains(&licence.trim_matches(['(', ')', ' '])))
    })
}

#[test]
fn users_build_each_crate_in_one_version() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, version) in built_by_users() {
        versions.entry(name).or_default().push(version);
    }
    let repeated: Vec<_> = versions
        .iter()
        .filter(|(name, versions)| versions.len() > 1 && !TOLERATED.contains(&name.as_str()))
        .collect();
    assert!(repeated.is_empty(), "in several versions: {repeated:?}");
}

/// In two versions because ring has not moved to the newer one, and because of a macro of the
/// crates that the feature `arrow-60` needs.
const TOLERATED: &[&str] = &["getrandom", "syn"];

/// The declared Rust version cannot be older than that of a dependency. The compiler of that version
/// is not run; for the library of the declared version, clippy's `incompatible_msrv` checks the code.
#[test]
fn dependencies_support_the_declared_rust_version() {
    let metadata = metadata();
    let packages = packages(&metadata);
    let rust_version = |name: &str, version: &str| {
        let package = packages
            .iter()
            .find(|package| text(package, "name") == name && text(package, "version") == version);
        number(text(package.expect("a package of the lock file"), "rust_version"))
    };
    let built = built_by_users();
    let (_, own) = built.iter().find(|(name, _)| name == "tg-runtime").expect("tg-runtime");
    let declared = rust_version("tg-runtime", own);
    assert!(declared > (0, 0), "tg-runtime declares its Rust version");
    for (name, version) in &built {
        let needed = rust_version(name, version);
        assert!(needed <= declared, "{name} {version} needs Rust {needed:?}, not {declared:?}");
    }
}

/// Reads `1.88` or `1.88.0`; (0, 0) if a package declares no version.
fn number(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// Returns the names and versions of the crates that a user of tg-runtime builds, with all features.
fn built_by_users() -> BTreeSet<(String, String)> {
    let tree = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--locked", "-p", "tg-runtime", "--edges", "normal,build"])
        .args(["--prefix", "none", "--all-features", "--target", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    String::from_utf8_lossy(&tree.stdout)
        .lines()
        .filter_map(|line| {
            let mut columns = line.split_whitespace();
            let (name, version) = (columns.next()?, columns.next()?);
            Some((name.to_owned(), version.trim_start_matches('v').to_owned()))
        })
        .collect()
}
