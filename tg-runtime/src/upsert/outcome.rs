//! The outcome of an upsert.

use std::fmt;

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{AnyId, EndpointId as _};

/// The maximum number of ids in each list of an outcome.
const NAMED: usize = 1_000;

/// The maximum number of ids of a kind in a message.
const MAX_IDS_IN_TEXT: usize = 5;

/// The numbers of vertices and edges that were sent and accepted.
///
/// The server reports success also when it accepted less than was sent, so compare:
/// [`is_complete`](Self::is_complete), or [`require_all`](Self::require_all) to make a shortfall an
/// error.
#[must_use = "the server may have accepted less than was sent: look, or call `require_all`"]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upserted {
    sent: Count,
    accepted: Count,
    skipped: Count,
    already_exist: Vec<AnyId>,
    missing: Vec<AnyId>,
}

/// Vertices and edges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) vertices: u64,
    pub(crate) edges: u64,
}

impl Upserted {
    /// Returns the number of vertices that were sent.
    pub fn sent_vertices(&self) -> u64 {
        self.sent.vertices
    }

    /// Returns the number of edges that were sent.
    pub fn sent_edges(&self) -> u64 {
        self.sent.edges
    }

    /// Returns the number of vertices that the server accepted, without the endpoints that it
    /// created for edges.
    pub fn accepted_vertices(&self) -> u64 {
        self.accepted.vertices
    }

    /// Returns the number of edges that the server accepted, without reverse edges.
    pub fn accepted_edges(&self) -> u64 {
        self.accepted.edges
    }

    /// Returns the number of vertices that were skipped because of `insert_only` or `update_only`.
    pub fn skipped_vertices(&self) -> u64 {
        self.skipped.vertices
    }

    /// Returns the number of edges that were skipped because of `ends_must_exist`.
    pub fn skipped_edges(&self) -> u64 {
        self.skipped.edges
    }

    /// The vertices that were skipped by `insert_only`, because they were there already: the first
    /// 1,000 of them. [`skipped_vertices`](Self::skipped_vertices) counts them all.
    pub fn already_exist(&self) -> &[AnyId] {
        &self.already_exist
    }

    /// The vertices that do not exist: skipped by `update_only`, or ends of edges that were skipped
    /// by `ends_must_exist`. Each is listed once per request, and at most 1,000 are;
    /// [`skipped_vertices`](Self::skipped_vertices) and [`skipped_edges`](Self::skipped_edges)
    /// count all that was skipped.
    pub fn missing(&self) -> &[AnyId] {
        &self.missing
    }

    /// Returns `true` if everything that was sent was accepted.
    pub fn is_complete(&self) -> bool {
        self.accepted == self.sent
    }

    /// Makes it an error if the server accepted less than was sent.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::PartiallyAccepted`]; the message has the numbers.
    pub fn require_all(&self) -> Result<()> {
        if self.is_complete() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::PartiallyAccepted, self.to_string()))
    }

    /// Returns what the server accepted.
    pub(crate) fn accepted(&self) -> Count {
        self.accepted
    }

    /// Takes in what became of another request.
    pub(crate) fn add(&mut self, other: Self) {
        self.sent.add(other.sent);
        self.accepted.add(other.accepted);
        self.skipped.add(other.skipped);
        name(&mut self.already_exist, other.already_exist);
        name(&mut self.missing, other.missing);
    }

    pub(super) fn new(sent: Count, reported: Reported) -> Result<Self> {
        let Reported { vertices_not_exist, edge_vertices_not_exist, .. } = reported;
        let accepted =
            Count { vertices: reported.accepted_vertices, edges: reported.accepted_edges };
        let skipped = Count { vertices: reported.skipped_vertices, edges: reported.skipped_edges };
        Ok(Self {
            sent,
            accepted,
            skipped,
            already_exist: ids(reported.vertices_already_exist)?,
            missing: ids(vertices_not_exist.into_iter().chain(edge_vertices_not_exist))?,
        })
    }
}

impl fmt::Display for Upserted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sent, accepted, skipped, .. } = self;
        let vertices = (accepted.vertices, sent.vertices, skipped.vertices, "vertices");
        let edges = (accepted.edges, sent.edges, skipped.edges, "edges");
        let kinds: &[_] = match (sent.vertices, sent.edges) {
            (_, 0) => &[vertices],
            (0, _) => &[edges],
            _ => &[vertices, edges],
        };
        for (index, (accepted, sent, skipped, kind)) in kinds.iter().enumerate() {
            let joint = if index == 0 { "" } else { ", " };
            write!(f, "{joint}{accepted} of {sent} {kind} accepted")?;
            if *skipped > 0 {
                write!(f, " ({skipped} skipped)")?;
            }
        }
        write_ids(f, "missing", &self.missing)?;
        write_ids(f, "exists already", &self.already_exist)
    }
}

fn write_ids(f: &mut fmt::Formatter<'_>, state: &str, ids: &[AnyId]) -> fmt::Result {
    for (index, id) in ids.iter().take(MAX_IDS_IN_TEXT).enumerate() {
        let joint = if index == 0 { format!("; {state}: ") } else { ", ".to_owned() };
        write!(f, "{joint}{} {:?}", id.vertex_type(), id.as_str())?;
    }
    if ids.len() > MAX_IDS_IN_TEXT { f.write_str(", ..") } else { Ok(()) }
}

impl Count {
    /// Adds another count.
    pub(crate) fn add(&mut self, other: Self) {
        self.vertices = self.vertices.saturating_add(other.vertices);
        self.edges = self.edges.saturating_add(other.edges);
    }
}

/// Names more, as far as there is room: what is sent may be without end.
fn name(ids: &mut Vec<AnyId>, more: Vec<AnyId>) {
    let room = NAMED.saturating_sub(ids.len());
    ids.extend(more.into_iter().take(room));
}

fn ids(named: impl IntoIterator<Item = Named>) -> Result<Vec<AnyId>> {
    named.into_iter().map(|id| Ok(AnyId::decode(&id.v_type, &id.v_id)?)).collect()
}

/// The result in the answer of the server.
#[derive(Debug, Deserialize)]
pub(super) struct Reported {
    accepted_vertices: u64,
    accepted_edges: u64,
    #[serde(default)]
    skipped_vertices: u64,
    #[serde(default)]
    skipped_edges: u64,
    #[serde(default)]
    vertices_already_exist: Vec<Named>,
    #[serde(default)]
    vertices_not_exist: Vec<Named>,
    #[serde(default, alias = "miss_vertices")]
    edge_vertices_not_exist: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    v_type: String,
    v_id: String,
}
