//! The names in a piece of a query's text.

use std::collections::BTreeSet;

/// The words that stand for something: not behind a dot or an `@`, and not in a string.
pub(super) fn mentioned(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '"' => string(rest),
            c if c.is_ascii_alphabetic() || c == '_' => {
                let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let length = length.unwrap_or(rest.len());
                if !matches!(before, '.' | '@') {
                    names.insert(&rest[..length]);
                }
                length
            }
            c => c.len_utf8(),
        };
        if !first.is_whitespace() {
            before = rest[..length].chars().next_back().unwrap_or(first);
        }
        at += length;
    }
    names
}

/// The length of the string that a text begins with.
fn string(text: &str) -> usize {
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
    fn names_stand_by_themselves() {
        let found = mentioned("s.@a += t.x + f(\"u \\\" v\") + @@w - e");
        assert_eq!(found, BTreeSet::from(["s", "t", "f", "e"]));
    }
}
