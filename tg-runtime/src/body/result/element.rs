//! Vertices and their ids.

use super::ReadResult;
use crate::schema::{AnyId, EndpointId, Id, ReadVertex, Vertex, View};
use crate::value::{DecodeError, Decoder, Key, Row};

impl Decoder<'_> {
    /// Reads a vertex of a result, the object with `v_id`, `v_type` and `attributes`.
    ///
    /// # Errors
    ///
    /// If the value is not a vertex of this type, or does not fit.
    pub fn vertex<V: ReadVertex>(&mut self) -> Result<V, DecodeError> {
        self.row(|row| {
            is_of_type::<V>(row)?;
            V::decode(row)
        })
    }

    /// Reads a smaller view of a vertex.
    ///
    /// # Errors
    ///
    /// If the value is not a vertex of the view's type, or does not fit.
    pub fn view<W: View>(&mut self) -> Result<W, DecodeError> {
        self.row(|row| {
            is_of_type::<W::Of>(row)?;
            W::decode(row)
        })
    }
}

pub(crate) fn is_of_type<V: Vertex>(row: &Row<'_>) -> Result<(), DecodeError> {
    let found = row.vertex_type()?;
    if found == V::SPEC.name {
        return Ok(());
    }
    let expected = format!("a vertex of type `{}`", V::SPEC.name);
    Err(DecodeError::mismatch(expected, format!("one of type `{found}`")))
}

/// A VERTEX, of which only the id is printed, or one of a vertex set.
impl<V: Vertex + 'static> ReadResult for Id<V> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        match input.peek() {
            Some(b'"') => V::Key::parse(&input.text()?).map(Self::new),
            Some(b'{') => {
                input.row(|row| EndpointId::decode(&row.vertex_type()?, &row.vertex_id()?))
            }
            Some(b'-' | b'0'..=b'9') => {
                let start = input.at;
                input.skip()?;
                V::Key::parse(input.slice(start, input.at)).map(Self::new)
            }
            _ => Err(input.mismatch("the id of a vertex")),
        }
    }

    /// A VERTEX that is unset is printed as `Unknown`, which is then not an id.
    fn read_optional(input: &mut Decoder<'_>) -> Result<Option<Self>, DecodeError> {
        if input.is_null() || input.clone().text().is_ok_and(|id| id == "Unknown") {
            input.skip()?;
            return Ok(None);
        }
        Self::read(input).map(Some)
    }
}

/// One of a vertex set: of a VERTEX only the id is printed, and not the type.
impl ReadResult for AnyId {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        match input.peek() {
            Some(b'{') => {
                input.row(|row| EndpointId::decode(&row.vertex_type()?, &row.vertex_id()?))
            }
            _ => Err(input.mismatch("a vertex with its type")),
        }
    }
}
