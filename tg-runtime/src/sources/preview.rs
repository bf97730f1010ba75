//! The first lines of files in a data source.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::api::sources as api;
use crate::error::{Error, ErrorKind, Result};
use crate::load::LoadFormat;
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation};

/// Reads the first lines of a file in a data source:
/// [`DataSources::preview`](super::DataSources::preview).
///
/// # Errors
///
/// With [`ErrorKind::Unsupported`] on 3.x; when there is no such data
/// source, or the server cannot read the file.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct PreviewFile {
    scope: Scope,
    source: String,
    path: String,
    lines: u32,
    format: Option<LoadFormat>,
    kind: Option<String>,
    timeout: Option<Duration>,
}

/// The first lines of a file: [`DataSources::preview`](super::DataSources::preview).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct PreviewData {
    #[serde(default)]
    data: Vec<Value>,
    /// The names of the columns.
    #[serde(default)]
    pub header: Vec<String>,
    /// `true` if the lines are JSON.
    #[serde(default)]
    pub json: bool,
}

impl PreviewData {
    /// Reads the lines: each is a `String`, a list of columns such as `Vec<String>`, or an object,
    /// by the [format](PreviewFile::format) of the preview.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when a line does not fit `T`; the message contains its number.
    pub fn lines<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        let read = |(at, line): (usize, &Value)| {
            T::deserialize(line).map_err(|error| {
                let message = format!("line {} of the preview: {error}", at + 1);
                Error::new(ErrorKind::Decode, message)
            })
        };
        self.data.iter().enumerate().map(read).collect()
    }
}

impl PreviewFile {
    pub(super) fn new(scope: Scope, source: String, path: String) -> Self {
        Self { scope, source, path, lines: 10, format: None, kind: None, timeout: None }
    }

    /// Sets the number of lines. Default: 10.
    pub fn lines(mut self, lines: u32) -> Self {
        self.lines = lines;
        self
    }

    /// Sets the format of the lines, by which the server divides them. Default: none, and each line is
    /// a text.
    pub fn format(mut self, format: LoadFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// Names the kind of the data source, such as `s3`, for servers that require it.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    async fn run(self) -> Result<PreviewData> {
        let is_json = self.format.as_ref().is_some_and(|format| format.json);
        let call = api::preview(&api::Preview {
            graph_name: self.scope.graph(),
            kind: self.kind.as_deref(),
            data_source: &self.source,
            path: &self.path,
            size: self.lines,
            data_format: if is_json { "json" } else { "csv" },
            parsing: self.format.as_ref().map(parsing).unwrap_or_default(),
        });
        self.scope.reply(call, Deadline::after(self.timeout)).await?.results()
    }
}

fn parsing(format: &LoadFormat) -> api::Parsing {
    if format.json {
        return api::Parsing::default();
    }
    api::Parsing {
        separator: Some(format.separator),
        // The server reads escapes itself.
        eol: Some(format.eol.escape_default().to_string()),
        header: Some(format.header.to_string()),
        quote: format.quote.map(|quote| if quote == '\'' { "single" } else { "double" }),
    }
}

operation!(impl [] PreviewFile => PreviewData);
