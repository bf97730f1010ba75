//! Literals in the conditions of filters.

use super::datetime;
use super::filter::Operand;
use super::types::ValueType;
use super::value::Value;

/// A literal before the type of the attribute is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    /// A text in double quotes.
    Quoted(String),
    Bare(String),
}

impl Literal {
    /// Converts the literal to an operand for a type. Returns `None` if it is not of that type.
    pub(crate) fn operand(&self, ty: &ValueType) -> Option<Operand> {
        let text = match self {
            Self::Quoted(text) | Self::Bare(text) => text.as_str(),
        };
        let number = || text.parse::<f64>().ok().filter(|value| value.is_finite());
        let quoted = matches!(self, Self::Quoted(_));
        Some(match ty {
            ValueType::Bool => Operand::Other(Value::Bool(match text {
                "0" if !quoted => false,
                "1" if !quoted => true,
                text => text.to_ascii_lowercase().parse().ok()?,
            })),
            ValueType::Text(_) | ValueType::FixedBinary(_) if quoted => {
                Operand::Other(Value::text(text))
            }
            ValueType::DateTime if quoted => {
                Operand::Other(Value::DateTime(datetime::parse_timestamp(text)?))
            }
            ValueType::Int(_) | ValueType::Uint(_) if !quoted => match text.parse() {
                Ok(integer) => Operand::Integer(integer),
                Err(_) => Operand::Double(number()?),
            },
            ValueType::Double if !quoted => Operand::Double(number()?),
            ValueType::Float if !quoted => Operand::Float(number()? as f32),
            _ => return None,
        })
    }
}

/// Splits a text at the closing quote and returns the content and the rest. A backslash escapes the
/// next character. Returns `None` if there is no closing quote.
pub(crate) fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}
