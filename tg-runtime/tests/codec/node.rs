//! JSON that keeps repeated keys, as the body of an upsert may have them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

#[derive(Debug)]
pub(crate) enum Node {
    Object(Vec<(String, Node)>),
    Number(u64),
}

impl Node {
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Node)> {
        let members: &[(String, Node)] = match self {
            Self::Object(members) => members,
            Self::Number(_) => &[],
        };
        members.iter().map(|(key, node)| (key.as_str(), node))
    }

    /// The members, no two of which have the same key.
    pub(crate) fn distinct(&self) -> Vec<(&str, &Node)> {
        let members: Vec<_> = self.members().collect();
        let mut keys: Vec<&str> = members.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), members.len(), "a key repeats: {members:?}");
        members
    }

    /// The only member with this key; an object without members if there is none.
    pub(crate) fn get(&self, key: &str) -> &Node {
        static NOTHING: Node = Node::Object(Vec::new());
        self.distinct().iter().find(|(name, _)| *name == key).map_or(&NOTHING, |(_, node)| node)
    }

    pub(crate) fn number(&self) -> u64 {
        match self {
            Self::Number(number) => *number,
            Self::Object(_) => panic!("{self:?} is no number"),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Nodes;

        impl<'de> Visitor<'de> for Nodes {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a number")
            }

            fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
                Ok(Node::Number(number))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Node::Object(members))
            }
        }

        deserializer.deserialize_any(Nodes)
    }
}
