//! Files of functions in C++: `/gsql/v1/udt/files` (4.x), on 3.x
//! `/gsqlserver/gsql/userdefinedfunction`.

use serde::Deserialize;
use serde_json::Map;

use super::error::GsqlError;
use super::statements::text;
use crate::catalog::FunctionFiles;
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;

/// The maximum size of a file, in bytes.
const MAX_FILE: usize = 4 * 1024 * 1024;

fn check_size(name: &str, text: &str) -> Result<(), GsqlError> {
    let size = text.len();
    if size <= MAX_FILE {
        return Ok(());
    }
    Err(GsqlError::new(format!("The file {name} has {size} bytes; at most {MAX_FILE} are kept.")))
}

/// Returns the error for a name that is not a file.
fn unknown(name: &str) -> GsqlError {
    let names = FunctionFiles::names().join(", ");
    GsqlError::new(format!("The file '{name}' does not exist; there are {names}."))
}

/// `GET /gsql/v1/udt/files[/{name}]`: the texts by name.
pub(super) fn get(call: &Call<'_>, name: Option<&str>) -> Result<Reply, GsqlError> {
    let stored = call.state.stored();
    let mut results = Map::new();
    let names = name.map_or_else(|| FunctionFiles::names().to_vec(), |name| vec![name]);
    for name in names {
        let text = stored.functions.get(name).ok_or_else(|| unknown(name))?;
        results.insert(name.to_owned(), text.into());
    }
    Ok(Reply::results(results))
}

/// `GET /gsqlserver/gsql/userdefinedfunction?filename=`: the text.
pub(super) fn get_by_query(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let name = call.request.query.given("filename").unwrap_or_default();
    let text = call.state.stored().functions.get(name).ok_or_else(|| unknown(name))?;
    Ok(Reply::results(text))
}

/// `PUT` of one file; the body is its text.
pub(super) fn put(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let text = text(&call.request.body)?.to_owned();
    check_size(name, &text)?;
    if !call.state.stored().functions.put(name, text) {
        return Err(unknown(name));
    }
    Ok(Reply::done(format!("Successfully update file: {name}")))
}

#[derive(Deserialize)]
struct Body {
    files: Vec<File>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    name: String,
    content: String,
}

/// `PUT /gsql/v1/udt/files`: writes several files, all or none.
pub(super) fn put_many(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let Body { files } = body(call.request)?;
    let known = |file: &&File| FunctionFiles::names().contains(&file.name.as_str());
    if let Some(file) = files.iter().find(|file| !known(file)) {
        return Err(unknown(&file.name));
    }
    for file in &files {
        check_size(&file.name, &file.content)?;
    }
    let names: Vec<_> = files.iter().map(|file| file.name.clone()).collect();
    let mut stored = call.state.stored();
    for file in files {
        stored.functions.put(&file.name, file.content);
    }
    Ok(Reply::done(format!("All files get updated: [{}].", names.join(", "))))
}
