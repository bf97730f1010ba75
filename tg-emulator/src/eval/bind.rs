//! From arguments to values: ids are looked up, defaults filled in.

use std::collections::BTreeMap;

use super::{Argument, Failure, Id, Parameter, Type, Value};
use crate::store::{GraphShape, Graphs, Key, VertexRef};

/// The values of a query's parameters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bound {
    pub(crate) values: BTreeMap<String, Value>,
    /// What was left out; empty if nothing was.
    pub(crate) message: String,
}

/// Why a parameter has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unbound {
    /// Neither given nor declared with a default.
    Null(String),
    /// A vertex that is not there.
    Vertex(String),
}

impl From<Unbound> for Failure {
    fn from(unbound: Unbound) -> Self {
        match unbound {
            Unbound::Null(name) => {
                Self::with_code("3001", format!("Runtime Error: Parameter {name} is NULL."))
            }
            Unbound::Vertex(name) => {
                Self::new(format!("Failed to convert user vertex id for parameter {name}"))
            }
        }
    }
}

/// Gives every parameter its value.
///
/// # Errors
///
/// A parameter without a value, or with the id of a vertex that is not there.
pub(crate) fn bind(
    graphs: &Graphs,
    graph: &GraphShape,
    parameters: &[Parameter],
    arguments: &BTreeMap<String, Argument>,
) -> Result<Bound, Unbound> {
    let mut bound = Bound::default();
    for parameter in parameters {
        let argument = arguments.get(&parameter.name).or(parameter.default.as_ref());
        let argument = match argument {
            Some(argument) => argument,
            None if parameter.nullable => {
                bound.values.insert(parameter.name.clone(), Value::Null);
                continue;
            }
            None => return Err(Unbound::Null(parameter.name.clone())),
        };
        let mut lost = Lost { graphs, graph, types: BTreeMap::new() };
        let value = lost.value(argument, Some(&parameter.ty));
        let value = value.ok_or_else(|| Unbound::Vertex(parameter.name.clone()))?;
        for (ty, count) in lost.types {
            if !bound.message.is_empty() {
                bound.message.push(' ');
            }
            bound
                .message
                .push_str(&format!("Runtime Warning: {count} ids are invalid {ty} vertex ids."));
        }
        bound.values.insert(parameter.name.clone(), value);
    }
    Ok(bound)
}

/// Looks ids up, and counts those in collections that are not there, by type.
struct Lost<'a> {
    graphs: &'a Graphs,
    graph: &'a GraphShape,
    types: BTreeMap<String, usize>,
}

impl Lost<'_> {
    fn value(&mut self, argument: &Argument, ty: Option<&Type>) -> Option<Value> {
        Some(match argument {
            Argument::Bool(value) => Value::Bool(*value),
            Argument::Int(value) => Value::Int(*value),
            Argument::Uint(value) => Value::Uint(*value),
            Argument::Float(value) => Value::Float(*value),
            Argument::Double(value) => Value::Double(*value),
            Argument::Text(text) => Value::text(text),
            Argument::DateTime(value) => Value::DateTime(*value),
            Argument::Vertex { ty, id } => Value::Vertex(Some(self.vertex(ty, id)?)),
            Argument::List(arguments) => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    match (self.value(argument, ty.and_then(Type::element)), argument) {
                        (Some(value), _) => values.push(value),
                        (None, Argument::Vertex { ty, .. }) => {
                            *self.types.entry(ty.clone()).or_default() += 1;
                        }
                        (None, _) => return None,
                    }
                }
                match ty {
                    Some(Type::Set(_)) => Value::Set(values.into_iter().collect()),
                    Some(Type::Bag(_)) => Value::Bag(values),
                    _ => Value::List(values),
                }
            }
            Argument::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| Some((self.value(key, None)?, self.value(value, None)?)));
                Value::Map(entries.collect::<Option<_>>()?)
            }
        })
    }

    fn vertex(&self, ty: &str, id: &Id) -> Option<VertexRef> {
        let ty = self.graph.vertex(ty)?;
        let shape = self.graphs.schema().vertex(ty);
        let key = match id {
            Id::Text(text) => Key::parse(text, shape).ok()?,
            Id::Parts(parts) => {
                let names = shape.key_names();
                let part = |name: &&str| parts.iter().find(|(known, _)| known == name);
                let texts = names.iter().map(|name| Some(part(name)?.1.as_str()));
                let texts: Vec<_> = texts.collect::<Option<_>>()?;
                if texts.len() != parts.len() {
                    return None;
                }
                Key::parse(&texts.join(","), shape).ok()?
            }
        };
        self.graphs.find_vertex(ty, &key.text)
    }
}
