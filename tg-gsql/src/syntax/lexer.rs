//! Text to tokens. Never fails: what is wrong becomes a token that the parser complains about.
//!
//! The macros run this as it is compiled for a build: not optimized. So the loops over bytes are plain.

use super::{Span, Token, TokenKind};
use crate::name::{continues_identifier, starts_identifier};

/// The tokens of `text`, without white space and comments, and an [`TokenKind::End`] behind them.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer =
        Lexer { text, at: 0, starts_line: true, tokens: Vec::with_capacity(text.len() / 4) };
    while lexer.token() {}
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    starts_line: bool,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &[u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn peek(&self, ahead: usize) -> u8 {
        let (bytes, at) = (self.text.as_bytes(), self.at + ahead);
        if at < bytes.len() { bytes[at] } else { 0 }
    }

    /// Reads one token; false at the end.
    fn token(&mut self) -> bool {
        if let Some(open) = self.skip_trivia() {
            self.push(open, TokenKind::OpenComment);
        }
        let start = self.at;
        let Some(first) = self.text[start..].chars().next() else {
            self.push(start, TokenKind::End);
            return false;
        };
        let kind = match first {
            '"' => self.string(b'"'),
            '\'' if !self.after_accumulator() => self.string(b'\''),
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
        self.push(start, kind);
        true
    }

    fn push(&mut self, start: usize, kind: TokenKind) {
        let span = Span { start, end: self.at };
        self.tokens.push(Token { kind, span, starts_line: self.starts_line });
        self.starts_line = false;
    }

    /// Skips white space and comments. A block comment without an end is returned by its start.
    fn skip_trivia(&mut self) -> Option<usize> {
        loop {
            match (self.peek(0), self.peek(1)) {
                (b'\n' | b'\r', _) => {
                    self.starts_line = true;
                    self.at += 1;
                }
                (b' ' | b'\t', _) => self.at += 1,
                (b'#', _) | (b'/', b'/') => self.skip_while(|byte| !is_line_end(byte)),
                (b'/', b'*') => {
                    let open = self.at;
                    let length = self.text[open + 2..].find("*/").map(|length| length + 4);
                    self.at = length.map_or(self.text.len(), |length| open + length);
                    self.starts_line |= self.text[open..self.at].bytes().any(is_line_end);
                    if length.is_none() {
                        return Some(open);
                    }
                }
                _ => match self.text[self.at..].chars().next() {
                    Some(c) if c.is_whitespace() || c == '\u{feff}' => self.at += c.len_utf8(),
                    _ => return None,
                },
            }
        }
    }

    fn skip_while(&mut self, matches: impl Fn(u8) -> bool) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && matches(bytes[self.at]) {
            self.at += 1;
        }
    }

    /// Whether the `.` here begins a number, rather than being the second of a range.
    fn begins_fraction(&self) -> bool {
        self.peek(1).is_ascii_digit() && !self.text[..self.at].ends_with('.')
    }

    /// Digits, an optional fraction, an optional exponent. `1..5` is a range of two numbers.
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

    /// A string ends with its line, unless its quotes are triple or it holds inlined JSON.
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
                TokenKind::Quoted
            }
            _ => {
                self.at += 1;
                TokenKind::Symbol('`')
            }
        }
    }

    /// Whether the last token is the name of an accumulator that ends here: in queries a `'`
    /// behind it means its previous value.
    fn after_accumulator(&self) -> bool {
        let [.., at, name] = &self.tokens[..] else { return false };
        at.kind == TokenKind::Symbol('@')
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
        tokens(text)
            .iter()
            .map(|token| token.span.of(text))
            .filter(|text| !text.is_empty())
            .collect()
    }

    #[test]
    fn comments_of_three_kinds_are_skipped() {
        assert_eq!(texts("a // b\nc # d\n/* e\n * f */ g /**/h"), ["a", "c", "g", "h"]);
    }

    #[test]
    fn the_first_token_of_a_line_is_marked() {
        let text = "a b\nc /*\n*/ d\r\n# e\nf";
        let first: Vec<_> =
            tokens(text).iter().filter(|t| t.starts_line).map(|t| t.span.of(text)).collect();
        assert_eq!(first, ["a", "c", "d", "f"]);
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
            assert_eq!(tokens(text)[0].kind, TokenKind::String { closed: true }, "{text}");
        }
    }

    #[test]
    fn an_open_string_ends_with_its_line() {
        let text = "\"abc\nd";
        assert_eq!(texts(text), ["\"abc", "d"]);
        assert_eq!(tokens(text)[0].kind, TokenKind::String { closed: false });
        assert_eq!(texts("\"\"\"abc\nd"), ["\"\"\"abc", "d"]);
        assert_eq!(texts("\"\\"), ["\"\\"]);
        assert_eq!(texts("\"\\é"), ["\"\\é"]);
    }

    #[test]
    fn a_prime_behind_an_accumulator_opens_no_string() {
        assert_eq!(texts("v.@rank' > 'a'"), ["v", ".", "@", "rank", "'", ">", "'a'"]);
    }

    #[test]
    fn an_open_comment_is_a_token() {
        let kinds: Vec<_> = tokens("a /* b").iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [TokenKind::Word, TokenKind::OpenComment, TokenKind::End]);
    }
}
