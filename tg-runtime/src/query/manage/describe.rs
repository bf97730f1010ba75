//! The descriptions of queries.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::Queries;
use crate::client::api::queries as api;
use crate::operation::Operation;
use crate::operation::gsql::Scope;
use crate::query::run::check_name;

/// A description of a query and its parameters.
///
/// ```
/// use tg_runtime::query::QueryDescription;
///
/// let description = QueryDescription::new("heavy", "Packages over a weight.")
///     .parameter("least", "in kilograms");
/// assert_eq!(description.parameters["least"], "in kilograms");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueryDescription {
    /// The name of the query.
    pub query: String,
    /// The purpose of the query, if it is described.
    pub description: Option<String>,
    /// The purposes of its parameters, by their names.
    pub parameters: BTreeMap<String, String>,
}

impl QueryDescription {
    /// Creates the description of a query.
    pub fn new(query: impl Into<String>, description: impl Into<String>) -> Self {
        let description = Some(description.into());
        Self { query: query.into(), description, parameters: BTreeMap::new() }
    }

    /// Adds the description of a parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, description: impl Into<String>) -> Self {
        self.parameters.insert(name.into(), description.into());
        self
    }
}

#[derive(Deserialize)]
struct Listed {
    #[serde(default)]
    queries: Vec<Described>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    query_name: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    parameters: Vec<DescribedParameter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DescribedParameter {
    param_name: String,
    #[serde(default)]
    description: String,
}

impl Queries {
    /// Returns the descriptions of the queries of the graph. `GET /gsql/v1/description`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) on 3.x.
    pub fn descriptions(&self) -> Operation<Vec<QueryDescription>> {
        self.described(None)
    }

    /// Returns the description of one query; `None` if it has none.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) on 3.x; if the
    /// graph does not have such a query.
    pub fn description(&self, name: impl Into<String>) -> Operation<Option<QueryDescription>> {
        let name = name.into();
        let described = self.described(Some(name.clone()));
        Operation::new(move |deadline| async move {
            let found = described.within(deadline).await?.into_iter().find(|it| it.query == name);
            Ok(found.filter(|it| it.description.is_some() || !it.parameters.is_empty()))
        })
    }

    fn described(&self, name: Option<String>) -> Operation<Vec<QueryDescription>> {
        let scope = Scope::of_graph(&self.client, "read the descriptions of the queries of");
        Operation::new(move |deadline| async move {
            if let Some(name) = &name {
                check_name(name)?;
            }
            let call = api::descriptions(scope.graph(), name.as_deref());
            let listed: Listed = scope.reply(call, deadline).await?.results()?;
            let described = |query: Described| QueryDescription {
                query: query.query_name,
                description: query.description,
                parameters: query
                    .parameters
                    .into_iter()
                    .map(|parameter| (parameter.param_name, parameter.description))
                    .collect(),
            };
            Ok(listed.queries.into_iter().map(described).collect())
        })
    }

    /// Describes a query and its parameters; parameters that are not named keep their descriptions.
    /// `PUT /gsql/v1/description`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) on 3.x; if the
    /// graph does not have such a query or parameter.
    pub fn describe(&self, description: QueryDescription) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "describe a query of");
        Operation::new(move |deadline| async move {
            check_name(&description.query)?;
            let parameters: Vec<_> = description
                .parameters
                .iter()
                .map(|(name, text)| json!({"paramName": name, "description": text}))
                .collect();
            let mut query = json!({"queryName": description.query, "parameters": parameters});
            if let Some(text) = &description.description {
                query["description"] = json!(text);
            }
            let call = api::describe(scope.graph(), &json!({"queries": [query]}));
            scope.reply(call, deadline).await.map(drop)
        })
    }

    /// Drops the descriptions of a query and of its parameters. `DELETE /gsql/v1/description`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) on 3.x; if the
    /// graph does not have such a query.
    pub fn drop_description(&self, name: impl Into<String>) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "drop the description of a query of");
        let name = name.into();
        Operation::new(move |deadline| async move {
            check_name(&name)?;
            let call = api::drop_description(scope.graph(), &name);
            scope.reply(call, deadline).await.map(drop)
        })
    }
}
