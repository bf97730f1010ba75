//! A single page without dependencies: the picture, to be dragged, zoomed and searched.
//!
//! The page starts from the layout of the SVG. It contains the schema as data, which Cytoscape.js,
//! taken by the build from npm (see `build.rs`), and `page.js` draw.

mod data;

use super::drawing::Drawing;
use super::svg::{DARK, LIGHT, RULES};
use super::xml::escape;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const LIBRARY: &str = include_str!(concat!(env!("OUT_DIR"), "/cytoscape.min.js"));
const LICENCE: &str = include_str!(concat!(env!("OUT_DIR"), "/LICENSE"));

/// Writes the drawing as a page.
pub(super) fn write(drawing: &Drawing) -> Result<String, serde_json::Error> {
    let data = serde_json::to_string(&data::Page::of(drawing))?;
    let mut page = String::with_capacity(LIBRARY.len() + data.len() + 64 * 1024);
    let mut rest = PAGE;
    // The template is filled in one pass, because inserted text may contain `{{...}}`, too.
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?)))
    {
        page.push_str(before);
        match name {
            "title" => page.push_str(&escape(drawing.title())),
            "counts" => page.push_str(&escape(&drawing.counts())),
            "light" => page.push_str(LIGHT),
            "dark" => page.push_str(DARK),
            "rules" => page.push_str(&in_json(&serde_json::to_string(RULES)?)),
            "style" => page.push_str(STYLE),
            "library" => page.push_str(LIBRARY),
            "licence" => page.push_str(&escape(LICENCE).replace("&#10;", "\n")),
            "data" => page.push_str(&in_json(&data)),
            "script" => page.push_str(SCRIPT),
            _ => {}
        }
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

/// Writes JSON in which nothing ends a script, starts a comment, or breaks a line of JavaScript.
fn in_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            other => escaped.push(other),
        }
    }
    escaped
}
