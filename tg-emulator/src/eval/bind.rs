//! Converts arguments to values: looks up vertex ids and fills in defaults.

use std::collections::BTreeMap;

use super::{Argument, Failure, Id, Parameter, Type, Value, Warnings};
use crate::store::{GraphShape, Graphs, Key, VertexRef};

/// The values of a query's parameters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bindings {
    /// In the order of the parameters.
    pub(super) values: Vec<Value>,
    /// Ids in collections that do not exist and are ignored.
    pub(super) warnings: Warnings,
}

/// The reason why a parameter has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BindError {
    /// The caller omitted a parameter without a default.
    Null(String),
    /// The parameter is the id of a vertex that does not exist.
    Vertex(String),
}

impl From<BindError> for Failure {
    fn from(error: BindError) -> Self {
        match error {
            BindError::Null(name) => {
                Self::with_code("3001", format!("Runtime Error: Parameter {name} is NULL."))
            }
            BindError::Vertex(name) => {
                Self::new(format!("Failed to convert user vertex id for parameter {name}"))
            }
        }
    }
}

/// Determines the value of every parameter. One without a value is NULL, for which the query fails
/// where it reads it; with `is_strict` the query is not started.
///
/// # Errors
///
/// Fails for a parameter with the id of a vertex that does not exist. Ids in collections are more
/// lenient: those that do not exist are ignored with a warning.
pub(super) fn bind(
    graphs: &Graphs,
    graph: &GraphShape,
    parameters: &[Parameter],
    arguments: &BTreeMap<String, Argument>,
    is_strict: bool,
) -> Result<Bindings, BindError> {
    let mut bindings = Bindings::default();
    for parameter in parameters {
        let argument = arguments.get(&parameter.name).or(parameter.default.as_ref());
        let argument = match argument {
            Some(argument) => argument,
            None if parameter.nullable || !is_strict => {
                bindings.values.push(Value::Null);
                continue;
            }
            None => return Err(BindError::Null(parameter.name.clone())),
        };
        let mut resolver = Resolver { graphs, graph, invalid_ids: BTreeMap::new() };
        let value = resolver.resolve(argument, Some(&parameter.ty));
        let value = value.ok_or_else(|| BindError::Vertex(parameter.name.clone()))?;
        for (ty, count) in resolver.invalid_ids {
            bindings.warnings.invalid_ids(&ty, count);
        }
        bindings.values.push(value);
    }
    Ok(bindings)
}

impl Value {
    /// Converts an argument that is neither a vertex nor a collection; those become NULL.
    pub(super) fn of_scalar(argument: &Argument) -> Self {
        match argument {
            Argument::Bool(value) => Self::Bool(*value),
            Argument::Int(value) => Self::Int(*value),
            Argument::Uint(value) => Self::Uint(*value),
            Argument::Float(value) => Self::Float(*value),
            Argument::Double(value) => Self::Double(*value),
            Argument::Text(text) => Self::text(text),
            Argument::DateTime(value) => Self::DateTime(*value),
            Argument::Vertex { .. } | Argument::List(_) | Argument::Map(_) => Self::Null,
        }
    }
}

/// Looks up ids, and counts those in collections that do not exist.
struct Resolver<'a> {
    graphs: &'a Graphs,
    graph: &'a GraphShape,
    /// The number of invalid ids per vertex type.
    invalid_ids: BTreeMap<String, usize>,
}

impl Resolver<'_> {
    fn resolve(&mut self, argument: &Argument, ty: Option<&Type>) -> Option<Value> {
        Some(match argument {
            Argument::Vertex { ty, id } => Value::Vertex(Some(self.vertex(ty, id)?)),
            Argument::List(arguments) => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    match (self.resolve(argument, ty.and_then(Type::element)), argument) {
                        (Some(value), _) => values.push(value),
                        (None, Argument::Vertex { ty, .. }) => {
                            *self.invalid_ids.entry(ty.clone()).or_default() += 1;
                        }
                        (None, _) => return None,
                    }
                }
                match ty {
                    Some(Type::Set(_)) => Value::set(values),
                    Some(Type::Bag(_)) => Value::bag(values),
                    _ => Value::list(values),
                }
            }
            Argument::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    Some((self.resolve(key, None)?, self.resolve(value, None)?))
                });
                Value::map(entries.collect::<Option<Vec<_>>>()?)
            }
            scalar => Value::of_scalar(scalar),
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
