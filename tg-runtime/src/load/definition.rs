//! A loading job as the server tells it as data.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::client::Reply;
use crate::error::Result;

/// A loading job as data: [`LoadingJobs::definition`](super::LoadingJobs::definition).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LoadingJobDefinition {
    /// Its name.
    pub name: String,
    /// Its graph.
    pub graph: String,
    /// Its file variables.
    pub files: Vec<LoadingFile>,
    /// The headers that it defines: the names of the columns.
    pub headers: BTreeMap<String, Vec<String>>,
    /// What it does.
    pub statements: Vec<LoadingStatement>,
}

/// A file variable of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadingFile {
    /// The variable.
    pub variable: String,
    /// The path in its definition; empty if it has none.
    pub path: String,
}

/// A destination of a `LOAD`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LoadingStatement {
    /// What is written.
    pub target: LoadingTarget,
    /// The variable, or the path, that is read.
    pub source: String,
    /// The parameters behind `USING`, in capitals, such as `SEPARATOR`.
    pub using: BTreeMap<String, String>,
    /// The values, in the order of the target's attributes.
    pub values: Vec<LoadingValue>,
}

/// What a statement of a loading job writes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadingTarget {
    /// Vertices of a type.
    Vertex(String),
    /// Edges of a type.
    Edge {
        /// The type.
        name: String,
        /// The type of the source.
        from: String,
        /// The type of the target.
        to: String,
    },
    /// Anything else, in the server's word and under its name.
    Other {
        /// What it is.
        kind: String,
        /// Its name.
        name: String,
    },
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LoadingValue {
    /// The server's word, such as `SrcColName` or `SrcColIndex`.
    pub kind: String,
    /// The column's name or number, or what the server has for another kind.
    pub value: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Told {
    job_name: String,
    #[serde(default)]
    graph_name: String,
    #[serde(default)]
    file_names: BTreeMap<String, Option<String>>,
    #[serde(default)]
    headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    loading_statements: Vec<ToldStatement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ToldStatement {
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
    mappings: Vec<ToldValue>,
    #[serde(default)]
    data_source: ToldSource,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ToldValue {
    #[serde(rename = "Type", default)]
    kind: String,
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct ToldSource {
    value: String,
}

impl LoadingJobDefinition {
    pub(super) fn read(reply: &Reply) -> Result<Self> {
        reply.results().map(Self::from_told)
    }

    fn from_told(told: Told) -> Self {
        let files = told
            .file_names
            .into_iter()
            .map(|(variable, path)| LoadingFile { variable, path: path.unwrap_or_default() });
        Self {
            name: told.job_name,
            graph: told.graph_name,
            files: files.collect(),
            headers: told.headers,
            statements: told.loading_statements.into_iter().map(statement).collect(),
        }
    }
}

fn statement(told: ToldStatement) -> LoadingStatement {
    let name = told.target_name;
    let target = match told.kind.to_ascii_lowercase().as_str() {
        "vertex" => LoadingTarget::Vertex(name),
        "edge" => {
            LoadingTarget::Edge { name, from: told.from_vertex_type, to: told.to_vertex_type }
        }
        _ => LoadingTarget::Other { kind: told.kind, name },
    };
    let values = told.mappings.into_iter();
    LoadingStatement {
        target,
        source: told.data_source.value,
        using: told.using_clauses,
        values: values.map(|it| LoadingValue { kind: it.kind, value: it.value }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_sample() {
        let told: Told = serde_json::from_str(
            r#"{"Filters":[],"GraphName":"g","Headers":{"h":["a","b"]},"JobName":"j",
                "FileNames":{"f1":""},"LoadingStatements":[
                {"Type":"Vertex","UsingClauses":{"QUOTE":"double","EOL":"\\n","HEADER":"true"},
                 "Mappings":[{"Type":"SrcColName","Value":"a"},{"Type":"SrcColIndex","Value":1}],
                 "TargetName":"V","DataSource":{"Type":"FileVar","Value":"f1"}},
                {"Type":"Edge","TargetName":"E","FromVertexType":"A","ToVertexType":"B"},
                {"Type":"TempTable","TargetName":"t"}]}"#,
        )
        .unwrap();
        let job = LoadingJobDefinition::from_told(told);
        assert_eq!((job.name.as_str(), job.graph.as_str()), ("j", "g"));
        assert_eq!(job.files[0].variable, "f1");
        assert_eq!(job.headers["h"], ["a", "b"]);
        let [vertex, edge, other] = &job.statements[..] else { panic!("{job:?}") };
        assert_eq!(vertex.target, LoadingTarget::Vertex("V".into()));
        assert_eq!((vertex.source.as_str(), vertex.using["QUOTE"].as_str()), ("f1", "double"));
        assert_eq!(vertex.values[0].value, "a");
        let joined = LoadingTarget::Edge { name: "E".into(), from: "A".into(), to: "B".into() };
        assert_eq!(edge.target, joined);
        assert!(matches!(&other.target, LoadingTarget::Other { name, .. } if name == "t"));
    }
}
