//! The pictures of the examples, compared with reviewed ones.

use std::path::PathBuf;

use tg_cli::draw::{Format, render};

use crate::schemas::{FLIGHTS, GOODS, catalog};

#[track_caller]
fn check(ddl: &str, format: Format, file: &str) {
    let drawn = render(&catalog(ddl), None, format).unwrap();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/draw/golden").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        drawn == golden,
        "{file} has changed: write it with UPDATE_GOLDEN=1, and look at it\n{drawn}"
    );
}

#[test]
fn goods_delivery() {
    check(GOODS, Format::Dot, "goods.dot");
    check(GOODS, Format::Mermaid, "goods.mmd");
    check(GOODS, Format::Svg, "goods.svg");
}

#[test]
fn flights() {
    check(FLIGHTS, Format::Dot, "flights.dot");
    check(FLIGHTS, Format::Mermaid, "flights.mmd");
    check(FLIGHTS, Format::Svg, "flights.svg");
}
