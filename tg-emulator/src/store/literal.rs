//! Literals in the conditions of filters, and what they mean for an attribute's type.

use super::datetime;
use super::filter::Operand;
use super::types::ValueType;
use super::value::Value;

/// A literal as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    /// Between double quotes.
    Quoted(String),
    Bare(String),
}

impl Literal {
    /// The operand for a type; `None` where the literal is not of that type.
    pub(crate) fn operand(&self, ty: &ValueType) -> Option<Operand> {
        let text = match self {
            Self::Quoted(text) | Self::Bare(text) => text.as_str(),
        };
        let real = || text.parse::<f64>().ok().filter(|value| value.is_finite());
        let quoted = matches!(self, Self::Quoted(_));
        Some(match ty {
            ValueType::Bool => Operand::Other(Value::Bool(text.to_ascii_lowercase().parse().ok()?)),
            ValueType::Text(_) | ValueType::FixedBinary(_) if quoted => {
                Operand::Other(Value::text(text))
            }
            ValueType::DateTime if quoted => {
                Operand::Other(Value::DateTime(datetime::parse(text)?))
            }
            ValueType::Int(_) | ValueType::Uint(_) if !quoted => match text.parse() {
                Ok(whole) => Operand::Whole(whole),
                Err(_) => Operand::Real(real()?),
            },
            ValueType::Double if !quoted => Operand::Real(real()?),
            ValueType::Float if !quoted => Operand::Single(real()? as f32),
            _ => return None,
        })
    }
}

/// What stands before the closing quote, and what behind it; a backslash makes the next character
/// ordinary. `None` if nothing closes it.
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
