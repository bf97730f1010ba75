//! The order of a crate's modules: each uses only those below it.

use std::path::Path;

use crate::sources::{code_lines, rust_files};

/// Checks that each module of a crate uses only those before it in `layers`. The modules in `gathering`
/// gather what the layers offer, and may use all.
pub(crate) fn assert_layers(root: &Path, layers: &[&str], gathering: &[&str]) {
    let rank = |layer: &str| layers.iter().position(|known| *known == layer);
    let mut violations = Vec::new();
    for file in rust_files(root) {
        let layer = folder(&file, root);
        if gathering.contains(&layer.as_str()) {
            continue;
        }
        let Some(own) = rank(&layer) else {
            violations.push(format!("{}: `{layer}` has no place in the layers", file.display()));
            continue;
        };
        for (number, line) in code_lines(&file) {
            for used in used_modules(&line) {
                // `crate::Name` reaches the root: only modules have a rank.
                if rank(&used).is_some_and(|used| used > own) {
                    violations.push(format!("{}:{number}: {layer} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// The first component of a file's path below `root`.
fn folder(file: &Path, root: &Path) -> String {
    let relative = file.strip_prefix(root).expect("a file below the root");
    let first = relative.components().next().expect("a path").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a line names after `crate::`, groups in braces included.
fn used_modules(line: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = |text: &str| text.chars().take_while(|c| is_name(*c)).collect::<String>();
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group.split([',', '{', '}']).map(|part| name(part.trim()))),
            None => found.push(name(rest)),
        }
    }
    found
}

#[test]
fn a_use_is_found_in_every_spelling() {
    assert_eq!(used_modules("use crate::client::Client;"), ["client"]);
    assert_eq!(
        used_modules("pub(crate) fn f(x: crate::body::Row) -> crate::Result<()> {"),
        ["body", "Result"]
    );
    assert_eq!(used_modules("use crate::{error::Error, value};")[..2], ["error", "value"]);
}
