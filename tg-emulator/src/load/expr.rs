//! Values of a line as text: columns, literals, token functions.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::condition::Condition;
use super::functions::Function;

/// What a line, or a row of a temporary table, consists of.
#[derive(Clone, Copy)]
pub(super) enum Row<'r> {
    Line(&'r [&'r str]),
    Table(&'r [Option<Cow<'r, str>>]),
    Json(&'r Json),
}

/// A line, and what else its values can depend on.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    pub(super) row: Row<'r>,
    /// Where the columns stand that the job calls by name.
    pub(super) named: &'r [Option<usize>],
    pub(super) env: &'r Env,
}

/// Where and when lines are loaded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Env {
    pub(crate) file_name: String,
    pub(crate) data_root: String,
    /// Seconds since 1970.
    pub(crate) now: u64,
}

/// A value of which a function cannot make anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Invalid;

/// Text, or nothing where the line has none.
pub(super) type Text<'r> = Option<Cow<'r, str>>;

/// A value, with names resolved.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    /// By its place in the line.
    Token(usize),
    /// By its place among the columns that the job calls by name.
    Named(usize),
    /// By its keys in the line's JSON object.
    Path(Vec<String>),
    FileName,
    DataRoot,
    Text(String),
    Call(&'static Function, Vec<Expr>),
    /// A condition where a value belongs: its outcome.
    Outcome(Box<Condition>),
}

impl Expr {
    pub(super) fn text<'r>(&'r self, record: &Record<'r>) -> Result<Text<'r>, Invalid> {
        Ok(match self {
            Self::Token(at) => record.row.token(*at),
            Self::Named(slot) => {
                let at = record.named.get(*slot).copied().flatten();
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
            Self::Outcome(condition) => {
                Some(if condition.holds(record) { "true" } else { "false" }.into())
            }
        })
    }

    /// The value as JSON, of a JSON object's member or of a text that is JSON.
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

pub(super) fn follow<'j>(json: &'j Json, keys: &[String]) -> Option<&'j Json> {
    keys.iter().try_fold(json, |json, key| json.get(key))
}

/// JSON as the text of a token; `null` is nothing.
pub(super) fn json_text(json: &Json) -> Text<'_> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text.as_str().into()),
        Json::Bool(true) => Some("true".into()),
        Json::Bool(false) => Some("false".into()),
        other => Some(other.to_string().into()),
    }
}
