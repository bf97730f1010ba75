//! A vertex of one of several types.

use crate::body::ReadResult;
use crate::schema::ReadVertex;
use crate::value::{DecodeError, Decoder, Row};

/// The vertex type of a variant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a vertex type that can be read",
    label = "a variant of a view has a vertex type as its field",
    note = "annotate a struct that owns its data with `#[derive(Vertex)]`"
)]
pub trait VariantType: ReadVertex {}

#[diagnostic::do_not_recommend]
impl<V: ReadVertex> VariantType for V {}

/// A vertex of a result that is read by its type.
pub struct OneOf<'j> {
    json: &'j str,
    found: String,
    expected: Vec<&'static str>,
}

impl<'j> OneOf<'j> {
    /// Reads the type of the vertex.
    ///
    /// # Errors
    ///
    /// If the value is not a vertex.
    pub fn new(input: &mut Decoder<'j>) -> Result<Self, DecodeError> {
        let json = input.raw()?;
        let found = Row::new(json)?.vertex_type()?.into_owned();
        Ok(Self { json, found, expected: Vec::new() })
    }

    /// Reads the vertex if it is of this type.
    pub fn read<V: VariantType>(&mut self) -> Option<Result<V, DecodeError>> {
        if self.found == V::SPEC.name {
            return Some(Decoder::new(self.json).vertex());
        }
        self.expected.push(V::SPEC.name);
        None
    }

    /// Reads the vertex as `T` if it is of type `V`.
    pub fn read_as<V: VariantType, T: ReadResult>(&mut self) -> Option<Result<T, DecodeError>> {
        if self.found == V::SPEC.name {
            return Some(T::read(&mut Decoder::new(self.json)));
        }
        self.expected.push(V::SPEC.name);
        None
    }

    /// Returns the error for a vertex of another type.
    pub fn unread(&self) -> DecodeError {
        let expected = format!("a vertex of type `{}`", self.expected.join("` or `"));
        DecodeError::mismatch(expected, format!("one of type `{}`", self.found))
    }
}
