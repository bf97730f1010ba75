//! Patterns of LIKE: `%` matches any text, `_` one character, `[a-c]`, `[^x]` and `[!x]` one
//! character of a class.

/// A parsed pattern.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Part>);

impl Pattern {
    /// Parses a pattern; `None` if it is not valid.
    pub(super) fn parse(pattern: &str, escape: Option<char>) -> Option<Self> {
        parts(pattern, escape).map(Self)
    }

    /// Returns `true` if a text matches the pattern.
    pub(super) fn matches(&self, text: &str) -> bool {
        let Self(parts) = self;
        // All positions in the pattern that are reachable with the text so far. Unlike
        // backtracking, this takes time linear in the length of the text for every pattern.
        let mut reached = vec![false; parts.len() + 1];
        reached[0] = true;
        skip_any(parts, &mut reached);
        for character in text.chars() {
            let mut next = vec![false; parts.len() + 1];
            for (at, part) in parts.iter().enumerate().filter(|(at, _)| reached[*at]) {
                match part {
                    Part::Any => next[at] = true,
                    part if part.matches(character) => next[at + 1] = true,
                    _ => {}
                }
            }
            skip_any(parts, &mut next);
            reached = next;
        }
        reached[parts.len()]
    }
}

/// An element of a pattern.
#[derive(Debug)]
enum Part {
    /// `%`
    Any,
    /// `_`
    One,
    Character(char),
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl Part {
    fn matches(&self, character: char) -> bool {
        match self {
            Self::Any | Self::One => true,
            Self::Character(known) => *known == character,
            Self::Class { negated, ranges } => {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&character)) != *negated
            }
        }
    }
}

/// Marks the positions after each reachable `%`, which also matches the empty text.
fn skip_any(parts: &[Part], reached: &mut [bool]) {
    for at in 0..parts.len() {
        if reached[at] && matches!(parts[at], Part::Any) {
            reached[at + 1] = true;
        }
    }
}

fn parts(pattern: &str, escape: Option<char>) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        parts.push(match character {
            c if Some(c) == escape => Part::Character(characters.next()?),
            '%' => Part::Any,
            '_' => Part::One,
            '[' => {
                let negated = characters.next_if(|c| matches!(c, '^' | '!')).is_some();
                let mut ranges = Vec::new();
                loop {
                    match characters.next()? {
                        ']' if !ranges.is_empty() => break,
                        first if characters.peek() == Some(&'-') => {
                            characters.next();
                            match characters.peek() {
                                Some(']') => ranges.extend([(first, first), ('-', '-')]),
                                _ => ranges.push((first, characters.next()?)),
                            }
                        }
                        first => ranges.push((first, first)),
                    }
                }
                Part::Class { negated, ranges }
            }
            c => Part::Character(c),
        });
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(text: &str, pattern: &str, escape: Option<char>) -> Option<bool> {
        Pattern::parse(pattern, escape).map(|pattern| pattern.matches(text))
    }

    #[test]
    fn patterns_match_whole_texts() {
        for (text, pattern, expected) in [
            ("abc", "abc", true),
            ("abc", "ab", false),
            ("abc", "a%", true),
            ("abc", "%c", true),
            ("abc", "%b%", true),
            ("", "%", true),
            ("", "_", false),
            ("é", "_", true),
            ("abc", "a_c", true),
            ("abc", "[a-c]%", true),
            ("abc", "[^a]%", false),
            ("abc", "[!x]bc", true),
            ("a-b", "a[x-]b", true),
        ] {
            assert_eq!(matches(text, pattern, None), Some(expected), "{text} LIKE {pattern}");
        }
        assert_eq!(matches("50%", "50!%", Some('!')), Some(true));
        assert_eq!(matches("500", "50!%", Some('!')), Some(false));
        assert_eq!(matches("a", "[a", None), None);
    }
}
