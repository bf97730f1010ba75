//! Functions that are not of the language, but in the C++ files of many servers: `stringify` of the
//! ML Workbench, and those that the published library of graph algorithms calls.

use super::{Context, Entry, random, text_of};
use crate::eval::{Failure, Value};

/// The radius of the earth at the equator in kilometres.
const EARTH_RADIUS: f64 = 6378.137;

pub(super) const FUNCTIONS: &[Entry] = &[
    ("stringify", 1, 1, |_, arguments| text_of(text(&arguments[0])?)),
    ("rand_int", 2, 2, random_integer),
    ("tg_rand_int", 2, 2, random_integer),
    ("tg_extract_list", 1, 1, |_, arguments| {
        let [Value::Text(list)] = arguments else { return None };
        let numbers = list.split(',').map(str::trim).filter(|number| !number.is_empty());
        let numbers = numbers.map(|number| match number.parse() {
            Ok(number) => Ok(Value::Float(number)),
            Err(_) => Err(Failure::runtime(format!("'{number}' in '{list}' is not a number."))),
        });
        Some(numbers.collect::<Result<_, _>>().map(Value::list))
    }),
    ("tg_fastrp_rand_func", 4, 4, |_, arguments| {
        let numbers = arguments.iter().map(|it| i64::try_from(it.as_integer()?).ok());
        let numbers: Vec<_> = numbers.collect::<Option<_>>()?;
        let [vertex, position, seed, sampling] = numbers[..] else { return None };
        if sampling < 1 {
            let reason = format!("the sampling constant {sampling} is less than 1.");
            return Some(Err(Failure::runtime(reason)));
        }
        let mixed = [vertex, position]
            .iter()
            .fold(mix(seed as u64), |mixed, number| mix(mixed ^ *number as u64));
        let root = (sampling as f64).sqrt();
        Some(Ok(Value::Double(match mixed % (2 * sampling as u64) {
            0 => root,
            1 => -root,
            _ => 0.0,
        })))
    }),
    ("tg_getdistance", 4, 4, |_, arguments| {
        let degrees = arguments.iter().map(|it| Some(it.as_double()?.to_radians()));
        let radians: Vec<_> = degrees.collect::<Option<_>>()?;
        let [latitude, longitude, other_latitude, other_longitude] = radians[..] else {
            return None;
        };
        let squared_sine = |angle: f64| (angle / 2.0).sin().powi(2);
        let inner = squared_sine(latitude - other_latitude)
            + latitude.cos() * other_latitude.cos() * squared_sine(longitude - other_longitude);
        Some(Ok(Value::Double(2.0 * EARTH_RADIUS * inner.sqrt().min(1.0).asin())))
    }),
];

/// Returns a random number of a range, both ends included.
fn random_integer(cx: &Context<'_>, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    let ends = arguments.iter().map(|it| i64::try_from(it.as_integer()?).ok());
    let [least, greatest] = ends.collect::<Option<Vec<_>>>()?[..] else { return None };
    let Ok(distance) = u64::try_from(i128::from(greatest) - i128::from(least)) else {
        let reason = format!("there is not a number from {least} to {greatest}.");
        return Some(Err(Failure::runtime(reason)));
    };
    let offset = distance.checked_add(1).map_or_else(|| random(cx), |count| random(cx) % count);
    Some(Ok(Value::Int(least.wrapping_add_unsigned(offset))))
}

/// Mixes the bits of a number (splitmix64).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ number >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ number >> 31
}

/// Returns a value as text: a BOOL as 1 or 0, the elements of a collection with a blank between
/// them, the entries of a map as `(key,value)` with a blank after each.
fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(value) => u8::from(*value).to_string(),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| Some(format!("({},{}) ", text(key)?, text(value)?)));
            entries.collect::<Option<String>>()?
        }
        Value::List(_) | Value::Set(_) | Value::Bag(_) => {
            let elements = value.elements()?;
            let texts = elements.iter().map(text);
            texts.collect::<Option<Vec<_>>>()?.join(" ")
        }
        Value::Text(text) => text.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::Double(value) => value.to_string(),
        _ => return None,
    })
}
