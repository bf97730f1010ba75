//! Files of user-defined functions, which the whole server shares.

use http::Method;
use serde_json::json;

use super::{Call, Form};
use crate::client::path::{Path, Query};
use crate::client::request::Request;

const FILES: &str = "/gsql/v1/udt/files";

/// Creates a request for a file on 3.x.
fn file_v3(method: Method, name: &str) -> Request {
    Request::to_gsql(method, Path::fixed("/gsqlserver/gsql/userdefinedfunction"))
        .query(Query::default().with("filename", name))
}

fn file_v4(method: Method, name: &str) -> Request {
    Request::to_gsql(method, Path::fixed(FILES).name(name))
}

/// Reads a file: an object of names and texts on 4.x, the text on 3.x.
pub(crate) fn get(name: &str) -> Call {
    Call::new(file_v4(Method::GET, name), file_v3(Method::GET, name))
}

/// Reads all files that were uploaded. 3.x reads them one after another.
pub(crate) fn get_all() -> Call {
    Call::new(Request::to_gsql(Method::GET, Path::fixed(FILES)), Form::Composed)
}

/// Replaces a file.
pub(crate) fn put(name: &str, text: &str) -> Call {
    let with_text = |request: Request| request.body(text.to_owned(), "text/plain");
    Call::new(with_text(file_v4(Method::PUT, name)), with_text(file_v3(Method::PUT, name)))
}

/// Replaces several files. 3.x takes them one after another.
pub(crate) fn put_all<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Call {
    let files: Vec<_> =
        files.into_iter().map(|(name, text)| json!({"Name": name, "Content": text})).collect();
    let body = json!({"files": files}).to_string();
    Call::new(Request::to_gsql(Method::PUT, Path::fixed(FILES)).json(body), Form::Composed)
}

/// Lists the token functions of loading jobs.
pub(crate) fn token_functions() -> Call {
    let path = Path::fixed("/gsql/v1/udt/token-functions");
    Call::only_v4(
        Request::to_gsql(Method::GET, path),
        "listing token functions",
        "read `TokenBank`",
    )
}
