//! Query parameters in a URL: `p=1&p=2`, `p=id&p.type=T`, `p[0]=id&p[0].type=T`.

use std::collections::BTreeMap;

use super::{Arguments, BadParameter, text};
use crate::eval::{Argument, Id, Parameter, Type};

/// The names of options for the server, which are not parameters of the query.
const CONTROLS: &[&str] = &["__GQUERY__USING_ALL_ACTIVE_MODE", "read_committed"];

/// The values for one parameter.
#[derive(Debug, Default)]
struct Given<'a> {
    /// Values without an index, in the order of the URL.
    values: Vec<&'a str>,
    /// Values with an index.
    indexed_values: BTreeMap<usize, &'a str>,
    /// The vertex type for all values without their own type.
    ty: Option<&'a str>,
    /// The vertex types of values with an index.
    indexed_types: BTreeMap<usize, &'a str>,
}

/// Parses the percent-decoded parameters in a URL. `ignored` are other names with a meaning in the
/// URL.
///
/// # Errors
///
/// Fails if a value does not fit its parameter, or if the query does not declare a parameter.
pub(crate) fn from_url<'u>(
    pairs: impl Iterator<Item = (&'u str, &'u str)>,
    parameters: &[Parameter],
    ignored: &[&str],
) -> Result<Arguments, BadParameter> {
    let mut given: BTreeMap<&str, Given<'_>> = BTreeMap::new();
    for (key, value) in pairs {
        let declared = |name: &str| parameters.iter().find(|known| known.name == name);
        if let Some(parameter) = declared(key) {
            given.entry(&parameter.name).or_default().values.push(value);
            continue;
        }
        if CONTROLS.contains(&key) || ignored.contains(&key) {
            continue;
        }
        let (key_of_value, is_type) = match key.strip_suffix(".type") {
            Some(rest) => (rest, true),
            None => (key, false),
        };
        let (name, index) = split_index(key_of_value);
        let parameter = declared(name).ok_or_else(|| BadParameter::unknown(key, parameters))?;
        let given = given.entry(&parameter.name).or_default();
        match (index, is_type) {
            (Some(index), false) => _ = given.indexed_values.insert(index, value),
            (Some(index), true) => _ = given.indexed_types.insert(index, value),
            (None, true) => given.ty = Some(value),
            (None, false) => given.values.push(value),
        }
    }
    let mut arguments = Arguments::new();
    for parameter in parameters {
        if let Some(given) = given.get(parameter.name.as_str())
            && let Some(argument) = argument(parameter, given)?
        {
            arguments.insert(parameter.name.clone(), argument);
        }
    }
    Ok(arguments)
}

/// Splits `p[3]` into `p` and 3.
fn split_index(key: &str) -> (&str, Option<usize>) {
    let parts = key.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match parts.and_then(|(name, at)| Some((name, at.parse().ok()?))) {
        Some((name, at)) => (name, Some(at)),
        None => (key, None),
    }
}

fn argument(parameter: &Parameter, given: &Given<'_>) -> Result<Option<Argument>, BadParameter> {
    let (name, ty) = (parameter.name.as_str(), &parameter.ty);
    let ordered = given.values.iter().map(|value| (None, *value));
    let ordered = ordered.chain(given.indexed_values.iter().map(|(at, value)| (Some(*at), *value)));
    if let Some(element) = ty.element() {
        let elements: Vec<_> = ordered
            .map(|(at, value)| single(name, element, value, type_at(given, at)))
            .collect::<Result<_, _>>()?;
        return Ok((!elements.is_empty()).then_some(Argument::List(elements)));
    }
    if matches!(ty, Type::Map(..)) {
        return Err(BadParameter(format!(
            "The MAP parameter '{name}' cannot be given in a URL: send it as JSON, by POST."
        )));
    }
    let mut ordered = ordered;
    match (ordered.next(), ordered.next()) {
        (None, _) => Ok(None),
        (Some((at, value)), None) => single(name, ty, value, type_at(given, at)).map(Some),
        (Some(_), Some(_)) => {
            Err(BadParameter(format!("The parameter '{name}' takes one value, several are given.")))
        }
    }
}

fn type_at<'a>(given: &Given<'a>, index: Option<usize>) -> Option<&'a str> {
    index.and_then(|at| given.indexed_types.get(&at).copied()).or(given.ty)
}

/// Parses a single value. If the declaration of a vertex parameter has a type, a type in the URL is
/// ignored.
fn single(
    name: &str,
    ty: &Type,
    value: &str,
    vertex_type: Option<&str>,
) -> Result<Argument, BadParameter> {
    let Type::Vertex(declared) = ty else { return text::scalar(name, ty, value) };
    let vertex_type = declared.as_deref().or(vertex_type);
    let vertex_type = vertex_type.ok_or_else(|| BadParameter::no_vertex_type(name))?;
    Ok(Argument::Vertex { ty: vertex_type.to_owned(), id: Id::Text(value.to_owned()) })
}
