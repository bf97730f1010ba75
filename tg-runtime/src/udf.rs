//! User-defined functions: files of C++ that the server compiles into queries and loading jobs.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::client::Client;
use crate::client::api::{Response, udf as api};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::operation::Operation;
use crate::operation::gsql::Scope;

/// A file of user-defined functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UdfFile {
    /// Functions for expressions in queries.
    ExprFunctions,
    /// Helpers of [`ExprFunctions`](Self::ExprFunctions).
    ExprUtil,
    /// Token functions, for loading jobs.
    TokenBank,
    /// The functions for expressions that the server has itself. The file can only be read.
    BuiltinExprFunctions,
    /// Helpers of [`BuiltinExprFunctions`](Self::BuiltinExprFunctions). The file can only be read.
    BuiltinExprUtil,
}

impl UdfFile {
    /// Returns its name as the server writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExprFunctions => "ExprFunctions",
            Self::ExprUtil => "ExprUtil",
            Self::TokenBank => "TokenBank",
            Self::BuiltinExprFunctions => "tg_ExprFunctions",
            Self::BuiltinExprUtil => "tg_ExprUtil",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        const ALL: [UdfFile; 5] = [
            UdfFile::ExprFunctions,
            UdfFile::ExprUtil,
            UdfFile::TokenBank,
            UdfFile::BuiltinExprFunctions,
            UdfFile::BuiltinExprUtil,
        ];
        ALL.into_iter().find(|file| file.name() == name)
    }
}

impl fmt::Display for UdfFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The files of user-defined functions: [`Server::udf_files`](crate::Server::udf_files). The
/// server has one of each for all graphs.
///
/// A user who can write them can make the server run any code, so servers require a privilege for
/// it. User-defined tuples are part of the [schema](crate::Graph::schema).
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// use tg_runtime::udf::UdfFile;
///
/// # async fn example(server: tg_runtime::Server) -> Result<()> {
/// let files = server.udf_files();
/// let text = files.get(UdfFile::ExprFunctions).await?;
/// files.put(UdfFile::ExprFunctions, text).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct UdfFiles {
    client: Client,
}

impl UdfFiles {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    fn scope(&self, verb: &'static str) -> Scope {
        Scope::of_server(&self.client, verb)
    }

    /// Returns the text of a file. `GET /gsql/v1/udt/files/{name}`, on 3.x
    /// `GET /gsqlserver/gsql/userdefinedfunction?filename=`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn get(&self, file: UdfFile) -> Operation<String> {
        let scope = self.scope("read user-defined functions of");
        Operation::new(move |deadline| async move { get(&scope, file, deadline).await })
    }

    /// Returns all files that were uploaded. `GET /gsql/v1/udt/files`; on 3.x one after another.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn get_all(&self) -> Operation<BTreeMap<UdfFile, String>> {
        let scope = self.scope("read user-defined functions of");
        Operation::new(move |deadline| async move {
            let mut found = BTreeMap::new();
            if let Response::Reply(reply) = scope.run(api::get_all(), deadline).await? {
                let texts: Map<String, Value> = reply.results()?;
                for (name, text) in &texts {
                    if let (Some(file), Some(text)) = (UdfFile::of_name(name), text.as_str()) {
                        found.insert(file, text.to_owned());
                    }
                }
            } else {
                for file in [UdfFile::ExprFunctions, UdfFile::ExprUtil, UdfFile::TokenBank] {
                    found.insert(file, get(&scope, file, deadline).await?);
                }
            }
            Ok(found)
        })
    }

    /// Replaces a file. `PUT /gsql/v1/udt/files/{name}`, on 3.x
    /// `PUT /gsqlserver/gsql/userdefinedfunction?filename=`. Queries that use its functions have to
    /// be installed again.
    ///
    /// # Errors
    ///
    /// When the server cannot compile it, or does not allow it; with [`ErrorKind::InvalidRequest`]
    /// for a file that can only be read.
    pub fn put(&self, file: UdfFile, text: impl Into<String>) -> Operation<()> {
        let scope = self.scope("write user-defined functions of");
        let text = text.into();
        Operation::new(move |deadline| async move {
            check_writable(file)?;
            scope.reply(api::put(file.name(), &text), deadline).await.map(drop)
        })
    }

    /// Replaces several files at once. `PUT /gsql/v1/udt/files`; on 3.x one after another.
    ///
    /// # Errors
    ///
    /// Those of [`put`](Self::put).
    pub fn put_all(&self, files: impl IntoIterator<Item = (UdfFile, String)>) -> Operation<()> {
        let scope = self.scope("write user-defined functions of");
        let files: Vec<_> = files.into_iter().collect();
        Operation::new(move |deadline| async move {
            for (file, _) in &files {
                check_writable(*file)?;
            }
            let named = files.iter().map(|(file, text)| (file.name(), text.as_str()));
            if let Response::Composed = scope.run(api::put_all(named), deadline).await? {
                for (file, text) in &files {
                    scope.reply(api::put(file.name(), text), deadline).await?;
                }
            }
            Ok(())
        })
    }

    /// Reads the token functions that loading jobs can use, into any type that serde reads.
    /// `GET /gsql/v1/udt/token-functions`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x; when the answer does not fit `T`.
    pub fn token_functions<T: DeserializeOwned + 'static>(&self) -> Operation<T> {
        let scope = self.scope("list the token functions of");
        Operation::new(move |deadline| async move {
            scope.reply(api::token_functions(), deadline).await?.results()
        })
    }
}

fn check_writable(file: UdfFile) -> Result<()> {
    match file {
        UdfFile::BuiltinExprFunctions | UdfFile::BuiltinExprUtil => {
            let message = format!("{file} belongs to the server and can only be read");
            Err(Error::new(ErrorKind::InvalidRequest, message))
        }
        _ => Ok(()),
    }
}

async fn get(scope: &Scope, file: UdfFile, deadline: Deadline) -> Result<String> {
    let name = file.name();
    let results: Value = scope.reply(api::get(name), deadline).await?.results()?;
    let text = results.as_str().or_else(|| results.get(name)?.as_str());
    text.map(str::to_owned).ok_or_else(|| {
        let message = format!("the answer does not contain the text of {name}");
        scope.error(ErrorKind::Protocol, message)
    })
}
