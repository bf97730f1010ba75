//! Converts JSON bodies to equivalent DDL, so that each change has one implementation.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tg_gsql::json::{self, ReadError};
use tg_gsql::model::VertexType;
use tg_gsql::name::is_identifier;
use tg_gsql::print;

use super::super::error::GsqlError;

/// Reads the body of a request; an empty one is an empty object.
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, GsqlError> {
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| GsqlError::body(&error))
}

/// Statements within JSON: a string, or an array.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Script {
    One(String),
    Several(Vec<String>),
}

impl Script {
    pub(super) fn text(self) -> String {
        match self {
            Self::One(text) => text,
            Self::Several(texts) => texts.join("\n"),
        }
    }
}

/// A body with statements under `gsql`.
#[derive(Deserialize)]
pub(super) struct Statements {
    pub(super) gsql: Script,
}

/// The changes in a body. For a graph, its own types; globally, which types the graphs contain.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Changes<'a> {
    #[serde(borrow)]
    pub(super) add_vertex_types: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) add_edge_types: Vec<&'a RawValue>,
    pub(super) drop_vertex_types: Vec<String>,
    pub(super) drop_edge_types: Vec<String>,
    #[serde(borrow)]
    pub(super) alter_vertex_types: Vec<Alteration<'a>>,
    #[serde(borrow)]
    pub(super) alter_edge_types: Vec<Alteration<'a>>,
    pub(super) add_tags: Vec<Value>,
    pub(super) drop_tags: Vec<Value>,
    pub(super) graphs: Vec<Members>,
}

/// The global types that are added to a graph and removed from it.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Members {
    pub(super) graph_name: String,
    pub(super) add_vertex_types: Vec<String>,
    pub(super) add_edge_types: Vec<String>,
    pub(super) drop_vertex_types: Vec<String>,
    pub(super) drop_edge_types: Vec<String>,
}

/// The changes of a type. `name` is missing if the path contains it.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Alteration<'a> {
    #[serde(alias = "Name")]
    pub(super) name: String,
    #[serde(borrow)]
    pub(super) add_attributes: Vec<&'a RawValue>,
    pub(super) drop_attributes: Vec<String>,
    pub(super) add_index_attributes: Vec<Index>,
    pub(super) drop_index_attributes: Vec<DroppedIndex>,
}

/// An index on an attribute.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Index {
    pub(super) index_name: String,
    pub(super) attribute_name: String,
}

/// An index by name, or by its definition.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum DroppedIndex {
    Name(String),
    #[serde(rename_all = "camelCase")]
    Object {
        index_name: String,
    },
}

/// Returns names for a statement, joined by commas.
///
/// # Errors
///
/// If one of them is not an identifier.
pub(super) fn names<'n>(names: impl IntoIterator<Item = &'n String>) -> Result<String, GsqlError> {
    let names: Vec<_> = names.into_iter().map(String::as_str).collect();
    match names.iter().find(|name| !is_identifier(name)) {
        Some(wrong) => Err(GsqlError::new(format!("\"{wrong}\" is not a valid name."))),
        None => Ok(names.join(", ")),
    }
}

fn name(name: &String) -> Result<&str, GsqlError> {
    names([name]).map(|_| name.as_str())
}

fn unreadable(error: &ReadError) -> GsqlError {
    let path = if error.path.is_empty() { String::new() } else { format!(" at {}", error.path) };
    let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    GsqlError::new(format!("The request body is invalid{path}: {}{help}.", error.message))
}

/// Returns the statement of a vertex type; `verb` is `CREATE` or `ADD`.
pub(super) fn vertex(verb: &str, json: &RawValue) -> Result<(String, VertexType), GsqlError> {
    let vertex = json::read_vertex(json.get(), None).map_err(|error| unreadable(&error))?;
    Ok((verbed(verb, &print::vertex(&vertex)), vertex))
}

/// Returns the statement of an edge type, and its name.
pub(super) fn edge(verb: &str, json: &RawValue) -> Result<(String, String), GsqlError> {
    let edge = json::read_edge(json.get(), None).map_err(|error| unreadable(&error))?;
    Ok((verbed(verb, &print::edge(&edge)), edge.name))
}

fn verbed(verb: &str, created: &str) -> String {
    format!("{verb}{}", created.trim_start_matches("CREATE"))
}

impl Alteration<'_> {
    /// Returns the steps of a job that change a type; `kind` is `VERTEX` or `EDGE`.
    pub(super) fn steps(&self, kind: &str, of: &str) -> Result<Vec<String>, GsqlError> {
        let of = format!("ALTER {kind} {}", name(&of.to_owned())?);
        let mut steps = Vec::new();
        for index in &self.drop_index_attributes {
            let (DroppedIndex::Name(index) | DroppedIndex::Object { index_name: index }) = index;
            steps.push(format!("{of} DROP INDEX {}", name(index)?));
        }
        if !self.drop_attributes.is_empty() {
            steps.push(format!("{of} DROP ATTRIBUTE ({})", names(&self.drop_attributes)?));
        }
        if !self.add_attributes.is_empty() {
            let mut added = Vec::new();
            for json in &self.add_attributes {
                let attribute = json::read_attribute(json.get()).map_err(|it| unreadable(&it))?;
                added.push(print::attribute(&attribute));
            }
            steps.push(format!("{of} ADD ATTRIBUTE ({})", added.join(", ")));
        }
        for Index { index_name, attribute_name } in &self.add_index_attributes {
            let (index, attribute) = (name(index_name)?, name(attribute_name)?);
            steps.push(format!("{of} ADD INDEX {index} ON ({attribute})"));
        }
        Ok(steps)
    }
}

impl Changes<'_> {
    /// Returns the job that makes these changes, in the order in which servers print it.
    pub(super) fn job(&self, job: &str, graph: Option<&str>) -> Result<String, GsqlError> {
        if !self.add_tags.is_empty() || !self.drop_tags.is_empty() {
            return Err(GsqlError::new(
                "Tags are deprecated since October 2023 and not supported.",
            ));
        }
        let mut steps = Vec::new();
        let mut additions = Vec::new();
        for json in &self.add_vertex_types {
            let (step, added) = vertex("ADD", json)?;
            steps.push(step);
            additions.extend(print::indexes_and_vectors(&added));
        }
        for json in &self.add_edge_types {
            steps.push(edge("ADD", json)?.0);
        }
        let dropped = [("VERTEX", &self.drop_vertex_types), ("EDGE", &self.drop_edge_types)];
        for (kind, list) in dropped.iter().filter(|(_, list)| !list.is_empty()) {
            steps.push(format!("DROP {kind} {}", names(*list)?));
        }
        for members in &self.graphs {
            members.steps(&mut steps)?;
        }
        for (kind, list) in [("VERTEX", &self.alter_vertex_types), ("EDGE", &self.alter_edge_types)]
        {
            for altered in list {
                steps.extend(altered.steps(kind, &altered.name)?);
            }
        }
        steps.append(&mut additions);
        Ok(text(name(&job.to_owned())?, graph, &steps))
    }
}

impl Members {
    fn steps(&self, steps: &mut Vec<String>) -> Result<(), GsqlError> {
        let graph = name(&self.graph_name)?;
        for (step, kind, list) in [
            ("ADD", "VERTEX", &self.add_vertex_types),
            ("ADD", "EDGE", &self.add_edge_types),
            ("DROP", "VERTEX", &self.drop_vertex_types),
            ("DROP", "EDGE", &self.drop_edge_types),
        ] {
            if !list.is_empty() {
                let toward = if step == "ADD" { "TO" } else { "FROM" };
                steps.push(format!("{step} {kind} {} {toward} GRAPH {graph}", names(list)?));
            }
        }
        Ok(())
    }
}

/// Returns the text of a job for a graph, or of a global one.
pub(super) fn text(job: &str, graph: Option<&str>, steps: &[String]) -> String {
    let header = match graph {
        Some(graph) => format!("CREATE SCHEMA_CHANGE JOB {job} FOR GRAPH {graph}"),
        None => format!("CREATE GLOBAL SCHEMA_CHANGE JOB {job}"),
    };
    let steps: String = steps.iter().map(|step| format!("  {step};\n")).collect();
    format!("{header} {{\n{steps}}}\n")
}
