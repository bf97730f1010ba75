//! A class diagram of Mermaid.
//!
//! It is the only diagram of Mermaid with attributes and directions. An edge type with attributes
//! or several pairs is a class of its own between those that it joins, because a relation has only
//! one line of text.

use std::fmt::Write;

use super::drawing::{Bundle, Drawing, Link, Node, Row, Scope};

/// Writes the drawing as a `classDiagram`. Writing to a `String` cannot fail, so results are
/// ignored.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut text = format!(
        "---\ntitle: {}\n---\nclassDiagram\n  direction LR\n",
        front_matter(&format!("{}: {}", drawing.title(), drawing.counts()))
    );
    for (index, node) in drawing.nodes.iter().enumerate() {
        class(&mut text, &vertex_id(drawing, index), &node.name, &annotation(node), |text| {
            for row in &node.rows {
                member(text, row);
            }
        });
    }
    for (index, tuple) in drawing.tuples.iter().enumerate() {
        let id = id("tuple", index, &tuple.name);
        class(&mut text, &id, &tuple.name, &["tuple".into()], |text| {
            for (name, ty) in &tuple.fields {
                let _ = writeln!(text, "    {} {}", plain(ty), plain(name));
            }
        });
    }
    for (index, link) in drawing.links.iter().enumerate() {
        for (part, bundle) in link.bundles.iter().enumerate() {
            edge(&mut text, drawing, link, bundle, &format!("{index}_{part}"));
        }
    }
    text
}

fn annotation(node: &Node) -> Vec<String> {
    let mut notes = match node.scope {
        Scope::Local => vec!["local".to_owned()],
        Scope::Global | Scope::Outside => vec![],
    };
    notes.extend(node.notes.iter().cloned());
    notes
}

fn class(text: &mut String, id: &str, name: &str, notes: &[String], members: impl Fn(&mut String)) {
    let _ = writeln!(text, "  class {id}[\"{}\"] {{", plain(name));
    if !notes.is_empty() {
        let _ = writeln!(text, "    <<{}>>", plain(&notes.join(", ")));
    }
    members(text);
    text.push_str("  }\n");
}

fn edge(text: &mut String, drawing: &Drawing, link: &Link, bundle: &Bundle, number: &str) {
    let head = if link.directed { "-->" } else { "--" };
    let notes = link.notes(drawing, bundle);
    if let (Some((from, to)), true) = (bundle.only_pair(), link.rows.is_empty()) {
        let mut label = plain(&link.name);
        if !notes.is_empty() {
            let _ = write!(label, " ({})", plain(&notes.join(", ")));
        }
        // Mermaid would read a second colon as the start of a label.
        let label = label.replace(':', "#58;");
        let (from, to) = (vertex_id(drawing, from), vertex_id(drawing, to));
        let _ = writeln!(text, "  {from} {head} {to} : {label}");
        return;
    }
    let hub = format!("edge{number}_{}", word(&link.name));
    let mut annotation = vec!["edge".to_owned()];
    if link.scope == Scope::Local {
        annotation.push("local".to_owned());
    }
    class(text, &hub, &link.name, &annotation, |text| {
        for row in &link.rows {
            member(text, row);
        }
        for note in notes.iter().filter(|note| *note != "local") {
            let _ = writeln!(text, "    {}", plain(note));
        }
    });
    if bundle.joins_from() {
        for &from in &bundle.from {
            let _ = writeln!(text, "  {} -- {hub}", vertex_id(drawing, from));
        }
    }
    if bundle.joins_to() {
        for &to in &bundle.to {
            let _ = writeln!(text, "  {hub} {head} {}", vertex_id(drawing, to));
        }
    }
}

fn member(text: &mut String, row: &Row) {
    let tag = row.tag();
    let _ = write!(text, "    {} {}", plain(&row.ty), plain(&row.name));
    if let Some(default) = &row.default {
        let _ = write!(text, " = {}", plain(default));
    }
    if !tag.is_empty() {
        let _ = write!(text, " [{tag}]");
    }
    text.push('\n');
}

fn vertex_id(drawing: &Drawing, index: usize) -> String {
    id("vertex", index, &drawing.nodes[index].name)
}

/// Returns an id that is unique for any names, and not a keyword of Mermaid.
fn id(kind: &str, index: usize, name: &str) -> String {
    format!("{kind}{index}_{}", word(name))
}

/// Returns the part of a name that an id can contain.
fn word(name: &str) -> String {
    name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').take(60).collect()
}

/// Escapes a text for Mermaid: any character that is not plain is written as its number, which
/// Mermaid converts back when it draws. An underscore at the end of a word would start emphasis.
fn plain(text: &str) -> String {
    if text.is_empty() {
        return "none".into();
    }
    let mut written = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let inside = before.is_alphanumeric() && rest.peek().is_some_and(|it| it.is_alphanumeric());
        match character {
            '_' if inside => written.push('_'),
            ' ' | ',' | '.' | ':' => written.push(character),
            other if other.is_alphanumeric() => written.push(other),
            '\0' => written.push_str("#65533;"),
            other => {
                let _ = write!(written, "#{};", u32::from(other));
            }
        }
        before = character;
    }
    written
}

/// Writes a title between the lines that Mermaid reads as YAML.
fn front_matter(title: &str) -> String {
    let mut quoted = String::from("\"");
    for character in title.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            other if other.is_control() || matches!(other, '\u{2028}' | '\u{2029}') => {
                quoted.push(' ');
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
