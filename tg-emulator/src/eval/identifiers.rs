//! The identifiers in a fragment of a query's text.

use std::collections::BTreeSet;

use tg_gsql::syntax::{TokenKind, tokens};

/// Returns the identifiers of a text, except those after a dot or an `@` and those in strings.
pub(super) fn identifiers(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut previous = None;
    for token in tokens(text).filter(|token| !token.is_comment()) {
        let is_member = matches!(previous, Some(TokenKind::Symbol('.' | '@')));
        if token.kind == TokenKind::Word && !is_member {
            names.insert(token.text);
        }
        previous = Some(token.kind);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_accumulators_and_strings_are_skipped() {
        let found = identifiers("s.@a += t.x + f(\"u \\\" v\") + @@w - e /* g */");
        assert_eq!(found, BTreeSet::from(["s", "t", "f", "e"]));
    }
}
