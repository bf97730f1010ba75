//! Comparing the interface of a query with the signature that the server has. Only what is certain
//! is a difference: the server describes types by words of its own.

use tg_gsql::query::{Interface, RETURNED, ValueType};

use super::verify::QueryDifferenceKind;
use crate::query::{QuerySignature, QueryType, QueryValue};

/// Returns the differences.
pub(super) fn compare(own: &Interface, live: &QuerySignature) -> Vec<QueryDifferenceKind> {
    let mut found = parameters(own, live);
    for result in &own.results {
        let printed: Vec<_> = live.outputs.iter().filter(|it| it.name == result.key).collect();
        match printed.as_slice() {
            // The server writes the keys of expressions in its own way.
            [] if is_name(&result.key) && result.key != RETURNED => {
                found.push(QueryDifferenceKind::Result {
                    name: result.key.clone(),
                    expected: group(&result.ty).map(|(_, word)| word.to_owned()),
                    found: None,
                });
            }
            [one] => found.extend(result_type(&result.key, &result.ty, &one.ty)),
            _ => {}
        }
    }
    found
}

fn is_name(key: &str) -> bool {
    key.trim_start_matches("@@").chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn parameters(own: &Interface, live: &QuerySignature) -> Vec<QueryDifferenceKind> {
    let mut found = Vec::new();
    for parameter in &own.parameters {
        let known = live.inputs.iter().find(|known| known.name == parameter.name);
        let expected = parameter_type(&parameter.ty);
        let differs = match (known, &expected) {
            (None, _) => true,
            (Some(known), Some(expected)) => {
                !matches!(known.ty, QueryType::Other(_)) && known.ty != *expected
            }
            (Some(_), None) => false,
        };
        if differs {
            found.push(QueryDifferenceKind::Parameter {
                name: parameter.name.clone(),
                expected: Some(expected.map_or_else(|| "?".to_owned(), |ty| ty.to_string())),
                found: known.map(|known| known.ty.to_string()),
            });
        }
    }
    let is_own = |input: &&QueryValue| own.parameters.iter().any(|it| it.name == input.name);
    for input in live.inputs.iter().filter(|input| !is_own(input)) {
        found.push(QueryDifferenceKind::Parameter {
            name: input.name.clone(),
            expected: None,
            found: Some(input.ty.to_string()),
        });
    }
    let names = own.parameters.iter().map(|it| &it.name);
    if found.is_empty() && !names.eq(live.inputs.iter().map(|it| &it.name)) {
        found.push(QueryDifferenceKind::ParameterOrder);
    }
    found
}

/// Returns the type of a parameter in the words of the server.
fn parameter_type(ty: &ValueType) -> Option<QueryType> {
    let boxed = |ty: &ValueType| parameter_type(ty).map(Box::new);
    Some(match ty {
        ValueType::Int => QueryType::Int,
        ValueType::Uint => QueryType::Uint,
        ValueType::Float => QueryType::Float,
        ValueType::Double => QueryType::Double,
        ValueType::Bool => QueryType::Bool,
        ValueType::String => QueryType::String,
        ValueType::DateTime => QueryType::DateTime,
        ValueType::File => QueryType::File,
        ValueType::Vertex(of) => QueryType::Vertex(of.clone()),
        ValueType::Set(of) => QueryType::Set(boxed(of)?),
        ValueType::Bag(of) => QueryType::Bag(boxed(of)?),
        ValueType::List(of) => QueryType::List(boxed(of)?),
        ValueType::Map(of) => QueryType::Map(boxed(&of.0)?, boxed(&of.1)?),
        _ => return None,
    })
}

/// The groups of types of which each is read into other Rust types.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Group {
    Integer,
    Fraction,
    Bool,
    Text,
    Vertices,
}

fn group(ty: &ValueType) -> Option<(Group, &'static str)> {
    Some(match ty {
        ValueType::Int => (Group::Integer, "INT"),
        ValueType::Uint => (Group::Integer, "UINT"),
        ValueType::Float => (Group::Fraction, "FLOAT"),
        ValueType::Double => (Group::Fraction, "DOUBLE"),
        ValueType::Bool => (Group::Bool, "BOOL"),
        ValueType::String => (Group::Text, "STRING"),
        ValueType::Vertices(_) => (Group::Vertices, "a vertex set"),
        _ => return None,
    })
}

fn live_group(ty: &QueryType) -> Option<Group> {
    Some(match ty {
        QueryType::Int | QueryType::Uint => Group::Integer,
        QueryType::Float | QueryType::Double => Group::Fraction,
        QueryType::Bool => Group::Bool,
        QueryType::String => Group::Text,
        QueryType::VertexSet(_) => Group::Vertices,
        _ => return None,
    })
}

fn result_type(key: &str, own: &ValueType, live: &QueryType) -> Option<QueryDifferenceKind> {
    let (expected, word) = group(own)?;
    let found = live_group(live)?;
    // A fraction is read from an integer.
    if expected != found && (expected, found) != (Group::Fraction, Group::Integer) {
        return Some(QueryDifferenceKind::Result {
            name: key.to_owned(),
            expected: Some(word.to_owned()),
            found: Some(live.to_string()),
        });
    }
    let (ValueType::Vertices(own), QueryType::VertexSet(live)) = (own, live) else { return None };
    // A struct for the vertices of some types does not read those of others.
    let own: Vec<_> = own.iter().map(|it| it.vertex_type.as_str()).collect();
    let more: Vec<_> = live.keys().filter(|ty| !own.contains(&ty.as_str())).collect();
    (!more.is_empty()).then(|| QueryDifferenceKind::Result {
        name: key.to_owned(),
        expected: Some(format!("SET<VERTEX<{}>>", own.join("|"))),
        found: Some(QueryType::VertexSet(live.clone()).to_string()),
    })
}
