//! Plans: loading jobs with all names resolved for a schema.

mod delete;
mod edge;
mod source;
mod table;
mod values;
mod vertex;

use tg_gsql::syntax::Spanned;
use tg_gsql::syntax::ast::{Destination, LoadExpr, LoadSource, LoadingStep, OptionDecl, Target};

use super::condition::Condition;
use super::error::LoadError;
use super::format::{Format, Header, Overrides, is_true, parameter};
use super::statistics::{ObjectCounts, ObjectKind};
use crate::catalog::LoadingJob;
use crate::store::{Conditions, GraphShape, Schema};

pub(super) use delete::{DeleteEdges, DeleteVertex};
pub(super) use edge::{EdgeStep, End, EndType};
pub(crate) use source::{Source, sources};
pub(super) use table::{TableCell, TableStep};
pub(super) use vertex::VertexStep;

/// The plan for one source of a job.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) format: Format,
    /// The columns that the job refers to by name, in the order of the indexes of `Expr::Named`.
    pub(super) names: Vec<String>,
    /// The minimum number of columns of a line.
    pub(super) width: usize,
    pub(super) reject: Option<Condition>,
    pub(super) steps: Vec<Step>,
    /// The counters, one per target.
    pub(super) objects: Vec<ObjectCounts>,
}

/// A target with its condition and its counter.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) filter: Option<Condition>,
    /// The index in [`Plan::objects`]. Rows of a temporary table are not counted.
    pub(super) counter: Option<usize>,
    pub(super) conditions: Conditions,
    pub(super) action: Action,
}

#[derive(Debug)]
pub(super) enum Action {
    Vertex(VertexStep),
    Edge(EdgeStep),
    Table(TableStep),
    DeleteVertex(DeleteVertex),
    DeleteEdges(DeleteEdges),
}

impl Plan {
    /// Creates the plan for a source of a job.
    ///
    /// # Errors
    ///
    /// Fails with the name of the part of the job that cannot run.
    pub(super) fn new(
        job: &LoadingJob,
        source: &Source,
        schema: &Schema,
        overrides: &Overrides,
    ) -> Result<Self, LoadError> {
        let graph = schema.graph(&job.graph).ok_or_else(|| LoadError::Graph(job.graph.clone()))?;
        let mut planner = Planner::new(job, schema, graph);
        let mut plan = None;
        for step in &job.definition.steps {
            let (from, using) = match &step.value {
                LoadingStep::Load(load) => (load.source.as_ref(), &load.using),
                LoadingStep::Delete(delete) => (delete.source.as_ref(), &delete.using),
                _ => continue,
            };
            if !source.matches(from) {
                continue;
            }
            if plan.is_none() {
                let format = Format::new(using, &job.definition, overrides);
                planner.columns = Columns::new(&format);
                let reject = match parameter(using, "REJECT_LINE_RULE") {
                    Some(name) => Some(planner.line_filter(name)?),
                    None => None,
                };
                plan = Some((format, reject, Vec::new()));
            }
            if let Some((.., steps)) = &mut plan {
                planner.step(&step.value, steps)?;
            }
        }
        let (format, reject, steps) = plan.unwrap_or_default();
        let Planner { names, width, objects, .. } = planner;
        Ok(Self { format, names, width, reject, steps, objects })
    }

    /// Returns the positions of the named columns if the job defines a header.
    pub(super) fn defined_columns(&self) -> Vec<Option<usize>> {
        match &self.format.header {
            Header::Defined(columns) => {
                let columns: Vec<_> = columns.iter().map(String::as_str).collect();
                self.columns_of(&columns)
            }
            _ => vec![None; self.names.len()],
        }
    }

    /// Returns the positions of the named columns in a header.
    pub(super) fn columns_of(&self, header: &[&str]) -> Vec<Option<usize>> {
        let position = |name: &String| header.iter().position(|column| column == name);
        self.names.iter().map(position).collect()
    }
}

/// The meaning of column names.
#[derive(Debug, Clone)]
enum Columns {
    /// A name in the header.
    Header,
    /// A key in a JSON object.
    Json,
    /// A column of a temporary table.
    Table(Vec<String>),
}

impl Columns {
    fn new(format: &Format) -> Self {
        if format.json { Self::Json } else { Self::Header }
    }
}

/// Resolves the names of a job.
struct Planner<'a> {
    job: &'a LoadingJob,
    schema: &'a Schema,
    graph: &'a GraphShape,
    columns: Columns,
    names: Vec<String>,
    width: usize,
    objects: Vec<ObjectCounts>,
    /// The temporary tables that are being resolved, to detect one that is loaded from itself.
    open_tables: Vec<&'a str>,
}

impl<'a> Planner<'a> {
    fn new(job: &'a LoadingJob, schema: &'a Schema, graph: &'a GraphShape) -> Self {
        Self {
            job,
            schema,
            graph,
            columns: Columns::Header,
            names: Vec::new(),
            width: 0,
            objects: Vec::new(),
            open_tables: Vec::new(),
        }
    }

    /// Adds the steps of a statement of the job.
    fn step(&mut self, step: &'a LoadingStep, steps: &mut Vec<Step>) -> Result<(), LoadError> {
        match step {
            LoadingStep::Load(load) => {
                if load.tags.is_some() {
                    return Err(unsupported("TAGS, which are deprecated since October 2023"));
                }
                let conditions = conditions(&load.using);
                for destination in &load.destinations {
                    let step = self.destination(&destination.value)?;
                    steps.push(Step { conditions, ..step });
                }
            }
            LoadingStep::Delete(delete) => steps.push(self.delete(delete)?),
            _ => {}
        }
        Ok(())
    }

    fn destination(&mut self, destination: &'a Destination) -> Result<Step, LoadError> {
        let filter = destination.filter.as_ref().map(|it| self.condition(it)).transpose()?;
        let has_filter = filter.is_some();
        let values = &destination.values;
        let (action, kind, name) = match &destination.target {
            Target::Vertex(name) => {
                (Action::Vertex(self.vertex(name, values)?), ObjectKind::Vertex, name)
            }
            Target::Edge(name) => (Action::Edge(self.edge(name, values)?), ObjectKind::Edge, name),
            Target::Vector { attribute, vertex } => (
                Action::Vertex(self.vector(attribute, vertex, values)?),
                ObjectKind::Vertex,
                vertex,
            ),
            Target::TempTable { name, columns } => {
                let action = Action::Table(self.table(name, columns, values)?);
                return Ok(Step {
                    filter,
                    counter: None,
                    conditions: Conditions::default(),
                    action,
                });
            }
            other => return Err(unsupported(format!("{other:?}"))),
        };
        let counter = Some(self.add_counter(kind, &name.value, has_filter));
        Ok(Step { filter, counter, conditions: Conditions::default(), action })
    }

    fn add_counter(&mut self, kind: ObjectKind, name: &str, has_filter: bool) -> usize {
        self.objects.push(ObjectCounts::new(kind, name, has_filter));
        self.objects.len() - 1
    }

    fn line_filter(&mut self, filter: &str) -> Result<Condition, LoadError> {
        let found = self.job.definition.steps.iter().find_map(|step| match &step.value {
            LoadingStep::LineFilter { name, condition } if name.value == filter => Some(condition),
            _ => None,
        });
        match found {
            Some(condition) => self.condition(condition),
            None => Err(unsupported(format!("the undefined line filter '{filter}'"))),
        }
    }

    fn missing(&self, what: &'static str, name: &str) -> LoadError {
        LoadError::Type { what, name: name.to_owned(), graph: self.graph.name.clone() }
    }
}

/// Returns the conditions under which a line is loaded.
fn conditions(using: &[OptionDecl]) -> Conditions {
    let must_exist = is_true(using, "VERTEX_MUST_EXIST");
    Conditions {
        new_vertex_only: is_true(using, "NEW_VERTEX_ONLY"),
        source_must_exist: must_exist,
        target_must_exist: must_exist,
        ..Conditions::default()
    }
}

fn unsupported(what: impl Into<String>) -> LoadError {
    LoadError::Unsupported(what.into())
}

/// Removes parentheses around a single expression.
fn ungrouped(expr: &Spanned<LoadExpr>) -> &Spanned<LoadExpr> {
    match &expr.value {
        LoadExpr::Group(items) if items.len() == 1 => ungrouped(&items[0]),
        _ => expr,
    }
}

fn is_table(source: Option<&LoadSource>, table: &str) -> bool {
    matches!(source, Some(LoadSource::TempTable(name)) if name.value == table)
}
