//! One upsert request.

use bytes::Bytes;

use super::ack::Ack;
use super::outcome::{Count, Reported, Upserted};
use crate::body::UpsertBody;
use crate::client::api::data as api;
use crate::client::path::Query;
use crate::client::request::{Label, OnRepeat};
use crate::client::{Client, Limits};
use crate::error::{Error, ErrorKind, Result};

/// The largest body that is sent. The server's gateway takes 200 MB.
pub(crate) const MAX_BODY: usize = 190_000_000;

/// The conditions of an upsert.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rules {
    /// The vertices that are stored.
    pub(crate) vertices: Existing,
    /// Edges are stored only between vertices that exist.
    pub(crate) ends_must_exist: bool,
    /// Edges are stored only from vertices that exist.
    pub(crate) source_must_exist: bool,
    /// Edges are stored only to vertices that exist.
    pub(crate) target_must_exist: bool,
    /// The moment at which the server answers, if the caller sets it.
    pub(crate) ack: Option<Ack>,
    /// Some value is added to the stored one, so that a second time changes it again.
    pub(crate) adds: bool,
}

/// The vertices that an upsert stores.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Existing {
    /// All.
    #[default]
    Any,
    /// Those that do not exist yet.
    New,
    /// Those that exist.
    Old,
}

/// A finished body, and what is in it.
#[derive(Debug)]
pub(crate) struct Payload {
    body: Bytes,
    sent: Count,
}

impl Payload {
    /// Takes what was written, and leaves the body ready for the next payload.
    pub(crate) fn finish(body: &mut UpsertBody<'_>) -> Self {
        let sent = Count { vertices: body.vertices() as u64, edges: body.edges() as u64 };
        let mut bytes = Vec::new();
        body.finish(&mut bytes);
        Self { body: bytes.into(), sent }
    }

    /// Returns the body of an upsert of vertices as a payload.
    pub(crate) fn of_vertices(body: Bytes, vertices: usize) -> Self {
        Self { body, sent: Count { vertices: vertices as u64, edges: 0 } }
    }

    /// Returns `true` if there is nothing to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.sent == Count::default()
    }

    /// Returns the body.
    pub(crate) fn body(&self) -> Bytes {
        self.body.clone()
    }

    /// Returns its size in bytes.
    pub(crate) fn len(&self) -> usize {
        self.body.len()
    }

    /// Sends it. When there is nothing to send, nothing is sent.
    pub(crate) async fn post(
        self,
        client: &Client,
        label: Label,
        rules: Rules,
        limits: Limits,
    ) -> Result<Upserted> {
        self.post_watched(client, label, rules, limits, None).await
    }

    /// Sends it, and waits by `on_repeat` after each failure before it is sent again.
    pub(crate) async fn post_watched(
        self,
        client: &Client,
        label: Label,
        rules: Rules,
        limits: Limits,
        on_repeat: Option<OnRepeat>,
    ) -> Result<Upserted> {
        if self.is_empty() {
            return Ok(Upserted::default());
        }
        let Self { body, sent } = self;
        if body.len() > MAX_BODY {
            let message = format!(
                "the body would have {} bytes and the server takes 200 MB: send fewer at a time (a \
                 batch can be divided by `max_request_bytes`)",
                body.len()
            );
            return Err(Error::new(ErrorKind::TooLarge, message).during(|| label.to_string()));
        }
        let request = api::upsert(client.graph(), rules.query(), body)
            .labelled(label)
            .idempotent(rules.are_idempotent())
            .limits(limits)
            .on_repeat(on_repeat);
        let [reported]: [Reported; 1] = client.send(request).await?.results()?;
        Upserted::new(sent, reported)
    }
}

impl Rules {
    fn query(self) -> Query {
        let mut query = Query::default();
        match self.vertices {
            Existing::Any => {}
            Existing::New => query.push("new_vertex_only", true),
            Existing::Old => query.push("update_vertex_only", true),
        }
        // Both together are the one; the server takes only one of the three.
        if self.ends_must_exist || (self.source_must_exist && self.target_must_exist) {
            query.push("vertex_must_exist", true);
        } else if self.source_must_exist {
            query.push("source_vertex_must_exist", true);
        } else if self.target_must_exist {
            query.push("target_vertex_must_exist", true);
        }
        if let Some(ack) = self.ack {
            query.push("ack", ack.name());
        }
        query
    }

    /// `new_vertex_only` stores the same the second time, and then reports the vertices that the
    /// first time made as having been there.
    pub(crate) fn are_idempotent(self) -> bool {
        !self.adds && self.vertices != Existing::New
    }
}
