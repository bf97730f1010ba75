//! The legend of a picture: only the marks that it contains.

use crate::draw::drawing::{Drawing, Mark, Row, Scope};
use crate::draw::scene::text::mono;

pub(super) struct Legend(Vec<&'static str>);

impl Legend {
    pub(super) fn of(drawing: &Drawing) -> Self {
        let rows: Vec<&Row> = drawing
            .nodes
            .iter()
            .flat_map(|node| &node.rows)
            .chain(drawing.links.iter().flat_map(|link| &link.rows))
            .collect();
        let any = |is: fn(&Row) -> bool| rows.iter().any(|row| is(row));
        let local = drawing.nodes.iter().map(|node| node.scope);
        let mut local = local.chain(drawing.links.iter().map(|link| link.scope));
        let marks = [
            (any(|row| matches!(row.mark, Mark::Id { .. })), "ID: the id of a vertex"),
            (any(|row| matches!(row.mark, Mark::Key(_))), "KEY: attributes that identify a vertex"),
            (any(|row| row.tag() == "INDEX"), "INDEX: quick to look up by"),
            (any(|row| row.mark == Mark::Vector), "VECTOR: an embedding to search by similarity"),
            (
                any(|row| row.mark == Mark::Discriminator),
                "DISCR: distinguishes edges between the same two vertices",
            ),
            (drawing.links.iter().any(|link| link.directed), "arrow: directed edge"),
            (drawing.links.iter().any(|link| !link.directed), "no arrow: undirected edge"),
            (
                drawing.links.iter().any(|link| link.reverse.is_some()),
                "reverse: the name of the edge when it is followed backwards",
            ),
            (any(|row| row.default.is_some()), "= value: the default"),
            (local.any(|scope| scope == Scope::Local), "green: local to this graph"),
        ];
        Self(marks.into_iter().filter(|(is, _)| *is).map(|(_, text)| text).collect())
    }

    /// Breaks the legend into lines of at most this width.
    pub(super) fn lines(&self, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for text in &self.0 {
            match lines.last_mut() {
                Some(line) if mono(line, 10.5) + mono(text, 10.5) + 30.0 <= width => {
                    line.push_str("  ·  ");
                    line.push_str(text);
                }
                _ => lines.push((*text).to_owned()),
            }
        }
        lines
    }
}
