//! Declarations of types and graphs as they were written, in canonical form.

use super::names;
use crate::check::{TYPE_KEYWORDS, default_of};
use crate::model::{AttributeType, Literal};
use crate::print::layout::{self, ITEM, Layout, statement};
use crate::syntax::ast::{
    AttributeDecl, EdgeDecl, Ends, GraphDecl, GraphMembers, KeyDecl, OptionDecl, PairDecl,
    TupleDecl, TypeExpr, VertexDecl,
};

/// `verb` is `CREATE` or `ADD`.
pub(super) fn vertex(verb: &str, vertex: &VertexDecl, indent: usize) -> String {
    let mut items = Vec::with_capacity(vertex.attributes.len() + 1);
    if let Some(KeyDecl::PrimaryId { name, ty }) = &vertex.key {
        items.push(format!("PRIMARY_ID {} {}", name.value, self::ty(ty)));
    }
    items.extend(vertex.attributes.iter().map(attribute));
    if let Some(KeyDecl::PrimaryKey(parts)) = &vertex.key {
        match (&parts[..], vertex.attributes.first()) {
            ([only], Some(first)) if only.value == first.name.value => {
                items[0].push_str(" PRIMARY KEY");
            }
            _ => items.push(format!("PRIMARY KEY ({})", names(parts))),
        }
    }
    let head = format!("{verb} VERTEX {} ", vertex.name.value);
    statement(&head, &items, Layout { indent, ..Layout::default() }) + &options(&vertex.options)
}

pub(super) fn edge(verb: &str, edge: &EdgeDecl, indent: usize) -> String {
    let direction = if edge.directed { "DIRECTED" } else { "UNDIRECTED" };
    let mut items = vec![pairs(&edge.pairs, indent + ITEM)];
    if !edge.discriminator.is_empty() {
        items.push(format!("DISCRIMINATOR({})", attributes(&edge.discriminator)));
    }
    items.extend(edge.attributes.iter().map(attribute));
    let head = format!("{verb} {direction} EDGE {} ", edge.name.value);
    statement(&head, &items, Layout { indent, ..Layout::default() }) + &options(&edge.options)
}

/// Formats a tuple. A field that has a type's name remains as written: name and type may be in
/// either order, and such a field would be read the other way round.
pub(super) fn tuple(tuple: &TupleDecl) -> Option<String> {
    let is_type = |name: &str| TYPE_KEYWORDS.iter().any(|it| it.eq_ignore_ascii_case(name));
    if tuple.fields.iter().any(|field| is_type(&field.name.value)) {
        return None;
    }
    let fields: Vec<_> =
        tuple.fields.iter().map(|it| format!("{} {}", it.name.value, ty(&it.ty))).collect();
    let layout = Layout { open: '<', close: '>', indent: 0 };
    Some(format!("{} {}", statement("TYPEDEF TUPLE ", &fields, layout), tuple.name.value))
}

/// Formats a graph. A graph of tags remains as written.
pub(super) fn graph(graph: &GraphDecl) -> Option<String> {
    let members: Vec<_> = match &graph.members {
        GraphMembers::All => vec!["*".to_owned()],
        GraphMembers::Named(names) => names.iter().map(|name| name.value.clone()).collect(),
        GraphMembers::Tagged { .. } => return None,
    };
    let head = format!("CREATE GRAPH {} ", graph.name.value);
    let mut text = statement(&head, &members, Layout::default());
    if let Some(admin) = &graph.admin {
        text += " WITH ADMIN ";
        text += &admin.value;
    }
    Some(text)
}

pub(super) fn pairs(pairs: &[PairDecl], indent: usize) -> String {
    let pair = |pair: &PairDecl| format!("FROM {}, TO {}", ends(&pair.from), ends(&pair.to));
    layout::pairs(&pairs.iter().map(pair).collect::<Vec<_>>(), indent)
}

fn ends(ends: &Ends) -> String {
    match ends {
        Ends::All(_) => "*".to_owned(),
        Ends::Named(names) => {
            names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join("|")
        }
    }
}

pub(super) fn attributes(all: &[AttributeDecl]) -> String {
    all.iter().map(attribute).collect::<Vec<_>>().join(", ")
}

pub(super) fn attribute(attribute: &AttributeDecl) -> String {
    let mut text = format!("{} {}", attribute.name.value, ty(&attribute.ty));
    if let Some(default) = &attribute.default {
        text += " DEFAULT ";
        text += &self::default(&attribute.ty, &default.value);
    }
    text
}

/// Returns the default as the printed schema has it, if it is a value of its type.
fn default(ty: &TypeExpr, literal: &Literal) -> String {
    let value = scalar(ty).and_then(|ty| default_of(&ty, literal).ok());
    match value.as_ref().unwrap_or(literal) {
        // Servers accept BOOL defaults in quotes only.
        Literal::Bool(truth) => format!("\"{truth}\""),
        literal => literal.to_string(),
    }
}

fn scalar(ty: &TypeExpr) -> Option<AttributeType> {
    Some(match ty.name.value.to_ascii_uppercase().as_str() {
        "INT" => AttributeType::Int,
        "UINT" => AttributeType::Uint,
        "FLOAT" => AttributeType::Float,
        "DOUBLE" => AttributeType::Double,
        "BOOL" => AttributeType::Bool,
        _ => return None,
    })
}

fn ty(ty: &TypeExpr) -> String {
    let name = &ty.name.value;
    let keyword = TYPE_KEYWORDS.iter().find(|keyword| keyword.eq_ignore_ascii_case(name));
    let mut text = keyword.map_or_else(|| name.clone(), |keyword| (*keyword).to_owned());
    if !ty.elements.is_empty() {
        let elements: Vec<_> = ty.elements.iter().map(self::ty).collect();
        text += &format!("<{}>", elements.join(", "));
    }
    if let Some(size) = &ty.size {
        text += &format!("({})", size.value);
    }
    if ty.compress.is_some() {
        text += " COMPRESS";
    }
    text
}

fn options(options: &[OptionDecl]) -> String {
    if options.is_empty() {
        return String::new();
    }
    let option = |option: &OptionDecl| {
        let key = option.key.value.to_ascii_uppercase();
        // The name of a reverse type has a case, all other values have none.
        let value = match key.as_str() {
            "REVERSE_EDGE" => option.value.value.clone(),
            _ => option.value.value.to_ascii_lowercase(),
        };
        format!("{key}={}", Literal::String(value))
    };
    format!(" WITH {}", options.iter().map(option).collect::<Vec<_>>().join(", "))
}

/// `DIMENSION=3, METRIC="COSINE"`
pub(super) fn parameters(parameters: &[OptionDecl]) -> String {
    let parameter = |parameter: &OptionDecl| {
        let key = parameter.key.value.to_ascii_uppercase();
        let value = &parameter.value.value;
        if value.parse::<u64>().is_ok() && !value.starts_with('+') {
            return format!("{key}={value}");
        }
        format!("{key}={}", Literal::String(value.to_ascii_uppercase()))
    };
    parameters.iter().map(parameter).collect::<Vec<_>>().join(", ")
}
