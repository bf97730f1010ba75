//! Copying edges, or attributes of them. The server lists edges of one vertex at a time.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use futures_util::{StreamExt as _, TryStreamExt as _};
use tg_gsql::model::{Catalog, EdgeType};

use super::value::upsert_form;
use super::vertices::{BATCH, check_all_read, post, quoted, rows, value};
use crate::client::api::data;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::client::{Client, Rows};
use crate::error::Result;
use crate::operation::{CONCURRENCY, Deadline};
use crate::schema::AnyId;
use crate::value::{DecodeError, Row};

pub(super) struct Job<'a> {
    pub(super) client: &'a Client,
    pub(super) want: &'a Catalog,
    /// The type that is read.
    pub(super) was: &'a EdgeType,
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

/// Type and id of the source, type of the target, and `"id":{..}` of each.
type Grouped = BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<String>>>>;

impl Job<'_> {
    pub(super) async fn run(&self) -> Result<u64> {
        let mut sources: Vec<&str> = Vec::new();
        for pair in &self.was.pairs {
            if !sources.contains(&pair.from.as_str()) {
                sources.push(&pair.from);
            }
        }
        let mut written = 0;
        for source in sources {
            let ids = rows(self.client, source, Vec::new(), self.deadline);
            let asked = AtomicU64::new(0);
            let lists = ids.map_ok(|(id, _)| {
                asked.fetch_add(1, Relaxed);
                self.edges_of(source, id)
            });
            let mut lists = pin!(lists.try_buffer_unordered(CONCURRENCY).fuse());
            let (mut grouped, mut size, mut count) = (Grouped::new(), 0, 0);
            while let Some(edges) = lists.try_next().await? {
                for edge in edges {
                    size += self.group(edge, &mut grouped)?;
                    count += 1;
                }
                if size >= BATCH {
                    self.post(&std::mem::take(&mut grouped), count).await?;
                    written += std::mem::take(&mut count);
                    size = 0;
                }
            }
            if count > 0 {
                self.post(&grouped, count).await?;
                written += count;
            }
            check_all_read(self.client, source, asked.load(Relaxed), self.deadline).await?;
        }
        Ok(written)
    }

    /// The edges that leave a vertex, each once.
    async fn edges_of(&self, source: &str, id: String) -> Result<Vec<Read>> {
        let label = Label::new("copy", self.was.name.clone());
        let path = data::edges(self.client.graph(), source, &id).name(&self.was.name);
        let request = data::read(path, Query::default()).labelled(label);
        let request = request.timeout(self.deadline.left());
        let exchange = Rows(|row: &mut Row<'_>| {
            let (from, to) = (row.from::<AnyId>()?, row.to::<AnyId>()?);
            let values = self.names.iter().map(|(was, _)| value(row, was));
            Ok(Read { from, to, values: values.collect::<Result<_, DecodeError>>()? })
        });
        match self.client.run(request, &exchange).await {
            Ok(mut edges) => {
                // An undirected edge is listed at both of its ends.
                edges.retain(|edge| self.was.directed || self.is_listed_here(edge));
                Ok(edges)
            }
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Whether an undirected edge is copied from the vertex that was asked about: from the end that is
    /// declared first, or where both ends could be, from the smaller one.
    fn is_listed_here(&self, Read { from, to, .. }: &Read) -> bool {
        let declared = |from: &AnyId, to: &AnyId| {
            let ends = (from.vertex_type(), to.vertex_type());
            self.was.pairs.iter().any(|it| (it.from.as_str(), it.to.as_str()) == ends)
        };
        let order = |id: &AnyId| (id.vertex_type().to_owned(), id.as_str().to_owned());
        match (declared(from, to), declared(to, from)) {
            (true, true) => order(from) <= order(to),
            (here, _) => here,
        }
    }

    fn now<'n>(&'n self, vertex: &'n str) -> &'n str {
        let known = self.ends.iter().find(|(was, _)| was == vertex);
        known.map_or(vertex, |(_, now)| now.as_str())
    }

    /// Adds an edge to the body, and says how much longer that is about.
    fn group(&self, edge: Read, grouped: &mut Grouped) -> Result<usize> {
        let mut attributes = Vec::new();
        for ((_, now), value) in self.names.iter().zip(edge.values) {
            if let Some(attribute) = self.ty.attribute(now) {
                let value = upsert_form(attribute, &value, self.want)?;
                attributes.push(format!("\"{now}\":{{\"value\":{value}}}"));
            }
        }
        let member = format!("{}:{{{}}}", quoted(edge.to.as_str())?, attributes.join(","));
        let length = member.len() + edge.from.as_str().len();
        grouped
            .entry(self.now(edge.from.vertex_type()).to_owned())
            .or_default()
            .entry(edge.from.as_str().to_owned())
            .or_default()
            .entry(self.now(edge.to.vertex_type()).to_owned())
            .or_default()
            .push(member);
        Ok(length)
    }

    async fn post(&self, grouped: &Grouped, count: u64) -> Result<()> {
        let mut types = Vec::new();
        for (from_type, sources) in grouped {
            let mut members = Vec::new();
            for (id, targets) in sources {
                let targets: Vec<_> = targets
                    .iter()
                    .map(|(to_type, edges)| format!("\"{to_type}\":{{{}}}", edges.join(",")))
                    .collect();
                let targets = targets.join(",");
                members.push(format!("{}:{{\"{}\":{{{targets}}}}}", quoted(id)?, self.ty.name));
            }
            types.push(format!("\"{from_type}\":{{{}}}", members.join(",")));
        }
        let body = format!("{{\"edges\":{{{}}}}}", types.join(","));
        let query = Query::default().with("vertex_must_exist", true);
        let label = Label::new("copy to", self.ty.name.clone());
        let accepted = post(self.client, label, body, query, self.deadline).await?;
        accepted.check(accepted.accepted_edges, count)
    }
}
