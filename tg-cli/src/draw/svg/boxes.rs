//! The boxes, as elements of SVG.

use std::fmt::{self, Display, Write};

use crate::draw::layout::Point;
use crate::draw::scene::sizes::{EDGE_NAME, HEAD, NOTE, PAD, ROW};
use crate::draw::scene::{Cell, EdgeBox, TypeBox};
use crate::draw::xml::escape;

/// Writes the box of a vertex type or tuple, with its upper left corner at `at`.
pub(in crate::draw) fn type_box(
    svg: &mut String,
    content: &TypeBox,
    at: Point,
    class: &str,
    tooltip: &str,
) {
    let (width, height) = (Number(content.size.width), Number(content.size.height));
    let head = content.head();
    let _ = writeln!(
        svg,
        "<g class=\"{class}\" transform=\"translate({} {})\"><title>{}</title>\n\
         <rect class=\"body\" width=\"{width}\" height=\"{height}\" rx=\"5\"/>",
        Number(at.x),
        Number(at.y),
        escape(tooltip)
    );
    let lower = if content.rows.is_empty() {
        format!("V{}a5 5 0 0 1 -5 5H5a5 5 0 0 1 -5 -5z", Number(head - 5.0))
    } else {
        format!("V{}H0z", Number(head))
    };
    let right = Number(content.size.width - 5.0);
    let _ = writeln!(
        svg,
        "<path class=\"head\" d=\"M0 5a5 5 0 0 1 5 -5H{right}a5 5 0 0 1 5 5{lower}\"/>"
    );
    let middle = Number(content.size.width / 2.0);
    let _ = writeln!(
        svg,
        "<text class=\"name middle\" x=\"{middle}\" y=\"{}\">{}</text>",
        Number(HEAD - 9.0),
        escape(&content.name)
    );
    for (index, note) in content.notes.iter().enumerate() {
        let y = Number(HEAD + 4.0 + NOTE * index as f64);
        let _ = writeln!(
            svg,
            "<text class=\"small faint middle\" x=\"{middle}\" y=\"{y}\">{}</text>",
            escape(note)
        );
    }
    for (index, cell) in content.rows.iter().enumerate() {
        row(svg, content, cell, head + 4.0 + ROW * index as f64);
    }
    let _ =
        writeln!(svg, "<rect class=\"rim\" width=\"{width}\" height=\"{height}\" rx=\"5\"/></g>");
}

fn row(svg: &mut String, content: &TypeBox, cell: &Cell, top: f64) {
    let y = Number(top + 13.0);
    svg.push_str("<g>");
    if let Some(tooltip) = &cell.tooltip {
        let _ = write!(svg, "<title>{}</title>", escape(tooltip));
    }
    if !cell.tag.is_empty() {
        let _ = write!(
            svg,
            "<text class=\"tag faint\" x=\"{PAD}\" y=\"{y}\">{}</text>",
            escape(&cell.tag)
        );
    }
    let _ = writeln!(
        svg,
        "<text{} x=\"{}\" y=\"{y}\">{}</text><text class=\"faint\" x=\"{}\" y=\"{y}\">{}</text></g>",
        if cell.is_key { " class=\"key\"" } else { "" },
        Number(content.name_at),
        escape(&cell.name),
        Number(content.type_at),
        escape(&cell.ty)
    );
}

/// Writes the box of an edge type, with its upper left corner at `at`.
pub(in crate::draw) fn edge_box(
    svg: &mut String,
    label: &EdgeBox,
    at: Point,
    class: &str,
    tooltip: &str,
) {
    let _ = writeln!(
        svg,
        "<g class=\"{class}\" transform=\"translate({} {})\"><title>{}</title>\n\
         <rect width=\"{}\" height=\"{}\" rx=\"9\"/>",
        Number(at.x),
        Number(at.y),
        escape(tooltip),
        Number(label.size.width),
        Number(label.size.height)
    );
    let middle = Number(label.size.width / 2.0);
    let _ = writeln!(
        svg,
        "<text class=\"name middle\" x=\"{middle}\" y=\"{}\">{}</text>",
        Number(EDGE_NAME + 4.0),
        escape(&label.name)
    );
    let mut y = EDGE_NAME + 4.0;
    for cell in &label.rows {
        y += NOTE;
        let tag = if cell.tag.is_empty() {
            String::new()
        } else {
            format!("<tspan class=\"tag faint\">{}</tspan> ", escape(&cell.tag))
        };
        let _ = writeln!(
            svg,
            "<text class=\"small middle\" x=\"{middle}\" y=\"{}\">{tag}{} <tspan class=\"faint\">{}</tspan></text>",
            Number(y),
            escape(&cell.name),
            escape(&cell.ty)
        );
    }
    for note in &label.notes {
        y += NOTE;
        let _ = writeln!(
            svg,
            "<text class=\"small faint middle\" x=\"{middle}\" y=\"{}\">{}</text>",
            Number(y),
            escape(note)
        );
    }
    svg.push_str("</g>\n");
}

/// Writes a coordinate, rounded to a tenth.
pub(super) struct Number(pub(super) f64);

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() / 10.0;
        // Avoids `-0`.
        write!(f, "{}", tenths + 0.0)
    }
}
