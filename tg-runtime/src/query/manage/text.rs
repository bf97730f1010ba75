//! The text of a query, read as far as it matters to a sender: that it creates one query, and nothing
//! more.

use crate::error::{Error, ErrorKind, Result};
use crate::load::text::{Token, tokens};

/// The words that may stand between CREATE and QUERY.
const KINDS: &[&str] = &["OR", "REPLACE", "BATCH", "DISTRIBUTED", "OPENCYPHER", "TEMPLATE"];

/// The name of the one query that a text creates.
///
/// # Errors
///
/// When it creates none, or holds anything else.
pub(super) fn query_name(text: &str) -> Result<String> {
    let found: Vec<Token<'_>> = tokens(text).into_iter().map(|(token, _)| token).collect();
    let refuse = |reason: &str| {
        let message =
            format!("{reason}; give one `CREATE QUERY name(..) FOR GRAPH graph {{ .. }}`");
        Error::new(ErrorKind::Encode, message)
    };
    let none = || refuse("the text creates no query");
    let (create, rest) = found.split_first().ok_or_else(none)?;
    let at = rest.iter().position(|token| token.is("QUERY")).ok_or_else(none)?;
    let (kinds, rest) = rest.split_at(at);
    let of_query = |token: &Token<'_>| KINDS.iter().any(|kind| token.is(kind));
    let [_, Token::Word(name), rest @ ..] = rest else { return Err(none()) };
    if !create.is("CREATE") || !kinds.iter().all(of_query) {
        return Err(none());
    }
    let rest = past_block(rest, '(', ')');
    let mut rest = rest.ok_or_else(|| refuse("the name of the query has no `(..)` behind it"))?;
    loop {
        rest = match rest {
            [Token::Symbol('{'), ..] => break,
            [a, b, Token::Word(_), after @ ..] if a.is("FOR") && b.is("GRAPH") => after,
            [a, Token::Word(_), after @ ..] if a.is("SYNTAX") => after,
            [a, after @ ..] if a.is("RETURNS") || a.is("API") => past_block(after, '(', ')')
                .ok_or_else(|| refuse("a `(` before the query's `{` is not closed"))?,
            _ => return Err(refuse("something stands between the query's head and its `{`")),
        };
    }
    let behind = past_block(rest, '{', '}');
    let behind = behind.ok_or_else(|| refuse("the `{` of the query is not closed"))?;
    if behind.iter().all(|token| *token == Token::Symbol(';')) {
        return Ok((*name).to_owned());
    }
    Err(refuse("something stands behind the query"))
}

/// What stands behind a block, which begins here.
fn past_block<'f, 't>(tokens: &'f [Token<'t>], open: char, close: char) -> Option<&'f [Token<'t>]> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Symbol(symbol) if *symbol == open => depth += 1,
            Token::Symbol(symbol) if *symbol == close => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then(|| &tokens[at + 1..]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_query_is_one_query() {
        for (text, name) in [
            ("CREATE QUERY q() FOR GRAPH g { PRINT 1; }", "q"),
            (
                "  create or replace distributed query q_1(INT n = 3, STRING s = \"){\") { { } } ;",
                "q_1",
            ),
            (
                "CREATE QUERY q(SET<VERTEX<A>> a) RETURNS (SetAccum<INT>) FOR GRAPH g SYNTAX v2 {}",
                "q",
            ),
            ("// first }\nCREATE QUERY q() API(\"v2\") { PRINT \"}\"; /* } */ } # end", "q"),
            (
                "CREATE OR REPLACE OPENCYPHER QUERY c() FOR GRAPH g { MATCH (n {a: 1}) RETURN n }",
                "c",
            ),
        ] {
            assert_eq!(query_name(text).unwrap(), name, "{text}");
        }
    }

    #[test]
    fn what_is_more_or_less_is_refused() {
        for text in [
            "",
            "DROP ALL",
            "CREATE QUERY",
            "CREATE QUERY q",
            "CREATE QUERY q {}",
            "CREATE VERTEX v() CREATE QUERY q() {}",
            "CREATE QUERY q() {} DROP ALL",
            "CREATE QUERY q() DROP ALL {}",
            "CREATE QUERY q() FOR GRAPH g; DROP ALL; {}",
            "CREATE QUERY q() { PRINT 1;",
            "CREATE QUERY q() { \"}\" ",
            "CREATE QUERY q() }{",
            "CREATE QUERY q)( {}",
        ] {
            let error = query_name(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode, "{text}");
        }
    }
}
