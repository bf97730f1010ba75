//! The page as text. `tests/browser` tests its behaviour.

use std::io::Write;

use serde_json::Value;
use tg_cli::draw::{DrawError, Format, HAS_PAGE, render};
use tg_gsql::model::Catalog;

use crate::schemas::{FLIGHTS, HOSTILE, catalog, hostile};

/// Returns the page; `None` if the program was built without it, and then reports that.
fn page(catalog: &Catalog) -> Option<String> {
    let page = render(catalog, None, Format::Html);
    if HAS_PAGE {
        return Some(page.unwrap());
    }
    let error = page.unwrap_err();
    assert_eq!(error, DrawError::NoPage);
    assert!(error.to_string().contains("built without the page"), "{error}");
    // Written past the test harness, which captures the output of passing tests.
    let _ = writeln!(std::io::stderr(), "THE PAGE IS NOT TESTED: {error}");
    None
}

/// Returns the content of the `script` with this id.
fn data(page: &str, id: &str) -> Value {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = page.split_once(&start).unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_page_knows_the_whole_schema() {
    let Some(page) = page(&catalog(FLIGHTS)) else { return };
    let data = data(&page, "schema");
    let names = |key: &str| {
        let all = data[key].as_array().unwrap().iter();
        all.map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("types"), ["Airport", "Airline", "Plane", "Flight"]);
    assert_eq!(names("edges"), ["DepartsFrom", "ArrivesAt", "OperatedBy", "FlownBy"]);
    let key = &data["types"][3]["rows"][1];
    assert_eq!(key["name"], "carrier");
    assert_eq!(key["marks"][0], "part 2 of the primary key");
    assert_eq!(data["edges"][0]["reverse"], "Departures");
    assert_eq!(data["edges"][0]["pairs"], serde_json::json!([[3, 0]]));
}

#[test]
fn the_page_needs_nothing_from_elsewhere_and_names_the_licence() {
    let Some(page) = page(&catalog(FLIGHTS)) else { return };
    assert!(page.contains("default-src 'none'"));
    for tag in ["<link", "<img", "<iframe", " src=", "@import", "url("] {
        let (before_library, rest) = page.split_once("/**\n").unwrap();
        let (_, behind_library) = rest.rsplit_once("'use strict';\n(() => {").unwrap();
        assert!(!before_library.contains(tag) && !behind_library.contains(tag), "{tag}");
    }
    assert!(page.contains("<pre>Copyright (c)"), "the licence of the library");
    assert!(page.contains("WITHOUT WARRANTY OF ANY KIND"));
}

#[test]
fn no_name_gets_out_of_its_place() {
    let Some(page) = page(&hostile()) else { return };
    // The two blocks of data, the library and the page's own script.
    assert_eq!(page.matches("<script").count(), 4);
    assert_eq!(page.matches("</script").count(), 4);
    assert!(!page.contains("<!--") && !page.contains(['\u{2028}', '\u{2029}', '\0']));
    let data = data(&page, "schema");
    for (row, name) in data["types"].as_array().unwrap().iter().zip(HOSTILE) {
        assert_eq!(row["name"], *name, "the name is unchanged");
    }
}
