//! Attributes of a type and of the groups that it takes in, as one list.

use crate::schema::AttributeSpec;
use crate::value::AttributeType;

/// Returns the number of attributes of all parts.
pub const fn count_attributes(parts: &[&[AttributeSpec]]) -> usize {
    let (mut count, mut part) = (0, 0);
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

/// The attributes of all parts, in order. Does not compile when two have the same name.
pub const fn join_attributes<const N: usize>(parts: &[&[AttributeSpec]]) -> [AttributeSpec; N] {
    let mut joined = [AttributeSpec::new("", AttributeType::Bool); N];
    let (mut count, mut part) = (0, 0);
    while part < parts.len() {
        let mut at = 0;
        while at < parts[part].len() {
            joined[count] = parts[part][at];
            assert!(
                !has_name(&joined, count, joined[count].name),
                "a group that is taken in with `flatten` has an attribute whose name is taken: rename one"
            );
            count += 1;
            at += 1;
        }
        part += 1;
    }
    joined
}

const fn has_name(attributes: &[AttributeSpec], among_first: usize, name: &str) -> bool {
    let mut at = 0;
    while at < among_first {
        if same(attributes[at].name.as_bytes(), name.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

pub(super) const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    one.len() == other.len() && at == one.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn named(name: &'static str) -> AttributeSpec {
        AttributeSpec::new(name, AttributeType::Int)
    }

    const PARTS: &[&[AttributeSpec]] = &[&[named("a"), named("ab")], &[], &[named("b")]];

    #[test]
    fn parts_are_joined_in_order() {
        const ALL: [AttributeSpec; count_attributes(PARTS)] = join_attributes(PARTS);
        assert_eq!(ALL.map(|attribute| attribute.name), ["a", "ab", "b"]);
    }

    #[test]
    #[should_panic(expected = "name is taken")]
    fn a_name_that_two_parts_have_is_refused() {
        let _: [AttributeSpec; 2] = join_attributes(&[&[named("a")], &[named("a")]]);
    }
}
