//! Reads JSON values of a known type: exactly, or not at all.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::body::Reader;
use super::level::{Key, null};
use crate::store::{TupleShape, Value, ValueType, datetime, last_of_each_key, unique};

/// Reads a value of a type.
pub(super) struct ValueSeed<'r> {
    pub(super) reader: &'r Reader<'r>,
    pub(super) ty: &'r ValueType,
}

impl<'r> ValueSeed<'r> {
    fn wrong<E: Error>(&self) -> E {
        E::custom("the value does not fit the type")
    }

    fn whole<E: Error>(&self, number: i128) -> Result<Value, E> {
        self.ty.whole(number).ok_or_else(|| self.wrong())
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ty.spelling())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Err(self.reader.refuse(null()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        match self.ty {
            ValueType::Bool => Ok(Value::Bool(value)),
            _ => Err(E::invalid_type(Unexpected::Bool(value), &self)),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.whole(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.whole(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match self.ty {
            ValueType::Double => Ok(Value::Double(value)),
            ValueType::Float if (value as f32).is_finite() => Ok(Value::Float(value as f32)),
            _ => Err(self.wrong()),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        let value = match self.ty {
            ValueType::DateTime => datetime::parse(text).map(Value::DateTime),
            _ => self.ty.of_text(text),
        };
        value.ok_or_else(|| self.wrong())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Value, A::Error> {
        let elements = |ty| Elements { reader: self.reader, type_at: move |_| Some(ty) };
        match self.ty {
            ValueType::List(ty) => Ok(Value::List(elements(&**ty).visit_seq(seq)?.into())),
            ValueType::Set(ty) => Ok(Value::List(unique(elements(&**ty).visit_seq(seq)?))),
            ValueType::Vector(dimension) => {
                let numbers = elements(&ValueType::Float).visit_seq(seq)?;
                if numbers.len() != *dimension as usize {
                    return Err(self.wrong());
                }
                let number = |value| match value {
                    Value::Float(number) => Some(number),
                    _ => None,
                };
                Ok(Value::Vector(numbers.into_iter().filter_map(number).collect()))
            }
            _ => Err(self.wrong()),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        match self.ty {
            ValueType::Map(key, value) => self.map(key, value, map),
            ValueType::Tuple(shape) => self.tuple(shape, map),
            _ => self.number(map),
        }
    }
}

/// The key under which serde_json passes a number as text, if any crate of the program enables its
/// feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

impl<'r> ValueSeed<'r> {
    fn number<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        if map.next_key::<String>()?.as_deref() != Some(NUMBER) {
            return Err(self.wrong());
        }
        let text: String = map.next_value()?;
        match (text.parse(), text.parse()) {
            (Ok(whole), _) => self.whole(whole),
            (_, Ok(number)) => self.visit_f64(number),
            _ => Err(self.wrong()),
        }
    }

    /// `{"keylist": [keys], "valuelist": [values]}`
    fn map<'de, A: MapAccess<'de>>(
        &self,
        key: &'r ValueType,
        value: &'r ValueType,
        mut map: A,
    ) -> Result<Value, A::Error> {
        let (mut keys, mut values) = (None, None);
        let elements =
            |ty: &'r ValueType| Elements { reader: self.reader, type_at: move |_| Some(ty) };
        while let Some(name) = map.next_key_seed(Key)? {
            match Half::of(&name) {
                Some(Half::Keys) => keys = Some(map.next_value_seed(elements(key))?),
                Some(Half::Values) => values = Some(map.next_value_seed(elements(value))?),
                None => return Err(self.wrong()),
            }
        }
        match (keys, values) {
            (Some(keys), Some(values)) if keys.len() == values.len() => {
                Ok(Value::Map(last_of_each_key(keys.into_iter().zip(values))))
            }
            _ => Err(self.wrong()),
        }
    }

    /// `{"keylist": [field names], "valuelist": [values]}`. Values that precede the names are read
    /// in the order of declaration, and the names must then have this order.
    fn tuple<'de, A: MapAccess<'de>>(
        &self,
        shape: &'r TupleShape,
        mut map: A,
    ) -> Result<Value, A::Error> {
        let (mut order, mut values) = (None, None);
        while let Some(name) = map.next_key_seed(Key)? {
            match Half::of(&name) {
                Some(Half::Keys) => {
                    let names = map.next_value::<Vec<String>>()?;
                    order = Some(places(shape, &names).ok_or_else(|| self.wrong())?);
                }
                Some(Half::Values) => {
                    let order = order.clone().unwrap_or_else(|| declared(shape));
                    let fields = &shape.fields;
                    let type_at = |at: usize| Some(&fields[*order.get(at)?].1);
                    let read = map.next_value_seed(Elements { reader: self.reader, type_at })?;
                    values = Some((order, read));
                }
                None => return Err(self.wrong()),
            }
        }
        let (Some(order), Some((used, read))) = (order, values) else { return Err(self.wrong()) };
        if order != used || read.len() != shape.fields.len() {
            return Err(self.wrong());
        }
        let mut fields: Vec<_> = order.into_iter().zip(read).collect();
        fields.sort_by_key(|(at, _)| *at);
        Ok(Value::Tuple(fields.into_iter().map(|(_, value)| value).collect()))
    }
}

/// The two halves of a map or tuple. The server's documentation spells them in two ways.
enum Half {
    Keys,
    Values,
}

impl Half {
    fn of(name: &str) -> Option<Self> {
        match name {
            "keylist" | "keyList" => Some(Self::Keys),
            "valuelist" | "valueList" => Some(Self::Values),
            _ => None,
        }
    }
}

fn declared(shape: &TupleShape) -> Vec<usize> {
    (0..shape.fields.len()).collect()
}

/// Returns the places of the named fields in the declaration; each field must be named once.
fn places(shape: &TupleShape, names: &[String]) -> Option<Vec<usize>> {
    let place = |name: &String| shape.fields.iter().position(|(field, _)| field == name);
    let places: Vec<usize> = names.iter().map(place).collect::<Option<_>>()?;
    let mut sorted = places.clone();
    sorted.sort_unstable();
    (sorted == declared(shape)).then_some(places)
}

/// Reads an array in which the type of each element depends on its place.
struct Elements<'r, F> {
    reader: &'r Reader<'r>,
    type_at: F,
}

impl<'de, 'r, F: Fn(usize) -> Option<&'r ValueType>> DeserializeSeed<'de> for Elements<'r, F> {
    type Value = Vec<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Value>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, 'r, F: Fn(usize) -> Option<&'r ValueType>> Visitor<'de> for Elements<'r, F> {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Value>, A::Error> {
        let mut values = Vec::new();
        loop {
            // A value after the last field of a tuple is read as text only to be counted.
            let ty = (self.type_at)(values.len()).unwrap_or(&ValueType::Text(None));
            match seq.next_element_seed(ValueSeed { reader: self.reader, ty })? {
                Some(value) => values.push(value),
                None => return Ok(values),
            }
        }
    }
}
