//! Copying vertices, or attributes of them.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use tg_gsql::model::{Catalog, VertexType};

use super::super::cost::count_vertices;
use super::value::{Value, check_accepted};
use crate::body::UpsertBody;
use crate::client::api::data;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::client::{Client, Limits, RowStream, stream_rows};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::upsert::{Existing, Payload, Rules};
use crate::value::{DecodeError, Row};

/// The size of a request in bytes, after which the next one begins.
pub(super) const BATCH: usize = 1_000_000;

pub(super) struct Job<'a> {
    pub(super) client: &'a Client,
    pub(super) want: &'a Catalog,
    /// The type that is read.
    pub(super) old: &'a str,
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
        let names: Vec<_> = self.names.iter().filter(|(_, new)| !self.ty.is_key(new)).collect();
        let old_names: Vec<String> = names.iter().map(|(old, _)| old.clone()).collect();
        let mut rows = pin!(rows(self.client, self.old, old_names, self.deadline));
        let (mut body, mut read) = (UpsertBody::new(), 0);
        while let Some((id, values)) = rows.try_next().await? {
            let mut attributes = Vec::new();
            for ((_, new), value) in names.iter().zip(&values) {
                if let Some(attribute) = self.ty.attribute(new) {
                    attributes.push((new, Value::of(attribute, value, self.want)?));
                }
            }
            body.named_vertex(&self.ty.name, &id, |out| {
                attributes.iter().for_each(|(name, value)| out.named(name, |out| value.write(out)));
            })?;
            read += 1;
            if body.len() >= BATCH {
                self.post(&mut body, update_only).await?;
            }
        }
        self.post(&mut body, update_only).await?;
        check_all_read(self.client, self.old, read, self.deadline).await?;
        Ok(read)
    }

    async fn post(&self, body: &mut UpsertBody<'_>, update_only: bool) -> Result<()> {
        let vertices = if update_only { Existing::Old } else { Existing::Any };
        let rules = Rules { vertices, ..Rules::default() };
        let label = Label::new("copy to", self.ty.name.clone());
        let limits = Limits::of_time(self.deadline.left());
        let outcome = Payload::finish(body).post(self.client, label, rules, limits).await?;
        // A vertex that was deleted after it was read is skipped.
        let accepted = outcome.accepted_vertices().saturating_add(outcome.skipped_vertices());
        check_accepted(accepted, outcome.sent_vertices())
    }
}

/// Reads all vertices of a type, one by one, with these attributes.
pub(super) fn rows(
    client: &Client,
    of: &str,
    attributes: Vec<String>,
    deadline: Deadline,
) -> RowStream<Read> {
    let label = Label::new("copy", of.to_owned());
    let path = data::vertices(client.graph(), of);
    let request = data::read(path, Query::default()).labelled(label).timeout(deadline.left());
    stream_rows(client.clone(), Ok(request), move |row: &mut Row<'_>| {
        let id = row.vertex_id()?.into_owned();
        let values = attributes.iter().map(|name| value(row, name));
        Ok((id, values.collect::<Result<_, DecodeError>>()?))
    })
}

/// Returns the JSON of an attribute. One that an answer leaves out is an error: without a copy, it
/// would be lost with the old name.
pub(super) fn value(row: &mut Row<'_>, name: &str) -> Result<String, DecodeError> {
    match row.raw(name)? {
        Some(value) => Ok(value.to_owned()),
        None => Err(DecodeError::mismatch("a value", "none").in_attribute(name)),
    }
}

/// Fails unless as many vertices were read as exist: the others would be dropped without a copy.
pub(super) async fn check_all_read(
    client: &Client,
    of: &str,
    read: u64,
    deadline: Deadline,
) -> Result<()> {
    let existing = count_vertices(client, of, deadline).await?;
    if read >= existing {
        return Ok(());
    }
    let message = format!(
        "the server listed {read} of the {existing} vertices of `{of}`: the rest is not copied, so \
         nothing is dropped"
    );
    Err(Error::new(ErrorKind::Protocol, message))
}
