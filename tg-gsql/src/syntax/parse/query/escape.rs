//! Escapes in the texts of queries.

use super::Reader;
use crate::syntax::ast::query::Constant;

impl Reader<'_> {
    /// Reads the next token, which is a closed string.
    pub(super) fn text_constant(&mut self) -> Constant {
        Constant::String(unescaped(self.bump().quoted().unwrap_or_default()))
    }
}

/// Returns the value of a text of a query, without its quotes. GSQL and openCypher have the escapes
/// of openCypher 9. A backslash that begins no escape stays in it.
fn unescaped(mut rest: &str) -> String {
    let mut value = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('\\') {
        value.push_str(before);
        let mut chars = after.chars();
        let escaped = match chars.next() {
            Some(plain @ ('\\' | '\'' | '"')) => Some(plain),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => code(&mut chars, 4),
            Some('U') => code(&mut chars, 8),
            _ => None,
        };
        value.push(escaped.unwrap_or('\\'));
        rest = if escaped.is_some() { chars.as_str() } else { after };
    }
    value.push_str(rest);
    value
}

/// Reads a character that is written as hexadecimal digits.
fn code(chars: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let (code, rest) = chars.as_str().split_at_checked(digits)?;
    let is_number = code.bytes().all(|digit| digit.is_ascii_hexdigit());
    let code = u32::from_str_radix(code, 16).ok().filter(|_| is_number)?;
    *chars = rest.chars();
    char::from_u32(code)
}
