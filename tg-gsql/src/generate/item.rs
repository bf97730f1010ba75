//! Structs of tuples, vertices and edges, and the whole text.

use std::fmt::Write as _;

use super::layout::{self, line};
use super::names::{Names, TypeName, distinct};
use super::types::tuple_field;
use super::{Form, Options};
use crate::model::{
    Attribute, Catalog, EdgeType, Literal, Metric, PrimaryKey, Stats, TupleType, VertexType,
};

/// Writes the source of a catalog.
pub(super) struct Writer<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) options: &'a Options<'a>,
    pub(super) names: Names,
    pub(super) out: String,
}

/// One field of a struct.
struct Field {
    /// The name on the server.
    server: String,
    doc: String,
    keys: Vec<String>,
    ty: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(catalog: &'a Catalog, options: &'a Options<'a>) -> Self {
        Self { catalog, options, names: Names::of(catalog), out: String::new() }
    }

    pub(super) fn write(mut self) -> String {
        self.header();
        let catalog = self.catalog;
        for (at, tuple) in catalog.tuples.iter().enumerate() {
            self.tuple(at, tuple);
        }
        self.types(None);
        for (at, graph) in catalog.graphs.iter().enumerate() {
            let in_module = |it: &TypeName| it.module == Some(at);
            let (vertices, edges) = (&self.names.vertices, &self.names.edges);
            if vertices.iter().any(in_module) || edges.iter().any(in_module) {
                self.module(at, &graph.name);
            }
        }
        for (at, graph) in catalog.graphs.iter().enumerate() {
            self.graph(at, graph);
        }
        self.out
    }

    fn header(&mut self) {
        let Form::File { made_by } = self.options.form else { return };
        let made_by = made_by.replace(['\n', '\r'], " ");
        let _ = write!(
            self.out,
            "//! The types of a graph schema, made from {made_by}.\n//!\n\
             //! Manual edits are lost with the next run: change the schema instead.\n\n\
             #![allow(dead_code, clippy::pedantic)]\n",
        );
        let Catalog { tuples, vertices, edges, graphs } = self.catalog;
        if tuples.is_empty() && vertices.is_empty() && edges.is_empty() && graphs.is_empty() {
            return;
        }
        let _ = match self.collections().as_slice() {
            [] => Ok(()),
            [only] => write!(self.out, "\nuse std::collections::{only};\n"),
            several => write!(self.out, "\nuse std::collections::{{{}}};\n", several.join(", ")),
        };
        self.out.push_str("\nuse tg_runtime::prelude::*;\n");
    }

    /// Writes the vertex and edge types of one module, or of the root.
    fn types(&mut self, module: Option<usize>) {
        let catalog = self.catalog;
        for (at, vertex) in catalog.vertices.iter().enumerate() {
            if self.names.vertices[at].module == module {
                self.vertex(at, vertex);
            }
        }
        for (at, edge) in catalog.edges.iter().enumerate() {
            if self.names.edges[at].module == module {
                self.edge(at, edge);
            }
        }
    }

    fn module(&mut self, graph: usize, name: &str) {
        self.blank();
        let doc = format!("/// Types of the graph `{name}` whose names other graphs have too.");
        line(&mut self.out, 0, &[&doc]);
        let (visibility, module) = (self.visibility(None), self.names.modules[graph].clone());
        line(&mut self.out, 0, &[&visibility, space(&visibility), "mod ", &module, " {"]);
        if let Form::File { .. } = self.options.form {
            line(&mut self.out, 4, &["use super::*;"]);
        }
        self.types(Some(graph));
        line(&mut self.out, 0, &["}"]);
    }

    fn tuple(&mut self, at: usize, tuple: &TupleType) {
        let mut derives = vec!["Debug", "Clone", "PartialEq"];
        if self.compares(&tuple.fields) {
            derives.extend(["Eq", "PartialOrd", "Ord", "Hash"]);
        }
        let name = self.names.tuples[at].clone();
        let keys = self.type_keys(&name, &tuple.name);
        let doc = format!("/// The tuple `{}`.", tuple.name);
        let fields = tuple.fields.iter().map(|field| {
            let (ty, size) = tuple_field(field.ty);
            let ty = match ty {
                "String" => self.std("string::String"),
                "DateTime" => self.runtime("DateTime"),
                _ => ty.to_owned(),
            };
            Field {
                server: field.name.clone(),
                doc: format!("/// `{}`", field.ty),
                keys: size.map(|size| format!("size = {size}")).into_iter().collect(),
                ty,
            }
        });
        let fields = fields.collect();
        self.item(&name, &doc, &derives, "Tuple", &keys, fields);
    }

    fn vertex(&mut self, at: usize, vertex: &VertexType) {
        let name = self.names.vertices[at].clone();
        let mut keys = Vec::new();
        if vertex.stats == Stats::None {
            keys.push("stats = \"none\"".to_owned());
        }
        if vertex.local_to.is_none() {
            keys.push("global".to_owned());
        }
        keys.append(&mut self.type_keys(&name, &vertex.name));
        let doc = format!("/// The {}vertex type `{}`.", scope(&vertex.local_to), vertex.name);
        let mut fields = Vec::new();
        if let PrimaryKey::PrimaryId { name: id, ty, as_attribute } = &vertex.key {
            let mut keys = vec!["primary_id".to_owned()];
            if !as_attribute {
                keys.push("as_attribute = false".to_owned());
            }
            let doc = format!("/// The primary id, `{ty}`.");
            fields.push(Field { server: id.clone(), doc, keys, ty: self.key_type(*ty) });
        }
        for attribute in &vertex.attributes {
            let mut field = self.attribute(attribute, name.module);
            if let PrimaryKey::Attributes(parts) = &vertex.key
                && let Some(part) = parts.iter().position(|part| *part == attribute.name)
            {
                field.keys.insert(0, self.key_part(vertex, parts, part));
                field.doc.push_str(", part of the key");
            }
            for index in &vertex.indexes {
                if index.attribute != attribute.name {
                    continue;
                }
                let plain = index.name == format!("{}_index", attribute.name);
                field.keys.push(match plain {
                    true => "index".to_owned(),
                    false => format!("index = \"{}\"", index.name),
                });
            }
            fields.push(field);
        }
        for vector in &vertex.vectors {
            let (dimension, metric) = (vector.dimension, vector.metric);
            let vector_type = format!("{}<{dimension}>", self.runtime("Vector"));
            let mut keys = Vec::new();
            if metric != Metric::default() {
                keys.push(format!("metric = \"{metric}\""));
            }
            fields.push(Field {
                server: vector.name.clone(),
                doc: format!("/// A vector of {dimension} dimensions, compared by `{metric}`"),
                keys,
                ty: format!("{}<{vector_type}>", self.std("option::Option")),
            });
        }
        let mut derives = self.derives(&vertex.attributes);
        if !vertex.vectors.is_empty() {
            // Vectors contain floating-point numbers.
            derives.truncate(3);
        }
        self.item(&name, &doc, &derives, "Vertex", &keys, fields);
    }

    /// `primary_key`, with its place if the key's order is not that of the attributes.
    fn key_part(&self, vertex: &VertexType, parts: &[String], part: usize) -> String {
        let places = parts
            .iter()
            .map(|part| vertex.attributes.iter().position(|attribute| attribute.name == *part));
        if places.is_sorted() {
            "primary_key".to_owned()
        } else {
            format!("primary_key = {}", part + 1)
        }
    }

    fn edge(&mut self, at: usize, edge: &EdgeType) {
        let name = self.names.edges[at].clone();
        let mut keys: Vec<String> = Vec::new();
        for pair in &edge.pairs {
            let owner = edge.local_to.as_deref();
            let from = self.vertex_path(owner, &pair.from, name.module);
            let to = self.vertex_path(owner, &pair.to, name.module);
            if edge.pairs.len() == 1 {
                keys.push(format!("from = {from}"));
                keys.push(format!("to = {to}"));
            } else {
                keys.push(format!("pair(from = {from}, to = {to})"));
            }
        }
        if !edge.directed {
            keys.push("undirected".to_owned());
        }
        if let Some(reverse) = &edge.reverse {
            keys.push(format!("reverse = \"{reverse}\""));
        }
        if edge.local_to.is_none() {
            keys.push("global".to_owned());
        }
        keys.append(&mut self.type_keys(&name, &edge.name));
        let direction = if edge.directed { "directed" } else { "undirected" };
        let scope = scope(&edge.local_to);
        let doc = format!("/// The {scope}{direction} edge type `{}`.", edge.name);
        let mut fields = Vec::with_capacity(edge.attributes.len());
        for attribute in &edge.attributes {
            let mut field = self.attribute(attribute, name.module);
            if fields.len() < edge.discriminators {
                field.keys.insert(0, "discriminator".to_owned());
                field.doc.push_str(", distinguishes parallel edges");
            }
            fields.push(field);
        }
        let derives = self.derives(&edge.attributes);
        self.item(&name, &doc, &derives, "Edge", &keys, fields);
    }

    fn attribute(&self, attribute: &Attribute, module: Option<usize>) -> Field {
        let mut keys = Vec::new();
        if let Some(default) = &attribute.default {
            keys.push(format!("schema_default = {}", literal(default)));
        }
        Field {
            server: attribute.name.clone(),
            doc: format!("/// `{}`", attribute.ty),
            keys,
            ty: self.attribute_type(&attribute.ty, module),
        }
    }

    fn derives(&self, attributes: &[Attribute]) -> Vec<&'static str> {
        let mut derives = vec!["Debug", "Clone", "PartialEq"];
        if attributes.iter().all(|attribute| self.is_total(&attribute.ty)) {
            derives.extend(["Eq", "Hash"]);
        }
        derives
    }

    /// Returns the keys that every type may have.
    fn type_keys(&self, name: &TypeName, server: &str) -> Vec<String> {
        let mut keys = Vec::new();
        if name.identifier != server {
            keys.push(format!("rename = \"{server}\""));
        }
        self.check_keys(&mut keys);
        if let (Some(graph), Form::File { .. }) = (name.module, self.options.form) {
            keys.push(format!("graph = \"{}\"", self.catalog.graphs[graph].name));
        }
        keys
    }

    /// Adds the keys that name the schema to check against, and the path of the runtime.
    pub(super) fn check_keys(&self, keys: &mut Vec<String>) {
        if let Some(path) = self.options.schema {
            keys.push(format!("schema = {path:?}"));
        }
        if let Form::Items { runtime } = self.options.form {
            keys.push("unchecked".to_owned());
            if runtime != "::tg_runtime" {
                keys.push(format!("crate = {runtime}"));
            }
        }
    }

    fn item(
        &mut self,
        name: &TypeName,
        doc: &str,
        derives: &[&str],
        of: &str,
        keys: &[String],
        fields: Vec<Field>,
    ) {
        let indent = if name.module.is_some() { 4 } else { 0 };
        self.begin(indent, doc);
        let mut all: Vec<String> = derives.iter().map(|derive| self.std_derive(derive)).collect();
        all.push(self.runtime(of));
        all.extend(self.options.derives.iter().map(|&derive| derive.to_owned()));
        layout::derive(&mut self.out, indent, &all);
        layout::attribute(&mut self.out, indent, "tg", keys);
        let visibility = self.visibility(name.module);
        let open = if fields.is_empty() { ";" } else { " {" };
        let head = [&visibility, space(&visibility), "struct ", &name.identifier, open];
        line(&mut self.out, indent, &head);
        if fields.is_empty() {
            return;
        }
        // An id that is not an attribute may have the name of one.
        let twice =
            |at: usize| at == 0 && fields[1..].iter().any(|it| it.server == fields[0].server);
        let names = fields
            .iter()
            .enumerate()
            .map(|(at, field)| if twice(at) { "primary_id" } else { field.server.as_str() });
        let identifiers = distinct(&names.collect::<Vec<_>>());
        for (field, identifier) in fields.iter().zip(&identifiers) {
            let mut keys = field.keys.clone();
            if identifier.trim_start_matches("r#") != field.server {
                keys.push(format!("rename = \"{}\"", field.server));
            }
            line(&mut self.out, indent + 4, &[&field.doc]);
            layout::attribute(&mut self.out, indent + 4, "tg", &keys);
            layout::field(&mut self.out, indent + 4, &visibility, identifier, &field.ty);
        }
        line(&mut self.out, indent, &["}"]);
    }

    /// Writes a blank line, and the lines that precede every item.
    pub(super) fn begin(&mut self, indent: usize, doc: &str) {
        self.blank();
        line(&mut self.out, indent, &[doc]);
        if let Form::Items { .. } = self.options.form {
            line(&mut self.out, indent, &["#[allow(dead_code)]"]);
        }
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("{\n") {
            self.out.push('\n');
        }
    }
}

fn scope(local_to: &Option<String>) -> &'static str {
    if local_to.is_none() { "global " } else { "" }
}

pub(super) fn space(visibility: &str) -> &'static str {
    if visibility.is_empty() { "" } else { " " }
}

/// Returns a default as `schema_default` accepts it.
fn literal(default: &Literal) -> String {
    match default {
        Literal::Int(number) => number.to_string(),
        Literal::Double(number) => format!("{number:?}"),
        Literal::String(text) => text_literal(text),
        Literal::Bool(truth) => truth.to_string(),
    }
}

/// Returns a text in quotes; letters of uncertain width are escaped.
fn text_literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for letter in text.chars() {
        if letter == '\'' || layout::letter_width(letter) > 1 {
            literal.push(letter);
        } else if letter.is_ascii() || layout::letter_width(letter) == 1 {
            literal.extend(letter.escape_debug());
        } else {
            literal.extend(letter.escape_unicode());
        }
    }
    literal.push('"');
    literal
}
