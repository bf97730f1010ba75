//! One edge of an answer.

use std::fmt;

use crate::body::ReadResult;
use crate::schema::{AnyId, Edge, ReadEdge};
use crate::value::{DecodeError, Decoder, Row};

/// An edge as it was read: its ends and its attributes.
///
/// The ends are in the order of the declaration, in whichever direction the edge was followed. An
/// undirected edge between two vertices of one type has no such order; `from` is then the vertex in
/// the request.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(bound(
    serialize = "E: serde::Serialize, E::From: serde::Serialize, E::To: serde::Serialize",
    deserialize = "E: serde::Deserialize<'de>, E::From: serde::Deserialize<'de>, \
                   E::To: serde::Deserialize<'de>"
))]
pub struct EdgeRecord<E: Edge> {
    /// The vertex that the edge leaves.
    pub from: E::From,
    /// The vertex that the edge reaches.
    pub to: E::To,
    /// The attributes.
    pub edge: E,
}

/// The direction in which an edge was followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// The row has the ends in the declared order.
    Forward,
    /// The row is of the reverse type.
    Backward,
}

impl<E: ReadEdge> EdgeRecord<E> {
    /// Reads a row, of the reverse type or of the type itself.
    pub(crate) fn of_row(row: &mut Row<'_>, is_reverse: bool) -> Result<Self, DecodeError> {
        let direction = if is_reverse { Direction::Backward } else { Direction::Forward };
        Self::decode(row, direction)
    }

    pub(super) fn decode(row: &mut Row<'_>, direction: Direction) -> Result<Self, DecodeError> {
        let turned = is_turned::<E>(row, direction)?;
        let (from, to) = if turned { (row.to()?, row.from()?) } else { (row.from()?, row.to()?) };
        Ok(Self { from, to, edge: E::decode(row)? })
    }
}

/// An EDGE that a query printed, under its own name or that of its reverse.
impl<E: ReadEdge> ReadResult for EdgeRecord<E> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.row(|row| {
            let name = row.edge_type()?;
            if name == E::SPEC.name {
                return Self::decode(row, Direction::Forward);
            }
            if E::SPEC.reverse == Some(&*name) {
                return Self::decode(row, Direction::Backward);
            }
            let expected = format!("an edge of type `{}`", E::SPEC.name);
            Err(DecodeError::mismatch(expected, format!("one of type `{name}`")))
        })
    }

    /// An EDGE that is unset is printed as `{}`.
    fn read_optional(input: &mut Decoder<'_>) -> Result<Option<Self>, DecodeError> {
        let mut is_empty = true;
        let mut ahead = input.clone();
        let is_object = ahead.peek() == Some(b'{');
        if is_object {
            ahead.map(|_, input| {
                is_empty = false;
                input.skip()
            })?;
        }
        if input.is_null() || (is_object && is_empty) {
            input.skip()?;
            return Ok(None);
        }
        Self::read(input).map(Some)
    }
}

/// Returns `true` if the first end of a row is declared second: the row is of the reverse type, or
/// an undirected edge was followed from that end.
pub(super) fn is_turned<E: Edge>(row: &Row<'_>, direction: Direction) -> Result<bool, DecodeError> {
    if E::SPEC.directed || direction == Direction::Backward {
        return Ok(direction == Direction::Backward);
    }
    let (from, to): (AnyId, AnyId) = (row.from()?, row.to()?);
    let ends = (from.vertex_type(), to.vertex_type());
    Ok(!E::SPEC.pairs.iter().any(|pair| (pair.from, pair.to) == ends))
}

impl<E: Edge + fmt::Debug> fmt::Debug for EdgeRecord<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeRecord")
            .field("from", &self.from)
            .field("to", &self.to)
            .field("edge", &self.edge)
            .finish()
    }
}

impl<E: Edge + Clone> Clone for EdgeRecord<E> {
    fn clone(&self) -> Self {
        Self { from: self.from.clone(), to: self.to.clone(), edge: self.edge.clone() }
    }
}

impl<E: Edge + PartialEq> PartialEq for EdgeRecord<E> {
    fn eq(&self, other: &Self) -> bool {
        self.from == other.from && self.to == other.to && self.edge == other.edge
    }
}
