//! Arguments from the JSON of an encoder, so that attributes are written in one way only.

use super::Shape;
use crate::value::{DecodeError, Decoder, EncodeError};

/// Returns the argument of this JSON.
pub(super) fn shape(json: &[u8]) -> Shape {
    let unreadable = |problem: String| Shape::Refused(EncodeError::new(problem));
    match std::str::from_utf8(json) {
        Ok(json) => read(&mut Decoder::new(json))
            .unwrap_or_else(|error| unreadable(format!("the encoded value is not valid: {error}"))),
        Err(error) => unreadable(format!("the encoded value is not text: {error}")),
    }
}

fn read(input: &mut Decoder<'_>) -> Result<Shape, DecodeError> {
    match input.peek() {
        Some(b'"') => input.text().map(|text| Shape::Text(text.into_owned())),
        Some(b'[') => list(input).map(Shape::List),
        Some(b'{') => {
            let (mut keys, mut values) = (Vec::new(), Vec::new());
            input.map(|key, input| {
                match &*key {
                    "keylist" => keys = list(input)?,
                    "valuelist" => values = list(input)?,
                    _ => return Err(input.mismatch("a map or a tuple")),
                }
                Ok(())
            })?;
            Ok(Shape::Map(keys, values))
        }
        _ => {
            let start = input.at;
            input.skip()?;
            Ok(Shape::Plain(input.slice(start, input.at).to_owned()))
        }
    }
}

fn list(input: &mut Decoder<'_>) -> Result<Vec<Shape>, DecodeError> {
    let mut items = Vec::new();
    input.list(|input| read(input).map(|item| items.push(item)))?;
    Ok(items)
}
