//! Secrets of the user.

use http::Method;
use serde_json::json;

use super::{Call, Form, Statement, drop_request};
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Request};
use crate::error::{Error, ErrorKind, Result};

const SECRETS: &str = "/gsql/v1/secrets";

/// Creates a secret.
pub(crate) fn create(name: Option<&str>) -> Call {
    let query = name.map_or_else(Query::default, |name| Query::default().with("alias", name));
    let request = Request::to_gsql(Method::POST, Path::fixed(SECRETS)).query(query);
    let statement = name.map_or(Ok(""), alias).map(|alias| format!("CREATE SECRET {alias}"));
    Call::new(request.expects(Expects::Token), statement.map(Statement::new))
}

/// Lists the secrets.
pub(crate) fn list() -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(SECRETS)).expects(Expects::Token),
        Statement::new("SHOW SECRET"),
    )
}

/// Reads one secret. 3.x only lists them all.
pub(crate) fn get(alias: &str) -> Call {
    let path = Path::fixed(SECRETS).value(alias);
    Call::new(Request::to_gsql(Method::GET, path).expects(Expects::Token), Form::Composed)
}

/// Drops secrets: on 4.x all or none, on 3.x as many as exist.
pub(crate) fn drop(aliases: &[String]) -> Call {
    let request = drop_request(Path::fixed(SECRETS));
    let statements: Result<String> =
        aliases.iter().map(|name| Ok(format!("DROP SECRET {}\n", alias(name)?))).collect();
    Call::new(request.json(json!({"secrets": aliases}).to_string()), statements.map(Statement::new))
}

/// Checks that an alias can be in a statement.
fn alias(name: &str) -> Result<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !name.is_empty() && name.chars().all(is_plain) {
        return Ok(name);
    }
    let message = format!("GSQL cannot contain the alias {name:?}: use letters, digits and `_`");
    Err(Error::new(ErrorKind::Encode, message))
}
