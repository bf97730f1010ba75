//! Splitting of bytes into lines, and of lines into tokens.

use super::format::Format;

/// An iterator over lines. The text after the last line terminator is a line unless it is empty.
pub(super) struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Lines<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// Returns the position of the next line.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn next(&mut self, eol: &[u8]) -> Option<&'b [u8]> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = find(rest, eol);
        self.at += end.map_or(rest.len(), |end| end + eol.len());
        Some(&rest[..end.unwrap_or(rest.len())])
    }
}

/// Splits a line into tokens.
pub(super) fn split<'b>(line: &'b str, format: &Format, tokens: &mut Vec<&'b str>) {
    tokens.clear();
    let Some(quote) = format.quote else {
        let mut rest = line;
        while let Some(end) = find(rest.as_bytes(), &format.separator) {
            tokens.push(&rest[..end]);
            rest = &rest[end + format.separator.len()..];
        }
        tokens.push(rest);
        return;
    };
    let bytes = line.as_bytes();
    let (mut start, mut at, mut quoted) = (0, 0, None);
    while at < bytes.len() {
        if bytes[at] == quote {
            // A quote without a closing quote is an ordinary character.
            match bytes[at + 1..].iter().position(|byte| *byte == quote) {
                Some(length) => {
                    quoted = quoted.or(Some(&line[at + 1..at + 1 + length]));
                    at += length + 2;
                }
                None => at += 1,
            }
        } else if bytes[at..].starts_with(&format.separator) {
            tokens.push(quoted.take().unwrap_or(&line[start..at]));
            at += format.separator.len();
            start = at;
        } else {
            at += 1;
        }
    }
    tokens.push(quoted.unwrap_or(&line[start..]));
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    match pattern {
        [] => None,
        [byte] => bytes.iter().position(|other| other == byte),
        [first, ..] => {
            let mut from = 0;
            while let Some(offset) = bytes[from..].iter().position(|byte| byte == first) {
                if bytes[from + offset..].starts_with(pattern) {
                    return Some(from + offset);
                }
                from += offset + 1;
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens<'b>(line: &'b str, separator: &str, quote: Option<u8>) -> Vec<&'b str> {
        let separator = separator.as_bytes().to_vec();
        let format = Format { separator, quote, ..Format::default() };
        let mut tokens = Vec::new();
        split(line, &format, &mut tokens);
        tokens
    }

    #[test]
    fn the_first_quoted_text_is_the_token() {
        let double = Some(b'"');
        assert_eq!(tokens(r#"a"b"c,d"#, ",", double), ["b", "d"]);
        assert_eq!(tokens(r#""a,b",c"#, ",", double), ["a,b", "c"]);
        assert_eq!(tokens(r#""a""b",c"#, ",", double), ["a", "c"]);
        assert_eq!(tokens(r#"a"b,c"#, ",", double), [r#"a"b"#, "c"]);
        assert_eq!(tokens(r#""",'x'"#, ",", double), ["", "'x'"]);
        assert_eq!(tokens("'a,b',c", ",", Some(b'\'')), ["a,b", "c"]);
        assert_eq!(tokens(r#""a,b",c"#, ",", None), ["\"a", "b\"", "c"]);
    }

    #[test]
    fn separators_can_have_several_characters() {
        assert_eq!(tokens("a||b|c||", "||", None), ["a", "b|c", ""]);
        assert_eq!(tokens("|||", "||", None), ["", "|"]);
        assert_eq!(tokens("'a||b'||c", "||", Some(b'\'')), ["a||b", "c"]);
        assert_eq!(tokens("", ",", None), [""]);
    }

    #[test]
    fn the_last_line_terminator_is_optional() {
        let all = |text: &'static str, eol: &str| {
            let mut lines = Lines::new(text.as_bytes(), 0);
            std::iter::from_fn(|| lines.next(eol.as_bytes())).collect::<Vec<_>>()
        };
        assert_eq!(all("a\nb\n", "\n"), [b"a", b"b"]);
        assert_eq!(all("a\nb", "\n"), [b"a", b"b"]);
        assert_eq!(all("a\r\nb\n\r\nc", "\r\n"), [&b"a"[..], b"b\n", b"c"]);
        assert_eq!(all("", "\n").len(), 0);
        assert_eq!(all("\n", "\n"), [b""]);
    }
}
