//! The ends of an edge.

use crate::schema::{EndpointId, Id, Vertex};

/// The requirements of an edge on the vertex types that it joins.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a vertex type",
    label = "no TigerGraph vertex type is known for this",
    note = "annotate the struct with `#[derive(Vertex)]` and its id field with `#[tg(primary_id)]`"
)]
pub trait EdgeEnd {
    type Id: EndpointId;

    const NAME: &'static str;

    const GLOBAL: bool;
}

#[diagnostic::do_not_recommend]
impl<V: Vertex + 'static> EdgeEnd for V {
    type Id = Id<V>;

    const NAME: &'static str = V::SPEC.name;

    const GLOBAL: bool = V::SPEC.global;
}
