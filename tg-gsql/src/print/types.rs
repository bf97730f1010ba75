//! Vertex and edge types, as after `CREATE` and `ADD`.

use super::layout::{self, ITEM, Layout, statement};
use crate::model::{
    Attribute, AttributeType, EdgeType, EndpointPair, Literal, PrimaryKey, Stats, VertexType,
};

/// `verb` is `CREATE` or `ADD`.
pub(super) fn vertex(verb: &str, vertex: &VertexType, indent: usize) -> String {
    let mut items = Vec::with_capacity(vertex.attributes.len() + 1);
    if let PrimaryKey::PrimaryId { name, ty, .. } = &vertex.key {
        items.push(format!("PRIMARY_ID {name} {ty}"));
    }
    items.extend(vertex.attributes.iter().map(attribute));
    if let PrimaryKey::Attributes(names) = &vertex.key {
        match (&names[..], vertex.attributes.first()) {
            ([only], Some(first)) if *only == first.name => items[0].push_str(" PRIMARY KEY"),
            _ => items.push(format!("PRIMARY KEY ({})", names.join(", "))),
        }
    }
    let mut options = Vec::new();
    if vertex.stats == Stats::None {
        options.push("STATS=\"none\"");
    }
    if vertex.id_as_attribute().is_some() {
        options.push("PRIMARY_ID_AS_ATTRIBUTE=\"true\"");
    }
    let head = format!("{verb} VERTEX {} ", vertex.name);
    let text = statement(&head, &items, Layout { indent, ..Layout::default() });
    if options.is_empty() { text } else { format!("{text} WITH {}", options.join(", ")) }
}

pub(super) fn edge(verb: &str, edge: &EdgeType, indent: usize) -> String {
    let direction = if edge.directed { "DIRECTED" } else { "UNDIRECTED" };
    let mut items = vec![pairs(&edge.pairs, indent + ITEM)];
    if !edge.discriminator().is_empty() {
        let parts: Vec<_> = edge.discriminator().iter().map(attribute).collect();
        items.push(format!("DISCRIMINATOR({})", parts.join(", ")));
    }
    items.extend(edge.plain_attributes().iter().map(attribute));
    let head = format!("{verb} {direction} EDGE {} ", edge.name);
    let text = statement(&head, &items, Layout { indent, ..Layout::default() });
    match &edge.reverse {
        Some(reverse) => format!("{text} WITH REVERSE_EDGE=\"{reverse}\""),
        None => text,
    }
}

pub(super) fn pairs(pairs: &[EndpointPair], indent: usize) -> String {
    let mut texts = Vec::with_capacity(pairs.len());
    for pair in pairs {
        texts.push(format!("FROM {}, TO {}", pair.from, pair.to));
    }
    layout::pairs(&texts, indent)
}

pub(super) fn attribute(attribute: &Attribute) -> String {
    let Attribute { name, ty, default } = attribute;
    match (ty, default) {
        (_, None) => format!("{name} {ty}"),
        // Servers accept BOOL defaults in quotes only.
        (AttributeType::Bool, Some(Literal::Bool(truth))) => {
            format!("{name} {ty} DEFAULT \"{truth}\"")
        }
        (_, Some(literal)) => format!("{name} {ty} DEFAULT {literal}"),
    }
}
