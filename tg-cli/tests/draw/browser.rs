//! The page of `tg schema draw --format html`, in a real browser.
//!
//! `page.mjs` drives Chromium through playwright-core, which npm installs into the target folder.
//! Screenshots are left there, too, in `browser/`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tg_cli::draw::{Format, render};
use tg_gsql::model::Catalog;

use crate::schemas::{FLIGHTS, GOODS, catalog, hostile};

/// Returns the folder with the driver and its npm packages.
fn workshop() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
        std::fs::create_dir_all(&folder).unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut is_new = !folder.join("node_modules/playwright-core/package.json").is_file();
        for file in ["package.json", "package-lock.json", "tests/draw/page.mjs"] {
            let text = std::fs::read(own.join(file)).unwrap();
            let copy = folder.join(Path::new(file).file_name().unwrap());
            is_new |= file.ends_with(".json") && std::fs::read(&copy).ok().as_ref() != Some(&text);
            std::fs::write(copy, text).unwrap();
        }
        if is_new {
            let done = Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"])
                .current_dir(&folder)
                .output()
                .expect("npm, which comes with Node.js");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        folder
    })
}

/// Returns the browser: the value of `CHROMIUM`, or one on the path.
fn chromium() -> PathBuf {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return named.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|file| file.is_file());
    found.expect("chromium: install it (Debian: apt-get install chromium), or set CHROMIUM")
}

/// Draws the page, and lets `page.mjs` run the checks of this name.
#[track_caller]
fn check(scenario: &str, catalog: &Catalog) {
    let page = render(catalog, None, Format::Html).unwrap_or_else(|error| panic!("{error}"));
    let folder = workshop();
    let file = folder.join(format!("{scenario}.html"));
    std::fs::write(&file, page).unwrap();
    let done = Command::new("node")
        .arg("page.mjs")
        .arg(scenario)
        .arg(&file)
        .arg(chromium())
        .current_dir(folder)
        .output()
        .expect("node");
    assert!(
        done.status.success(),
        "{scenario}:\n{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert_eq!(String::from_utf8_lossy(&done.stdout), format!("{scenario}: as it should be\n"));
}

#[test]
fn a_click_lists_the_attributes_of_a_type() {
    check("click", &catalog(GOODS));
}

#[test]
fn boxes_and_paper_can_be_dragged() {
    check("drag", &catalog(GOODS));
}

#[test]
fn the_picture_can_be_zoomed_and_fitted() {
    check("zoom", &catalog(FLIGHTS));
}

#[test]
fn everything_is_reached_by_keys() {
    check("keys", &catalog(GOODS));
}

#[test]
fn the_search_finds_types_and_attributes() {
    check("search", &catalog(FLIGHTS));
}

#[test]
fn the_page_is_dark_where_everything_is() {
    check("dark", &catalog(FLIGHTS));
}

#[test]
fn hostile_names_are_displayed_unchanged() {
    check("hostile", &hostile());
}
