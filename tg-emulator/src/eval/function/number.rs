//! Functions of numbers.

use super::{Context, Entry, Function, random};
use crate::eval::{Failure, Value};

/// A function of one real number.
macro_rules! real {
    ($compute:expr) => {
        |_, arguments| {
            let compute: fn(f64) -> f64 = $compute;
            Some(Ok(Value::Double(compute(arguments[0].as_double()?))))
        }
    };
}

const INTEGER: Function = |_, arguments| integer(arguments[0].as_double()?.trunc());

pub(super) const FUNCTIONS: &[Entry] = &[
    ("pi", 0, 0, |_, _| Some(Ok(Value::Double(std::f64::consts::PI)))),
    ("abs", 1, 1, abs),
    ("sign", 1, 1, |_, arguments| {
        let value = arguments[0].as_double()?;
        Some(Ok(Value::Int(i64::from(value > 0.0) - i64::from(value < 0.0))))
    }),
    ("ceil", 1, 1, |_, arguments| match &arguments[0] {
        value @ (Value::Int(_) | Value::Uint(_)) => Some(Ok(value.clone())),
        value => integer(value.as_double()?.ceil()),
    }),
    ("floor", 1, 1, |_, arguments| match &arguments[0] {
        value @ (Value::Int(_) | Value::Uint(_)) => Some(Ok(value.clone())),
        value => integer(value.as_double()?.floor()),
    }),
    ("float_to_int", 1, 1, INTEGER),
    ("fmod", 2, 2, |_, arguments| {
        let (a, b) = (arguments[0].as_double()?, arguments[1].as_double()?);
        Some(match b == 0.0 {
            true => Err(Failure::runtime("divider is zero.")),
            false => Ok(Value::Double(a % b)),
        })
    }),
    ("pow", 2, 2, |_, arguments| {
        let (base, exponent) = (arguments[0].as_double()?, arguments[1].as_double()?);
        Some(Ok(Value::Double(base.powf(exponent))))
    }),
    ("ldexp", 2, 2, |_, arguments| {
        let (value, exponent) = (arguments[0].as_double()?, arguments[1].as_double()?);
        Some(Ok(Value::Double(value * exponent.exp2())))
    }),
    ("atan2", 2, 2, |_, arguments| {
        let (y, x) = (arguments[0].as_double()?, arguments[1].as_double()?);
        Some(Ok(Value::Double(y.atan2(x))))
    }),
    ("round", 1, 1, real!(f64::round)),
    ("round", 2, 2, |_, arguments| digits(arguments, f64::round)),
    ("trunc", 1, 1, real!(f64::trunc)),
    ("trunc", 2, 2, |_, arguments| digits(arguments, f64::trunc)),
    ("sqrt", 1, 1, real!(f64::sqrt)),
    ("exp", 1, 1, real!(f64::exp)),
    ("log", 1, 1, real!(f64::ln)),
    ("ln", 1, 1, real!(f64::ln)),
    ("log2", 1, 1, real!(f64::log2)),
    ("log10", 1, 1, real!(f64::log10)),
    ("square", 1, 1, real!(|value| value * value)),
    ("sin", 1, 1, real!(f64::sin)),
    ("cos", 1, 1, real!(f64::cos)),
    ("tan", 1, 1, real!(f64::tan)),
    ("asin", 1, 1, real!(f64::asin)),
    ("acos", 1, 1, real!(f64::acos)),
    ("atan", 1, 1, real!(f64::atan)),
    ("sinh", 1, 1, real!(f64::sinh)),
    ("cosh", 1, 1, real!(f64::cosh)),
    ("tanh", 1, 1, real!(f64::tanh)),
    ("cot", 1, 1, real!(|value| value.tan().recip())),
    ("degrees", 1, 1, real!(f64::to_degrees)),
    ("radians", 1, 1, real!(f64::to_radians)),
    ("rand", 0, 1, rand),
];

fn integer(value: f64) -> Option<Result<Value, Failure>> {
    let in_range = (-9.223_372_036_854_775e18..9.223_372_036_854_775e18).contains(&value);
    Some(match in_range {
        true => Ok(Value::Int(value as i64)),
        false => Err(Failure::runtime("a number is out of range.")),
    })
}

fn abs(_: &Context<'_>, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    Some(match &arguments[0] {
        Value::Int(value) => Ok(Value::Int(value.wrapping_abs())),
        Value::Uint(value) => Ok(Value::Uint(*value)),
        Value::Float(value) => Ok(Value::Float(value.abs())),
        Value::Double(value) => Ok(Value::Double(value.abs())),
        _ => return None,
    })
}

/// Rounds to a number of decimal digits.
fn digits(arguments: &[Value], round: fn(f64) -> f64) -> Option<Result<Value, Failure>> {
    let Value::Int(digits) = &arguments[1] else { return None };
    // A DOUBLE has no digits beyond these powers of ten.
    let scale = 10_f64.powi((*digits).clamp(-308, 308) as i32);
    let (value, scaled) = (arguments[0].as_double()?, arguments[0].as_double()? * scale);
    // A number that large does not have a fractional part.
    let rounded = if scaled.is_finite() { round(scaled) / scale } else { value };
    Some(Ok(Value::Double(rounded)))
}

/// Returns a number from 0 to less than 1. An argument is the seed.
fn rand(cx: &Context<'_>, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    if let [seed] = arguments {
        let seed = seed.as_integer()? as u64;
        cx.random.set(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    }
    Some(Ok(Value::Double((random(cx) >> 11) as f64 / (1_u64 << 53) as f64)))
}
