//! Reading strings.

use std::borrow::Cow;

use crate::value::DecodeError;

/// A string of an answer, still in its JSON spelling.
#[derive(Debug, Clone, Copy)]
pub(in crate::value) struct JsonText<'a> {
    /// The text between the quotes.
    pub(in crate::value) raw: &'a str,
    escaped: bool,
}

/// Returns the string whose opening quote is at `at`, and its end; `None` if the text ends before.
pub(in crate::value) fn read_string(json: &str, at: usize) -> Option<(JsonText<'_>, usize)> {
    let (end, escaped) = string_end(json.as_bytes(), at)?;
    Some((JsonText { raw: json.get(at + 1..end - 1)?, escaped }, end))
}

/// Returns the end of the string whose opening quote is at `at`, and `true` if it contains an
/// escape.
pub(super) fn string_end(json: &[u8], at: usize) -> Option<(usize, bool)> {
    let mut search = at + 1;
    let mut escaped = false;
    loop {
        let found = search + memchr::memchr2(b'"', b'\\', json.get(search..)?)?;
        if json[found] == b'"' {
            return Some((found + 1, escaped));
        }
        escaped = true;
        search = found + 2;
    }
}

impl<'a> JsonText<'a> {
    /// Returns the text; borrowed if it contains no escape. Raw control characters stay as they
    /// are.
    ///
    /// # Errors
    ///
    /// If an escape is not one of JSON.
    pub(in crate::value) fn decode(self) -> Result<Cow<'a, str>, DecodeError> {
        if self.escaped { unescape(self.raw).map(Cow::Owned) } else { Ok(Cow::Borrowed(self.raw)) }
    }

    pub(in crate::value) fn is(self, name: &str) -> bool {
        if self.escaped { self.decode().is_ok_and(|text| text == name) } else { self.raw == name }
    }
}

#[cold]
fn unescape(text: &str) -> Result<String, DecodeError> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let (character, tail) = escape(after).ok_or_else(|| {
            let sequence: String = after.chars().take(11).collect();
            DecodeError::mismatch(
                "an escape that stands for a character",
                format!("`\\{sequence}`"),
            )
        })?;
        plain.push(character);
        rest = tail;
    }
    plain.push_str(rest);
    Ok(plain)
}

/// Returns the character of the escape after its backslash, and the rest of the text.
fn escape(after: &str) -> Option<(char, &str)> {
    let mut tail = after.chars();
    let character = match tail.next()? {
        plain @ ('"' | '\\' | '/') => plain,
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return unicode_escape(tail.as_str()),
        _ => return None,
    };
    Some((character, tail.as_str()))
}

fn unicode_escape(after: &str) -> Option<(char, &str)> {
    let (first, tail) = code_unit(after)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, tail));
    }
    // A character beyond U+FFFF is written as two escapes, a pair of surrogates.
    let (second, tail) = code_unit(tail.strip_prefix("\\u")?)?;
    let character = char::decode_utf16([first as u16, second as u16]).next()?.ok()?;
    Some((character, tail))
}

fn code_unit(text: &str) -> Option<(u32, &str)> {
    let (digits, tail) = text.split_at_checked(4)?;
    let all_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    all_hex.then(|| Some((u32::from_str_radix(digits, 16).ok()?, tail)))?
}

/// Returns the start of a text, for a message.
pub(in crate::value) fn brief(text: &str) -> Cow<'_, str> {
    const CHARACTERS: usize = 60;
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
