//! The selection of a `SHOW` or `DROP`: a name, a pattern, or a regular expression.

/// A selection of names.
#[derive(Debug)]
pub(super) enum Pattern {
    All,
    /// With `*` for any text and `?` for one character.
    Glob(String),
    Regex(regex_lite::Regex),
}

impl Pattern {
    /// Parses the rest of a `SHOW`.
    ///
    /// # Errors
    ///
    /// If a regular expression is not valid.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let Some(expression) = text.strip_prefix("-r") else {
            return Ok(if text.is_empty() { Self::All } else { Self::Glob(text.to_owned()) });
        };
        let expression = expression.trim().trim_matches(['"', '\'']);
        let whole = regex_lite::Regex::new(&format!("^(?:{expression})$"));
        whole
            .map(Self::Regex)
            .map_err(|error| format!("\"{expression}\" is not a valid regular expression: {error}"))
    }

    pub(super) fn matches(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Glob(glob) => matches(glob, name),
            Self::Regex(regex) => regex.is_match(name),
        }
    }

    /// Returns the name, if the selection is a single name.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Glob(glob) if !glob.contains(['*', '?']) => Some(glob),
            _ => None,
        }
    }
}

/// Matches a name. Backtracks to the last `*` only, so that the time is bounded.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<_>, Vec<_>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut seen) = (0, 0);
    // The position after the last `*`, and how much of the name it may have matched.
    let mut star = None;
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                at += 1;
                star = Some((at, seen));
            }
            Some(&next) if next == '?' || next == name[seen] => {
                at += 1;
                seen += 1;
            }
            _ => match &mut star {
                Some((after, taken)) => {
                    *taken += 1;
                    (at, seen) = (*after, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|left| *left == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        for (pattern, name) in [
            ("*", ""),
            ("*", "a"),
            ("us*", "user"),
            ("co?*y", "company"),
            ("?????", "abcde"),
            ("*a*b*", "xaxxbx"),
            ("*ab", "aab"),
            ("é?", "éß"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("us*", "bus"), ("?", ""), ("a", "ab"), ("co?*y", "coy"), ("ab", "a"), ("*a", "ab")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
        assert!(!matches(&"*a".repeat(200), &"a".repeat(199)));
    }

    #[test]
    fn expressions() {
        let pattern = |text| Pattern::read(text);
        assert!(pattern("-r \"us.*|b\"").unwrap().matches("user"));
        assert!(!pattern("-r 'us'").unwrap().matches("user"));
        assert!(pattern("-r \"(\"").unwrap_err().contains("is not a valid regular expression"));
        assert!(pattern(" ").unwrap().matches("user"));
        assert_eq!(pattern("user").unwrap().name(), Some("user"));
        assert_eq!(pattern("us?r").unwrap().name(), None);
    }
}
