//! What the lexer makes of a text.

use super::Span;

/// A token. Keywords are words: in GSQL nearly every keyword is a name somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether it is the first on its line, which ends statements that have no other end.
    pub(super) starts_line: bool,
}

/// What a token is. Its text is that of its span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An identifier or keyword.
    Word,
    /// A number without a sign.
    Number,
    /// Text in `"`, `'`, `"""` or `'''`, quotes included.
    String {
        /// Whether the closing quote is there; without one the token ends with its line.
        closed: bool,
    },
    /// A name in backticks.
    Quoted,
    /// Any other character.
    Symbol(char),
    /// A block comment that the text ends in.
    OpenComment,
    /// The end of the text.
    End,
}
