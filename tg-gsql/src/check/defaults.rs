//! Defaults: literals of the attribute's type.

use super::{Checker, is_datetime};
use crate::finding::{Finding, Rule};
use crate::model::{AttributeType, Literal};
use crate::syntax::Spanned;

/// Returns the default as a value of the attribute's type, independent of its spelling: BOOL as
/// [`Literal::Bool`], FLOAT and DOUBLE as [`Literal::Double`], INT and UINT as [`Literal::Int`],
/// the others as [`Literal::String`], or for DATETIME [`Literal::Int`] in seconds since 1970.
///
/// # Errors
///
/// A description of the values that the type takes, such as "a whole number from 0 to
/// 18446744073709551615".
pub fn default_of(ty: &AttributeType, literal: &Literal) -> Result<Literal, &'static str> {
    use AttributeType as Type;
    let text = match literal {
        Literal::String(text) => Some(text.as_str()),
        _ => None,
    };
    match ty {
        Type::Int => whole(literal, text, i64::MIN.into(), i64::MAX.into())
            .ok_or("a whole number of 64 bits, such as 1"),
        Type::Uint => whole(literal, text, 0, u64::MAX.into())
            .ok_or("a whole number from 0 to 18446744073709551615"),
        Type::Float => number(literal, text)
            .filter(|number| number.abs() <= f64::from(f32::MAX))
            .map(Literal::Double)
            .ok_or("a number of 32 bits, such as 1.5"),
        Type::Double => number(literal, text).map(Literal::Double).ok_or("a number, such as 1.5"),
        Type::Bool => truth(literal, text).map(Literal::Bool).ok_or("\"true\" or \"false\""),
        Type::String => {
            text.map(|text| Literal::String(text.into())).ok_or("text in quotes, such as \"x\"")
        }
        Type::DateTime => {
            let valid = match literal {
                Literal::Int(seconds) => is_datetime(&seconds.to_string()),
                _ => text.is_some_and(is_datetime),
            };
            valid
                .then(|| literal.clone())
                .ok_or("a date in quotes, such as \"2024-05-17 08:00:00\"")
        }
        Type::FixedBinary(size) => text
            .filter(|text| text.len() <= *size as usize)
            .map(|text| Literal::String(text.into()))
            .ok_or("text in quotes that fits its size"),
        Type::List(_) | Type::Set(_) | Type::Map(..) | Type::Tuple(_) => {
            Err("no default of its own: collections begin empty, tuples with their fields' zeros")
        }
    }
}

fn whole(literal: &Literal, text: Option<&str>, least: i128, most: i128) -> Option<Literal> {
    let number = match literal {
        Literal::Int(number) => *number,
        _ => text?.parse().ok()?,
    };
    (least..=most).contains(&number).then_some(Literal::Int(number))
}

fn number(literal: &Literal, text: Option<&str>) -> Option<f64> {
    match literal {
        Literal::Int(number) => Some(*number as f64),
        Literal::Double(number) => Some(*number),
        _ => text?.parse().ok(),
    }
    .filter(|number| number.is_finite())
}

fn truth(literal: &Literal, text: Option<&str>) -> Option<bool> {
    match literal {
        Literal::Bool(truth) => Some(*truth),
        Literal::Int(number @ 0..=1) => Some(*number == 1),
        _ => match text?.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
    }
}

impl Checker<'_> {
    pub(super) fn default(&mut self, ty: &AttributeType, given: &Spanned<Literal>) -> Literal {
        if matches!((ty, &given.value), (AttributeType::Bool, Literal::Bool(_))) {
            let message = "a BOOL default without quotes is rejected by servers";
            let help = format!("write `DEFAULT \"{}\"`", given.value);
            self.findings.push(Finding::new(Rule::UnquotedBool, given.span, message).help(help));
        }
        default_of(ty, &given.value).unwrap_or_else(|expected| {
            let message = format!("{} is not a default for {ty}", given.value);
            let help = format!("{ty} takes {expected}");
            self.error_with_help(Rule::DefaultType, given.span, message, help);
            given.value.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_becomes_a_value_of_its_type() {
        use AttributeType as Type;
        let text = |text: &str| Literal::String(text.into());
        for (ty, given, expected) in [
            (Type::Int, Literal::Int(-1), Some(Literal::Int(-1))),
            (Type::Int, text("5"), Some(Literal::Int(5))),
            (Type::Int, Literal::Int(1 << 63), None),
            (Type::Int, Literal::Double(1.0), None),
            (Type::Uint, Literal::Int(u64::MAX.into()), Some(Literal::Int(u64::MAX.into()))),
            (Type::Uint, Literal::Int(-1), None),
            (Type::Float, Literal::Int(1), Some(Literal::Double(1.0))),
            (Type::Float, Literal::Double(1e300), None),
            (Type::Double, text("nan"), None),
            (Type::Bool, text("TRUE"), Some(Literal::Bool(true))),
            (Type::Bool, Literal::Bool(false), Some(Literal::Bool(false))),
            (Type::Bool, text("yes"), None),
            (Type::String, text(""), Some(text(""))),
            (Type::String, Literal::Int(1), None),
            (Type::DateTime, text("2024-05-17"), Some(text("2024-05-17"))),
            (Type::DateTime, text("soon"), None),
            (Type::FixedBinary(2), text("abc"), None),
            (Type::Tuple("t".into()), text(""), None),
        ] {
            assert_eq!(default_of(&ty, &given).ok(), expected, "{ty} {given}");
        }
    }
}
