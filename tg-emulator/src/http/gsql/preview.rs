//! `/gsql/v1/sample-data`, `/gsql/v1/list-buckets`, `/gsql/v1/list-files` (4.x): previews of data
//! sources, whose content a test has registered.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::error::GsqlError;
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::load::{PreviewFormat, preview};
use crate::request::Call;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sample {
    graph_name: Option<String>,
    data_source: Option<String>,
    path: String,
    data_format: Option<String>,
    #[serde(default)]
    parsing: Parsing,
    size: Option<usize>,
}

#[derive(Default, Deserialize)]
struct Parsing {
    separator: Option<String>,
    eol: Option<String>,
    quote: Option<String>,
    /// A flag, or its text.
    #[serde(default)]
    header: Value,
}

/// The default number of lines.
const LINES: usize = 10;

/// `POST /gsql/v1/sample-data`: the first lines of a file.
pub(super) fn sample(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let sample: Sample = body(call.request)?;
    let files = &call.state.loads.files;
    let found = match sample.data_source.as_ref().filter(|name| !name.is_empty()) {
        Some(source) => {
            known(call, source, sample.graph_name.as_deref())?;
            files.read_objects(source, &sample.path)
        }
        None => files.read(&sample.path, None),
    };
    let found = found.map_err(|error| GsqlError::new(error.to_string()))?;
    let Parsing { separator, eol, quote, header } = sample.parsing;
    let json = sample.data_format.is_some_and(|format| format.eq_ignore_ascii_case("json"));
    let form = PreviewFormat {
        separator,
        eol,
        quote: match quote.as_deref() {
            Some("'" | "single") => Some(b'\''),
            Some("\"" | "double") => Some(b'"'),
            _ => None,
        },
        header: header == Value::Bool(true)
            || header.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true")),
        json,
    };
    let (header, data) = match found.first() {
        Some(file) => preview(&file.bytes, &form, sample.size.unwrap_or(LINES)),
        None => Default::default(),
    };
    let results = json!({"data": data, "header": header, "json": json});
    Ok(Reply::results(results))
}

fn known(call: &Call<'_>, source: &str, graph: Option<&str>) -> Result<(), GsqlError> {
    let stored = call.state.stored();
    let graph = graph.or(call.request.query.given("graph"));
    let found = match graph {
        Some(graph) => stored.sources.get(source, Some(graph)).is_some(),
        None => stored.sources.all().any(|known| known.name == source),
    };
    if found { Ok(()) } else { Err(GsqlError::new(format!("Datasource {source} not found"))) }
}

/// `GET /gsql/v1/list-buckets/{name}`
pub(super) fn buckets(call: &Call<'_>, source: &str) -> Result<Reply, GsqlError> {
    known(call, source, None)?;
    let objects = call.state.loads.files.objects(source);
    let bucket = |name: &String| {
        let (_, rest) = name.split_once("://")?;
        Some(rest.split('/').next().unwrap_or_default().to_owned())
    };
    let buckets: BTreeSet<_> = objects.iter().filter_map(bucket).collect();
    Ok(Reply::ok(&json!({"error": false, "results": buckets})))
}

/// `GET /gsql/v1/list-files/{name}?path=`: lists the entries directly below a path.
pub(super) fn files(call: &Call<'_>, source: &str) -> Result<Reply, GsqlError> {
    known(call, source, None)?;
    let path = call.request.query.get("path").unwrap_or_default();
    let (mut folders, mut files) = (BTreeSet::new(), BTreeSet::new());
    for name in call.state.loads.files.objects(source) {
        let rest = name.strip_prefix(path.trim_end_matches('/')).unwrap_or_default();
        let rest = if path.is_empty() { rest } else { rest.strip_prefix('/').unwrap_or_default() };
        match rest.split_once('/') {
            Some((folder, _)) => folders.insert(folder.to_owned()),
            None if rest.is_empty() => false,
            None => files.insert(rest.to_owned()),
        };
    }
    let results = json!({"folders": folders, "files": files});
    Ok(Reply::ok(&json!({"error": false, "results": results})))
}
