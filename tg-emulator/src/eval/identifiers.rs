//! The identifiers in a fragment of a query's text.

use std::collections::BTreeSet;

/// Returns the identifiers of a text, except those after a dot or an `@` and those in strings.
pub(super) fn identifiers(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut at = 0;
    let mut previous = ' ';
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '"' => string_length(rest),
            c if c.is_ascii_alphabetic() || c == '_' => {
                let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let length = length.unwrap_or(rest.len());
                if !matches!(previous, '.' | '@') {
                    names.insert(&rest[..length]);
                }
                length
            }
            c => c.len_utf8(),
        };
        if !first.is_whitespace() {
            previous = rest[..length].chars().next_back().unwrap_or(first);
        }
        at += length;
    }
    names
}

/// Returns the length of the string literal at the start of a text.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '"' if !escaped => return at + 1,
            c => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_accumulators_and_strings_are_skipped() {
        let found = identifiers("s.@a += t.x + f(\"u \\\" v\") + @@w - e");
        assert_eq!(found, BTreeSet::from(["s", "t", "f", "e"]));
    }
}
