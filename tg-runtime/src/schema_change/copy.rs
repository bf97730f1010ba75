//! Data that is read under an old name and written under a new one.

mod edges;
mod value;
mod vertices;

use tg_gsql::model::Catalog;
use tg_gsql::plan::{Copy, CopyOf};

use crate::client::Client;
use crate::error::Result;
use crate::operation::Deadline;

/// Copies, and counts the vertices and edges that were written.
pub(super) async fn copy(
    client: &Client,
    have: &Catalog,
    want: &Catalog,
    copy: &Copy,
    deadline: Deadline,
) -> Result<(u64, u64)> {
    let graph = client.graph();
    match &copy.what {
        CopyOf::VertexAttributes(of) => {
            let Some(ty) = want.vertex(graph, of) else { return Ok((0, 0)) };
            let job =
                vertices::Job { client, want, old: of, ty, names: &copy.attributes, deadline };
            Ok((job.run(true).await?, 0))
        }
        CopyOf::Vertices { old, new } => {
            let Some(ty) = want.vertex(graph, new) else { return Ok((0, 0)) };
            let job = vertices::Job { client, want, old, ty, names: &copy.attributes, deadline };
            Ok((job.run(false).await?, 0))
        }
        CopyOf::EdgeAttributes(of) => {
            let (Some(from), Some(ty)) = (have.edge(graph, of), want.edge(graph, of)) else {
                return Ok((0, 0));
            };
            // The discriminator is copied with the other attributes.
            let mut names = copy.attributes.clone();
            names.extend(ty.discriminator().iter().map(|it| (it.name.clone(), it.name.clone())));
            let job =
                edges::Job { client, want, old: from, ty, names: &names, ends: &[], deadline };
            Ok((0, job.run().await?))
        }
        CopyOf::Edges { old, new, ends } => {
            let (Some(from), Some(ty)) = (have.edge(graph, old), want.edge(graph, new)) else {
                return Ok((0, 0));
            };
            let names = &copy.attributes;
            let job = edges::Job { client, want, old: from, ty, names, ends, deadline };
            Ok((0, job.run().await?))
        }
    }
}
