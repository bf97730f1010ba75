//! Tokens of GSQL.

use super::Span;

/// A token of GSQL text. Keywords are words: in GSQL nearly every keyword is also a valid name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// The kind of the token.
    pub kind: TokenKind,
    /// The text of the token, quotes and comment marks included.
    pub text: &'t str,
    /// The position of the token in the text.
    pub span: Span,
    /// `true` if no token but a comment precedes it on its line. A line end terminates statements
    /// that have no other terminator.
    pub starts_line: bool,
}

/// The kind of a [`Token`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// An identifier or keyword.
    Word,
    /// A number without a sign.
    Number,
    /// A string in `"`, `'`, `"""` or `'''`.
    String {
        /// `false` if the closing quote is missing; the token then ends with its line.
        closed: bool,
    },
    /// A name in backticks.
    QuotedName,
    /// A comment: `// ..`, `# ..` or `/* .. */`.
    Comment {
        /// `false` if the text ends before the closing `*/`.
        closed: bool,
    },
    /// Any other character.
    Symbol(char),
    /// The end of the text. [`tokens`](super::tokens) does not yield it.
    End,
}

impl<'a> Token<'a> {
    /// Returns `true` if the token is this word, in upper or lower case.
    #[must_use]
    pub fn is_word(self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Returns `true` if the token is this character.
    #[must_use]
    pub fn is_symbol(self, symbol: char) -> bool {
        self.kind == TokenKind::Symbol(symbol)
    }

    /// Returns `true` if the token is a comment.
    #[must_use]
    pub fn is_comment(self) -> bool {
        matches!(self.kind, TokenKind::Comment { .. })
    }

    /// Returns the value of a string: without quotes, and with `\"`, `\'` and `\\` resolved. Any
    /// other backslash is part of the value. Returns `None` unless the token is a closed string.
    ///
    /// ```
    /// let token = tg_gsql::syntax::tokens(r#""a \"b\" \t""#).next();
    /// assert_eq!(token.and_then(|it| it.string_value()).as_deref(), Some(r#"a "b" \t"#));
    /// ```
    #[must_use]
    pub fn string_value(self) -> Option<String> {
        let inner = self.quoted()?;
        let mut value = String::with_capacity(inner.len());
        let mut chars = inner.chars().peekable();
        while let Some(c) = chars.next() {
            let escaped = (c == '\\').then(|| chars.next_if(|c| matches!(c, '"' | '\'' | '\\')));
            value.push(escaped.flatten().unwrap_or(c));
        }
        Some(value)
    }

    /// Returns the text between the quotes of a string.
    pub(crate) fn quoted(self) -> Option<&'a str> {
        if self.kind != (TokenKind::String { closed: true }) {
            return None;
        }
        let triple = self.text.len() >= 6
            && (self.text.starts_with("\"\"\"") || self.text.starts_with("'''"));
        let width = if triple { 3 } else { 1 };
        Some(&self.text[width..self.text.len() - width])
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::{Token, tokens};

    #[test]
    fn quotes_and_escapes_are_removed() {
        let value = |text| tokens(text).next().and_then(Token::string_value);
        assert_eq!(value(r#""a\"b\\c\td""#).as_deref(), Some(r#"a"b\c\td"#));
        assert_eq!(value("'it\\'s'").as_deref(), Some("it's"));
        assert_eq!(value("\"\"").as_deref(), Some(""));
        assert_eq!(value("\"\"\"a \"b\"\nc\"\"\"").as_deref(), Some("a \"b\"\nc"));
        assert_eq!(value("\"a"), None);
        assert_eq!(value("a"), None);
    }
}
