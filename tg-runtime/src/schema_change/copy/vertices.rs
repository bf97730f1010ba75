//! Copying vertices, or attributes of them.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use serde::Deserialize;
use tg_gsql::model::{Catalog, VertexType};

use super::super::cost::count_vertices;
use super::value::upsert_form;
use crate::client::api::data;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::client::{Client, stream_rows};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::value::{DecodeError, Row};

/// How much one request carries.
pub(super) const BATCH: usize = 1_000_000;

pub(super) struct Job<'a> {
    pub(super) client: &'a Client,
    pub(super) want: &'a Catalog,
    /// The type that is read.
    pub(super) was: &'a str,
    /// The type that is written.
    pub(super) ty: &'a VertexType,
    /// Old and new names of attributes.
    pub(super) names: &'a [(String, String)],
    pub(super) deadline: Deadline,
}

/// A row: its id, and the JSON of its attributes in the order of the names.
type Read = (String, Vec<String>);

impl Job<'_> {
    /// Copies; with `update_only`, into vertices that exist.
    pub(super) async fn run(&self, update_only: bool) -> Result<u64> {
        // A key is written with the id.
        let names: Vec<_> = self.names.iter().filter(|(_, now)| !self.ty.is_key(now)).collect();
        let wanted: Vec<String> = names.iter().map(|(was, _)| was.clone()).collect();
        let mut rows = pin!(rows(self.client, self.was, wanted, self.deadline));
        let (mut members, mut count, mut written) = (String::new(), 0, 0);
        while let Some((id, values)) = rows.try_next().await? {
            let mut attributes = Vec::new();
            for ((_, now), value) in names.iter().zip(values) {
                if let Some(attribute) = self.ty.attribute(now) {
                    let value = upsert_form(attribute, &value, self.want)?;
                    attributes.push(format!("\"{now}\":{{\"value\":{value}}}"));
                }
            }
            let comma = if members.is_empty() { "" } else { "," };
            members.push_str(&format!("{comma}{}:{{{}}}", quoted(&id)?, attributes.join(",")));
            count += 1;
            if members.len() >= BATCH {
                self.post(&std::mem::take(&mut members), count, update_only).await?;
                written += std::mem::take(&mut count);
            }
        }
        if count > 0 {
            self.post(&members, count, update_only).await?;
        }
        let read = written + count;
        check_all_read(self.client, self.was, read, self.deadline).await?;
        Ok(read)
    }

    async fn post(&self, members: &str, count: u64, update_only: bool) -> Result<()> {
        let body = format!("{{\"vertices\":{{\"{}\":{{{members}}}}}}}", self.ty.name);
        let query = Query::default();
        let query = if update_only { query.with("update_vertex_only", true) } else { query };
        let label = Label::new("copy to", self.ty.name.clone());
        let accepted = post(self.client, label, body, query, self.deadline).await?;
        // One that was deleted meanwhile stays away.
        accepted.check(accepted.accepted_vertices + accepted.skipped_vertices, count)
    }
}

/// Reads all vertices of a type, one by one.
pub(super) fn rows(
    client: &Client,
    of: &str,
    wanted: Vec<String>,
    deadline: Deadline,
) -> crate::client::RowStream<Read> {
    let label = Label::new("copy", of.to_owned());
    let path = data::vertices(client.graph(), of);
    let request = data::read(path, Query::default()).labelled(label).timeout(deadline.left());
    stream_rows(client.clone(), Ok(request), move |row: &mut Row<'_>| {
        let id = row.vertex_id()?.into_owned();
        let values = wanted.iter().map(|name| value(row, name));
        Ok((id, values.collect::<Result<_, DecodeError>>()?))
    })
}

/// The JSON of an attribute. One that an answer leaves out is an error: what is not copied would be
/// lost with the old name.
pub(super) fn value(row: &mut Row<'_>, name: &str) -> Result<String, DecodeError> {
    match row.raw(name)? {
        Some(value) => Ok(value.to_owned()),
        None => Err(DecodeError::mismatch("a value", "none").in_attribute(name)),
    }
}

/// An error unless as many vertices were read as there are: the others would be dropped uncopied.
pub(super) async fn check_all_read(
    client: &Client,
    of: &str,
    read: u64,
    deadline: Deadline,
) -> Result<()> {
    let there = count_vertices(client, of, deadline).await?;
    if read >= there {
        return Ok(());
    }
    let message = format!(
        "the server listed {read} of the {there} vertices of `{of}`: the rest is not copied, so \
         nothing is dropped"
    );
    Err(Error::new(ErrorKind::Protocol, message))
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> Result<String> {
    serde_json::to_string(text).map_err(|error| {
        Error::new(ErrorKind::Encode, "an id cannot be written as JSON").with_source(error)
    })
}

/// What the server took.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Accepted {
    pub(super) accepted_vertices: u64,
    pub(super) accepted_edges: u64,
    pub(super) skipped_vertices: u64,
}

impl Accepted {
    /// An error unless all that was sent was taken: what is dropped next must be copied.
    pub(super) fn check(&self, taken: u64, sent: u64) -> Result<()> {
        if taken >= sent {
            return Ok(());
        }
        let message = format!("{taken} of {sent} were accepted: the rest is not copied");
        Err(Error::new(ErrorKind::PartiallyAccepted, message))
    }
}

pub(super) async fn post(
    client: &Client,
    label: Label,
    body: String,
    query: Query,
    deadline: Deadline,
) -> Result<Accepted> {
    let request = data::upsert(client.graph(), query, body.into())
        .labelled(label)
        .idempotent(true)
        .timeout(deadline.left());
    let [accepted]: [Accepted; 1] = client.send(request).await?.results()?;
    Ok(accepted)
}
