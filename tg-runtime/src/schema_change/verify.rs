//! Comparing the schema of the server with that of the types.

use std::fmt;

use tg_gsql::diff::{self, Difference};

use super::TargetSchema;
use super::live::read_graph;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::schema::GraphSpec;

/// The reaction of [`connect`](crate::GraphBuilder::connect) to a schema that does not fit the
/// types, or queries that are not those of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Verify {
    /// Nothing is compared.
    #[default]
    Off,
    /// A trace at level WARN; it connects, also if the server's side cannot be read.
    Warn,
    /// An error of kind [`ErrorKind::Schema`]; it does not connect.
    Refuse,
}

/// The differences between the live schema of a graph and the types. Its `Display` has a line for
/// each.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SchemaReport {
    /// The graph.
    pub graph: String,
    /// The differences that prevent the types from working: something is missing, or is different.
    pub differences: Vec<Difference>,
    /// The parts of the graph that the types do not declare. They are not a mistake: other programs
    /// may use them. Yet a type that lacks an attribute gives new vertices its default.
    pub beyond: Vec<Difference>,
    /// The differences without an effect on programs that read and write by name: the order of
    /// attributes, indexes, statistics, types that are local or global.
    pub harmless: Vec<Difference>,
}

impl SchemaReport {
    fn new(graph: &str, all: Vec<Difference>) -> Self {
        let (harmless, rest) = all.into_iter().partition::<Vec<_>, _>(Difference::is_cosmetic);
        let (beyond, differences) = rest.into_iter().partition(Difference::is_extra);
        Self { graph: graph.to_owned(), differences, beyond, harmless }
    }

    /// Returns `true` if the types work with the graph.
    pub fn fits(&self) -> bool {
        self.differences.is_empty()
    }

    /// Returns `true` if graph and types are equal in everything that is compared.
    pub fn is_equal(&self) -> bool {
        self.fits() && self.beyond.is_empty() && self.harmless.is_empty()
    }

    /// Fails if the types do not work with the graph.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Schema`]; the message has the differences.
    pub fn require_fit(&self) -> Result<()> {
        if self.fits() {
            return Ok(());
        }
        let lines: Vec<_> = self.differences.iter().map(ToString::to_string).collect();
        let message = format!(
            "the graph `{}` is not what the types say: {}; change the types, or the graph by \
             `plan_schema_change()`",
            self.graph,
            lines.join("; ")
        );
        Err(Error::new(ErrorKind::Schema, message))
    }
}

impl fmt::Display for SchemaReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let graph = &self.graph;
        if self.is_equal() {
            return writeln!(f, "The graph `{graph}` is what the types say.");
        }
        let heads =
            ["is not what the types say", "has more than the types say", "differs harmlessly"];
        let lists = [&self.differences, &self.beyond, &self.harmless];
        for (head, list) in heads.iter().zip(lists).filter(|(_, list)| !list.is_empty()) {
            writeln!(f, "The graph `{graph}` {head}:")?;
            for difference in list {
                writeln!(f, "  - {difference}")?;
            }
        }
        Ok(())
    }
}

/// Compares the live schema with the wanted one.
pub(crate) fn verify_schema(
    client: Client,
    target: Result<TargetSchema>,
) -> Operation<SchemaReport> {
    Operation::new(async move |deadline| {
        let TargetSchema { catalog: want, renames } = target?;
        let graph = client.graph();
        let have = read_graph(&client, deadline).await?.catalog;
        Ok(SchemaReport::new(graph, diff::graph(&have, &want, graph, &renames)))
    })
}

/// Verifies at the end of `connect`.
pub(crate) async fn verify_on_connect(
    client: &Client,
    spec: GraphSpec,
    verify: Verify,
) -> Result<()> {
    if verify == Verify::Off {
        return Ok(());
    }
    let target = TargetSchema::of_spec(spec)?;
    let report = match verify_schema(client.clone(), Ok(target)).await {
        Ok(report) => report,
        Err(error) if verify == Verify::Warn => {
            let graph = client.graph();
            tracing::warn!(graph, %error, "the schema could not be compared with the types");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    match (report.require_fit(), verify) {
        (Err(error), Verify::Refuse) => {
            let how = "to change the graph, connect once without `Verify::Refuse`";
            Err(Error::new(error.kind(), format!("{}; {how}", error.message())))
        }
        (Err(_), _) => {
            for difference in &report.differences {
                tracing::warn!(graph = report.graph, %difference, "the schema is not what the types say");
            }
            Ok(())
        }
        (Ok(()), _) => Ok(()),
    }
}
