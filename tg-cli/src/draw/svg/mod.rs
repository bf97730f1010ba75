//! A picture that needs no tool: every browser shows it, and so do most pages and editors.
//!
//! Text is text, it follows the light or dark scheme of whoever looks, and it says in words what
//! it shows, for those who cannot see it.

mod legend;

use std::fmt::{self, Display, Write};

use super::drawing::{Drawing, Link, Scope};
use super::layout::{Line, Point};
use super::scene::sizes::{EDGE_NAME, HEAD, NOTE, PAD, ROW};
use super::scene::{Cell, Detail, Edge, Scene, TypeBox, text};
use super::xml::escape;

const STYLE: &str = include_str!("style.css");
const MARGIN: f64 = 28.0;
/// What the title takes.
const TITLE: f64 = 80.0;

/// The drawing as a picture. Writing to a `String` cannot fail, so results are let go.
pub(super) fn write(drawing: &Drawing) -> String {
    let scene = Scene::of(drawing, Detail::Full);
    let title = text::short(drawing.title(), 80);
    let legend = legend::Legend::of(drawing);
    let content = scene.layout.size.width.max(text::sans(&title, 20.0)).max(360.0);
    let legend = legend.lines(content);
    let width = content + 2.0 * MARGIN;
    let legend_at = TITLE + scene.layout.size.height + MARGIN;
    let height = legend_at + 18.0 * legend.len() as f64 + MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title description\" \
         width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n\
         <style>\n{STYLE}</style>\n\
         <defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto-start-reverse\"><path class=\"head-of-arrow\" \
         d=\"M0 1 10 5 0 9z\"/></marker></defs>\n\
         <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"name title\" x=\"{MARGIN}\" y=\"34\">{}</text>\n\
         <text class=\"faint\" x=\"{MARGIN}\" y=\"52\">{}</text>\n",
        escape(&format!("Graph schema {}", drawing.title())),
        escape(&in_words(drawing)),
        escape(&title),
        escape(&drawing.counts()),
        w = Number(width),
        h = Number(height),
    );
    let _ = writeln!(svg, "<g transform=\"translate({} {})\">", Number(MARGIN), Number(TITLE));
    for (edge, placed) in scene.edges.iter().zip(&scene.layout.hubs) {
        for line in &placed.from {
            path(&mut svg, line, false);
        }
        for line in &placed.to {
            path(&mut svg, line, edge.link.directed);
        }
    }
    for (index, (shown, corner)) in scene.types.iter().zip(&scene.layout.boxes).enumerate() {
        type_box(&mut svg, shown, *corner, class(drawing, index), &tooltip(drawing, index));
    }
    for (edge, placed) in scene.edges.iter().zip(&scene.layout.hubs) {
        edge_box(&mut svg, drawing, edge, placed.corner);
    }
    svg.push_str("</g>\n");
    for (index, line) in legend.iter().enumerate() {
        let y = legend_at + 18.0 * index as f64;
        let _ = writeln!(
            svg,
            "<text class=\"small faint\" x=\"{MARGIN}\" y=\"{}\">{}</text>",
            Number(y),
            escape(line)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn class(drawing: &Drawing, index: usize) -> &'static str {
    match drawing.nodes.get(index).map(|node| node.scope) {
        None => "tuple",
        Some(Scope::Global) => "vertex",
        Some(Scope::Local) => "vertex local",
        Some(Scope::Outside) => "vertex outside",
    }
}

fn tooltip(drawing: &Drawing, index: usize) -> String {
    let Some(node) = drawing.nodes.get(index) else {
        let tuple = drawing.tuples.get(index - drawing.nodes.len());
        return format!("tuple {}", tuple.map_or("", |tuple| &tuple.name));
    };
    let key: Vec<_> =
        node.rows.iter().filter(|row| row.is_key()).map(|row| row.name.as_str()).collect();
    let mut said = format!("vertex type {}", node.name);
    if !key.is_empty() {
        let _ = write!(said, ", identified by {}", key.join(", "));
    }
    match node.scope {
        Scope::Local => said.push_str(", local to this graph"),
        Scope::Outside => said.push_str(", not in this graph"),
        Scope::Global => {}
    }
    said
}

fn type_box(svg: &mut String, shown: &TypeBox, at: Point, class: &str, tooltip: &str) {
    let (width, height) = (Number(shown.size.width), Number(shown.size.height));
    let head = shown.head();
    let _ = writeln!(
        svg,
        "<g class=\"{class}\" transform=\"translate({} {})\"><title>{}</title>\n\
         <rect class=\"body\" width=\"{width}\" height=\"{height}\" rx=\"5\"/>",
        Number(at.x),
        Number(at.y),
        escape(tooltip)
    );
    let lower = if shown.rows.is_empty() {
        format!("V{}a5 5 0 0 1 -5 5H5a5 5 0 0 1 -5 -5z", Number(head - 5.0))
    } else {
        format!("V{}H0z", Number(head))
    };
    let right = Number(shown.size.width - 5.0);
    let _ = writeln!(
        svg,
        "<path class=\"head\" d=\"M0 5a5 5 0 0 1 5 -5H{right}a5 5 0 0 1 5 5{lower}\"/>"
    );
    let middle = Number(shown.size.width / 2.0);
    let _ = writeln!(
        svg,
        "<text class=\"name middle\" x=\"{middle}\" y=\"{}\">{}</text>",
        Number(HEAD - 9.0),
        escape(&shown.name)
    );
    for (index, note) in shown.notes.iter().enumerate() {
        let y = Number(HEAD + 4.0 + NOTE * index as f64);
        let _ = writeln!(
            svg,
            "<text class=\"small faint middle\" x=\"{middle}\" y=\"{y}\">{}</text>",
            escape(note)
        );
    }
    for (index, cell) in shown.rows.iter().enumerate() {
        row(svg, shown, cell, head + 4.0 + ROW * index as f64);
    }
    let _ =
        writeln!(svg, "<rect class=\"rim\" width=\"{width}\" height=\"{height}\" rx=\"5\"/></g>");
}

fn row(svg: &mut String, shown: &TypeBox, cell: &Cell, top: f64) {
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
        Number(shown.name_at),
        escape(&cell.name),
        Number(shown.type_at),
        escape(&cell.ty)
    );
}

fn edge_box(svg: &mut String, drawing: &Drawing, edge: &Edge<'_>, at: Point) {
    let label = &edge.label;
    let local = if edge.link.scope == Scope::Local { " local" } else { "" };
    let _ = writeln!(
        svg,
        "<g class=\"edge{local}\" transform=\"translate({} {})\"><title>{}</title>\n\
         <rect width=\"{}\" height=\"{}\" rx=\"9\"/>",
        Number(at.x),
        Number(at.y),
        escape(&said_of(drawing, edge.link)),
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

/// A line, bent where it is between columns.
fn path(svg: &mut String, line: &Line, arrow: bool) {
    let Some(start) = line.first() else { return };
    let _ = write!(svg, "<path class=\"line\" d=\"M{} {}", Number(start.x), Number(start.y));
    for (index, two) in line.windows(2).enumerate() {
        let (from, to) = (two[0], two[1]);
        let level = (from.y - to.y).abs() < 0.05;
        if level && (from.x - to.x).abs() < 0.05 {
            continue;
        }
        if index % 2 == 0 || level {
            let _ = write!(svg, "L{} {}", Number(to.x), Number(to.y));
        } else {
            let middle = Number((from.x + to.x) / 2.0);
            let _ = write!(
                svg,
                "C{middle} {} {middle} {} {} {}",
                Number(from.y),
                Number(to.y),
                Number(to.x),
                Number(to.y)
            );
        }
    }
    svg.push_str(if arrow { "\" marker-end=\"url(#arrow)\"/>\n" } else { "\"/>\n" });
}

/// The picture for those who do not see it.
fn in_words(drawing: &Drawing) -> String {
    let mut words = format!("{}.", drawing.counts());
    for link in &drawing.links {
        let _ = write!(words, " {}.", said_of(drawing, link));
    }
    words
}

fn said_of(drawing: &Drawing, link: &Link) -> String {
    let kind = if link.directed { "directed" } else { "undirected" };
    let mut said = format!("{kind} edge type {}", link.name);
    for (index, bundle) in link.bundles.iter().enumerate() {
        let and = if index > 0 { " and" } else { "" };
        let (from, to) = (drawing.side(&bundle.from), drawing.side(&bundle.to));
        let _ = if link.directed {
            write!(said, "{and} from {from} to {to}")
        } else {
            write!(said, "{and} between {from} and {to}")
        };
    }
    if let Some(reverse) = &link.reverse {
        let _ = write!(said, ", reverse edge type {reverse}");
    }
    said
}

/// A coordinate, to a tenth.
struct Number(f64);

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() / 10.0;
        // Not `-0`.
        write!(f, "{}", tenths + 0.0)
    }
}
