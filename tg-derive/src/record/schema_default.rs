//! The literal of DEFAULT.

use syn::Lit;
use tg_gsql::model::Literal as Gsql;

use crate::attr::Literal;
use crate::types::Known;

/// Returns the literal in the schema, or the reason why an attribute of this type cannot have it.
pub(super) fn read(literal: &Literal, known: Known<'_>) -> Result<Gsql, String> {
    match known {
        Known::Bool => expect(boolean(literal), "BOOL: write `true` or `false`"),
        Known::Int(bits) => integer(literal, -(1 << (bits - 1)), (1 << (bits - 1)) - 1, "INT"),
        Known::Uint(bits) => integer(literal, 0, (1 << bits) - 1, "UINT"),
        Known::F32 | Known::F64 => expect(number(literal), "a finite number, such as `0.5`"),
        Known::Text => expect(text(literal), "STRING: write it in quotes"),
        // A number counts the seconds since 1970.
        Known::DateTime => expect(
            text(literal).or_else(|| whole(literal).map(Gsql::Int)),
            "DATETIME: write it in quotes, such as `\"2024-01-31 00:00:00\"`",
        ),
        Known::List(_) | Known::Set(_) | Known::Map(..) | Known::Vector => {
            Err("only single values have a DEFAULT; a new collection is empty".to_owned())
        }
        Known::Option(_) | Known::Other => expect(
            boolean(literal)
                .or_else(|| whole(literal).map(Gsql::Int))
                .or_else(|| number(literal))
                .or_else(|| text(literal)),
            "a finite number, a text, `true` or `false`",
        ),
    }
}

fn expect(read: Option<Gsql>, expected: &str) -> Result<Gsql, String> {
    read.ok_or_else(|| format!("a value of this field is {expected}"))
}

fn boolean(literal: &Literal) -> Option<Gsql> {
    match &literal.lit {
        Lit::Bool(value) => Some(Gsql::Bool(value.value)),
        _ => None,
    }
}

fn text(literal: &Literal) -> Option<Gsql> {
    match &literal.lit {
        Lit::Str(text) => Some(Gsql::String(text.value())),
        _ => None,
    }
}

fn whole(literal: &Literal) -> Option<i128> {
    match &literal.lit {
        Lit::Int(digits) => {
            let magnitude = digits.base10_parse::<i128>().ok()?;
            Some(if literal.is_negative() { -magnitude } else { magnitude })
        }
        _ => None,
    }
}

fn integer(literal: &Literal, least: i128, most: i128, ty: &str) -> Result<Gsql, String> {
    match whole(literal) {
        Some(number) if (least..=most).contains(&number) => Ok(Gsql::Int(number)),
        Some(number) => {
            Err(format!("{number} is out of range; this {ty} is from {least} to {most}"))
        }
        None => Err(format!("a value of this field is {ty}: write a whole number, such as `0`")),
    }
}

fn number(literal: &Literal) -> Option<Gsql> {
    let magnitude = match &literal.lit {
        Lit::Float(digits) => digits.base10_parse::<f64>().ok()?,
        Lit::Int(digits) => digits.base10_parse::<f64>().ok()?,
        _ => return None,
    };
    let number = if literal.is_negative() { -magnitude } else { magnitude };
    number.is_finite().then_some(Gsql::Double(number))
}
