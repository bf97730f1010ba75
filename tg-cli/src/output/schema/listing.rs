//! A schema as a listing for people.

use tg_gsql::model::{Attribute, Catalog, EdgeType, PrimaryKey, TupleType, VertexType};

use crate::output::style::{FAINT, STRONG};
use crate::output::table::{count, table};

/// Lists the graphs, then every type with its attributes.
pub(crate) fn listing(catalog: &Catalog) -> String {
    let mut parts = Vec::new();
    if !catalog.graphs.is_empty() {
        parts.push(graphs(catalog));
    }
    parts.extend(catalog.vertices.iter().map(vertex));
    parts.extend(catalog.edges.iter().map(edge));
    parts.extend(catalog.tuples.iter().map(tuple));
    if parts.is_empty() {
        return "the schema is empty\n".to_owned();
    }
    parts.join("\n")
}

fn graphs(catalog: &Catalog) -> String {
    let line = |graph: &tg_gsql::model::Graph| {
        format!(
            "{STRONG}GRAPH {}{STRONG:#}  {}, {}\n",
            graph.name,
            count(graph.vertices.len(), "vertex type"),
            count(graph.edges.len(), "edge type"),
        )
    };
    catalog.graphs.iter().map(line).collect()
}

fn vertex(vertex: &VertexType) -> String {
    let mut rows = Vec::new();
    if let PrimaryKey::PrimaryId { name, ty, as_attribute } = &vertex.key {
        let note = if *as_attribute { "primary id, also an attribute" } else { "primary id" };
        rows.push([name.clone(), ty.to_string(), note.to_owned()]);
    }
    for attribute in &vertex.attributes {
        let mut notes = Vec::new();
        if vertex.is_key(&attribute.name) {
            notes.push("primary key".to_owned());
        }
        notes.extend(default(attribute));
        for index in vertex.indexes.iter().filter(|index| index.attribute == attribute.name) {
            notes.push(format!("index {}", index.name));
        }
        rows.push([attribute.name.clone(), attribute.ty.to_string(), notes.join(", ")]);
    }
    for vector in &vertex.vectors {
        let ty = format!("VECTOR({})", vector.dimension);
        rows.push([vector.name.clone(), ty, format!("metric {}", vector.metric)]);
    }
    format!(
        "{}\n{}",
        head("VERTEX", &vertex.name, &local(vertex.local_to.as_ref())),
        table("  ", &rows)
    )
}

fn edge(edge: &EdgeType) -> String {
    let arrow = if edge.directed { "->" } else { "--" };
    let mut joins: Vec<_> =
        edge.pairs.iter().map(|pair| format!("{} {arrow} {}", pair.from, pair.to)).collect();
    joins.extend(edge.reverse.iter().map(|reverse| format!("reverse {reverse}")));
    let mut note = joins.join(", ");
    if let Some(owner) = &edge.local_to {
        note += &format!("  local to {owner}");
    }
    let rows: Vec<_> = edge
        .attributes
        .iter()
        .enumerate()
        .map(|(index, attribute)| {
            let part = (index < edge.discriminators).then(|| "discriminator".to_owned());
            let notes: Vec<_> = part.into_iter().chain(default(attribute)).collect();
            [attribute.name.clone(), attribute.ty.to_string(), notes.join(", ")]
        })
        .collect();
    format!("{}\n{}", head("EDGE", &edge.name, &note), table("  ", &rows))
}

fn tuple(tuple: &TupleType) -> String {
    let fields = tuple.fields.iter();
    let rows: Vec<_> = fields.map(|field| [field.name.clone(), field.ty.to_string()]).collect();
    format!("{}\n{}", head("TUPLE", &tuple.name, ""), table("  ", &rows))
}

fn head(kind: &str, name: &str, note: &str) -> String {
    if note.is_empty() {
        return format!("{STRONG}{kind} {name}{STRONG:#}");
    }
    format!("{STRONG}{kind} {name}{STRONG:#}  {FAINT}{note}{FAINT:#}")
}

fn local(owner: Option<&String>) -> String {
    owner.map(|owner| format!("local to {owner}")).unwrap_or_default()
}

fn default(attribute: &Attribute) -> Option<String> {
    attribute.default.as_ref().map(|default| format!("default {default}"))
}
