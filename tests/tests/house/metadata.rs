//! The packages of the workspace and of its dependencies, as cargo lists them.

use std::process::Command;

use serde_json::Value;

/// Returns the output of `cargo metadata`, with the packages of all features.
pub(crate) fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// Returns the packages of the workspace.
pub(crate) fn members(metadata: &Value) -> Vec<&Value> {
    let ids = metadata["workspace_members"].as_array().expect("workspace_members");
    packages(metadata).into_iter().filter(|package| ids.contains(&package["id"])).collect()
}

/// Returns all packages.
pub(crate) fn packages(metadata: &Value) -> Vec<&Value> {
    metadata["packages"].as_array().expect("packages").iter().collect()
}

/// Returns a text field of a package or dependency; `""` if it is null.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}
