//! The calls between the texts of queries.

use std::collections::BTreeSet;

use crate::syntax::{TokenKind, tokens};

/// Returns the names that the body of a query calls, of queries and of functions.
///
/// ```
/// use tg_gsql::query::calls;
///
/// let text = "CREATE QUERY top() { S = {Person.*}; PRINT sub (S.size()); }";
/// assert_eq!(calls(text).into_iter().collect::<Vec<_>>(), ["sub"]);
/// ```
#[must_use]
pub fn calls(text: &str) -> BTreeSet<&str> {
    let mut tokens: Vec<_> = tokens(text).filter(|token| !token.is_comment()).collect();
    let body = tokens.iter().position(|token| token.is_symbol('{')).unwrap_or(tokens.len());
    tokens.drain(..body);
    let is_call = |at: &usize| {
        // A word after a dot is a method.
        tokens[*at].kind == TokenKind::Word
            && !(*at > 0 && tokens[*at - 1].is_symbol('.'))
            && tokens.get(*at + 1).is_some_and(|next| next.is_symbol('('))
    };
    (0..tokens.len()).filter(is_call).map(|at| tokens[at].text).collect()
}

/// Returns the positions of queries, each a name and a text, in an order in which a query comes
/// after those that it calls. Queries that call each other keep their order.
///
/// ```
/// use tg_gsql::query::called_first;
///
/// let a = ("a", "CREATE QUERY a() { PRINT b(); }");
/// let b = ("b", "CREATE QUERY b() { PRINT 1; }");
/// assert_eq!(called_first(&[a, b]), [1, 0]);
/// ```
#[must_use]
pub fn called_first(queries: &[(&str, &str)]) -> Vec<usize> {
    let calls: Vec<_> = queries.iter().map(|(_, text)| calls(text)).collect();
    let of = |index: usize| {
        let is_called = |other: &usize| *other != index && calls[index].contains(queries[*other].0);
        (0..queries.len()).filter(is_called).collect::<Vec<_>>()
    };
    let (mut seen, mut order) = (vec![false; queries.len()], Vec::new());
    for first in 0..queries.len() {
        // A query is left when all that it calls have been: first in, last out.
        let mut open = vec![(first, false)];
        while let Some((index, is_left)) = open.pop() {
            if is_left {
                order.push(index);
            } else if !std::mem::replace(&mut seen[index], true) {
                open.push((index, true));
                open.extend(of(index).into_iter().rev().map(|called| (called, false)));
            }
        }
    }
    order
}

/// Returns the text with `OR REPLACE`.
///
/// ```
/// use tg_gsql::query::or_replace;
///
/// let text = or_replace("CREATE QUERY q() { PRINT 1; }");
/// assert_eq!(text, "CREATE OR REPLACE QUERY q() { PRINT 1; }");
/// assert_eq!(or_replace(&text), text);
/// ```
#[must_use]
pub fn or_replace(text: &str) -> String {
    let mut tokens = tokens(text).filter(|token| !token.is_comment());
    match (tokens.next(), tokens.next()) {
        (Some(create), Some(next)) if create.is_word("CREATE") && !next.is_word("OR") => {
            let (start, rest) = text.split_at(create.span.end);
            format!("{start} OR REPLACE{rest}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(queries: &[(&str, &str)]) -> Vec<usize> {
        let texts: Vec<_> = queries
            .iter()
            .map(|(name, calls)| {
                let calls: Vec<_> = calls.split(' ').map(|it| format!("PRINT {it}();")).collect();
                (*name, format!("CREATE QUERY {name}() {{ {} }}", calls.join(" ")))
            })
            .collect();
        let queries: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        called_first(&queries)
    }

    #[test]
    fn chains_diamonds_and_circles_have_an_order() {
        assert_eq!(order(&[("a", "b c"), ("b", "d"), ("c", "d"), ("d", "")]), [3, 1, 2, 0]);
        assert_eq!(order(&[("a", "b"), ("b", "a"), ("c", "c")]), [1, 0, 2]);
        assert_eq!(order(&[("a", "x"), ("b", "y")]), [0, 1]);
        assert_eq!(order(&[]), []);
    }

    #[test]
    fn a_long_chain_does_not_need_a_deep_stack() {
        let names: Vec<_> = (0..1000).map(|at| format!("q{at}")).collect();
        let next = |at: usize| names.get(at + 1).map_or("", String::as_str);
        let chain: Vec<_> = (0..names.len()).map(|at| (names[at].as_str(), next(at))).collect();
        assert_eq!(order(&chain)[0], 999);
    }

    #[test]
    fn only_words_before_a_parenthesis_in_the_body_are_called() {
        let text = "CREATE QUERY q(INT n) { // a()\n PRINT b /* c */ (1), \"d()\", S.e(), f; }";
        assert_eq!(calls(text).into_iter().collect::<Vec<_>>(), ["b"]);
        assert!(calls("CREATE QUERY q(").is_empty());
    }
}
