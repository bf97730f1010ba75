//! A plan for people.

use super::{Attribute, Id, Piece, Plan, Source, Value};
use crate::load::format::Format;
use crate::load::template;
use crate::output::load::{Listing, TypeListing};

impl Plan {
    /// Returns what the rows of a file give.
    pub(in crate::load) fn listing(&self, file: &str, files: usize, format: &Format) -> Listing {
        let vertices = self.vertices.iter().map(|vertex| {
            let keys = key_rows("", &vertex.id);
            let rows = keys.into_iter().chain(vertex.attributes.iter().map(row)).collect();
            TypeListing { name: vertex.name.to_owned(), rows, unset: vertex.unset.clone() }
        });
        let edges = self.edges.iter().map(|edge| {
            let ends = key_rows("from ", &edge.from).into_iter();
            let ends = ends.chain(key_rows("to ", &edge.to));
            let rows = ends.chain(edge.attributes.iter().map(row)).collect();
            TypeListing { name: edge.name.to_owned(), rows, unset: edge.unset.clone() }
        });
        let more = if files > 1 { format!(" and {} more", files - 1) } else { String::new() };
        Listing {
            file: format!("{file}{more}"),
            format: format.to_string(),
            types: vertices.chain(edges).collect(),
            unused: self.unused.clone(),
        }
    }
}

fn key_rows(end: &str, id: &Id) -> Vec<[String; 3]> {
    let name = |part: &str| match end {
        "" => part.to_owned(),
        end => format!("{end}{}.{part}", id.vertex),
    };
    let row = |part: &super::Part| [name(&part.name), part.ty.to_string(), origin(&part.value)];
    id.parts.iter().map(row).collect()
}

fn row(attribute: &Attribute) -> [String; 3] {
    let Attribute { name, target, value, operator, .. } = attribute;
    let operator = operator.map_or(String::new(), |operator| format!("  (op {operator})"));
    [name.clone(), target.to_string(), origin(value) + &operator]
}

fn origin(value: &Value) -> String {
    let mut origin = match &value.source {
        Source::Column(column) => format!("<- {}", column.name),
        Source::Part { column, index, .. } => format!("<- part {} of {}", index + 1, column.name),
        Source::Constant(text) => format!("=  {text:?}"),
        Source::Condition(_) => "<- condition".to_owned(),
        Source::Template(pieces) => {
            let piece = |piece: &Piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Column(column) => template::of_column(&column.name),
            };
            format!("<- {}", pieces.iter().map(piece).collect::<String>())
        }
    };
    if let Some(date) = &value.conversion.date {
        origin += &format!("  (date {date})");
    }
    if let Some(split) = &value.conversion.split {
        origin += &format!("  (split at {split:?})");
    }
    if let Some(default) = &value.default {
        origin += &format!("  (default {default:?})");
    }
    origin
}
