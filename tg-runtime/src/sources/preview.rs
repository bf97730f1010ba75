//! A look into a data source.

use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::error::Result;
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation};

/// The first lines of a file in a data source: [`DataSources::preview`](super::DataSources::preview).
///
/// `POST /gsql/v1/sample-data`.
///
/// # Errors
///
/// With [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) on 3.x; when there is no such
/// source, or the server cannot read the file.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Preview {
    client: Client,
    source: String,
    path: String,
    lines: u32,
    format: PreviewFormat,
    kind: Option<String>,
    timeout: Option<Duration>,
}

/// How the lines of a preview are divided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PreviewFormat {
    /// Not at all.
    #[default]
    Lines,
    /// Into columns.
    Csv {
        /// What stands between two of them.
        separator: char,
        /// Whether the first line names them.
        header: bool,
        /// What stands around a column that holds a separator.
        quote: Option<char>,
    },
    /// Each is a JSON object.
    JsonLines,
}

/// What a preview shows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct PreviewData {
    /// The lines: a text or a list of columns each, or an object.
    #[serde(default)]
    pub data: Vec<Value>,
    /// The names of the columns.
    #[serde(default)]
    pub header: Vec<String>,
    /// Whether the lines are JSON.
    #[serde(default)]
    pub json: bool,
}

/// What is at a path of a data source: [`DataSources::files`](super::DataSources::files).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct DataSourceFiles {
    /// The names of the folders.
    #[serde(default)]
    pub folders: Vec<String>,
    /// The names of the files.
    #[serde(default)]
    pub files: Vec<String>,
}

impl Preview {
    pub(super) fn new(client: Client, source: String, path: String) -> Self {
        let format = PreviewFormat::default();
        Self { client, source, path, lines: 10, format, kind: None, timeout: None }
    }

    /// How many lines are shown. Default: 10.
    pub fn lines(mut self, lines: u32) -> Self {
        self.lines = lines;
        self
    }

    /// How the lines are divided. Default: not at all.
    pub fn format(mut self, format: PreviewFormat) -> Self {
        self.format = format;
        self
    }

    /// Says of which kind the source is, such as `s3`, where the server wants to be told.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    async fn run(self) -> Result<PreviewData> {
        let scope = Scope::of_graph(&self.client, "preview a data source of");
        scope.needs_v4("a preview", "read the file from its storage").await?;
        let path = Path::fixed("/gsql/v1/sample-data");
        let request = scope.request(Method::POST, path, Query::default()).idempotent(true);
        let request = request.json(self.body(scope.graph()).to_string());
        scope.send(request, Deadline::after(self.timeout)).await?.results()
    }

    fn body(&self, graph: &str) -> Value {
        let mut body = Map::new();
        let mut set = |key: &str, value: Value| {
            body.insert(key.to_owned(), value);
        };
        if !graph.is_empty() {
            set("graphName", graph.into());
        }
        if let Some(kind) = &self.kind {
            set("type", kind.as_str().into());
        }
        set("dataSource", self.source.as_str().into());
        set("path", self.path.as_str().into());
        set("size", self.lines.into());
        set("filling", "N/A".into());
        let (kind, parsing) = match &self.format {
            PreviewFormat::Lines => ("csv", json!({"fileFormat": "none", "eol": "\\n"})),
            PreviewFormat::JsonLines => ("json", json!({"fileFormat": "none", "eol": "\\n"})),
            PreviewFormat::Csv { separator, header, quote } => {
                let mut parsing = json!({"fileFormat": "none", "eol": "\\n",
                    "separator": separator, "header": header.to_string()});
                if let (Some(quote), Value::Object(parsing)) = (quote, &mut parsing) {
                    let word = if *quote == '\'' { "single" } else { "double" };
                    parsing.insert("quote".to_owned(), word.into());
                }
                ("csv", parsing)
            }
        };
        set("dataFormat", kind.into());
        set("parsing", parsing);
        Value::Object(body)
    }
}

operation!(impl [] Preview => PreviewData);
