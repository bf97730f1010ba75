//! Valid names of types, attributes and graphs.
//!
//! ```
//! use tg_gsql::name::{self, NameProblem};
//!
//! assert_eq!(name::check("Package"), Ok(()));
//! assert_eq!(name::check("order"), Err(NameProblem::Reserved("order".into())));
//! ```

mod reserved;

use std::fmt;

/// The prefix that the server keeps for itself.
pub const SYSTEM_PREFIX: &str = "gsql_sys_";

/// The reason why a name cannot be used. Displays as a sentence; [`help`](Self::help) returns the
/// remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameProblem {
    /// An empty name.
    Empty,
    /// Not `[A-Za-z_][A-Za-z0-9_]*`.
    NotAnIdentifier(String),
    /// A reserved word of the schema language, in any case.
    Reserved(String),
    /// Begins with [`SYSTEM_PREFIX`].
    SystemPrefix(String),
}

impl NameProblem {
    /// Returns the remedy.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Empty => "write a name of letters, digits and `_`".into(),
            Self::NotAnIdentifier(name) => match identifier_like(name) {
                Some(similar) => format!("use letters, digits and `_`, such as `{similar}`"),
                None => "use ASCII letters, digits and `_`, beginning with a letter".into(),
            },
            Self::Reserved(name) => format!("choose another name, such as `{name}_`"),
            Self::SystemPrefix(name) => {
                let rest = &name[SYSTEM_PREFIX.len()..];
                if is_identifier(rest) {
                    format!("drop the prefix: `{rest}`")
                } else {
                    "drop the prefix".into()
                }
            }
        }
    }
}

impl fmt::Display for NameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a name must not be empty"),
            Self::NotAnIdentifier(name) => write!(f, "`{name}` is not a GSQL identifier"),
            Self::Reserved(name) => write!(f, "`{name}` is a reserved word of GSQL"),
            Self::SystemPrefix(name) => {
                write!(f, "`{name}` begins with `{SYSTEM_PREFIX}`, which the server reserves")
            }
        }
    }
}

impl std::error::Error for NameProblem {}

/// Checks the name of a vertex type, edge type, tuple or graph.
///
/// # Errors
///
/// The [`NameProblem`], if the server would reject the name.
pub fn check(name: &str) -> Result<(), NameProblem> {
    if name.is_empty() {
        Err(NameProblem::Empty)
    } else if !is_identifier(name) {
        Err(NameProblem::NotAnIdentifier(name.into()))
    } else if has_system_prefix(name) {
        Err(NameProblem::SystemPrefix(name.into()))
    } else if is_reserved(name) {
        Err(NameProblem::Reserved(name.into()))
    } else {
        Ok(())
    }
}

/// Checks the name of an attribute, a primary id or a tuple's field.
///
/// Three reserved words (`type`, `key`, `cost`) are attributes of schemas in wide use and are
/// accepted here.
///
/// # Errors
///
/// The [`NameProblem`], if the server would reject the name.
pub fn check_attribute(name: &str) -> Result<(), NameProblem> {
    match check(name) {
        Err(NameProblem::Reserved(_)) if reserved::allowed_as_attribute(name) => Ok(()),
        checked => checked,
    }
}

/// Returns `true` if the text is `[A-Za-z_][A-Za-z0-9_]*`.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(starts_identifier) && bytes.all(continues_identifier)
}

/// Returns `true` if the schema language reserves the word, in any case.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    reserved::contains(reserved::SCHEMA, word)
}

/// Returns the words that the schema language reserves, in capitals and in order.
#[must_use]
pub fn reserved_words() -> &'static [&'static str] {
    reserved::SCHEMA
}

/// Returns `true` if the query language reserves the word, in any case.
///
/// A type or attribute of such a name can be created, and written to over REST, but cannot be named
/// in a query: a reason to warn.
#[must_use]
pub fn is_reserved_in_queries(word: &str) -> bool {
    reserved::contains(reserved::QUERY, word)
}

pub(crate) const fn starts_identifier(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_')
}

pub(crate) const fn continues_identifier(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_')
}

fn has_system_prefix(name: &str) -> bool {
    name.get(..SYSTEM_PREFIX.len()).is_some_and(|head| head.eq_ignore_ascii_case(SYSTEM_PREFIX))
}

/// Returns the name with all invalid characters replaced, if any valid ones remain.
fn identifier_like(name: &str) -> Option<String> {
    let mut similar: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if similar.starts_with(|c: char| c.is_ascii_digit()) {
        similar.insert(0, '_');
    }
    similar.contains(|c: char| c.is_ascii_alphanumeric()).then_some(similar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_pass() {
        for name in ["Package", "weight_kg", "_x", "Post", "data", "date", "name", "id", "label"] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn reserved_words_are_rejected_in_any_case() {
        for name in ["vertex", "Order", "PRIMARY_ID", "uint8_t", "_INTERNAL_ATTR_TAG"] {
            assert_eq!(check(name), Err(NameProblem::Reserved(name.into())));
        }
    }

    #[test]
    fn some_reserved_words_may_be_attributes() {
        for name in ["type", "Key", "cost"] {
            assert!(check(name).is_err(), "{name}");
            assert_eq!(check_attribute(name), Ok(()), "{name}");
        }
        assert!(check_attribute("select").is_err());
    }

    #[test]
    fn invalid_identifiers_are_rejected_with_a_similar_name() {
        for (name, similar) in [("a b", "a_b"), ("3d", "_3d"), ("straße", "stra_e")] {
            let problem = check(name).unwrap_err();
            assert_eq!(problem, NameProblem::NotAnIdentifier(name.into()));
            assert!(problem.help().contains(similar), "{}", problem.help());
        }
        assert_eq!(check(""), Err(NameProblem::Empty));
        assert!(!check("日本").unwrap_err().help().contains("such as"));
    }

    #[test]
    fn the_system_prefix_is_rejected_in_any_case() {
        let problem = check("GSQL_sys_tagged").unwrap_err();
        assert_eq!(problem, NameProblem::SystemPrefix("GSQL_sys_tagged".into()));
        assert_eq!(problem.help(), "drop the prefix: `tagged`");
    }
}
