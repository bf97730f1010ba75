//! The first lines of files in a data source.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::api::sources as api;
use crate::error::{Error, ErrorKind, Result};
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
    format: PreviewFormat,
    kind: Option<String>,
    timeout: Option<Duration>,
}

/// The format of the lines of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PreviewFormat {
    /// Each is a text, which is not divided.
    #[default]
    Lines,
    /// Each is divided into columns.
    Csv {
        /// The character between two columns.
        separator: char,
        /// `true` if the first line contains the names of the columns.
        header: bool,
        /// The character around a column that contains a separator.
        quote: Option<char>,
    },
    /// Each is a JSON object.
    JsonLines,
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
    /// by the [format](PreviewFormat) of the preview.
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
        let format = PreviewFormat::default();
        Self { scope, source, path, lines: 10, format, kind: None, timeout: None }
    }

    /// Sets the number of lines. Default: 10.
    pub fn lines(mut self, lines: u32) -> Self {
        self.lines = lines;
        self
    }

    /// Sets the format of the lines. Default: [`PreviewFormat::Lines`].
    pub fn format(mut self, format: PreviewFormat) -> Self {
        self.format = format;
        self
    }

    /// Names the kind of the data source, such as `s3`, for servers that require it.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    async fn run(self) -> Result<PreviewData> {
        let (data_format, parsing) = self.format.parsing();
        let call = api::preview(&api::Preview {
            graph_name: self.scope.graph(),
            kind: self.kind.as_deref(),
            data_source: &self.source,
            path: &self.path,
            size: self.lines,
            data_format,
            parsing,
        });
        self.scope.reply(call, Deadline::after(self.timeout)).await?.results()
    }
}

impl PreviewFormat {
    fn parsing(&self) -> (&'static str, api::Parsing) {
        match *self {
            Self::Lines => ("csv", api::Parsing::default()),
            Self::JsonLines => ("json", api::Parsing::default()),
            Self::Csv { separator, header, quote } => {
                let quote = quote.map(|quote| if quote == '\'' { "single" } else { "double" });
                let (separator, header) = (Some(separator), Some(header.to_string()));
                ("csv", api::Parsing { separator, header, quote })
            }
        }
    }
}

operation!(impl [] PreviewFile => PreviewData);
