//! The arguments of statements that the shell reads like a command line.

use super::{Token, TokenKind, tokens};

/// Returns the arguments of a statement that is read like a command line, such as
/// `CREATE USER -u ada -p secret`. White space and commas separate arguments, and a comma is an
/// argument of its own. Strings and names in backticks are returned without their quotes;
/// semicolons and comments are left out.
///
/// ```
/// let arguments = tg_gsql::syntax::arguments("DROP USER ada,`b c`;");
/// assert_eq!(arguments, ["DROP", "USER", "ada", ",", "b c"]);
/// ```
#[must_use]
pub fn arguments(text: &str) -> Vec<String> {
    let mut arguments: Vec<String> = Vec::new();
    // The end of the argument that a token continues if it follows without a gap.
    let mut open = None;
    for token in tokens(text).filter(|token| !token.is_comment()) {
        match (&mut open, arguments.last_mut()) {
            (_, _) if token.is_symbol(';') => open = None,
            (_, _) if token.is_symbol(',') => {
                arguments.push(token.text.to_owned());
                open = None;
            }
            (Some(end), Some(last)) if *end == token.span.start => {
                last.push_str(token.text);
                *end = token.span.end;
            }
            _ => {
                let quoted = unquoted(token);
                open = quoted.is_none().then_some(token.span.end);
                arguments.push(quoted.unwrap_or_else(|| token.text.to_owned()));
            }
        }
    }
    arguments
}

fn unquoted(token: Token<'_>) -> Option<String> {
    if token.kind == TokenKind::QuotedName {
        return Some(token.text.trim_matches('`').to_owned());
    }
    token.string_value()
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn arguments_may_be_quoted_and_commas_are_arguments() {
        for (text, expected) in [
            ("DROP USER a,b , `c d`;", &["DROP", "USER", "a", ",", "b", ",", "c d"][..]),
            ("CREATE USER -u \"x\" -p p@1!;", &["CREATE", "USER", "-u", "x", "-p", "p@1!"]),
            (
                "SHOW LOADING STATUS g.j.file.m1.12",
                &["SHOW", "LOADING", "STATUS", "g.j.file.m1.12"],
            ),
            ("; \"open", &["\"open"]),
            ("a\"b\"\"c\"d", &["a\"b\"\"c\"d"]),
            ("\"a\"b /* c */ d", &["a", "b", "d"]),
            ("", &[]),
        ] {
            assert_eq!(arguments(text), expected, "{text}");
        }
    }
}
