//! GSQL text: its tokens, and its statements.

mod arguments;
pub mod ast;
mod lexer;
pub mod outline;
mod parse;
mod span;
mod token;

pub use arguments::arguments;
pub use lexer::{Tokens, tokens};
#[cfg(feature = "query")]
pub use parse::is_type_word;
pub use parse::{Parsed, parse};
#[cfg(feature = "query")]
pub(crate) use parse::{parse_data_statement, parse_query};
pub use span::{Name, Span, Spanned};
pub use token::{Token, TokenKind};
