//! The traits of an edge type.

use super::{EdgeSpec, EndpointId};
use crate::value::{DecodeError, Encoder, Key, Row};

/// An edge type that can be written. Implemented by `#[derive(Edge)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an edge type",
    label = "no TigerGraph edge type is known for this",
    note = "annotate the struct with `#[derive(Edge)]` and `#[tg(from = A, to = B)]`"
)]
pub trait Edge: Sized {
    /// The id of the source: [`Id<V>`](super::Id) when there is one source type, else
    /// [`AnyId`](super::AnyId).
    type From: EndpointId;

    /// The id of the target.
    type To: EndpointId;

    /// One typed [`Column`](super::Column) per attribute.
    type Columns: Copy;

    /// The schema of the type.
    const SPEC: EdgeSpec;

    /// The columns.
    const COLUMNS: Self::Columns;

    /// Writes the attributes, the discriminator's among them.
    fn encode(&self, out: &mut Encoder);
}

/// An edge type that can also be read back.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from an answer",
    label = "this edge type can only be written",
    note = "`#[derive(Edge)]` on a struct with lifetime parameters makes a type that is written only; \
            read into a struct that owns its data"
)]
pub trait ReadEdge: Edge {
    /// Reads the attributes of one edge.
    ///
    /// # Errors
    ///
    /// When an attribute is missing or does not fit its field.
    fn decode(row: &mut Row<'_>) -> Result<Self, DecodeError>;
}

/// An edge type that goes from `From` to `To`; one impl per declared pair.
#[diagnostic::on_unimplemented(
    message = "edge `{Self}` does not go from `{From}` to `{To}`",
    label = "no declared pair joins these vertex types",
    note = "the pairs are in the `#[tg(from = .., to = ..)]` of `{Self}`"
)]
pub trait Connects<From, To>: Edge {}

/// An edge type that can be followed from vertices of type `V`: one impl per declared source type,
/// or per endpoint of an undirected edge.
#[diagnostic::on_unimplemented(
    message = "edge `{Self}` does not leave `{V}`",
    label = "no edge of this type begins at such a vertex",
    note = "the pairs are in the `#[tg(from = .., to = ..)]` of `{Self}`; `reaching` lists \
            the edges that reach a vertex"
)]
pub trait HasSource<V>: Edge {}

/// An edge type that leads to vertices of type `V`: one impl per declared target type, or per
/// endpoint of an undirected edge.
#[diagnostic::on_unimplemented(
    message = "edge `{Self}` does not reach `{V}`",
    label = "no edge of this type ends at such a vertex",
    note = "the pairs are in the `#[tg(from = .., to = ..)]` of `{Self}`"
)]
pub trait HasTarget<V>: Edge {}

/// A directed edge type with a reverse type, which the server keeps in step.
#[diagnostic::on_unimplemented(
    message = "edge `{Self}` has no reverse edge",
    label = "nothing to follow backwards",
    note = "declare one with `#[tg(reverse = \"name\")]`; an undirected edge needs none"
)]
pub trait Reversible: Edge {
    /// The name of the reverse type.
    const REVERSE: &'static str;
}

/// An edge type with a discriminator, which distinguishes parallel edges.
#[diagnostic::on_unimplemented(
    message = "edge `{Self}` has no discriminator",
    label = "there is at most one such edge between two vertices",
    note = "mark the fields that tell parallel edges apart with `#[tg(discriminator)]`"
)]
pub trait Discriminated: Edge {
    /// The discriminator's value: one value, or a tuple in declaration order.
    type Discriminator: Key;
}
