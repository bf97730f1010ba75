//! `ls` and `help`: the catalog as the shell prints it.

use tg_gsql::model::{
    Attribute, Catalog, EdgeType, Graph, PrimaryKey, TupleType, VectorAttribute, VertexType,
};
use tg_gsql::syntax::{TokenKind, is_type_word, tokens};

use super::session::Session;
use crate::catalog::Query;
use crate::config::Version;

/// The output of `help`. Clients compare the first line.
pub(crate) const HELP: &str = "\
GSQL Help: Summary of TigerGraph GSQL Shell commands.

Statements that this server runs: USE GRAPH, USE GLOBAL, LS, SHOW, HELP,
CREATE VERTEX, CREATE EDGE, TYPEDEF TUPLE, CREATE GRAPH, CREATE SCHEMA_CHANGE JOB,
RUN SCHEMA_CHANGE JOB, CREATE, INSTALL, INTERPRET and RUN QUERY, CREATE and RUN LOADING JOB,
CREATE DATA_SOURCE, CREATE SECRET, UPSERT, SELECT, DELETE, DROP, CLEAR GRAPH STORE.";

impl Session<'_> {
    /// Prints the catalog: the global scope, or the working graph.
    pub(super) fn ls(&mut self) {
        let catalog = self.catalog();
        let mut text = String::new();
        let mut section = |title: &str, entries: Vec<String>| {
            text.push_str(&format!("{title}\n"));
            for entry in entries {
                text.push_str(&format!("  - {entry}\n"));
            }
        };
        let graph = self.graph.as_deref().and_then(|name| catalog.graph(name));
        let name = graph.map(|graph| graph.name.as_str());
        let (vertices, edges) = visible_types(&catalog, name);
        match graph {
            Some(graph) => section(&format!("---- Graph {}", graph.name), Vec::new()),
            None => section("---- Global vertices, edges, and all graphs", Vec::new()),
        }
        section("Vertex Types:", vertices.iter().map(|ty| vertex(ty)).collect());
        section("Edge Types:", edges.iter().map(|ty| edge(ty)).collect());
        section("", Vec::new());
        let graphs = catalog.graphs.iter().filter(|g| graph.is_none_or(|own| own.name == g.name));
        section("Graphs:", graphs.map(|graph| graph_line(&catalog, graph)).collect());
        let stored = self.state.stored();
        let here = |owner: &str| name.is_none_or(|name| name == owner);
        let jobs = stored.jobs.visible(name).map(|job| job.text.clone());
        let loading = stored.loading.all().filter(|job| here(&job.graph));
        section("Jobs:", jobs.chain(loading.map(|job| job.text.clone())).collect());
        let queries = stored.queries.all().filter(|query| here(&query.graph));
        let version = self.state.config.version;
        section("Queries:", queries.map(|it| query(it, version)).collect());
        if version >= Version::V4_2 {
            // Those of the server itself are not listed.
            section("Packages:", stored.packages.names().map(str::to_owned).collect());
        }
        let sources = stored.sources.visible(name);
        section("Data Sources:", sources.map(|it| format!("{} {}", it.kind, it.name)).collect());
        let accumulators = stored.accumulators.iter().map(|(name, ty)| format!("{ty} {name}"));
        let tuples = catalog.tuples.iter().map(tuple).chain(accumulators).collect();
        drop(stored);
        section("User defined tuples:", tuples);
        if version >= Version::V4_2 {
            section("Vector Embeddings:", vertices.iter().filter_map(|ty| vectors(ty)).collect());
        }
        section("JSON API version: v2", Vec::new());
        section("Syntax version: v2", Vec::new());
        self.output.line(text.trim_end());
    }

    pub(super) fn help(&mut self) {
        self.output.line(HELP);
    }
}

/// Returns the types of a graph, or the global ones.
pub(crate) fn visible_types<'c>(
    catalog: &'c Catalog,
    graph: Option<&'c str>,
) -> (Vec<&'c VertexType>, Vec<&'c EdgeType>) {
    match graph {
        Some(graph) => (catalog.vertices_of(graph).collect(), catalog.edges_of(graph).collect()),
        None => (
            catalog.vertices.iter().filter(|ty| ty.local_to.is_none()).collect(),
            catalog.edges.iter().filter(|ty| ty.local_to.is_none()).collect(),
        ),
    }
}

fn query(query: &Query, version: Version) -> String {
    let state = query.state().map(|state| format!(" ({state})"));
    let parameters = match version < Version::V4_2 {
        true => query.parameter_text.clone(),
        false => with_small_types(&query.parameter_text),
    };
    format!("{}({parameters}){}", query.name, state.unwrap_or_default())
}

/// Returns the parameters of a query with the names of types in small letters.
fn with_small_types(parameters: &str) -> String {
    let mut text = parameters.to_owned();
    for token in tokens(parameters) {
        if token.kind == TokenKind::Word && is_type_word(token.text) {
            let small = token.text.to_ascii_lowercase();
            text.replace_range(token.span.start..token.span.end, &small);
        }
    }
    text
}

pub(super) fn vertex(ty: &VertexType) -> String {
    let mut parts = Vec::new();
    let mut options = vec![format!("STATS=\"{}\"", ty.stats.to_string().to_uppercase())];
    if let PrimaryKey::PrimaryId { name, ty, as_attribute } = &ty.key {
        parts.push(format!("PRIMARY_ID {name} {ty}"));
        if *as_attribute {
            options.push("PRIMARY_ID_AS_ATTRIBUTE=\"true\"".to_owned());
        }
    }
    let single = match &ty.key {
        PrimaryKey::Attributes(names) => (names.len() == 1).then(|| names[0].as_str()),
        PrimaryKey::PrimaryId { .. } => None,
    };
    parts.extend(ty.attributes.iter().map(|it| {
        let key = if single == Some(it.name.as_str()) { " PRIMARY KEY" } else { "" };
        format!("{}{key}", attribute(it))
    }));
    if let (PrimaryKey::Attributes(names), None) = (&ty.key, single) {
        parts.push(format!("PRIMARY KEY({})", names.join(", ")));
    }
    format!("VERTEX {}({}) WITH {}", ty.name, parts.join(", "), options.join(", "))
}

pub(super) fn edge(ty: &EdgeType) -> String {
    let pairs = ty.pairs.iter().map(|pair| format!("FROM {}, TO {}", pair.from, pair.to));
    let mut parts = vec![pairs.collect::<Vec<_>>().join(" | ")];
    if ty.discriminators > 0 {
        let discriminator: Vec<_> = ty.discriminator().iter().map(attribute).collect();
        parts.push(format!("DISCRIMINATOR({})", discriminator.join(", ")));
    }
    parts.extend(ty.plain_attributes().iter().map(attribute));
    let direction = if ty.directed { "DIRECTED" } else { "UNDIRECTED" };
    let reverse = ty.reverse.as_ref().map(|name| format!(" WITH REVERSE_EDGE=\"{name}\""));
    format!("{direction} EDGE {}({}){}", ty.name, parts.join(", "), reverse.unwrap_or_default())
}

fn attribute(attribute: &Attribute) -> String {
    let default = attribute.default.as_ref().map(|literal| format!(" DEFAULT {literal}"));
    format!("{} {}{}", attribute.name, attribute.ty, default.unwrap_or_default())
}

pub(super) fn graph_line(catalog: &Catalog, graph: &Graph) -> String {
    let vertices = catalog.vertices_of(&graph.name).map(|ty| format!("{}:v", ty.name));
    let edges = catalog.edges_of(&graph.name).flat_map(|ty| {
        [Some(&ty.name), ty.reverse.as_ref()].into_iter().flatten().map(|name| format!("{name}:e"))
    });
    format!("Graph {}({})", graph.name, vertices.chain(edges).collect::<Vec<_>>().join(", "))
}

pub(super) fn tuple(tuple: &TupleType) -> String {
    let fields = tuple.fields.iter().map(|field| format!("{} {}", field.name, field.ty));
    format!("{}({})", tuple.name, fields.collect::<Vec<_>>().join(", "))
}

fn vectors(ty: &VertexType) -> Option<String> {
    let line = |vector: &VectorAttribute| {
        format!(
            "\n    - {}(Dimension={}, IndexType=\"HNSW\", DataType=\"FLOAT\", Metric=\"{}\")",
            vector.name, vector.dimension, vector.metric
        )
    };
    let lines: String = ty.vectors.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("{}:{lines}", ty.name))
}
