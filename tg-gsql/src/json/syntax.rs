//! JSON text to a [`Node`].

use std::borrow::Cow;

use super::ReadError;
use super::value::{Node, Problem, Result, Value};
use crate::report::Position;
use crate::syntax::Span;

/// The maximal nesting of lists and objects; a schema needs nine levels.
const DEPTH: usize = 64;

/// Parses a text and reads the document; an error of either has its position.
pub(super) fn document<T>(
    text: &str,
    read: impl FnOnce(&Node<'_>) -> Result<T>,
) -> std::result::Result<T, ReadError> {
    let error = |problem: Problem, path: String| {
        let span = Span { start: problem.at, end: problem.at + 1 };
        let line = Position::of(text, span).line;
        ReadError { path, span, line, message: problem.message, help: problem.help }
    };
    let root = parse(text).map_err(|problem| error(problem, String::new()))?;
    read(&root).map_err(|problem| {
        let path = root.path(problem.at).unwrap_or_default();
        error(problem, path)
    })
}

fn parse(text: &str) -> Result<Node<'_>> {
    // Some editors put a mark before the text.
    let mut parser = Parser { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 } };
    let root = parser.value(DEPTH)?;
    match parser.peek() {
        None => Ok(root),
        Some(_) => Err(parser.problem("the document ends before this")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn problem(&self, message: &str) -> Problem {
        let end = if self.at < self.text.len() { "" } else { ", but the text ends" };
        Problem::new(self.at, format!("this is not JSON: {message}{end}"))
    }

    /// Returns the next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>> {
        let first = self.peek();
        let at = self.at;
        if depth == 0 {
            return Err(self.problem("it nests too deep"));
        }
        let value = match first {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.keyword()?,
        };
        Ok(Node { at, value })
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>> {
        self.at += 1;
        let mut members = Vec::new();
        while !self.take(b'}') {
            self.comma(members.is_empty(), "`,` or `}` belongs here")?;
            if self.peek() != Some(b'"') {
                return Err(self.problem("a key in quotes belongs here"));
            }
            let key = self.string()?;
            if !self.take(b':') {
                return Err(self.problem("`:` belongs here"));
            }
            members.push((key, self.value(depth - 1)?));
        }
        Ok(Value::Object(members))
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>> {
        self.at += 1;
        let mut elements = Vec::new();
        while !self.take(b']') {
            self.comma(elements.is_empty(), "`,` or `]` belongs here")?;
            elements.push(self.value(depth - 1)?);
        }
        Ok(Value::List(elements))
    }

    fn comma(&mut self, first: bool, otherwise: &str) -> Result<()> {
        if first || self.take(b',') { Ok(()) } else { Err(self.problem(otherwise)) }
    }

    fn keyword(&mut self) -> Result<Value<'a>> {
        let keywords =
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)];
        let rest = &self.text[self.at..];
        for (keyword, value) in keywords {
            if rest.starts_with(keyword) {
                self.at += keyword.len();
                return Ok(value);
            }
        }
        Err(self.problem("a value belongs here"))
    }

    fn number(&mut self) -> Result<Value<'a>> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'));
        let number = &rest[..end.unwrap_or(rest.len())];
        if number.parse::<f64>().is_err() {
            return Err(self.problem("a number belongs here"));
        }
        self.at += number.len();
        Ok(Value::Number(number))
    }

    /// Reads a string after its opening quote.
    fn string(&mut self) -> Result<Cow<'a, str>> {
        self.at += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let rest = &self.text[self.at..];
            let end = rest.find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(rest.len());
            text += &rest[..end];
            self.at += end;
            match rest.as_bytes().get(end) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.to_mut().push(self.escape()?),
                Some(_) => return Err(self.problem("a control character must be escaped")),
                None => return Err(self.problem("a string lacks its closing quote")),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let letter = self.text.as_bytes().get(self.at + 1).copied();
        let plain = match letter {
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(self.problem("there is no such escape")),
        };
        self.at += 2;
        Ok(plain)
    }

    /// Reads `\uXXXX`, or two of them for characters outside of the Basic Multilingual Plane.
    fn code_point(&mut self) -> Result<char> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
            u16::from_str_radix(digits, 16).ok()
        };
        let units = [unit(self.at), unit(self.at + 6)];
        let mut decoded = char::decode_utf16(units.into_iter().map_while(|unit| unit));
        match decoded.next() {
            Some(Ok(character)) => {
                self.at += 6 * character.len_utf16();
                Ok(character)
            }
            _ => Err(self.problem("there is no such escape")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let text =
            "\u{feff} {\"a\\n\\u00e9\\ud83d\\ude00\": [1, -2.5e3, true, false, null, \"é\"]}";
        let root = parse(text).unwrap();
        let Value::Object(members) = &root.value else { panic!("{root:?}") };
        assert_eq!(members[0].0, "a\né😀");
        let values: Vec<_> =
            members[0].1.elements().unwrap().iter().map(|node| node.value.clone()).collect();
        assert_eq!(
            values,
            [
                Value::Number("1"),
                Value::Number("-2.5e3"),
                Value::Bool(true),
                Value::Bool(false),
                Value::Null,
                Value::Text("é".into()),
            ]
        );
    }

    #[test]
    fn errors_in_json_have_a_position() {
        for (text, at) in [
            ("", 0),
            ("{", 1),
            ("{\"a\"}", 4),
            ("[1 2]", 3),
            ("[1,]", 3),
            ("{\"a\": tru}", 6),
            ("\"a", 2),
            ("\"a\n\"", 2),
            ("\"\\x\"", 1),
            ("\"\\ud800\"", 1),
            ("\"\\u+123\"", 1),
            ("1 2", 2),
            ("--1", 0),
        ] {
            assert_eq!(parse(text).unwrap_err().at, at, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(parse(&deep).unwrap_err().message.contains("too deep"));
    }
}
