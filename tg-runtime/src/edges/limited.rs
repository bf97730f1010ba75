//! Deleting some edges of a vertex, up to a limit. A server that passes over a limit would delete them
//! all, and none documents one for deleting; so the edges are read, and deleted one by one.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::delete::delete;
use super::of::Addressed;
use crate::client::path::{Path, Query};
use crate::client::{Limits, Rows};
use crate::error::Result;
use crate::operation::{CONCURRENCY, Deadline};
use crate::schema::{AnyId, Edge};
use crate::value::{AttributeType, DateTime, DecodeError, IdText, Row};

pub(super) async fn delete_limited<E: Edge>(
    addressed: Addressed<E>,
    deadline: Deadline,
) -> Result<u64> {
    let (client, edges) = (&addressed.client, &addressed.edges);
    let rows = Rows(|row: &mut Row<'_>| {
        let (to, discriminator) = (row.to::<AnyId>()?, discriminator::<E>(row)?);
        let path = edges.clone().name(to.vertex_type()).value(to.as_str());
        Ok(match discriminator {
            Some(discriminator) => path.value(&discriminator),
            None => path,
        })
    });
    let paths: Vec<Path> =
        match client.run(addressed.list(Limits::of_time(deadline.left()))?, &rows).await {
            Err(error) if error.is_not_found() => return Ok(0),
            outcome => outcome?,
        };
    stream::iter(paths)
        .map(|path| delete::<E>(client, path, Query::default(), deadline.left()))
        .buffer_unordered(CONCURRENCY)
        .try_fold(0, async |count, deleted| Ok(count + deleted))
        .await
}

/// The discriminator of a row as a path segment spells it, if the type has one: without it the
/// parallel edges would go too.
fn discriminator<E: Edge>(row: &mut Row<'_>) -> Result<Option<String>, DecodeError> {
    let parts = &E::SPEC.attributes[..E::SPEC.discriminators];
    if parts.is_empty() {
        return Ok(None);
    }
    let mut text = IdText::new();
    for part in parts {
        match part.ty {
            AttributeType::Int => text.escaped_part(&row.attribute::<i64>(part.name)?),
            AttributeType::Uint => text.escaped_part(&row.attribute::<u64>(part.name)?),
            AttributeType::DateTime => text.escaped_part(&row.attribute::<DateTime>(part.name)?),
            _ => text.escaped_part(&row.attribute::<String>(part.name)?),
        }
    }
    let text = text.finish().map_err(|error| {
        DecodeError::mismatch("a discriminator that can be sent", error.to_string())
    })?;
    Ok(Some(text.to_owned()))
}
