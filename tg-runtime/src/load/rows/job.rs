//! The loading job that a load sends its rows through: made of the types, and created once.

use std::fmt::Write as _;
use std::sync::Arc;

use tg_gsql::model::{Attribute, AttributeType, Catalog, EdgeType, ElementType, VertexType};

use crate::body::{LineFile, LinePart, LinesOf};
use crate::client::api::loading as api;
use crate::client::path::Query;
use crate::client::request::{Label, OnRepeat};
use crate::client::{Client, Limits};
use crate::error::{ErrorKind, Result};
use crate::load::jobs::{self, LoadingJobs};
use crate::load::push::read_statistics;
use crate::load::report::LoadReport;
use crate::operation::{Deadline, Operation};
use crate::schema::GraphSpec;
use crate::upsert::Ack;
use crate::value::{Column, ELEMENT_SEPARATOR, Form, SEPARATOR};

/// The maximum number of pairs of vertex types of an edge type that the job loads. Edges between
/// any types of a large graph have too many.
const MAX_PAIRS: usize = 100;

/// The types of a load, and their live form.
pub(crate) struct LoadTypes {
    pub(crate) declared: GraphSpec,
    pub(crate) read_live: Box<dyn Fn() -> Operation<Catalog> + Send>,
}

/// A loading job with a variable for each vertex type, and for each pair of vertex types that an
/// edge type joins.
#[derive(Debug)]
pub(super) struct GeneratedJob {
    name: String,
    pub(super) text: String,
    pub(super) files: Arc<[LineFile]>,
}

impl GeneratedJob {
    /// Reads the live schema, whose attributes are in the order of the values of a job.
    pub(super) fn read(types: &LoadTypes, client: &Client) -> Operation<Self> {
        let (live, declared) = ((types.read_live)(), types.declared);
        let graph = client.graph().to_owned();
        Operation::new(async move |deadline| {
            let live = live.within(deadline).await?;
            // A graph that is named at run time declares no types.
            if declared.handles.is_empty() {
                return Ok(Self::new(&graph, &live, (&graph, &live)));
            }
            let own = declared
                .catalog()
                .map_err(|error| crate::Error::new(ErrorKind::Schema, error.to_string()))?;
            Ok(Self::new(&graph, &live, (declared.name, &own)))
        })
    }

    fn new(graph: &str, live: &Catalog, (own_graph, own): (&str, &Catalog)) -> Self {
        let (mut files, mut loads) = (Vec::new(), String::new());
        let mut add = |of: LinesOf, parts: [usize; 2], columns: Vec<Column>, values: &str| {
            let file = variable(files.len());
            let to = match &of {
                LinesOf::Vertices(name) => format!("VERTEX {name}"),
                LinesOf::Edges { edge, .. } => format!("EDGE {edge}"),
            };
            let _ = writeln!(
                loads,
                "  LOAD {file} TO {to} VALUES ({values}) USING SEPARATOR=\"\\{SEPARATOR}\";"
            );
            files.push(LineFile { of, parts, columns: columns.into() });
        };
        for vertex in own.vertices_of(own_graph) {
            let Some(live) = live.vertex(graph, &vertex.name) else { continue };
            let parts = parts(live);
            let attributes = |of: &VertexType| -> Vec<Attribute> {
                of.attributes.iter().filter(|it| !live.is_key(&it.name)).cloned().collect()
            };
            let columns = columns(&attributes(vertex), &attributes(live), 0);
            let mut values: Vec<_> = (0..parts).map(|part| format!("${part}")).collect();
            values.extend(loaded(&columns, &attributes(live), parts));
            let of = LinesOf::Vertices(vertex.name.clone());
            add(of, [parts, 0], columns, &values.join(", "));
        }
        for edge in own.edges_of(own_graph).filter(|edge| edge.pairs.len() <= MAX_PAIRS) {
            let Some(typed) = live.edge(graph, &edge.name) else { continue };
            let columns = columns(&edge.attributes, &typed.attributes, typed.discriminators);
            for pair in &edge.pairs {
                let ends = [&pair.from, &pair.to].map(|end| live.vertex(graph, end).map(parts));
                let [Some(from), Some(to)] = ends else { continue };
                let mut values = vec![end(0..from, &pair.from), end(from..from + to, &pair.to)];
                values.extend(loaded(&columns, &typed.attributes, from + to));
                add(
                    lines_of(edge, &pair.from, &pair.to),
                    [from, to],
                    columns.clone(),
                    &values.join(", "),
                );
            }
        }
        let defined = |file| format!("  DEFINE FILENAME {};\n", variable(file));
        let defined: String = (0..files.len()).map(defined).collect();
        let body = format!("FOR GRAPH {graph} {{\n{defined}{loads}}}\n");
        let name = format!("load_rows_{:016x}", fingerprint(&body));
        let text = format!("CREATE LOADING JOB {name} {body}");
        Self { name, text, files: files.into() }
    }

    /// Creates the job unless there is one of its name, which contains the fingerprint of its text.
    pub(super) async fn ensure(&self, client: &Client, deadline: Deadline) -> Result<()> {
        match jobs::text(client, &self.name, deadline).await {
            Err(error) if error.kind() == ErrorKind::UnknownName => {}
            found => return found.map(drop),
        }
        let jobs = LoadingJobs::new(client.clone());
        let Err(error) = jobs.create(self.text.clone()).within(deadline).await else {
            return Ok(());
        };
        // Another load may have created it at the same time.
        jobs::text(client, &self.name, deadline).await.map(drop).map_err(|_| error)
    }

    /// Sends lines, and returns the outcome that the server counts.
    pub(super) async fn post(
        &self,
        client: &Client,
        LinePart { file, body, lines }: LinePart,
        label: Label,
        ack: Option<Ack>,
        limits: Limits,
        on_repeat: Option<OnRepeat>,
    ) -> Result<LoadReport> {
        let query = Query::default()
            .with("tag", &self.name)
            .with("filename", variable(file))
            .with("sep", char::from(SEPARATOR))
            .with("ack", ack.unwrap_or(Ack::All).name());
        let bytes = body.len() as u64;
        let request = api::post(client.graph(), query, body)
            .labelled(label)
            .idempotent(true)
            .limits(limits)
            .on_repeat(on_repeat);
        let statistics = read_statistics(&client.send(request).await?)?;
        let mut report = LoadReport::default();
        report.add(lines, bytes, statistics);
        Ok(report)
    }
}

fn lines_of(edge: &EdgeType, from: &str, to: &str) -> LinesOf {
    LinesOf::Edges { edge: edge.name.clone(), from: from.to_owned(), to: to.to_owned() }
}

fn variable(file: usize) -> String {
    format!("f{file}")
}

fn parts(vertex: &VertexType) -> usize {
    vertex.key_parts().count()
}

/// Returns the value of an end.
fn end(columns: std::ops::Range<usize>, vertex_type: &str) -> String {
    let parts: Vec<_> = columns.map(|column| format!("${column}")).collect();
    match parts.as_slice() {
        [only] => format!("{only} {vertex_type}"),
        parts => format!("({}) {vertex_type}", parts.join(", ")),
    }
}

/// Returns a column for each attribute, in the order in which they are written.
fn columns(written: &[Attribute], live: &[Attribute], discriminators: usize) -> Vec<Column> {
    let column = |attribute: &Attribute| {
        let place = live.iter().position(|it| it.name == attribute.name);
        let form = match place {
            Some(place) if place < discriminators => Form::Discriminator,
            Some(place) => form(&live[place].ty),
            None => Form::Nothing,
        };
        Column { name: attribute.name.clone(), form }
    };
    written.iter().map(column).collect()
}

fn form(ty: &AttributeType) -> Form {
    match ty {
        AttributeType::String => Form::Text,
        AttributeType::Int
        | AttributeType::Uint
        | AttributeType::Float
        | AttributeType::Double
        | AttributeType::Bool
        | AttributeType::DateTime => Form::Value,
        AttributeType::List(element) | AttributeType::Set(element) => match element {
            ElementType::Tuple(_) => Form::Nothing,
            _ => Form::Elements,
        },
        AttributeType::Map(..) | AttributeType::Tuple(_) | AttributeType::FixedBinary(_) => {
            Form::Nothing
        }
    }
}

/// Returns the values for the attributes of the live type, in its order.
fn loaded(columns: &[Column], live: &[Attribute], first: usize) -> Vec<String> {
    let value = |attribute: &Attribute| {
        let place = columns.iter().position(|column| column.name == attribute.name);
        match place.map(|place| (place + first, columns[place].form)) {
            None | Some((_, Form::Nothing)) => "_".to_owned(),
            // The server adds loaded elements to those that it has.
            Some((column, Form::Elements)) => {
                let separator = char::from(ELEMENT_SEPARATOR);
                format!("REDUCE(overwrite(SPLIT(${column}, \"{separator}\")))")
            }
            Some((column, _)) => format!("${column}"),
        }
    };
    live.iter().map(value).collect()
}

/// Returns a fingerprint that is the same in all versions of this library (FNV-1a).
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
