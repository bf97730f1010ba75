//! Values of attributes.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A value of an attribute, of an element, of a map key or of a tuple field.
///
/// Order and hash are those of the content (floats have their total order), so that sets can remove
/// duplicates and discriminators can identify edges.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f32),
    Double(f64),
    /// Seconds since 1970, UTC.
    DateTime(i64),
    Text(Box<str>),
    /// The elements of a LIST, or of a SET in the order of insertion.
    List(Box<[Value]>),
    Map(Box<[(Value, Value)]>),
    Tuple(Box<[Value]>),
    /// A vector attribute; empty if it is not set.
    Vector(Box<[f32]>),
}

impl Value {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// The position of the type in the order of values of different types.
    fn rank(&self) -> u8 {
        match self {
            Self::Bool(_) => 0,
            Self::Int(_) => 1,
            Self::Uint(_) => 2,
            Self::Float(_) => 3,
            Self::Double(_) => 4,
            Self::DateTime(_) => 5,
            Self::Text(_) => 6,
            Self::List(_) => 7,
            Self::Map(_) => 8,
            Self::Tuple(_) => 9,
            Self::Vector(_) => 10,
        }
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) | (Self::DateTime(a), Self::DateTime(b)) => a.cmp(b),
            (Self::Uint(a), Self::Uint(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Double(a), Self::Double(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) | (Self::Tuple(a), Self::Tuple(b)) => a.cmp(b),
            (Self::Map(a), Self::Map(b)) => a.cmp(b),
            (Self::Vector(a), Self::Vector(b)) => {
                let bits = |v: &[f32]| v.iter().map(|f| f.to_bits()).collect::<Vec<_>>();
                bits(a).cmp(&bits(b))
            }
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.rank().hash(state);
        match self {
            Self::Bool(v) => v.hash(state),
            Self::Int(v) | Self::DateTime(v) => v.hash(state),
            Self::Uint(v) => v.hash(state),
            Self::Float(v) => v.to_bits().hash(state),
            Self::Double(v) => v.to_bits().hash(state),
            Self::Text(v) => v.hash(state),
            Self::List(v) | Self::Tuple(v) => v.hash(state),
            Self::Map(v) => v.hash(state),
            Self::Vector(v) => v.iter().for_each(|f| f.to_bits().hash(state)),
        }
    }
}

/// Removes duplicates. The first occurrence of each element remains, in order.
pub(crate) fn unique(values: Vec<Value>) -> Box<[Value]> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].cmp(&values[b]).then(a.cmp(&b)));
    let mut is_duplicate = vec![false; values.len()];
    for pair in order.windows(2) {
        is_duplicate[pair[1]] = values[pair[0]] == values[pair[1]];
    }
    let firsts = values.into_iter().zip(is_duplicate).filter(|(_, is_duplicate)| !is_duplicate);
    firsts.map(|(value, _)| value).collect()
}

/// Removes duplicate keys. The last value of each key remains, at the position of the first one.
pub(crate) fn last_of_each_key(
    entries: impl IntoIterator<Item = (Value, Value)>,
) -> Box<[(Value, Value)]> {
    let mut positions = std::collections::HashMap::new();
    let mut unique: Vec<(Value, Value)> = Vec::new();
    for (key, value) in entries {
        match positions.entry(key.clone()) {
            std::collections::hash_map::Entry::Occupied(position) => {
                let position: usize = *position.get();
                unique[position].1 = value;
            }
            std::collections::hash_map::Entry::Vacant(position) => {
                position.insert(unique.len());
                unique.push((key, value));
            }
        }
    }
    unique.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unique_keeps_the_first_occurrence() {
        let elements = ["b", "a", "b", "c", "a"].map(Value::text);
        assert_eq!(*unique(elements.into()), ["b", "a", "c"].map(Value::text));
    }

    #[test]
    fn last_of_each_key_keeps_the_last_value() {
        let entries = [(1, 10), (2, 20), (1, 11)].map(|(k, v)| (Value::Int(k), Value::Int(v)));
        let unique = last_of_each_key(entries);
        assert_eq!(*unique, [(1, 11), (2, 20)].map(|(k, v)| (Value::Int(k), Value::Int(v))));
    }

    #[test]
    fn the_size_of_a_value_is_24_bytes() {
        assert!(size_of::<Value>() <= 24);
    }
}
