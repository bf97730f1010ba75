//! The language of Graphviz: a table per type, and a labelled arrow per edge type.

use std::collections::HashSet;
use std::fmt::Write;

use super::drawing::{Bundle, Drawing, Link, Node, Row, Scope, Tuple};
use super::xml::escape;

const INK: &str = "#1f2933";
const FAINT: &str = "#616e7c";
const LINE: &str = "#7b8794";
/// Starts a line for each row of a table.
const BREAK: &str = "\n    ";

/// Writes the drawing as a `digraph`. Writing to a `String` cannot fail, so results are ignored.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut dot = String::new();
    let mut ids = Ids::default();
    let _ = write!(
        dot,
        "digraph {title} {{\n  \
         graph [rankdir=LR, nodesep=0.35, ranksep=0.9, labelloc=t, fontname=\"Helvetica,Arial,sans-serif\", \
         fontcolor=\"{INK}\",\n    \
         label=<{name}<BR/><FONT POINT-SIZE=\"11\">{counts}</FONT>>]\n  \
         node [shape=plain, fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, fontcolor=\"{INK}\"]\n  \
         edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, fontcolor=\"{INK}\", color=\"{LINE}\"]\n\n",
        title = quoted(drawing.title()),
        name = bold(drawing.title()),
        counts = escape(&drawing.counts()),
    );
    let nodes: Vec<_> = drawing.nodes.iter().map(|node| ids.id(&node.name)).collect();
    for (node, id) in drawing.nodes.iter().zip(&nodes) {
        let _ = writeln!(dot, "  {id} [label=<{}>]", vertex(node));
    }
    for tuple in &drawing.tuples {
        let _ = writeln!(dot, "  {} [label=<{}>]", ids.id(&tuple.name), table_of_tuple(tuple));
    }
    dot.push('\n');
    for link in &drawing.links {
        for bundle in &link.bundles {
            edge(&mut dot, drawing, link, bundle, &nodes, &mut ids);
        }
    }
    dot.push_str("}\n");
    dot
}

/// Writes an arrow with a label; with several ends, a box in the middle of several arrows.
fn edge(
    dot: &mut String,
    drawing: &Drawing,
    link: &Link,
    bundle: &Bundle,
    nodes: &[String],
    ids: &mut Ids,
) {
    let label = table_of_edge(drawing, link, bundle);
    let style = if link.directed { "" } else { "dir=none, " };
    if let Some((from, to)) = bundle.only_pair() {
        let _ = writeln!(dot, "  {} -> {} [{style}label=<{label}>]", nodes[from], nodes[to]);
        return;
    }
    let hub = ids.id(&link.name);
    let _ = writeln!(
        dot,
        "  {hub} [shape=box, style=\"rounded\", color=\"{LINE}\", margin=\"0.05,0.03\", label=<{label}>]"
    );
    if bundle.joins_from() {
        for &from in &bundle.from {
            let _ = writeln!(dot, "  {} -> {hub} [dir=none]", nodes[from]);
        }
    }
    if bundle.joins_to() {
        for &to in &bundle.to {
            let plain = if link.directed { "" } else { " [dir=none]" };
            let _ = writeln!(dot, "  {hub} -> {}{plain}", nodes[to]);
        }
    }
}

fn vertex(node: &Node) -> String {
    let (style, fill) = match node.scope {
        Scope::Global => ("", "#d9e8f6"),
        Scope::Local => ("", "#e3f1dc"),
        Scope::Outside => (" STYLE=\"dashed\"", "#f0f0f0"),
    };
    let mut table = format!(
        "<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"4\" COLOR=\"{LINE}\"{style}>{BREAK}\
         <TR><TD COLSPAN=\"3\" BGCOLOR=\"{fill}\">{}",
        bold(&node.name)
    );
    if node.scope == Scope::Local {
        table.push_str(&faint(" local"));
    }
    for note in &node.notes {
        let _ = write!(table, "<BR/>{}", faint(note));
    }
    table.push_str("</TD></TR>");
    for row in &node.rows {
        table.push_str(&attribute(row));
    }
    table.push_str("</TABLE>");
    table
}

fn table_of_tuple(tuple: &Tuple) -> String {
    let mut table = format!(
        "<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"4\" COLOR=\"{LINE}\">{BREAK}\
         <TR><TD COLSPAN=\"2\" BGCOLOR=\"#f4ecd8\">{}{}</TD></TR>",
        bold(&tuple.name),
        faint(" tuple")
    );
    for (name, ty) in &tuple.fields {
        let _ = write!(
            table,
            "{BREAK}<TR><TD ALIGN=\"LEFT\">{}</TD><TD ALIGN=\"LEFT\">{}</TD></TR>",
            escape(name),
            faint(ty)
        );
    }
    table.push_str("</TABLE>");
    table
}

fn table_of_edge(drawing: &Drawing, link: &Link, bundle: &Bundle) -> String {
    let mut table = format!(
        "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\">{BREAK}\
         <TR><TD>{}</TD></TR>",
        bold(&link.name)
    );
    for row in &link.rows {
        let tag = row.tag();
        let tag = if tag.is_empty() { tag } else { format!("{tag} ") };
        let _ = write!(
            table,
            "{BREAK}<TR><TD>{}{} {}</TD></TR>",
            faint(&tag),
            escape(&row.name),
            faint(&row.declared())
        );
    }
    for note in link.notes(drawing, bundle) {
        let _ = write!(table, "{BREAK}<TR><TD>{}</TD></TR>", faint(&note));
    }
    table.push_str("</TABLE>");
    table
}

fn attribute(row: &Row) -> String {
    let is_plain = row.tag().is_empty() || row.tag() == "INDEX";
    let name = if is_plain { escape(&row.name) } else { bold(&row.name) };
    format!(
        "{BREAK}<TR><TD ALIGN=\"LEFT\">{}</TD><TD ALIGN=\"LEFT\">{name}</TD><TD ALIGN=\"LEFT\">{}</TD></TR>",
        faint(&row.tag()),
        faint(&row.declared())
    )
}

/// Graphviz does not accept an empty `B`.
fn bold(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<B>{}</B>", escape(text)) }
}

/// Graphviz does not accept an empty `FONT`.
fn faint(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<FONT COLOR=\"{FAINT}\">{}</FONT>", escape(text))
}

/// Returns the names of the nodes: those of the types, made unique.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
}

impl Ids {
    fn id(&mut self, name: &str) -> String {
        let mut id = name.to_owned();
        let mut number = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{name} {number}");
            number += 1;
        }
        quoted(&id)
    }
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\0', "\u{fffd}");
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_inside_its_quotes() {
        assert_eq!(quoted("a\\\" -> b"), "\"a\\\\\\\" -> b\"");
    }

    #[test]
    fn equal_names_get_ids_of_their_own() {
        let mut ids = Ids::default();
        assert_eq!([ids.id("A"), ids.id("A"), ids.id("A 2")], ["\"A\"", "\"A 2\"", "\"A 2 2\""]);
    }
}
