//! Parsing of query parameters in URLs and in JSON.

mod json;
mod text;
mod url;

use std::collections::BTreeMap;

pub(crate) use json::{Receiver, from_json};
pub(crate) use url::from_url;

use crate::eval::{Argument, Parameter, Type};

/// The error message for an invalid parameter, in the format of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadParameter(pub(crate) String);

/// Arguments by parameter name.
pub(crate) type Arguments = BTreeMap<String, Argument>;

impl BadParameter {
    fn wrong_type(name: &str, ty: &Type, value: &str) -> Self {
        Self(ty.wrong_value(name, value))
    }

    fn unknown(name: &str, parameters: &[Parameter]) -> Self {
        let known: Vec<_> = parameters.iter().map(|known| known.name.as_str()).collect();
        Self(format!(
            "The parameter '{name}' is not declared by the query; it has [{}].",
            known.join(", ")
        ))
    }

    fn wrong_vertex_type(name: &str, expected: &str, found: &str) -> Self {
        Self(format!(
            "The vertex type '{found}' of the VERTEX parameter '{name}' is wrong: it must be \
             '{expected}'."
        ))
    }

    fn no_vertex_type(name: &str) -> Self {
        Self(format!(
            "The vertex type of the VERTEX parameter '{name}' is missing: give it as '{name}.type' \
             in a URL, as 'type' in JSON."
        ))
    }
}
