//! Expressions over a line: columns, literals and token functions. All values are texts.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::condition::Condition;
use super::functions::Function;

/// The content of a line or of a row of a temporary table.
#[derive(Clone, Copy)]
pub(super) enum Row<'r> {
    Line(&'r [&'r str]),
    Table(&'r [Option<Cow<'r, str>>]),
    Json(&'r Json),
}

/// A line with the context for its expressions.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    pub(super) row: Row<'r>,
    /// The positions of the columns that the job refers to by name.
    pub(super) named_columns: &'r [Option<usize>],
    pub(super) env: &'r Env,
}

/// The environment of a load.
#[derive(Debug, Clone, Default)]
pub(crate) struct Env {
    pub(crate) file_name: String,
    pub(crate) data_root: String,
    /// Seconds since 1970.
    pub(crate) now: u64,
}

/// The error for arguments that a function does not accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Invalid;

/// The text of an expression; `None` if the line does not have the column.
pub(super) type Text<'r> = Option<Cow<'r, str>>;

/// An expression with names resolved.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    /// A column by its position in the line.
    Token(usize),
    /// A column by its index among the columns that the job refers to by name.
    Named(usize),
    /// A member of a JSON object by its keys.
    Path(Vec<String>),
    FileName,
    DataRoot,
    Text(String),
    Call(&'static Function, Vec<Expr>),
    /// The text `true` or `false` for a condition.
    Condition(Box<Condition>),
}

impl Expr {
    pub(super) fn text<'r>(&'r self, record: &Record<'r>) -> Result<Text<'r>, Invalid> {
        Ok(match self {
            Self::Token(at) => record.row.token(*at),
            Self::Named(slot) => {
                let at = record.named_columns.get(*slot).copied().flatten();
                at.and_then(|at| record.row.token(at))
            }
            Self::Path(keys) => match record.row {
                Row::Json(json) => follow(json, keys).and_then(json_text),
                _ => None,
            },
            Self::FileName => Some(record.env.file_name.as_str().into()),
            Self::DataRoot => Some(record.env.data_root.as_str().into()),
            Self::Text(text) => Some(text.as_str().into()),
            Self::Call(function, arguments) => {
                let mut texts = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    texts.push(argument.text(record)?.unwrap_or_default());
                }
                Some((function.run)(&texts, record.env).ok_or(Invalid)?.into())
            }
            Self::Condition(condition) => {
                Some(if condition.holds(record) { "true" } else { "false" }.into())
            }
        })
    }

    /// Returns the value as JSON: the member of a JSON object, or a text parsed as JSON.
    pub(super) fn json<'r>(
        &'r self,
        record: &Record<'r>,
    ) -> Result<Option<Cow<'r, Json>>, Invalid> {
        if let (Self::Path(keys), Row::Json(json)) = (self, record.row) {
            return Ok(follow(json, keys).map(Cow::Borrowed));
        }
        let Some(text) = self.text(record)?.filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        serde_json::from_str(&text).map(|json| Some(Cow::Owned(json))).map_err(|_| Invalid)
    }
}

impl<'r> Row<'r> {
    fn token(self, at: usize) -> Text<'r> {
        match self {
            Self::Line(tokens) => tokens.get(at).map(|token| Cow::Borrowed(*token)),
            Self::Table(cells) => {
                let cell = cells.get(at)?.as_ref()?;
                Some(Cow::Borrowed(cell.as_ref()))
            }
            Self::Json(_) => None,
        }
    }
}

/// Returns the member of nested JSON objects.
pub(super) fn follow<'j>(json: &'j Json, keys: &[String]) -> Option<&'j Json> {
    keys.iter().try_fold(json, |json, key| json.get(key))
}

/// Returns JSON as the text of a token, or `None` for `null`.
pub(super) fn json_text(json: &Json) -> Text<'_> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text.as_str().into()),
        Json::Bool(true) => Some("true".into()),
        Json::Bool(false) => Some("false".into()),
        other => Some(other.to_string().into()),
    }
}
