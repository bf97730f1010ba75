//! The comparison of texts.

use crate::name::is_reserved_in_queries;
use crate::syntax::{Token, tokens};

/// Returns `true` if two texts are the same query: layout, comments, the case of keywords,
/// `OR REPLACE` and `FOR GRAPH` do not count.
///
/// ```
/// use tg_gsql::query::is_same;
///
/// let text = "CREATE OR REPLACE QUERY q(INT n) FOR GRAPH g { // note\n  PRINT n; }";
/// assert!(is_same(text, "create query q(int n) {\nprint n;\n}"));
/// assert!(!is_same(text, "CREATE QUERY q(INT N) { PRINT N; }"));
/// assert!(!is_same("CREATE QUERY q() { PRINT \"a\"; }", "CREATE QUERY q() { PRINT \"A\"; }"));
/// ```
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (significant(one), significant(other));
    let pairs = || one.iter().zip(&other).enumerate();
    one.len() == other.len() && pairs().all(|(at, (a, b))| is_same_token(*a, *b, at, &one))
}

fn is_same_token(a: Token<'_>, b: Token<'_>, at: usize, tokens: &[Token<'_>]) -> bool {
    // After a dot, and in an accumulator's name, a reserved word is a name.
    let is_name = at > 0 && (tokens[at - 1].is_symbol('.') || tokens[at - 1].is_symbol('@'));
    a.kind == b.kind
        && (a.text == b.text || (!is_name && a.is_word(b.text) && is_reserved_in_queries(a.text)))
}

/// Returns the tokens that count.
fn significant(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<_> = tokens(text).filter(|token| !token.is_comment()).collect();
    let body = tokens.iter().position(|token| token.is_symbol('{')).unwrap_or(tokens.len());
    let is_pair = |first: &str, second: &str, at: usize, tokens: &[Token<'_>]| {
        let of = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(word));
        of(at, first) && of(at + 1, second)
    };
    if let Some(at) = (0..body).find(|at| is_pair("FOR", "GRAPH", *at, &tokens)) {
        tokens.drain(at..(at + 3).min(tokens.len()));
    }
    if is_pair("OR", "REPLACE", 1, &tokens) {
        tokens.drain(1..3);
    }
    tokens
}
