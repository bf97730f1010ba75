//! The lexer. It accepts any text; the parser reports tokens that are not closed.
//!
//! The macros run this code as it is compiled for a build: without optimization. Therefore the
//! loops over bytes are plain.

use super::{Span, Token, TokenKind};
use crate::name::{continues_identifier, starts_identifier};

/// Returns the tokens of a GSQL text, comments included. Only white space lies between them, so
/// that the tokens and the gaps between them make up the text. Any text has tokens: a string or
/// comment that is not closed is one too.
///
/// ```
/// use tg_gsql::syntax::{TokenKind, tokens};
///
/// let tokens: Vec<_> = tokens("DROP JOB \"a\" // all").map(|it| (it.kind, it.text)).collect();
/// assert_eq!(
///     tokens,
///     [
///         (TokenKind::Word, "DROP"),
///         (TokenKind::Word, "JOB"),
///         (TokenKind::String { closed: true }, "\"a\""),
///         (TokenKind::Comment { closed: true }, "// all"),
///     ]
/// );
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, starts_line: true, previous: [None; 2] }
}

/// Returns the tokens that the parser reads: without closed comments, and with
/// [`TokenKind::End`] as the last one.
pub(super) fn parser_tokens(text: &str) -> Vec<Token<'_>> {
    let mut parsed = Vec::with_capacity(text.len() / 4);
    let mut tokens = tokens(text);
    for token in tokens.by_ref() {
        if token.kind != (TokenKind::Comment { closed: true }) {
            parsed.push(token);
        }
    }
    parsed.push(tokens.token(text.len(), TokenKind::End));
    parsed
}

/// The iterator that [`tokens`] returns.
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    starts_line: bool,
    /// The last two tokens, the last one second.
    previous: [Option<Token<'t>>; 2],
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        self.skip_white_space();
        let start = self.at;
        let first = self.text[start..].chars().next()?;
        let kind = match first {
            '#' => self.line_comment(),
            '/' if self.peek(1) == b'/' => self.line_comment(),
            '/' if self.peek(1) == b'*' => self.block_comment(),
            '"' => self.string(b'"'),
            '\'' if !self.follows_accumulator() => self.string(b'\''),
            '`' => self.backticks(),
            c if c.is_ascii() && starts_identifier(c as u8) => {
                self.skip_while(continues_identifier);
                TokenKind::Word
            }
            c if c.is_ascii_digit() || (c == '.' && self.begins_fraction()) => {
                self.number();
                TokenKind::Number
            }
            c => {
                self.at += c.len_utf8();
                TokenKind::Symbol(c)
            }
        };
        let token = self.token(start, kind);
        if token.is_comment() {
            self.starts_line |= token.text.bytes().any(is_line_end);
        } else {
            self.starts_line = false;
            self.previous = [self.previous[1], Some(token)];
        }
        Some(token)
    }
}

impl<'t> Tokens<'t> {
    fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn peek(&self, ahead: usize) -> u8 {
        let (bytes, at) = (self.text.as_bytes(), self.at + ahead);
        if at < bytes.len() { bytes[at] } else { 0 }
    }

    /// Returns the token from `start` to the current position.
    fn token(&self, start: usize, kind: TokenKind) -> Token<'t> {
        let span = Span { start, end: self.at };
        Token { kind, text: &self.text[start..self.at], span, starts_line: self.starts_line }
    }

    fn skip_white_space(&mut self) {
        loop {
            match self.peek(0) {
                b'\n' | b'\r' => {
                    self.starts_line = true;
                    self.at += 1;
                }
                b' ' | b'\t' => self.at += 1,
                _ => match self.text[self.at..].chars().next() {
                    Some(c) if c.is_whitespace() || c == '\u{feff}' => self.at += c.len_utf8(),
                    _ => return,
                },
            }
        }
    }

    fn line_comment(&mut self) -> TokenKind {
        self.skip_while(|byte| !is_line_end(byte));
        TokenKind::Comment { closed: true }
    }

    fn block_comment(&mut self) -> TokenKind {
        let length = self.text[self.at + 2..].find("*/").map(|length| length + 4);
        self.at = length.map_or(self.text.len(), |length| self.at + length);
        TokenKind::Comment { closed: length.is_some() }
    }

    fn skip_while(&mut self, matches: impl Fn(u8) -> bool) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && matches(bytes[self.at]) {
            self.at += 1;
        }
    }

    /// Returns `true` if the `.` here begins a number and is not the second dot of a range.
    fn begins_fraction(&self) -> bool {
        self.peek(1).is_ascii_digit() && !self.text[..self.at].ends_with('.')
    }

    /// Skips digits, an optional fraction and an optional exponent. `1..5` is a range of two
    /// numbers.
    fn number(&mut self) {
        self.skip_while(|byte| byte.is_ascii_digit());
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            self.at += 1;
            self.skip_while(|byte| byte.is_ascii_digit());
        }
        let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
        if matches!(self.peek(0), b'e' | b'E') && self.peek(1 + sign).is_ascii_digit() {
            self.at += 1 + sign;
            self.skip_while(|byte| byte.is_ascii_digit());
        }
    }

    /// Skips a string. It ends with its line, unless its quotes are triple or it contains inlined
    /// JSON.
    fn string(&mut self, quote: u8) -> TokenKind {
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        let width = if triple { 3 } else { 1 };
        let many_lines = triple || self.peek(1) == b'{';
        let mut ahead = width;
        loop {
            let rest = self.rest();
            match rest.get(ahead) {
                Some(b'\\') if rest.get(ahead + 1).is_some_and(|byte| !is_line_end(*byte)) => {
                    ahead += 2;
                }
                Some(byte) if *byte == quote => {
                    let run = rest[ahead..].iter().take(width).take_while(|b| **b == quote).count();
                    if run == width {
                        self.at += ahead + width;
                        return TokenKind::String { closed: true };
                    }
                    ahead += run;
                }
                Some(byte) if many_lines || !is_line_end(*byte) => ahead += 1,
                Some(_) => break,
                None if !many_lines => break,
                None => {
                    ahead = rest.iter().take_while(|byte| !is_line_end(**byte)).count();
                    break;
                }
            }
        }
        self.at += ahead;
        TokenKind::String { closed: false }
    }

    fn backticks(&mut self) -> TokenKind {
        let name = self.rest()[1..].iter().position(|byte| *byte == b'`' || is_line_end(*byte));
        match name {
            Some(length) if self.peek(length + 1) == b'`' => {
                self.at += length + 2;
                TokenKind::QuotedName
            }
            _ => {
                self.at += 1;
                TokenKind::Symbol('`')
            }
        }
    }

    /// Returns `true` if the last token is the name of an accumulator that ends here: in queries
    /// a `'` after it reads its previous value.
    fn follows_accumulator(&self) -> bool {
        let [Some(at), Some(name)] = self.previous else { return false };
        at.is_symbol('@')
            && name.kind == TokenKind::Word
            && at.span.end == name.span.start
            && name.span.end == self.at
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).filter(|token| !token.is_comment()).map(|token| token.text).collect()
    }

    fn first_kind(text: &str) -> Option<TokenKind> {
        tokens(text).next().map(|token| token.kind)
    }

    #[test]
    fn comments_have_three_forms() {
        let text = "a // b\nc # d\n/* e\n * f */ g /**/h";
        assert_eq!(texts(text), ["a", "c", "g", "h"]);
        let comments: Vec<_> =
            tokens(text).filter(|token| token.is_comment()).map(|token| token.text).collect();
        assert_eq!(comments, ["// b", "# d", "/* e\n * f */", "/**/"]);
    }

    #[test]
    fn the_first_token_of_a_line_is_marked() {
        let text = "a b\nc /*\n*/ d\r\n# e\nf\n/**/ g";
        let tokens = tokens(text).filter(|token| !token.is_comment());
        let first: Vec<_> = tokens.filter(|token| token.starts_line).map(|it| it.text).collect();
        assert_eq!(first, ["a", "c", "d", "f", "g"]);
    }

    #[test]
    fn numbers_have_fractions_and_exponents_but_ranges_do_not() {
        assert_eq!(
            texts("1 2.5 .5 1e-5 1..5 3x"),
            ["1", "2.5", ".5", "1e-5", "1", ".", ".", "5", "3", "x"]
        );
    }

    #[test]
    fn strings_take_escapes_triple_quotes_and_inlined_json() {
        for text in [
            r#""a\"b""#,
            r#""\\""#,
            r#""""a "b" {
            }""""#,
            "'''it's'''",
            "\"{\n\\\"type\\\": \\\"s3\\\"\n}\"",
            "\"\"",
        ] {
            assert_eq!(texts(text), [text]);
            assert_eq!(first_kind(text), Some(TokenKind::String { closed: true }), "{text}");
        }
    }

    #[test]
    fn an_open_string_ends_with_its_line() {
        let text = "\"abc\nd";
        assert_eq!(texts(text), ["\"abc", "d"]);
        assert_eq!(first_kind(text), Some(TokenKind::String { closed: false }));
        assert_eq!(texts("\"\"\"abc\nd"), ["\"\"\"abc", "d"]);
        assert_eq!(texts("\"\\"), ["\"\\"]);
        assert_eq!(texts("\"\\é"), ["\"\\é"]);
    }

    #[test]
    fn a_prime_after_an_accumulator_does_not_open_a_string() {
        assert_eq!(texts("v.@rank' > 'a'"), ["v", ".", "@", "rank", "'", ">", "'a'"]);
    }

    #[test]
    fn the_parser_reads_open_comments_and_the_end() {
        let kinds: Vec<_> = parser_tokens("a // b\n/* c").iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [TokenKind::Word, TokenKind::Comment { closed: false }, TokenKind::End]);
    }
}
