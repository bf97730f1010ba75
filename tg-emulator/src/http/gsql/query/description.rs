//! `/gsql/v1/description`: descriptions of queries and their parameters.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::stored::{graph, missing};
use crate::catalog::Query;
use crate::http::gsql::body;
use crate::http::gsql::error::GsqlError;
use crate::http::reply::Reply;
use crate::request::Call;

#[derive(Deserialize)]
struct Described {
    queries: Vec<DescribedQuery>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DescribedQuery {
    query_name: String,
    description: Option<String>,
    #[serde(default)]
    parameters: Vec<DescribedParameter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DescribedParameter {
    param_name: String,
    description: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dropped {
    #[serde(default)]
    queries: Vec<String>,
    #[serde(default)]
    query_parameters: Vec<String>,
}

/// `GET ?graph=[&query=]`
pub(in crate::http::gsql) fn show(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let names = names(&call.request.query.list("query"));
    let stored = call.state.stored();
    if let Some(name) =
        names.iter().flatten().find(|name| stored.queries.get(graph, name).is_none())
    {
        return Err(missing(name));
    }
    let matches = |query: &&Query| names.as_ref().is_none_or(|names| names.contains(&query.name));
    let queries: Vec<_> = stored.queries.of(graph).filter(matches).map(described).collect();
    Ok(Reply::results(json!({"queries": queries})))
}

fn described(query: &Query) -> Json {
    let parameters = query.descriptions.parameters.iter();
    let parameters: Vec<_> =
        parameters.map(|(name, text)| json!({"paramName": name, "description": text})).collect();
    let mut described = json!({"queryName": query.name, "parameters": parameters});
    if let Some(text) = &query.descriptions.query {
        described["description"] = json!(text);
    }
    described
}

/// `PUT ?graph=`: adds all of them, or none if one of the names is wrong.
pub(in crate::http::gsql) fn describe(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let body: Described = body(call.request)?;
    let mut stored = call.state.stored();
    for described in &body.queries {
        let name = &described.query_name;
        let query = stored.queries.get(graph, name).ok_or_else(|| missing(name))?;
        let known = |name: &str| query.parameters().iter().any(|known| known.name == name);
        if let Some(unknown) = described.parameters.iter().find(|it| !known(&it.param_name)) {
            let message = format!("The query {name} has no parameter '{}'.", unknown.param_name);
            return Err(GsqlError::new(message));
        }
    }
    for described in body.queries {
        let Some(query) = stored.queries.get_mut(graph, &described.query_name) else { continue };
        if let Some(text) = described.description {
            query.descriptions.query = Some(text);
        }
        for DescribedParameter { param_name, description } in described.parameters {
            query.descriptions.parameters.retain(|(known, _)| *known != param_name);
            query.descriptions.parameters.push((param_name, description));
        }
    }
    Ok(Reply::done("Successfully added description."))
}

/// `DELETE ?graph=`: drops those of queries, and of their parameters (`q.p`, `q.*`).
pub(in crate::http::gsql) fn drop(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let body: Dropped = body(call.request)?;
    let queries = names(&body.queries);
    let mut parameters = Vec::new();
    for named in &body.query_parameters {
        match named.rsplit_once('.') {
            Some(pair) => parameters.push(pair),
            None if named == "*" => parameters.push(("*", "*")),
            None => {
                return Err(GsqlError::new(format!(
                    "'{named}' is not of the form query.parameter."
                )));
            }
        }
    }
    let mut stored = call.state.stored();
    let unknown = |name: &&str| *name != "*" && stored.queries.get(graph, name).is_none();
    let named = queries.iter().flatten().map(String::as_str);
    if let Some(name) = named.chain(parameters.iter().map(|(query, _)| *query)).find(unknown) {
        return Err(missing(name));
    }
    let some = !body.queries.is_empty();
    for query in stored.queries.of_mut(graph) {
        if some && queries.as_ref().is_none_or(|names| names.contains(&query.name)) {
            query.descriptions.query = None;
        }
        for (_, parameter) in parameters.iter().filter(|(it, _)| *it == "*" || *it == query.name) {
            query
                .descriptions
                .parameters
                .retain(|(name, _)| *parameter != "*" && name != parameter);
        }
    }
    Ok(Reply::done("Successfully dropped description."))
}

/// Returns the names in a list, or `None` for all.
fn names(listed: &[String]) -> Option<Vec<String>> {
    let all = listed.is_empty()
        || listed.iter().any(|name| name == "*" || name.eq_ignore_ascii_case("all"));
    (!all).then(|| listed.to_vec())
}
