//! Generated source has the format of rustfmt.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use tg_gsql::generate::{self, Form, Options};
use tg_test_support::catalogs;

use crate::names;

/// Returns the changes that rustfmt would make, as a difference; `None` if it makes none.
fn changes(rust: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        // The defaults, not this workspace's settings.
        .args(["--check", "--edition", "2024", "--config-path", "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("rustfmt starts");
    rustfmt.stdin.take().unwrap().write_all(rust.as_bytes()).unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    // With this option it prints the changes, and succeeds.
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn rustfmt_has_nothing_to_change(catalog in catalogs::catalog(), seed: u64) {
        let catalog = names::make_awkward(catalog, seed);
        let form = Form::File { made_by: "a test" };
        let derives: &[&str] = if seed % 3 == 0 { &["serde::Serialize", "Default"] } else { &[] };
        let visibility = ["pub", "pub(crate)", ""][seed as usize % 3];
        let options = Options { form, derives, visibility, ..Options::default() };
        let rust = generate::rust(&catalog, &options);
        let changes = changes(&rust);
        prop_assert!(changes.is_empty(), "{changes}");
    }
}
