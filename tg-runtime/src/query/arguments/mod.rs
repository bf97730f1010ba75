//! The parameters of a run: in a URL, or in a body.

use std::fmt::Write as _;

use tg_gsql::name::is_identifier;

use crate::body::{Argument, Parameter, Shape};
use crate::client::path::Query;
use crate::error::{Error, ErrorKind, Result};

/// The parameters that the server reads as settings of its own.
const RESERVED: &str = "__GQUERY__";

/// Parameters by name, in the order in which they were given.
#[derive(Debug, Clone, Default)]
pub(super) struct Arguments(Vec<(String, Shape)>);

impl Arguments {
    /// Sets a parameter; a second value replaces the first.
    pub(super) fn set(&mut self, name: String, value: &(impl Parameter + ?Sized)) {
        let Argument(shape) = value.argument();
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, shape));
    }

    /// The reason why they cannot be sent.
    pub(super) fn check(&self) -> Result<()> {
        for (name, shape) in &self.0 {
            if !is_identifier(name) || name.starts_with(RESERVED) {
                let message = format!("`{name}` is not the name of a parameter");
                return Err(Error::new(ErrorKind::Encode, message));
            }
            if let Shape::Refused(error) = shape {
                let message = format!("parameter `{name}`: {error}");
                return Err(Error::new(ErrorKind::Encode, message));
            }
        }
        Ok(())
    }

    /// `true` if only a body can express them.
    pub(super) fn need_body(&self) -> bool {
        self.given().any(|(_, shape)| needs_body(shape))
    }

    /// Adds them to a URL.
    ///
    /// `untyped` returns `true` if the elements of a collection of vertices need their types.
    pub(super) fn write_query(
        &self,
        query: &mut Query,
        untyped: impl Fn(&str) -> bool,
    ) -> Result<()> {
        for (name, shape) in self.given() {
            write_parameter(query, name, shape, untyped(name)).map_err(|problem| {
                let message = format!("parameter `{name}`: {problem}");
                Error::new(ErrorKind::Encode, message)
            })?;
        }
        Ok(())
    }

    /// The body of a POST.
    pub(super) fn body(&self) -> String {
        let mut out = "{".to_owned();
        for (at, (name, shape)) in self.given().enumerate() {
            out.push_str(if at > 0 { "," } else { "" });
            write_text(&mut out, name);
            out.push(':');
            write_json(&mut out, shape, Text::Decoded);
        }
        out.push('}');
        out
    }

    /// Those that are not left out.
    fn given(&self) -> impl Iterator<Item = (&str, &Shape)> {
        let all = self.0.iter().map(|(name, shape)| (name.as_str(), shape));
        all.filter(|(_, shape)| !matches!(shape, Shape::Absent | Shape::Refused(_)))
    }
}

fn needs_body(shape: &Shape) -> bool {
    match shape {
        Shape::Absent | Shape::Refused(_) | Shape::Plain(_) => false,
        // `p=` may be an empty text or none.
        Shape::Text(text) => text.is_empty(),
        Shape::Vertex(vertex) => !vertex.parts.is_empty(),
        Shape::List(items) => items.is_empty() || items.iter().any(is_no_scalar),
        Shape::Map(..) => true,
    }
}

fn is_no_scalar(shape: &Shape) -> bool {
    !matches!(shape, Shape::Plain(_) | Shape::Text(_)) || needs_body(shape)
}

fn write_parameter(
    query: &mut Query,
    name: &str,
    shape: &Shape,
    untyped: bool,
) -> Result<(), &'static str> {
    match shape {
        Shape::Absent | Shape::Refused(_) => {}
        Shape::Plain(text) | Shape::Text(text) => query.push(name, text),
        Shape::Vertex(vertex) => {
            query.push(name, &vertex.id);
            query.push(&format!("{name}.type"), &vertex.vertex_type);
        }
        Shape::List(items) if items.is_empty() => {
            return Err(
                "a URL cannot say that a collection is empty: declare a default and leave \
                        the parameter out, or install the query",
            );
        }
        Shape::List(items) => {
            for (at, item) in items.iter().enumerate() {
                match item {
                    Shape::Plain(text) | Shape::Text(text) => query.push(name, text),
                    Shape::Vertex(vertex) if untyped => {
                        query.push(&format!("{name}[{at}]"), &vertex.id);
                        query.push(&format!("{name}[{at}].type"), &vertex.vertex_type);
                    }
                    Shape::Vertex(vertex) => query.push(name, &vertex.id),
                    _ => return Err("no parameter is a collection of collections"),
                }
            }
        }
        Shape::Map(..) => {
            return Err(
                "a URL cannot hold a map or a tuple: install the query, which then takes it \
                        in a body",
            );
        }
    }
    Ok(())
}

/// The treatment of a text in a body by the server.
#[derive(Clone, Copy)]
enum Text {
    /// It decodes `%XX`.
    Decoded,
    /// It takes it as it is: the names of types, and what a map holds.
    Kept,
}

fn write_json(out: &mut String, shape: &Shape, text: Text) {
    match shape {
        // `write_query` and `body` are given neither.
        Shape::Absent | Shape::Refused(_) => out.push_str("null"),
        Shape::Plain(number) => out.push_str(number),
        Shape::Text(value) => match text {
            Text::Decoded => write_text(out, &value.replace('%', "%25")),
            Text::Kept => write_text(out, value),
        },
        Shape::Vertex(vertex) => {
            out.push_str("{\"id\":");
            if vertex.parts.is_empty() {
                write_json(out, &Shape::Text(vertex.id.clone()), text);
            } else {
                write_list(out, &vertex.parts, text);
            }
            out.push_str(",\"type\":");
            write_text(out, &vertex.vertex_type);
            out.push('}');
        }
        Shape::List(items) => write_list(out, items, text),
        Shape::Map(keys, values) => {
            out.push_str("{\"keylist\":");
            write_list(out, keys, Text::Kept);
            out.push_str(",\"valuelist\":");
            write_list(out, values, Text::Kept);
            out.push('}');
        }
    }
}

fn write_list(out: &mut String, items: &[Shape], text: Text) {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        write_json(out, item, text);
    }
    out.push(']');
}

fn write_text(out: &mut String, text: &str) {
    // Writing to a `String` does not fail.
    let _ = write!(out, "{}", serde_json::Value::from(text));
}

#[cfg(test)]
mod tests;
