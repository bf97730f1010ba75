//! GSQL text to statements.

pub mod ast;
mod lexer;
mod parse;
mod span;
mod token;

pub use parse::{Parsed, parse};
pub use span::{Name, Span, Spanned};
use token::{Token, TokenKind};
