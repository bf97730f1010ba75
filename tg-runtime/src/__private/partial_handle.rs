//! Handles of edge types that a graph contains in part.

use crate::client::Client;
use crate::schema::HandleSpec;

/// A handle whose graph may lack some of the vertex types at its ends.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handle of edges",
    label = "`partial` belongs to a field such as `stored_at: Edges<StoredAt>`"
)]
pub trait PartialHandle {
    const SPEC: HandleSpec;

    fn new(client: Client) -> Self;
}
