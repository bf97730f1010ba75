//! Parameters in a URL: `p=1&p=2`, `p=id&p.type=T`, `p[0]=id&p[0].type=T`.

use std::collections::BTreeMap;

use super::{Arguments, BadParameter, text};
use crate::eval::{Argument, Id, Parameter, Type};

/// What stands in a URL beside a query's parameters, for the server itself.
const CONTROLS: &[&str] = &["__GQUERY__USING_ALL_ACTIVE_MODE", "read_committed"];

/// What a URL says about one parameter.
#[derive(Debug, Default)]
struct Given<'a> {
    /// Values without an index, in the order in which they came.
    values: Vec<&'a str>,
    /// Values with an index.
    places: BTreeMap<usize, &'a str>,
    /// The type of all vertices without one of their own.
    ty: Option<&'a str>,
    types: BTreeMap<usize, &'a str>,
}

/// Reads the parameters in a URL, percent-decoded; `others` are names that mean something else there.
///
/// # Errors
///
/// A value that does not fit its parameter, or a name that no parameter has.
pub(crate) fn from_url<'u>(
    pairs: impl Iterator<Item = (&'u str, &'u str)>,
    parameters: &[Parameter],
    others: &[&str],
) -> Result<Arguments, BadParameter> {
    let mut given: BTreeMap<&str, Given<'_>> = BTreeMap::new();
    for (key, value) in pairs {
        let declared = |name: &str| parameters.iter().find(|known| known.name == name);
        if let Some(parameter) = declared(key) {
            given.entry(&parameter.name).or_default().values.push(value);
            continue;
        }
        if CONTROLS.contains(&key) || others.contains(&key) {
            continue;
        }
        let (key_of_value, is_type) = match key.strip_suffix(".type") {
            Some(rest) => (rest, true),
            None => (key, false),
        };
        let (name, place) = indexed(key_of_value);
        let parameter = declared(name).ok_or_else(|| BadParameter::unknown(key, parameters))?;
        let given = given.entry(&parameter.name).or_default();
        match (place, is_type) {
            (Some(place), false) => _ = given.places.insert(place, value),
            (Some(place), true) => _ = given.types.insert(place, value),
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

/// `p[3]` is the third of `p`.
fn indexed(key: &str) -> (&str, Option<usize>) {
    let place = key.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match place.and_then(|(name, at)| Some((name, at.parse().ok()?))) {
        Some((name, at)) => (name, Some(at)),
        None => (key, None),
    }
}

fn argument(parameter: &Parameter, given: &Given<'_>) -> Result<Option<Argument>, BadParameter> {
    let (name, ty) = (parameter.name.as_str(), &parameter.ty);
    let ordered = given.values.iter().map(|value| (None, *value));
    let ordered = ordered.chain(given.places.iter().map(|(at, value)| (Some(*at), *value)));
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

fn type_at<'a>(given: &Given<'a>, place: Option<usize>) -> Option<&'a str> {
    place.and_then(|at| given.types.get(&at).copied()).or(given.ty)
}

/// A type that is given for a vertex whose type is declared does not matter.
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
