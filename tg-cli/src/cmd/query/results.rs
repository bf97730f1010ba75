//! The results of a query for people: a table for each vertex set.

use serde_json::{Map, Value};
use tg_runtime::query::QueryResults;

use crate::output::style::STRONG;

/// The maximum number of characters of a cell.
const MAX_CELL: usize = 60;

/// Returns the printed values, in their order.
pub(super) fn text(results: &QueryResults) -> String {
    let mut text = String::new();
    for printed in results.iter() {
        let name = printed.name();
        let Ok(value) = serde_json::from_str(printed.json()) else {
            text += &format!("{STRONG}{name}{STRONG:#}: {}\n", printed.json());
            continue;
        };
        text += &match &value {
            Value::Array(elements)
                if !elements.is_empty() && elements.iter().all(Value::is_object) =>
            {
                format!("{STRONG}{name}{STRONG:#}\n{}", table(elements))
            }
            Value::Array(elements) if elements.is_empty() => {
                format!("{STRONG}{name}{STRONG:#}: nothing\n")
            }
            value => format!("{STRONG}{name}{STRONG:#}: {}\n", whole(value)),
        };
    }
    text
}

/// Returns objects as rows. The attributes of vertices and edges are columns of their own.
fn table(elements: &[Value]) -> String {
    let mut columns: Vec<String> = Vec::new();
    let mut rows: Vec<Map<String, Value>> = Vec::new();
    for element in elements {
        let mut row = Map::new();
        for (key, value) in element.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("attributes", Value::Object(attributes)) => row.extend(attributes.clone()),
                _ => _ = row.insert(key.clone(), value.clone()),
            }
        }
        for key in row.keys() {
            if !columns.contains(key) {
                columns.push(key.clone());
            }
        }
        rows.push(row);
    }
    let mut lines = vec![columns.clone()];
    for row in &rows {
        let cell = |column: &String| row.get(column).map(cell).unwrap_or_default();
        lines.push(columns.iter().map(cell).collect());
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<_> = (0..columns.len()).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for line in &lines {
        text += " ";
        for (cell, width) in line.iter().zip(&widths) {
            text += &format!(" {cell:width$} ");
        }
        text.truncate(text.trim_end().len());
        text += "\n";
    }
    text
}

/// Returns a value in one line, cut if it is long.
fn cell(value: &Value) -> String {
    let text = whole(value).replace(['\n', '\r'], " ");
    match text.char_indices().nth(MAX_CELL) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn whole(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
