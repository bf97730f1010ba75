//! Functions for numbers, texts, times and collections.

use super::operator;
use super::{Failure, Value};
use crate::store::{Graphs, datetime};

/// Calls a function. Returns `None` if there is no function with this name and these arguments.
pub(super) fn call(
    graphs: &Graphs,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Failure>> {
    let name = name.to_ascii_lowercase();
    number(&name, arguments)
        .or_else(|| longer_text(&name, arguments))
        .or_else(|| text(&name, arguments).map(Ok))
        .or_else(|| time(&name, arguments))
        .or_else(|| collection(graphs, &name, arguments))
}

fn number(name: &str, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    let integer = |value: f64| {
        let in_range = (-9.223_372_036_854_775e18..9.223_372_036_854_775e18).contains(&value);
        match in_range {
            true => Ok(Value::Int(value as i64)),
            false => Err(Failure::runtime("a number is out of range.")),
        }
    };
    let real = |value: f64| Some(Ok(Value::Double(value)));
    Some(match (name, arguments) {
        ("pi", []) => return real(std::f64::consts::PI),
        ("abs", [Value::Int(value)]) => value
            .checked_abs()
            .map(Value::Int)
            .ok_or_else(|| Failure::runtime("the result of abs is out of range.")),
        ("abs", [Value::Uint(value)]) => Ok(Value::Uint(*value)),
        ("abs", [Value::Float(value)]) => Ok(Value::Float(value.abs())),
        ("abs", [Value::Double(value)]) => return real(value.abs()),
        ("sign", [value]) => {
            let value = value.as_double()?;
            Ok(Value::Int(i64::from(value > 0.0) - i64::from(value < 0.0)))
        }
        ("ceil" | "floor", [value @ (Value::Int(_) | Value::Uint(_))]) => Ok(value.clone()),
        ("ceil", [value]) => integer(value.as_double()?.ceil()),
        ("floor", [value]) => integer(value.as_double()?.floor()),
        ("float_to_int", [value]) => integer(value.as_double()?.trunc()),
        ("fmod", [a, b]) => {
            let (a, b) = (a.as_double()?, b.as_double()?);
            match b == 0.0 {
                true => Err(Failure::runtime("divider is zero.")),
                false => Ok(Value::Double(a % b)),
            }
        }
        ("pow", [base, exponent]) => return real(base.as_double()?.powf(exponent.as_double()?)),
        ("atan2", [y, x]) => return real(y.as_double()?.atan2(x.as_double()?)),
        ("round", [value, Value::Int(digits)]) if (0..=15).contains(digits) => {
            let scale = 10_f64.powi(*digits as i32);
            let (value, scaled) = (value.as_double()?, value.as_double()? * scale);
            // A number that large does not have a fractional part.
            return real(if scaled.is_finite() { scaled.round() / scale } else { value });
        }
        (name, [value]) => {
            let value = value.as_double()?;
            return real(match name {
                "sqrt" => value.sqrt(),
                "exp" => value.exp(),
                "log" => value.ln(),
                "log2" => value.log2(),
                "log10" => value.log10(),
                "round" => value.round(),
                "trunc" => value.trunc(),
                "square" => value * value,
                "sin" => value.sin(),
                "cos" => value.cos(),
                "tan" => value.tan(),
                "asin" => value.asin(),
                "acos" => value.acos(),
                "atan" => value.atan(),
                "sinh" => value.sinh(),
                "cosh" => value.cosh(),
                "tanh" => value.tanh(),
                "cot" => value.tan().recip(),
                "degrees" => value.to_degrees(),
                "radians" => value.to_radians(),
                _ => return None,
            });
        }
        _ => return None,
    })
}

fn text(name: &str, arguments: &[Value]) -> Option<Value> {
    let owned = |text: String| Some(Value::Text(text.into()));
    let count = |value: i64| usize::try_from(value).ok();
    match (name, arguments) {
        ("length", [Value::Text(text)]) => Some(Value::Int(text.chars().count() as i64)),
        ("lower", [Value::Text(text)]) => owned(text.to_lowercase()),
        ("upper", [Value::Text(text)]) => owned(text.to_uppercase()),
        ("reverse", [Value::Text(text)]) => owned(text.chars().rev().collect()),
        ("trim", [Value::Text(text)]) => owned(text.trim().to_owned()),
        ("ltrim", [Value::Text(text)]) => owned(text.trim_start().to_owned()),
        ("rtrim", [Value::Text(text)]) => owned(text.trim_end().to_owned()),
        ("left", [Value::Text(text), Value::Int(length)]) => {
            owned(text.chars().take(count(*length)?).collect())
        }
        ("right", [Value::Text(text), Value::Int(length)]) => {
            let skipped = text.chars().count().saturating_sub(count(*length)?);
            owned(text.chars().skip(skipped).collect())
        }
        ("substr", [Value::Text(text), Value::Int(start)]) => {
            owned(text.chars().skip(substr_start(text, *start)?).collect())
        }
        ("substr", [Value::Text(text), Value::Int(start), Value::Int(length)]) => {
            owned(text.chars().skip(substr_start(text, *start)?).take(count(*length)?).collect())
        }
        ("instr", [Value::Text(text), Value::Text(part)]) => {
            let at = text.find(&**part).map(|at| text[..at].chars().count() as i64);
            Some(Value::Int(at.unwrap_or(-1)))
        }
        ("to_string", [value]) => match value {
            Value::Text(text) => Some(Value::Text(text.clone())),
            Value::Int(value) => owned(value.to_string()),
            Value::Uint(value) => owned(value.to_string()),
            Value::Float(value) => owned(format_short(f64::from(*value))),
            Value::Double(value) => owned(format_short(*value)),
            Value::Bool(value) => owned(value.to_string()),
            Value::DateTime(value) => owned(datetime::format(*value)),
            _ => None,
        },
        _ => None,
    }
}

/// Calls a function whose result can be far longer than its arguments. The length is checked before
/// the text is created.
fn longer_text(name: &str, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    let build = |length: Option<usize>, text: &dyn Fn() -> String| {
        let checked = operator::check_text_length(length.unwrap_or(usize::MAX));
        Some(checked.map(|()| Value::Text(text().into())))
    };
    let (text, old, new) = match (name, arguments) {
        ("space", [Value::Int(length)]) => {
            let length = usize::try_from(*length).ok()?;
            return build(Some(length), &|| " ".repeat(length));
        }
        ("replace", [Value::Text(text), Value::Text(old)]) => (text, old, ""),
        ("replace", [Value::Text(text), Value::Text(old), Value::Text(new)]) => (text, old, &**new),
        _ => return None,
    };
    if old.is_empty() {
        return None;
    }
    let added = text.matches(&**old).count().checked_mul(new.len());
    build(added.and_then(|added| added.checked_add(text.len())), &|| text.replace(&**old, new))
}

/// Returns the start of `substr`. A negative position is counted from the end.
fn substr_start(text: &str, start: i64) -> Option<usize> {
    match usize::try_from(start) {
        Ok(start) => Some(start),
        Err(_) => {
            let from_end = usize::try_from(start.unsigned_abs()).ok()?;
            Some(text.chars().count().saturating_sub(from_end))
        }
    }
}

/// Formats a real number with six significant digits, as `%g` of C does.
fn format_short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let written = format!("{value:.5e}");
    let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if (-4..6).contains(&exponent) {
        let decimals = usize::try_from(5 - exponent).unwrap_or(0);
        trim(&format!("{value:.decimals$}"))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", trim(digits), exponent.abs())
    }
}

fn time(name: &str, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    let part = |range: std::ops::Range<usize>, at: i64| {
        datetime::format(at).get(range).and_then(|text| text.parse().ok()).map(Value::Int)
    };
    Some(match (name, arguments) {
        ("to_datetime", [Value::Text(text)]) => datetime::parse_timestamp(text)
            .map(Value::DateTime)
            .ok_or_else(|| Failure::runtime(format!("'{text}' is not a valid DATETIME."))),
        ("epoch_to_datetime", [Value::Int(seconds)]) => match datetime::is_in_range(*seconds) {
            true => Ok(Value::DateTime(*seconds)),
            false => Err(Failure::runtime("a DATETIME is out of range.")),
        },
        ("datetime_to_epoch", [Value::DateTime(at)]) => Ok(Value::Int(*at)),
        ("datetime_diff", [Value::DateTime(a), Value::DateTime(b)]) => Ok(Value::Int(a - b)),
        ("year", [Value::DateTime(at)]) => Ok(part(0..4, *at)?),
        ("month", [Value::DateTime(at)]) => Ok(part(5..7, *at)?),
        ("day", [Value::DateTime(at)]) => Ok(part(8..10, *at)?),
        ("hour", [Value::DateTime(at)]) => Ok(part(11..13, *at)?),
        ("minute", [Value::DateTime(at)]) => Ok(part(14..16, *at)?),
        ("second", [Value::DateTime(at)]) => Ok(part(17..19, *at)?),
        ("str_to_int", [Value::Text(text)]) => text
            .trim()
            .parse()
            .map(Value::Int)
            .map_err(|_| Failure::runtime(format!("'{text}' is not a valid INT."))),
        _ => return None,
    })
}

fn collection(graphs: &Graphs, name: &str, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    let [of] = arguments else { return None };
    let elements = of.elements()?;
    Some(match name {
        "count" => Ok(Value::Int(elements.len() as i64)),
        "isempty" => Ok(Value::Bool(elements.is_empty())),
        "sum" => elements.into_iter().try_fold(Value::Int(0), |sum, value| {
            operator::apply(graphs, tg_gsql::syntax::ast::query::Op::Add, &sum, &value)
        }),
        "max" => Ok(elements.into_iter().max()?),
        "min" => Ok(elements.into_iter().min()?),
        "avg" if !elements.is_empty() => {
            let count = elements.len();
            if let Some(sum) = elements.iter().map(Value::as_integer).sum::<Option<i128>>() {
                let mean = i64::try_from(sum / count as i128);
                return Some(
                    mean.map(Value::Int)
                        .map_err(|_| Failure::runtime("the result of avg is out of range.")),
                );
            }
            let sum: f64 = elements.iter().map(Value::as_double).sum::<Option<f64>>()?;
            Ok(Value::Double(sum / count as f64))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_string_formats_real_numbers_as_printf_does() {
        for (value, text) in [
            (0.1, "0.1"),
            (3.0, "3"),
            (1.0 / 3.0, "0.333333"),
            (1_234_567.0, "1.23457e+06"),
            (0.000_01, "1e-05"),
            (123_456.0, "123456"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(format_short(value), text);
        }
    }
}
