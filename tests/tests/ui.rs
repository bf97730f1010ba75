//! Code that the macros accept, and the message about every mistake.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::Path;

#[test]
fn ui() {
    copy_schema_files();
    let cases = trybuild::TestCases::new();
    cases.pass("ui/*/pass/*.rs");
    cases.compile_fail("ui/*/fail/*.rs");
}

/// Copies the schema files to the crate that the cases are compiled as: a path in
/// `#[tg(schema = "..")]` begins in its folder.
fn copy_schema_files() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("schema");
    fs::create_dir_all(&folder).unwrap();
    for file in fs::read_dir("ui/snapshot/schema").unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
}
