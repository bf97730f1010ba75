//! Blanks between the tokens of a line.

use crate::syntax::{Token, TokenKind};

/// Operators with a blank on either side. The others are also parts of patterns, arrows, types and
/// numbers: they remain as they are written.
const SPACED: &[&str] = &["=", "+=", "==", "!=", "<=", ">="];

/// Returns `true` if there is a blank before the token.
///
/// Symbols that touch, and may be one operator, still do; those that do not, still do not.
pub(super) fn has_blank(tokens: &[Token<'_>], at: usize) -> bool {
    let (before, token) = (tokens[at - 1], tokens[at]);
    if token.is_comment() {
        return !token.text.starts_with("/*") || !opens(before);
    }
    if [',', ';', ')'].iter().any(|it| token.is_symbol(*it)) || opens(before) {
        return false;
    }
    let is_written = before.span.end < token.span.start;
    if before.is_symbol(',') {
        return is_written || !is_quantifier(tokens, at);
    }
    is_written
        || before.is_comment()
        || ends_operator(tokens, at - 1)
        || begins_operator(tokens, at)
}

fn opens(token: Token<'_>) -> bool {
    token.is_symbol('(')
}

/// Returns `true` for the second number of `{2,4}`.
fn is_quantifier(tokens: &[Token<'_>], at: usize) -> bool {
    let is_number = |at: usize| tokens[at].kind == TokenKind::Number;
    at >= 3 && is_number(at) && is_number(at - 2) && tokens[at - 3].is_symbol('{')
}

/// Returns `true` if the token is the last one of a spaced operator.
fn ends_operator(tokens: &[Token<'_>], at: usize) -> bool {
    is_operator(tokens[at]) && !touches(tokens, at) && is_spaced(tokens, at)
}

/// Returns `true` if the token is the first one of a spaced operator.
fn begins_operator(tokens: &[Token<'_>], at: usize) -> bool {
    if !is_operator(tokens[at]) || touches(tokens, at - 1) {
        return false;
    }
    let last = (at..tokens.len()).find(|at| !touches(tokens, *at)).unwrap_or(at);
    is_spaced(tokens, last)
}

/// Returns `true` if the symbols that touch, up to the last one, are a spaced operator.
fn is_spaced(tokens: &[Token<'_>], last: usize) -> bool {
    let mut first = last;
    while first > 0 && touches(tokens, first - 1) {
        first -= 1;
    }
    let operator: String = tokens[first..=last].iter().map(|token| token.text).collect();
    SPACED.contains(&operator.as_str())
}

/// Returns `true` if the token and the next one are parts of operators, without a gap.
fn touches(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else { return false };
    is_operator(tokens[at]) && is_operator(*next) && tokens[at].span.end == next.span.start
}

fn is_operator(token: Token<'_>) -> bool {
    ['=', '!', '<', '>', '+', '-', '*', '/', '%', '&', '|', '~', ':']
        .iter()
        .any(|it| token.is_symbol(*it))
}
