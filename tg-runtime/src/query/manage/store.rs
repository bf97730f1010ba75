//! Queries in the catalog: created, listed, read and dropped.

use serde::Deserialize;
use serde_json::Value;

use super::Queries;
use super::finding::{QueryFinding, RawFinding, draft, not_created};
use super::stored::{RawInfo, StoredQuery, StoredState};
use crate::client::api::{Response, queries as api};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::ConfirmAll;
use crate::operation::Deadline;
use crate::operation::Operation;
use crate::operation::gsql::Scope;
use crate::operation::gsql::outline::query_name;
use crate::operation::gsql::shell;
use crate::query::run::check_name;

impl Queries {
    /// Creates a query from its text, one `CREATE [OR REPLACE] QUERY`; returns its name. It has to be
    /// [installed](Self::install) before it runs. `POST /gsql/v1/queries`, on 3.x as GSQL text.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let text = "CREATE OR REPLACE QUERY next(INT n) FOR GRAPH Goods { PRINT n + 1 AS next; }";
    /// let name = graph.queries().create(text).await?;
    /// graph.queries().install([name]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Encode`] when the text is anything but one query; with
    /// [`ErrorKind::InvalidRequest`] when a query of the name exists. With [`ErrorKind::Gsql`] when it
    /// does not compile; the server then keeps it as a draft, and the source of the error is a
    /// [`DraftQuery`](crate::query::DraftQuery).
    pub fn create(&self, text: impl Into<String>) -> Operation<String> {
        let (scope, text) = (Scope::of_graph(&self.client, "create a query in"), text.into());
        Operation::new(move |deadline| async move {
            let name = query_name(&text)?;
            let failed = |error: Error| not_created(error, &name);
            let response = scope.run(api::create(scope.graph(), &text), deadline).await;
            if let Response::Reply(reply) = response.map_err(failed)? {
                // A draft is not always an error.
                let body: Value = reply.json()?;
                if body["isDraft"] == true || Prose::StoredAsDraft.is_in(reply.message()) {
                    return Err(draft(scope.error(ErrorKind::Gsql, reply.message()), &name));
                }
            }
            Ok(name)
        })
    }

    /// Has the server compile the text of a query, without storing it, and returns what the
    /// compiler finds: errors, then [warnings](QueryFinding::is_warning).
    /// `POST /gsql/v1/internal/check/query`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`] on 3.x. A query that does not compile is not an error.
    pub fn check(&self, text: impl Into<String>) -> Operation<Vec<QueryFinding>> {
        #[derive(Deserialize)]
        struct Listed {
            errors: Vec<RawFinding>,
            #[serde(default)]
            warnings: Vec<RawFinding>,
        }

        let (scope, text) = (Scope::of_graph(&self.client, "check a query of"), text.into());
        Operation::new(move |deadline| async move {
            let call = api::check(scope.graph(), &text);
            let listed: Listed = scope.reply(call, deadline).await?.json()?;
            let warning = |raw| QueryFinding { is_warning: true, ..raw };
            let errors = listed.errors.into_iter().map(QueryFinding::from);
            let warnings = listed.warnings.into_iter().map(QueryFinding::from).map(warning);
            Ok(errors.chain(warnings).collect())
        })
    }

    /// Returns the names of the queries, installed or not. `GET /gsql/v1/queries`, on 3.x from
    /// `ls`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses.
    pub fn list(&self) -> Operation<Vec<String>> {
        let scope = Scope::of_graph(&self.client, "list the queries of");
        Operation::new(move |deadline| async move { names(&scope, deadline).await })
    }

    /// Returns a query with its text and state. `GET /gsql/v1/queries/info`, on 3.x `SHOW QUERY`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such query.
    pub fn get(&self, name: impl Into<String>) -> Operation<StoredQuery> {
        let (scope, name) = (Scope::of_graph(&self.client, "read a query of"), name.into());
        Operation::new(move |deadline| async move {
            check_name(&name)?;
            let mut found = stored(&scope, Some(&name), deadline).await?;
            found.retain(|query| query.name == name);
            found.pop().ok_or_else(|| missing(&scope, &name))
        })
    }

    /// Returns all queries with their texts and states. `GET /gsql/v1/queries/info`, on 3.x `ls`
    /// and `SHOW QUERY`.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses.
    pub fn get_all(&self) -> Operation<Vec<StoredQuery>> {
        let scope = Scope::of_graph(&self.client, "read the queries of");
        Operation::new(move |deadline| async move { stored(&scope, None, deadline).await })
    }

    /// Returns `true` if a query is installed and can be run.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses. An unknown query is not an error.
    pub fn is_installed(&self, name: impl Into<String>) -> Operation<bool> {
        let stored = self.get(name);
        Operation::new(move |deadline| async move {
            match stored.within(deadline).await {
                Ok(query) => Ok(query.state == StoredState::Installed),
                Err(error) if error.kind() == ErrorKind::UnknownName => Ok(false),
                Err(error) => Err(error),
            }
        })
    }

    /// Drops a query, installed or not. `DELETE /gsql/v1/queries/{name}`, on 3.x `DROP QUERY`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when there is no such query; with
    /// [`ErrorKind::PartiallyAccepted`] when the server keeps it, because another calls it for
    /// instance.
    pub fn drop(&self, name: impl Into<String>) -> Operation<()> {
        self.drop_many([name.into()])
    }

    /// Drops several queries.
    ///
    /// # Errors
    ///
    /// Those of [`drop`](Self::drop). If one of them is unknown the server may drop none.
    pub fn drop_many<S: Into<String>>(&self, names: impl IntoIterator<Item = S>) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "drop queries of");
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        Operation::new(move |deadline| async move { drop_queries(&scope, &names, deadline).await })
    }

    /// Drops all queries of the graph; returns their names.
    ///
    /// # Errors
    ///
    /// Those of [`drop`](Self::drop).
    pub fn drop_all(&self, _: ConfirmAll) -> Operation<Vec<String>> {
        let scope = Scope::of_graph(&self.client, "drop queries of");
        Operation::new(move |deadline| async move {
            let names = names(&scope, deadline).await?;
            drop_queries(&scope, &names, deadline).await?;
            Ok(names)
        })
    }
}

pub(super) fn missing(scope: &Scope, name: &str) -> Error {
    scope.error(ErrorKind::UnknownName, format!("the graph has no query `{name}`"))
}

async fn names(scope: &Scope, deadline: Deadline) -> Result<Vec<String>> {
    match scope.run(api::list(scope.graph()), deadline).await? {
        Response::Output(listing) => {
            Ok(shell::queries(&listing).into_iter().map(|(name, _)| name).collect())
        }
        response => response.reply()?.results(),
    }
}

/// Returns the queries of the graph, or the one of this name.
pub(super) async fn stored(
    scope: &Scope,
    name: Option<&str>,
    deadline: Deadline,
) -> Result<Vec<StoredQuery>> {
    let listing = match scope.run(api::get(scope.graph(), name), deadline).await {
        Ok(Response::Output(listing)) => listing,
        Err(error) if name.is_some() && error.status() == Some(404) => return Ok(Vec::new()),
        response => {
            let found: Vec<RawInfo> = response?.reply()?.results()?;
            return Ok(found.into_iter().map(Into::into).collect());
        }
    };
    let mut found = Vec::new();
    for (known, state) in shell::queries(&listing) {
        if name.is_none_or(|name| name == known) {
            let printed = scope.run(api::text(&known), deadline).await?.output()?;
            found.push(StoredQuery {
                text: text_of(&printed).to_owned(),
                state: StoredState::of_listing(&state),
                name: known,
                syntax: None,
                callers: Vec::new(),
                writes: None,
            });
        }
    }
    Ok(found)
}

/// Returns the text that `SHOW QUERY` prints, after the answer to `USE GRAPH` and a line with the
/// state.
fn text_of(output: &str) -> &str {
    let mut rest = output;
    while let Some((line, after)) = rest.split_once('\n') {
        if !(line.starts_with("Using graph '") || line.starts_with("# ") || line.trim().is_empty())
        {
            break;
        }
        rest = after;
    }
    rest.trim_end()
}

async fn drop_queries(scope: &Scope, names: &[String], deadline: Deadline) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    for name in names {
        check_name(name)?;
    }
    let unknown = |error: Error| match error.status() {
        Some(404) => scope.error(
            ErrorKind::UnknownName,
            format!("the graph has no query of one of these names: `{}`", names.join("`, `")),
        ),
        _ => error,
    };
    let response = scope.run(api::drop(scope.graph(), names), deadline).await.map_err(unknown)?;
    if let Response::Reply(reply) = response {
        let body: Value = reply.json()?;
        let kept = body["failedToDrop"].as_array().into_iter().flatten();
        let kept: Vec<_> = kept.filter_map(Value::as_str).collect();
        if !kept.is_empty() {
            let message = format!(
                "the server keeps `{}`, which another query may call: {}",
                kept.join("`, `"),
                reply.message()
            );
            return Err(scope.error(ErrorKind::PartiallyAccepted, message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_follows_the_lines_of_the_shell() {
        let output =
            "Using graph 'g'\n# installed v2\nCREATE QUERY q() {\n# no state\nPRINT 1; }\n";
        assert_eq!(text_of(output), "CREATE QUERY q() {\n# no state\nPRINT 1; }");
        assert_eq!(text_of("CREATE QUERY q() {}"), "CREATE QUERY q() {}");
    }
}
