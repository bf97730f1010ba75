//! Code that the macros accept, and the message about every mistake.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::Path;

#[test]
fn ui_pass() {
    copy_schema_files();
    trybuild::TestCases::new().pass("*/pass/*.rs");
}

/// Apart from the code that is accepted: trybuild checks all cases of a test at once if none of
/// them is run.
#[test]
fn ui_fail() {
    copy_schema_files();
    trybuild::TestCases::new().compile_fail("*/fail/*.rs");
}

/// Copies the schema files and queries to the crate that the cases are compiled as: a path in
/// `#[tg(schema = "..")]` begins in its folder.
fn copy_schema_files() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let case = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"));
    for (from, to) in [("snapshot/schema", "schema"), ("queries/files", "queries")] {
        let folder = case.join(to);
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
    }
}
