//! serde's traits for ids.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::{EndpointId, Id, Vertex};
use crate::value::{IdText, Key};

/// As the text of `v_id`, also for ids that are numbers; the parts of a composite key are joined by
/// commas.
impl<V: Vertex + 'static> Serialize for Id<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = IdText::new();
        self.write_id(&mut text);
        serializer.serialize_str(text.finish().map_err(S::Error::custom)?)
    }
}

/// From the text of `v_id`, or from a number.
impl<'de, V: Vertex> Deserialize<'de> for Id<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<V>(PhantomData<fn() -> V>);

        impl<V: Vertex> Visitor<'_> for Text<V> {
            type Value = Id<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "the id of a vertex of type `{}`", V::SPEC.name)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Id<V>, E> {
                V::Key::parse(text).map(Id::new).map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Id<V>, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Id<V>, E> {
                self.visit_str(&number.to_string())
            }
        }

        deserializer.deserialize_any(Text(PhantomData))
    }
}
