//! Acts on all data of a server: export, import, clearing, dropping.

use std::time::Duration;

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use tg_gsql::print;

use super::{Call, Statement, json};
use crate::client::path::Path;
use crate::client::request::Request;
use crate::error::{Error, ErrorKind, Result};

/// The time that an act may take unless the caller sets a limit.
const TIME: Duration = Duration::from_secs(60 * 60);

/// An export to a folder on the disk of the server, or an import from it.
#[derive(Debug)]
pub(crate) struct Transfer {
    pub(crate) folder: String,
    /// The graphs; all if empty.
    pub(crate) graphs: Vec<String>,
    /// `false` for the definitions alone.
    pub(crate) data: bool,
    /// The password that protects the folder.
    pub(crate) password: Option<SecretString>,
}

/// Exports graphs.
pub(crate) fn export(transfer: &Transfer) -> Call {
    let statement = transfer.statement("EXPORT", "TO");
    Call::new(transfer.request("/gsql/v1/db-export"), statement)
}

/// Imports graphs.
pub(crate) fn import(transfer: &Transfer) -> Call {
    let statement = transfer.statement("IMPORT", "FROM");
    Call::new(transfer.request("/gsql/v1/db-import"), statement)
}

impl Transfer {
    fn request(&self, path: &'static str) -> Result<Request> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            path: &'a str,
            graph_names: Vec<&'a str>,
            schema: bool,
            data: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            password: Option<&'a str>,
        }
        let graph_names = match &self.graphs[..] {
            [] => vec!["*"],
            names => names.iter().map(String::as_str).collect(),
        };
        let password = self.password.as_ref().map(ExposeSecret::expose_secret);
        let body =
            Body { path: &self.folder, graph_names, schema: true, data: self.data, password };
        let request = Request::to_gsql(Method::POST, Path::fixed(path));
        Ok(request.json(json(&body)?).min_timeout(TIME))
    }

    fn statement(&self, verb: &str, preposition: &str) -> Result<Statement> {
        let graphs = match &self.graphs[..] {
            [] => "ALL".to_owned(),
            names => names.join(", "),
        };
        let schema_only = if self.data { "" } else { " -SCHEMA" };
        let folder = plain_string(&self.folder).ok_or_else(|| {
            let message = format!(
                "GSQL cannot contain the folder {:?}: leave out quotes, backslashes and control \
                 characters",
                self.folder
            );
            Error::new(ErrorKind::Encode, message)
        })?;
        let mut text = format!("{verb} GRAPH {graphs}{schema_only} {preposition} {folder}");
        if let Some(password) = &self.password {
            let password = plain_string(password.expose_secret()).ok_or_else(|| {
                let message = "GSQL cannot contain a password with a quote, a backslash or a \
                               control character";
                Error::new(ErrorKind::Encode, message)
            })?;
            text.push_str(&format!(" WITH PASSWORD {password}"));
        }
        Ok(Statement { time_limit: Some(TIME), ..Statement::new(text) })
    }
}

/// Returns a string of GSQL; `None` for a text that needs an escape, since not all servers read
/// those alike.
fn plain_string(text: &str) -> Option<String> {
    let is_escaped = |c: char| matches!(c, '"' | '\\') || c.is_control();
    (!text.contains(is_escaped)).then(|| print::string(text))
}

/// Deletes the data of all graphs. It is not repeated by itself. Servers before 3.9.2 have no
/// endpoint for it.
pub(crate) fn clear_store() -> Call {
    let statement = Statement::new("CLEAR GRAPH STORE -HARD");
    Call::new(erase("/gsql/v1/clear-store"), statement)
}

/// Drops all graphs and definitions. It is not repeated by itself.
pub(crate) fn drop_all() -> Call {
    Call::new(erase("/gsql/v1/drop-all"), Statement::new("DROP ALL"))
}

fn erase(path: &'static str) -> Request {
    Request::to_gsql(Method::GET, Path::fixed(path)).idempotent(false).min_timeout(TIME)
}
