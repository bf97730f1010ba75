//! Copying edges, or attributes of them. The server lists edges of one vertex at a time.

use std::pin::pin;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use futures_util::{StreamExt as _, TryStreamExt as _};
use tg_gsql::model::{Catalog, EdgeType};

use super::value::{Value, check_accepted};
use super::vertices::{BATCH, check_all_read, rows, value};
use crate::body::UpsertBody;
use crate::client::api::data;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::client::{Client, Limits, Rows};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{CONCURRENCY, Deadline};
use crate::schema::AnyId;
use crate::upsert::{Payload, Rules};
use crate::value::{DecodeError, Row};

pub(super) struct Job<'a> {
    pub(super) client: &'a Client,
    pub(super) want: &'a Catalog,
    /// The type that is read.
    pub(super) old: &'a EdgeType,
    /// The type that is written.
    pub(super) ty: &'a EdgeType,
    /// Old and new names of attributes.
    pub(super) names: &'a [(String, String)],
    /// Old and new names of the vertex types at the ends; those that are not here keep theirs.
    pub(super) ends: &'a [(String, String)],
    pub(super) deadline: Deadline,
}

/// An edge: its ends, and the JSON of its attributes in the order of the names.
struct Read {
    from: AnyId,
    to: AnyId,
    values: Vec<String>,
}

impl Job<'_> {
    pub(super) async fn run(&self) -> Result<u64> {
        let mut sources: Vec<&str> = Vec::new();
        for pair in &self.old.pairs {
            if !sources.contains(&pair.from.as_str()) {
                sources.push(&pair.from);
            }
        }
        let mut copied = 0;
        for source in sources {
            let ids = rows(self.client, source, Vec::new(), self.deadline);
            let vertices = AtomicU64::new(0);
            let lists = ids.map_ok(|(id, _)| {
                vertices.fetch_add(1, Relaxed);
                self.edges_of(source, id)
            });
            let mut lists = pin!(lists.try_buffer_unordered(CONCURRENCY).fuse());
            let mut body = UpsertBody::new();
            while let Some(edges) = lists.try_next().await? {
                for edge in edges {
                    self.write(&edge, &mut body)?;
                    copied += 1;
                }
                if body.len() >= BATCH {
                    self.post(&mut body).await?;
                }
            }
            self.post(&mut body).await?;
            check_all_read(self.client, source, vertices.load(Relaxed), self.deadline).await?;
        }
        Ok(copied)
    }

    /// Reads the edges that leave a vertex, each once.
    async fn edges_of(&self, source: &str, id: String) -> Result<Vec<Read>> {
        let label = Label::new("copy", self.old.name.clone());
        let path = data::edges(self.client.graph(), source, &id).name(&self.old.name);
        let request = data::read(path, Query::default()).labelled(label);
        let request = request.timeout(self.deadline.left());
        let exchange = Rows(|row: &mut Row<'_>| {
            let (from, to) = (row.from::<AnyId>()?, row.to::<AnyId>()?);
            let values = self.names.iter().map(|(old, _)| value(row, old));
            Ok(Read { from, to, values: values.collect::<Result<_, DecodeError>>()? })
        });
        match self.client.run(request, &exchange).await {
            Ok(mut edges) => {
                // An undirected edge is listed at both of its ends.
                edges.retain(|edge| self.old.directed || self.is_listed_here(edge));
                Ok(edges)
            }
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Returns `true` if an undirected edge is copied from the vertex where it is listed: from the end
    /// that is declared first, or where both ends could be, from the smaller one.
    fn is_listed_here(&self, Read { from, to, .. }: &Read) -> bool {
        let declared = |from: &AnyId, to: &AnyId| {
            let ends = (from.vertex_type(), to.vertex_type());
            self.old.pairs.iter().any(|it| (it.from.as_str(), it.to.as_str()) == ends)
        };
        let order = |id: &AnyId| (id.vertex_type().to_owned(), id.as_str().to_owned());
        match (declared(from, to), declared(to, from)) {
            (true, true) => order(from) <= order(to),
            (here, _) => here,
        }
    }

    /// Returns the new name of a vertex type.
    fn now(&self, vertex: &str) -> Result<&str> {
        let renamed = self.ends.iter().find(|(old, _)| old == vertex);
        let new = renamed.map_or(vertex, |(_, new)| new.as_str());
        let known = self.want.vertex(self.client.graph(), new).map(|it| it.name.as_str());
        known.ok_or_else(|| {
            let message = format!("the new schema of the graph has no vertex type `{new}`");
            Error::new(ErrorKind::Schema, message)
        })
    }

    fn write<'s>(&'s self, edge: &Read, body: &mut UpsertBody<'s>) -> Result<()> {
        let mut attributes = Vec::new();
        for ((_, new), value) in self.names.iter().zip(&edge.values) {
            if let Some(attribute) = self.ty.attribute(new) {
                attributes.push((new, Value::of(attribute, value, self.want)?));
            }
        }
        let from = (self.now(edge.from.vertex_type())?, edge.from.as_str());
        let to = (self.now(edge.to.vertex_type())?, edge.to.as_str());
        body.named_edge(&self.ty.name, from, to, |out| {
            attributes.iter().for_each(|(name, value)| out.named(name, |out| value.write(out)));
        })?;
        Ok(())
    }

    async fn post(&self, body: &mut UpsertBody<'_>) -> Result<()> {
        let rules = Rules { ends_must_exist: true, ..Rules::default() };
        let label = Label::new("copy to", self.ty.name.clone());
        let limits = Limits::of_time(self.deadline.left());
        let outcome = Payload::finish(body).post(self.client, label, rules, limits).await?;
        check_accepted(outcome.accepted_edges(), outcome.sent_edges())
    }
}
