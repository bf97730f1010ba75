//! A loading job as data.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::client::Reply;
use crate::error::Result;

/// A loading job as data: [`LoadingJobs::definition`](super::LoadingJobs::definition).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadingJobDefinition {
    /// Its name.
    pub name: String,
    /// Its graph.
    pub graph: String,
    /// Its file variables, with the paths of their definitions; a path is empty if there is none.
    pub files: BTreeMap<String, String>,
    /// The headers that it defines: the names of the columns.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Its statements.
    pub statements: Vec<LoadingStatement>,
}

/// A destination of a `LOAD`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadingStatement {
    /// The kind of the destination as the server names it: `Vertex`, `Edge`, `TempTable`.
    pub kind: String,
    /// The name of the destination.
    pub target: String,
    /// The types of source and target of an edge.
    pub ends: Option<(String, String)>,
    /// The variable, or the path, that is read.
    pub source: String,
    /// The parameters of its `USING`, in capitals, such as `SEPARATOR`.
    pub using: BTreeMap<String, String>,
    /// The values, in the order of the target's attributes.
    pub values: Vec<LoadingValue>,
}

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadingValue {
    /// Its kind as the server names it, such as `SrcColName` or `SrcColIndex`.
    pub kind: String,
    /// The name or number of the column. Of another kind it is what the server returns, as JSON if
    /// it is not a text.
    pub value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Job {
    job_name: String,
    #[serde(default)]
    graph_name: String,
    #[serde(default)]
    file_names: BTreeMap<String, Option<String>>,
    #[serde(default)]
    headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    loading_statements: Vec<Statement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    #[serde(rename = "Type", default)]
    kind: String,
    #[serde(default)]
    target_name: String,
    #[serde(default)]
    from_vertex_type: String,
    #[serde(default)]
    to_vertex_type: String,
    #[serde(default)]
    using_clauses: BTreeMap<String, String>,
    #[serde(default)]
    mappings: Vec<Mapping>,
    #[serde(default)]
    data_source: Source,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Mapping {
    #[serde(rename = "Type", default)]
    kind: String,
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Source {
    value: String,
}

impl LoadingJobDefinition {
    pub(super) fn read(reply: &Reply) -> Result<Self> {
        reply.results().map(Self::of_job)
    }

    fn of_job(job: Job) -> Self {
        let files = job.file_names.into_iter();
        Self {
            name: job.job_name,
            graph: job.graph_name,
            files: files.map(|(name, path)| (name, path.unwrap_or_default())).collect(),
            headers: job.headers,
            statements: job.loading_statements.into_iter().map(statement).collect(),
        }
    }
}

fn statement(statement: Statement) -> LoadingStatement {
    let ends = (statement.from_vertex_type, statement.to_vertex_type);
    let value = |Mapping { kind, value }: Mapping| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        LoadingValue { kind, value }
    };
    LoadingStatement {
        kind: statement.kind,
        target: statement.target_name,
        ends: Some(ends).filter(|(from, to)| !from.is_empty() || !to.is_empty()),
        source: statement.data_source.value,
        using: statement.using_clauses,
        values: statement.mappings.into_iter().map(value).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_sample() {
        let job: Job = serde_json::from_str(
            r#"{"Filters":[],"GraphName":"g","Headers":{"h":["a","b"]},"JobName":"j",
                "FileNames":{"f1":""},"LoadingStatements":[
                {"Type":"Vertex","UsingClauses":{"QUOTE":"double","EOL":"\\n","HEADER":"true"},
                 "Mappings":[{"Type":"SrcColName","Value":"a"},{"Type":"SrcColIndex","Value":1}],
                 "TargetName":"V","DataSource":{"Type":"FileVar","Value":"f1"}},
                {"Type":"Edge","TargetName":"E","FromVertexType":"A","ToVertexType":"B"},
                {"Type":"TempTable","TargetName":"t"}]}"#,
        )
        .unwrap();
        let job = LoadingJobDefinition::of_job(job);
        assert_eq!((job.name.as_str(), job.graph.as_str()), ("j", "g"));
        assert_eq!(job.files["f1"], "");
        assert_eq!(job.headers["h"], ["a", "b"]);
        let [vertex, edge, other] = &job.statements[..] else { panic!("{job:?}") };
        assert_eq!((vertex.kind.as_str(), vertex.target.as_str()), ("Vertex", "V"));
        assert_eq!(vertex.ends, None);
        assert_eq!((vertex.source.as_str(), vertex.using["QUOTE"].as_str()), ("f1", "double"));
        let values: Vec<_> = vertex.values.iter().map(|it| it.value.as_str()).collect();
        assert_eq!(values, ["a", "1"]);
        assert_eq!(edge.ends, Some(("A".into(), "B".into())));
        assert_eq!((other.kind.as_str(), other.target.as_str()), ("TempTable", "t"));
    }
}
