//! GSQL text to statements.

pub mod ast;
mod lexer;
mod parse;
mod span;
mod token;

pub use parse::{Parsed, parse};
#[cfg(feature = "query")]
pub(crate) use parse::{parse_data_statement, parse_query};
pub use span::{Name, Span, Spanned};
use token::{Token, TokenKind};

/// Whether a comment stands between the tokens of a text.
#[cfg(feature = "format")]
pub(crate) fn has_comment(text: &str) -> bool {
    let tokens = lexer::tokens(text);
    tokens.windows(2).any(|pair| {
        let gap = Span { start: pair[0].span.end, end: pair[1].span.start };
        gap.of(text).contains(|c: char| !c.is_whitespace() && c != '\u{feff}')
    })
}
