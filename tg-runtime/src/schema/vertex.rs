//! The traits of a vertex type.

use super::VertexSpec;
use crate::value::{DecodeError, Encoder, IdText, Key, Row};

/// A vertex type that can be written. Implemented by `#[derive(Vertex)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a vertex type",
    label = "no TigerGraph vertex type is known for this",
    note = "annotate the struct with `#[derive(Vertex)]` and its id field with `#[tg(primary_id)]`"
)]
pub trait Vertex: Sized {
    /// The Rust type of the primary id: one value, or a tuple for a composite key.
    type Key: Key;

    /// One typed [`Column`](super::Column) per readable attribute: the argument of the closure of
    /// `find(|v| ..)`.
    type Columns: Copy;

    /// The schema of the type.
    const SPEC: VertexSpec;

    /// The columns.
    const COLUMNS: Self::Columns;

    /// Returns the primary id of this vertex.
    fn key(&self) -> Self::Key;

    /// Writes the primary id as the server spells it.
    fn write_id(&self, id: &mut IdText);

    /// Writes the attributes, without the primary id.
    fn encode(&self, out: &mut Encoder);
}

/// A vertex type that can also be read back. Implemented by `#[derive(Vertex)]` for types that own
/// their data.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from an answer",
    label = "this vertex type can only be written",
    note = "`#[derive(Vertex)]` on a struct with lifetime parameters makes a type that is written only; \
            read into a struct that owns its data"
)]
pub trait ReadVertex: Vertex {
    /// Reads one vertex.
    ///
    /// # Errors
    ///
    /// When an attribute is missing or does not fit its field.
    fn decode(row: &mut Row<'_>) -> Result<Self, DecodeError>;
}
