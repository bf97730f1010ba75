//! The parameters and the output of a query, as data.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Queries;
use crate::client::api::queries as api;
use crate::operation::Operation;
use crate::operation::gsql::Scope;
use crate::query::run::check_name;

/// The parameters and the output of a query: from [`Queries::signature`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuerySignature {
    /// The name of the query.
    pub name: String,
    /// The parameters, in the order in which they are declared.
    pub inputs: Vec<QueryValue>,
    /// The printed values, in the order of the PRINTs.
    pub outputs: Vec<QueryValue>,
}

/// A parameter, a printed value, or an attribute of a printed vertex.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryValue {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: QueryType,
}

/// A type of a parameter or of something printed.
///
/// ```
/// use tg_runtime::query::QueryType;
///
/// let ty: QueryType = "set<vertex<Package>>".parse().unwrap();
/// let package = QueryType::Vertex(Some("Package".to_owned()));
/// assert_eq!(ty, QueryType::Set(Box::new(package)));
/// assert_eq!(ty.to_string(), "SET<VERTEX<Package>>");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryType {
    /// INT
    Int,
    /// UINT
    Uint,
    /// FLOAT
    Float,
    /// DOUBLE
    Double,
    /// BOOL
    Bool,
    /// STRING
    String,
    /// DATETIME
    DateTime,
    /// VERTEX, of a type if one is declared.
    Vertex(Option<String>),
    /// EDGE, of a type if one is declared.
    Edge(Option<String>),
    /// FILE
    File,
    /// SET
    Set(Box<Self>),
    /// BAG
    Bag(Box<Self>),
    /// LIST
    List(Box<Self>),
    /// MAP
    Map(Box<Self>, Box<Self>),
    /// A printed vertex set: the attributes that are printed of each of its vertex types.
    VertexSet(BTreeMap<String, Vec<QueryValue>>),
    /// Another type, such as an accumulator's, in the server's spelling: `SetAccum<vertex>`.
    Other(String),
}

impl std::str::FromStr for QueryType {
    type Err = std::convert::Infallible;

    /// Reads the server's spelling, small or capital letters; what is not known is
    /// [`Other`](Self::Other).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::read(text.trim()))
    }
}

impl QueryType {
    fn read(text: &str) -> Self {
        let (head, inner) = match text.split_once('<') {
            Some((head, rest)) => match rest.strip_suffix('>') {
                Some(inner) => (head.trim(), Some(inner.trim())),
                None => return Self::Other(text.to_owned()),
            },
            None => (text, None),
        };
        let boxed = |text: &str| Box::new(Self::read(text.trim()));
        match (head.to_ascii_uppercase().as_str(), inner) {
            ("INT", None) => Self::Int,
            ("UINT", None) => Self::Uint,
            ("FLOAT", None) => Self::Float,
            ("DOUBLE", None) => Self::Double,
            ("BOOL", None) => Self::Bool,
            ("STRING", None) => Self::String,
            ("DATETIME", None) => Self::DateTime,
            ("FILE", None) => Self::File,
            ("VERTEX", inner) => Self::Vertex(inner.map(str::to_owned)),
            ("EDGE", inner) => Self::Edge(inner.map(str::to_owned)),
            ("SET", Some(inner)) => Self::Set(boxed(inner)),
            ("BAG", Some(inner)) => Self::Bag(boxed(inner)),
            ("LIST", Some(inner)) => Self::List(boxed(inner)),
            ("MAP", Some(inner)) => match inner.split_once(',') {
                Some((key, value)) => Self::Map(boxed(key), boxed(value)),
                None => Self::Other(text.to_owned()),
            },
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl fmt::Display for QueryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::Int => "INT",
            Self::Uint => "UINT",
            Self::Float => "FLOAT",
            Self::Double => "DOUBLE",
            Self::Bool => "BOOL",
            Self::String => "STRING",
            Self::DateTime => "DATETIME",
            Self::File => "FILE",
            Self::Vertex(None) => "VERTEX",
            Self::Edge(None) => "EDGE",
            Self::Vertex(Some(name)) => return write!(f, "VERTEX<{name}>"),
            Self::Edge(Some(name)) => return write!(f, "EDGE<{name}>"),
            Self::Set(inner) => return write!(f, "SET<{inner}>"),
            Self::Bag(inner) => return write!(f, "BAG<{inner}>"),
            Self::List(inner) => return write!(f, "LIST<{inner}>"),
            Self::Map(key, value) => return write!(f, "MAP<{key}, {value}>"),
            Self::VertexSet(types) => {
                let types: Vec<_> = types.keys().map(String::as_str).collect();
                return write!(f, "SET<VERTEX<{}>>", types.join("|"));
            }
            Self::Other(text) => text,
        };
        f.write_str(word)
    }
}

#[derive(Deserialize)]
struct RawSignature {
    #[serde(default)]
    queryname: String,
    input: Vec<Map<String, Value>>,
    #[serde(default)]
    output: Vec<Map<String, Value>>,
}

impl RawSignature {
    fn read(self, name: String) -> QuerySignature {
        let value = |(name, ty): (String, Value)| QueryValue { name, ty: type_of(&ty) };
        QuerySignature {
            name: if self.queryname.is_empty() { name } else { self.queryname },
            inputs: self.input.into_iter().flatten().map(value).collect(),
            outputs: self.output.into_iter().flatten().map(value).collect(),
        }
    }
}

fn type_of(value: &Value) -> QueryType {
    match value {
        Value::String(text) => QueryType::read(text.trim()),
        Value::Array(types) => {
            let set: Option<_> = types.iter().map(vertex_of).collect();
            set.map_or_else(|| QueryType::Other(value.to_string()), QueryType::VertexSet)
        }
        other => QueryType::Other(other.to_string()),
    }
}

/// Reads one vertex type of a printed set, with the attributes that are printed.
fn vertex_of(value: &Value) -> Option<(String, Vec<QueryValue>)> {
    let vertex_type = value.get("v_type")?.as_str()?.to_owned();
    let attributes = value.get("attributes").and_then(Value::as_object).into_iter().flatten();
    let value = |(name, ty): (&String, &Value)| QueryValue { name: name.clone(), ty: type_of(ty) };
    Some((vertex_type, attributes.map(value).collect()))
}

impl Queries {
    /// Returns the parameters and the output of a query. `POST /gsql/v1/queries/signature`, on 3.x
    /// `GET /gsqlserver/gsql/queryinfo`.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// for input in graph.queries().signature("heavy").await?.inputs {
    ///     println!("{}: {}", input.name, input.ty);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no such query.
    pub fn signature(&self, name: impl Into<String>) -> Operation<QuerySignature> {
        let scope = Scope::of_graph(&self.client, "read the signature of a query of");
        let name = name.into();
        Operation::new(move |deadline| async move {
            check_name(&name)?;
            let reply = scope.reply(api::signature(scope.graph(), &name), deadline).await;
            let reply = reply.map_err(|error| match error.status() {
                Some(404) => super::store::missing(&scope, &name),
                _ => error,
            })?;
            let raw: RawSignature = reply.json()?;
            Ok(raw.read(name))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the server's documentation prints it.
    const BODY: &str = r#"{"output": [{"v": "vertex"}, {"@@v2": "SetAccum<vertex>"},
        {"S2": [{"v_id": "int", "attributes": {"id": "STRING"}, "v_type": "person"}]},
        {"SDIFF.size()": "int"}],
        "input": [{"uid": "string"}, {"uids": "set<string>"}, {"v": "vertex<person>"}, {"m": "map<string,int>"}],
        "queryname": "q", "error": false, "message": "", "version": {"schema": 0}}"#;

    #[test]
    fn inputs_and_outputs_keep_their_order() {
        let raw: RawSignature = serde_json::from_str(BODY).unwrap();
        let signature = raw.read("other".to_owned());
        assert_eq!(signature.name, "q");
        let inputs: Vec<_> =
            signature.inputs.iter().map(|it| format!("{} {}", it.name, it.ty)).collect();
        assert_eq!(
            inputs,
            ["uid STRING", "uids SET<STRING>", "v VERTEX<person>", "m MAP<STRING, INT>"]
        );
        let id = QueryValue { name: "id".to_owned(), ty: QueryType::String };
        let types: Vec<_> = signature.outputs.into_iter().map(|it| it.ty).collect();
        assert_eq!(types[2].to_string(), "SET<VERTEX<person>>");
        assert_eq!(
            types,
            [
                QueryType::Vertex(None),
                QueryType::Other("SetAccum<vertex>".to_owned()),
                QueryType::VertexSet(BTreeMap::from([("person".to_owned(), vec![id])])),
                QueryType::Int,
            ]
        );
    }

    #[test]
    fn odd_types_are_kept_as_they_are() {
        for text in ["", "set<", "map<int>", "tuple_of_mine", "HeapAccum<T>"] {
            assert_eq!(QueryType::read(text), QueryType::Other(text.to_owned()));
        }
    }
}
