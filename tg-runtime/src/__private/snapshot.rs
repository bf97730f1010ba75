//! The comparisons that only the compiler can do: of a type with the schema file, with its
//! literals, and with the other types of a graph.
//!
//! An empty name is that of a type for which the macro has reported an error: it equals every name,
//! so that one mistake is reported once.

use super::join::same;
use crate::schema::{AttributeSpec, EdgeSpec, HandleSpec, PairSpec};
use crate::value::AttributeType;

/// Fails the compilation at its call unless `holds` is `true`.
#[track_caller]
pub const fn agrees(holds: bool, message: &str) {
    assert!(holds, "{}", message);
}

/// Returns `true` if two names are equal.
pub const fn same_name(one: &str, other: &str) -> bool {
    same(one.as_bytes(), other.as_bytes())
}

/// Returns `true` if two types are equal; tuples are compared by name.
pub const fn same_type(one: AttributeType, other: AttributeType) -> bool {
    use AttributeType as Type;
    match (one, other) {
        (Type::Int, Type::Int)
        | (Type::Uint, Type::Uint)
        | (Type::Float, Type::Float)
        | (Type::Double, Type::Double)
        | (Type::Bool, Type::Bool)
        | (Type::String, Type::String)
        | (Type::DateTime, Type::DateTime) => true,
        (Type::FixedBinary(one), Type::FixedBinary(other))
        | (Type::Vector(one), Type::Vector(other)) => one == other,
        (Type::List(one), Type::List(other)) | (Type::Set(one), Type::Set(other)) => {
            same_type(*one, *other)
        }
        (Type::Map(key, value), Type::Map(other_key, other)) => {
            same_type(*key, *other_key) && same_type(*value, *other)
        }
        (Type::Tuple(one), Type::Tuple(other)) if same_name(one.name, other.name) => true,
        (Type::Tuple(one), _) => one.name.is_empty(),
        _ => false,
    }
}

/// Returns `true` if an attribute of this type can have the literal as its DEFAULT; `variants` are
/// the literals of an enum.
pub const fn can_default_to(ty: AttributeType, variants: &[&str], literal: &str) -> bool {
    let first = literal.as_bytes()[0];
    match ty {
        _ if !variants.is_empty() => is_one_of(literal, variants),
        AttributeType::String | AttributeType::FixedBinary(_) => first == b'"',
        AttributeType::DateTime => first == b'"' || first == b'-' || first.is_ascii_digit(),
        AttributeType::Bool => first == b't' || first == b'f',
        AttributeType::Int | AttributeType::Uint | AttributeType::Float | AttributeType::Double => {
            first == b'-' || first.is_ascii_digit()
        }
        AttributeType::List(_) | AttributeType::Set(_) => first == b'[',
        AttributeType::Map(..) => first == b'{',
        // A tuple without a name is a type with mistakes.
        AttributeType::Tuple(tuple) => tuple.name.is_empty(),
        _ => false,
    }
}

/// Returns `true` if a group has the attribute.
pub const fn has_attribute(attributes: &[AttributeSpec], name: &str) -> bool {
    let mut at = 0;
    while at < attributes.len() {
        if same_name(attributes[at].name, name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns the index of the first attribute that the schema does not have with this type.
pub const fn unlike_attribute(
    attributes: &[AttributeSpec],
    schema: &[(&str, AttributeType)],
) -> Option<usize> {
    let mut at = 0;
    while at < attributes.len() {
        let (mut other, mut found) = (0, false);
        while other < schema.len() && !found {
            found = same_name(attributes[at].name, schema[other].0)
                && same_type(attributes[at].ty, schema[other].1);
            other += 1;
        }
        if !found {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Returns `true` if `pairs` contain the pair; that of an undirected edge in either order.
pub const fn has_pair(pairs: &[PairSpec], from: &str, to: &str, directed: bool) -> bool {
    let mut unknown = from.is_empty() || to.is_empty();
    let mut at = 0;
    while at < pairs.len() {
        let PairSpec { from: one, to: other } = pairs[at];
        unknown = unknown || one.is_empty() || other.is_empty();
        if same_name(one, from) && same_name(other, to)
            || !directed && same_name(one, to) && same_name(other, from)
        {
            return true;
        }
        at += 1;
    }
    unknown
}

/// Returns the name of a handle's type.
pub const fn handle_name(handle: HandleSpec) -> &'static str {
    match handle {
        HandleSpec::Vertices(vertex) => vertex.name,
        HandleSpec::Edges(edge) => edge.name,
    }
}

/// Returns `true` if no earlier handle of a graph has the name of this one or of its reverse, and
/// no other handle has the name of its reverse.
pub const fn has_own_names(handles: &[HandleSpec], index: usize) -> bool {
    let name = handle_name(handles[index]);
    let reverse = reverse_name(handles[index]);
    let mut at = 0;
    while at < handles.len() {
        let other = handle_name(handles[at]);
        let is_taken = at < index
            && (is_same_type_name(other, name)
                || is_same_type_name(reverse_name(handles[at]), reverse));
        if is_taken || is_same_type_name(other, reverse) {
            return false;
        }
        at += 1;
    }
    true
}

const fn reverse_name(handle: HandleSpec) -> &'static str {
    match handle {
        HandleSpec::Edges(EdgeSpec { reverse: Some(name), .. }) => name,
        _ => "",
    }
}

/// Types with mistakes, and edges without a reverse, have an empty name.
const fn is_same_type_name(one: &str, other: &str) -> bool {
    !one.is_empty() && same_name(one, other)
}

/// Returns `true` if `names` contain the name.
pub const fn is_one_of(name: &str, names: &[&str]) -> bool {
    let mut at = 0;
    while at < names.len() {
        if same_name(names[at], name) {
            return true;
        }
        at += 1;
    }
    name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::TupleSpec;

    #[test]
    fn types_are_compared_to_their_elements() {
        const NAMED: [TupleSpec; 3] = [
            TupleSpec { name: "A", fields: &[] },
            TupleSpec { name: "B", fields: &[] },
            TupleSpec { name: "", fields: &[] },
        ];
        use AttributeType::{Int, List, Map, Set, String, Tuple, Vector};
        assert!(same_type(Map(&String, &Tuple(&NAMED[0])), Map(&String, &Tuple(&NAMED[0]))));
        assert!(!same_type(Map(&String, &Tuple(&NAMED[0])), Map(&String, &Tuple(&NAMED[1]))));
        assert!(same_type(Tuple(&NAMED[2]), Tuple(&NAMED[1])));
        assert!(!same_type(List(&Int), Set(&Int)));
        assert!(!same_type(Vector(2), Vector(3)));
    }

    #[test]
    fn pairs_of_types_that_were_refused_differ_from_nothing() {
        let pairs = [PairSpec { from: "A", to: "B" }];
        assert!(has_pair(&pairs, "A", "B", true) && !has_pair(&pairs, "B", "A", true));
        assert!(has_pair(&pairs, "B", "A", false) && has_pair(&pairs, "", "C", true));
        assert!(has_pair(&[PairSpec { from: "", to: "" }], "A", "B", true));
        assert!(is_one_of("", &["A"]) && is_one_of("A", &["A"]) && !is_one_of("B", &["A"]));
    }

    #[test]
    fn an_attribute_that_differs_is_found() {
        const fn named(name: &'static str) -> AttributeSpec {
            let ty = AttributeType::Int;
            AttributeSpec { name, ty, default: None, metric: None, index: None, renamed_from: None }
        }
        let schema = [("a", AttributeType::Int), ("b", AttributeType::Uint)];
        assert_eq!(unlike_attribute(&[named("a")], &schema), None);
        assert_eq!(unlike_attribute(&[named("a"), named("b")], &schema), Some(1));
        assert!(has_attribute(&[named("a")], "a") && !has_attribute(&[named("a")], "b"));
    }
}
