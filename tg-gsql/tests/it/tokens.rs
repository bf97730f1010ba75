//! The tokens of texts: together with the white space between them they are the text.

use proptest::prelude::*;
use tg_gsql::syntax::{Token, TokenKind, arguments, outline, tokens};

use crate::parse::PIECES;

/// Joins the tokens and the gaps between them, and checks the gaps.
fn joined(text: &str) -> String {
    let (mut joined, mut end) = (String::new(), 0);
    for Token { text: token, span, .. } in tokens(text) {
        let gap = &text[end..span.start];
        assert!(gap.chars().all(|c| c.is_whitespace() || c == '\u{feff}'), "{text:?}: {gap:?}");
        assert!(!token.is_empty() && span.of(text) == token, "{text:?}: {token:?}");
        joined.push_str(gap);
        joined.push_str(token);
        end = span.end;
    }
    joined + &text[end..]
}

/// Checks that tokens make up the text, and that each is closed unless the text ends too early.
fn assert_whole(text: &str) {
    assert_eq!(joined(text), text);
    for token in tokens(text) {
        match token.kind {
            TokenKind::Comment { closed: false } => assert_eq!(token.span.end, text.len()),
            TokenKind::String { closed } => assert_eq!(token.string_value().is_some(), closed),
            TokenKind::Symbol(symbol) => assert_eq!(token.text, symbol.to_string()),
            kind => assert_ne!(kind, TokenKind::End),
        }
    }
}

#[test]
fn tokens_have_kinds() {
    let kinds: Vec<_> =
        tokens("a 1 \"b\" 'c `d` /* e */ ; # f").map(|it| (it.text, it.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("a", TokenKind::Word),
            ("1", TokenKind::Number),
            ("\"b\"", TokenKind::String { closed: true }),
            ("'c `d` /* e */ ; # f", TokenKind::String { closed: false }),
        ]
    );
    let kinds: Vec<_> = tokens("`d` /* e */ ;# f\r\n/*").map(|it| (it.text, it.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("`d`", TokenKind::QuotedName),
            ("/* e */", TokenKind::Comment { closed: true }),
            (";", TokenKind::Symbol(';')),
            ("# f", TokenKind::Comment { closed: true }),
            ("/*", TokenKind::Comment { closed: false }),
        ]
    );
}

#[test]
fn printed_strings_are_one_token() {
    for text in ["", "a", "\"", "\\", "\\\"", "a\nb", "'''", "\"\"\"\n", "é\\"] {
        let printed = tg_gsql::print::string(text);
        let tokens: Vec<_> = tokens(&printed).collect();
        assert_eq!(tokens.len(), 1, "{printed}");
        assert_eq!(tokens[0].string_value().as_deref(), Some(text), "{printed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn tokens_and_gaps_make_up_the_text(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
        glue in proptest::sample::select(&[" ", "", "\n"][..]),
    ) {
        let text = pieces.join(glue);
        assert_whole(&text);
        let _ = (arguments(&text), outline::file_variables(&text));
    }

    #[test]
    fn tokens_and_gaps_make_up_any_text(text in any::<String>()) {
        assert_whole(&text);
    }

    #[test]
    fn any_string_can_be_printed_and_read(text in any::<String>()) {
        let printed = tg_gsql::print::string(&text);
        let mut tokens = tokens(&printed);
        let value = tokens.next().and_then(Token::string_value);
        prop_assert_eq!(value.as_deref(), Some(text.as_str()));
        prop_assert_eq!(tokens.next(), None);
    }

    /// An outline is of one statement: any text after it is an error.
    #[test]
    fn an_outline_hides_no_other_statement(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30),
    ) {
        let body = pieces.join(" ");
        let text = format!("CREATE QUERY q() {{ {body} }}");
        if outline::query(&text).is_ok() {
            let read = tg_gsql::syntax::parse(&text);
            prop_assert_eq!(read.statements.len(), 1, "{}", text);
        }
    }
}
