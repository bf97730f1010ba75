//! The findings of the compiler about a query.

use std::fmt;

use serde::Deserialize;

use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind};

/// An error, or a warning, of the server's compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryFinding {
    /// The message.
    pub message: String,
    /// The line in the text, counted from 1, if the message has it.
    pub line: Option<u32>,
    /// The column in the line, if the message has it.
    pub column: Option<u32>,
    /// `true` if the query compiles nevertheless.
    pub is_warning: bool,
}

impl fmt::Display for QueryFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}:{column} {}", self.message),
            (Some(line), None) => write!(f, "line {line} {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

/// As the server's check lists it: an object, or a text.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawFinding {
    Text(String),
    Object {
        #[serde(alias = "msg", default)]
        message: String,
        #[serde(alias = "startLine", default)]
        line: Option<u32>,
        #[serde(alias = "startColumn", default)]
        column: Option<u32>,
    },
}

impl From<RawFinding> for QueryFinding {
    fn from(raw: RawFinding) -> Self {
        match raw {
            RawFinding::Text(text) => Self::of_line(&text),
            RawFinding::Object { message, line, column } => {
                Self { message, line, column, is_warning: false }
            }
        }
    }
}

impl QueryFinding {
    /// Reads `line 2:7 mismatched input ..`, `.. Error in query q (SEM-45): line 56, col 49`, or a
    /// message without a place.
    fn of_line(text: &str) -> Self {
        let text = text.trim();
        let plain =
            || Self { message: text.to_owned(), line: None, column: None, is_warning: false };
        Self::of_parser(text).or_else(|| Self::of_checker(text)).unwrap_or_else(plain)
    }

    fn of_parser(text: &str) -> Option<Self> {
        let (place, message) = text.strip_prefix("line ")?.split_once(' ')?;
        let (line, column) = place.split_once(':')?;
        let (line, column) = (line.parse().ok()?, column.parse().ok()?);
        Some(Self::at(line, column, message.to_owned()))
    }

    fn of_checker(text: &str) -> Option<Self> {
        let (context, place) = text.split_once("): line ")?;
        let (line, rest) = place.split_once(',')?;
        let rest = rest.trim_start().strip_prefix("col")?.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (line, column) = (line.trim().parse().ok()?, rest[..end].parse().ok()?);
        let more = rest[end..].trim_start_matches([':', '.', ' ']);
        let message =
            if more.is_empty() { format!("{context})") } else { format!("{context}): {more}") };
        Some(Self::at(line, column, message))
    }

    fn at(line: u32, column: u32, message: String) -> Self {
        Self { message, line: Some(line), column: Some(column), is_warning: false }
    }

    /// Returns those in the output of the compiler that have a place. The reason may be in the line
    /// after it.
    pub(super) fn of_output(text: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut is_open = false;
        for line in text.lines().map(str::trim) {
            let finding = Self::of_line(line);
            if finding.line.is_some() {
                is_open = finding.message.ends_with(')') && Self::of_parser(line).is_none();
                found.push(finding);
            } else if let Some(last) = found.last_mut().filter(|_| is_open && !line.is_empty()) {
                if !Prose::StoredAsDraft.is_in(line) {
                    last.message = format!("{}: {line}", last.message);
                }
                is_open = false;
            }
        }
        found
    }
}

/// A query that does not compile, and was stored as a draft: the
/// [source](std::error::Error::source) of the error of
/// [`Queries::create`](crate::query::Queries::create).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftQuery {
    /// The name of the query.
    pub name: String,
    /// The findings of the compiler that have a place.
    pub findings: Vec<QueryFinding>,
}

impl fmt::Display for DraftQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "query `{}` was stored as a draft", self.name)
    }
}

impl std::error::Error for DraftQuery {}

/// Returns the error of a creation that left a draft.
pub(super) fn draft(error: Error, name: &str) -> Error {
    let findings = QueryFinding::of_output(error.message());
    let because = format!(
        "the query does not compile, and was stored as the draft `{name}`, which cannot be \
         installed: create it again with OR REPLACE"
    );
    let source = DraftQuery { name: name.to_owned(), findings };
    error.with_kind(ErrorKind::Gsql).because(because).with_source(source)
}

/// Returns the error of a creation that failed; it reports a draft if one is left.
pub(super) fn not_created(error: Error, name: &str) -> Error {
    let of_compiler = error.code().is_none()
        && matches!(
            error.kind(),
            ErrorKind::Server | ErrorKind::InvalidRequest | ErrorKind::UnknownName
        );
    if error.reports(Prose::StoredAsDraft) {
        draft(error, name)
    } else if error.reports(Prose::AlreadyExists) {
        error.with_kind(ErrorKind::InvalidRequest)
    } else if of_compiler {
        error.with_kind(ErrorKind::Gsql)
    } else {
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_compiler_have_places() {
        let text = "line 2:7 mismatched input 'x' expecting ';'\nParsing encountered 2 syntax error(s)\n\
                    line 3:0 extraneous input\nSaved as draft query with type/semantic error: [q].";
        let error = Error::reported(Some(200), None, text.to_owned());
        let error = not_created(error, "q");
        assert_eq!(error.kind(), ErrorKind::Gsql);
        assert!(error.message().contains("draft `q`") && error.message().contains("line 3:0"));
        let source = std::error::Error::source(&error).unwrap();
        let draft = source.downcast_ref::<DraftQuery>().unwrap();
        assert_eq!(draft.findings.len(), 2);
        assert_eq!(draft.findings[0].to_string(), "line 2:7 mismatched input 'x' expecting ';'");
        let other =
            not_created(Error::reported(Some(200), None, "q already exists".to_owned()), "q");
        assert!(
            std::error::Error::source(&other).is_none()
                && other.kind() == ErrorKind::InvalidRequest
        );
    }

    #[test]
    fn semantic_errors_have_places() {
        let text = "Semantic Check Error in query q (SEM-45): line 56, col 49\n\
                    No vertex type `Q`.\n\
                    Type Check Error in query q (TYP-158): line 7, col 2\n\
                    Semantic Check Error in query q (SEM-50): line 8, col 3: no such tuple\n\
                    Saved as draft query with type/semantic error: [q].";
        let found: Vec<_> = QueryFinding::of_output(text).iter().map(ToString::to_string).collect();
        let expected = [
            "line 56:49 Semantic Check Error in query q (SEM-45): No vertex type `Q`.",
            "line 7:2 Type Check Error in query q (TYP-158)",
            "line 8:3 Semantic Check Error in query q (SEM-50): no such tuple",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_check_lists_texts_or_objects() {
        let json = r#"["line 1:2 no", {"msg":"m","startLine":3,"startColumn":4,"errortype":"SyntaxError"}, {"message":"n"}]"#;
        let raw: Vec<RawFinding> = serde_json::from_str(json).unwrap();
        let found: Vec<_> = raw.into_iter().map(|it| QueryFinding::from(it).to_string()).collect();
        assert_eq!(found, ["line 1:2 no", "line 3:4 m", "n"]);
    }
}
