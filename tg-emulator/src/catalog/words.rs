//! The words of a text that is kept as text: what it mentions, and what its header says.

/// A word outside comments and strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    /// The byte at which it begins.
    pub(crate) at: usize,
    /// The last character before it that is no white space.
    pub(crate) before: Option<char>,
    /// The first character behind it that is no white space.
    pub(crate) after: Option<char>,
}

impl Word<'_> {
    /// Whether the word is this keyword, in any case.
    pub(crate) fn is(&self, keyword: &str) -> bool {
        self.text.eq_ignore_ascii_case(keyword)
    }
}

/// Every word of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut before = None;
    // Whether the last word still waits for what comes behind it.
    let mut waits = false;
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if let Some(length) = comment(rest) {
            at += length;
            continue;
        }
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        if let (true, Some(word)) = (waits, words.last_mut()) {
            word.after = Some(first);
        }
        waits = is_word(first) && !first.is_ascii_digit();
        let length = if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            if waits {
                words.push(Word { text: &rest[..length], at, before, after: None });
            }
            length
        } else {
            quoted(rest).unwrap_or(first.len_utf8())
        };
        before = rest[..length].chars().next_back();
        at += length;
    }
    words
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// The length of the comment that the text begins with.
fn comment(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix("/*") {
        return Some(rest.find("*/").map_or(text.len(), |end| end + 4));
    }
    let line = text.starts_with("//") || text.starts_with('#');
    line.then(|| text.find('\n').unwrap_or(text.len()))
}

/// The length of the string that the text begins with.
fn quoted(text: &str) -> Option<usize> {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quotes = quotes.into_iter().find(|quotes| text.starts_with(quotes))?;
    let mut at = quotes.len();
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(quotes) {
            return Some(at + quotes.len());
        }
        let mut characters = rest.chars();
        let first = characters.next()?;
        at += first.len_utf8();
        if first == '\\' {
            at += characters.next().map_or(0, char::len_utf8);
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_outside_comments_and_strings() {
        let text = "a.b (c) // d\n# e\n\"f \\\" g\" /* h */ 'i' $0 x1 \"\"\"j\n k\"\"\" é l";
        let found: Vec<_> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(found, ["a", "b", "c", "x1", "l"]);
    }

    #[test]
    fn a_word_knows_its_neighbours() {
        let words = words("SELECT s.name FROM f /* x */ (1)");
        let name = words.iter().find(|word| word.text == "name").unwrap();
        assert_eq!(name.before, Some('.'));
        let call = words.last().unwrap();
        assert_eq!((call.text, call.after), ("f", Some('(')));
        assert!(words[0].is("select"));
    }

    #[test]
    fn unfinished_texts_end() {
        for text in ["\"a", "'", "/* a", "\"\\", "\"\"\"a\"\"", "//", "é\"é\\é"] {
            let _ = words(text);
        }
    }
}
