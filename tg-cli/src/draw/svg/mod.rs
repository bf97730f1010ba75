//! A picture that needs no tool: browsers display it, and so do most pages and editors.
//!
//! Its text can be selected, it follows the light or dark scheme of the viewer, and it has a
//! description for screen readers.

pub(super) mod boxes;
mod legend;

use std::fmt::Write;

use super::drawing::{Drawing, Link, Scope};
use super::layout::Line;
use super::scene::{Detail, Scene, text};
use super::xml::escape;
use boxes::{Number, edge_box, type_box};

/// The style rules of this picture and of the boxes of the page.
pub(super) const RULES: &str = include_str!("rules.css");
/// The colours of the light and of the dark scheme.
pub(super) const LIGHT: &str = include_str!("light.css");
pub(super) const DARK: &str = include_str!("dark.css");
const MARGIN: f64 = 28.0;
/// The height of the title.
const TITLE: f64 = 80.0;

/// Writes the drawing as a picture. Writing to a `String` cannot fail, so results are ignored.
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
         <style>\nsvg {{\n{LIGHT}}}\n@media (prefers-color-scheme: dark) {{ svg {{\n{DARK}}} }}\n{RULES}</style>\n\
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
    for (index, (content, corner)) in scene.types.iter().zip(&scene.layout.boxes).enumerate() {
        type_box(&mut svg, content, *corner, class(drawing, index), &tooltip(drawing, index));
    }
    for (edge, placed) in scene.edges.iter().zip(&scene.layout.hubs) {
        edge_box(
            &mut svg,
            &edge.label,
            placed.corner,
            class_of_edge(edge.link),
            &described(drawing, edge.link),
        );
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

pub(super) fn class(drawing: &Drawing, index: usize) -> &'static str {
    match drawing.nodes.get(index).map(|node| node.scope) {
        None => "tuple",
        Some(Scope::Global) => "vertex",
        Some(Scope::Local) => "vertex local",
        Some(Scope::Outside) => "vertex outside",
    }
}

pub(super) fn class_of_edge(link: &Link) -> &'static str {
    if link.scope == Scope::Local { "edge local" } else { "edge" }
}

fn tooltip(drawing: &Drawing, index: usize) -> String {
    let Some(node) = drawing.nodes.get(index) else {
        let tuple = drawing.tuples.get(index - drawing.nodes.len());
        return format!("tuple {}", tuple.map_or("", |tuple| &tuple.name));
    };
    let key: Vec<_> =
        node.rows.iter().filter(|row| row.is_key()).map(|row| row.name.as_str()).collect();
    let mut description = format!("vertex type {}", node.name);
    if !key.is_empty() {
        let _ = write!(description, ", identified by {}", key.join(", "));
    }
    match node.scope {
        Scope::Local => description.push_str(", local to this graph"),
        Scope::Outside => description.push_str(", not in this graph"),
        Scope::Global => {}
    }
    description
}

/// Writes a line, curved between columns.
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

/// Describes the picture for screen readers.
fn in_words(drawing: &Drawing) -> String {
    let mut words = format!("{}.", drawing.counts());
    for link in &drawing.links {
        let _ = write!(words, " {}.", described(drawing, link));
    }
    words
}

fn described(drawing: &Drawing, link: &Link) -> String {
    let kind = if link.directed { "directed" } else { "undirected" };
    let mut description = format!("{kind} edge type {}", link.name);
    for (index, bundle) in link.bundles.iter().enumerate() {
        let and = if index > 0 { " and" } else { "" };
        let (from, to) = (drawing.side(&bundle.from), drawing.side(&bundle.to));
        let _ = if link.directed {
            write!(description, "{and} from {from} to {to}")
        } else {
            write!(description, "{and} between {from} and {to}")
        };
    }
    if let Some(reverse) = &link.reverse {
        let _ = write!(description, ", reverse edge type {reverse}");
    }
    description
}
