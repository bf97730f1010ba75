//! The arguments of queries.

mod parameter;
mod read;
mod typed;

use crate::schema::{AnyId, EndpointId as _, Id, KeySpec, Vertex, VertexSpec};
use crate::value::{Attribute, AttributeType, EncodeError, Encoder, IdText};

pub use parameter::Parameter;
pub use typed::ParameterOf;

/// The value of a query's parameter, ready to be written into a URL or a body.
///
/// [`Parameter`] creates it from a Rust value; it can be built by hand for a parameter whose type
/// is known only at run time.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument(pub(crate) Shape);

/// The form of an argument.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Left out: the query's default.
    Absent,
    /// It cannot be sent.
    Refused(EncodeError),
    /// A number or a BOOL, as JSON and GSQL spell it.
    Plain(String),
    /// A STRING, a DATETIME or the path of a file.
    Text(String),
    /// A vertex.
    Vertex(VertexArgument),
    /// A SET, BAG or LIST.
    List(Vec<Self>),
    /// A MAP, or a tuple.
    Map(Vec<Self>, Vec<Self>),
}

/// A vertex, by its id.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct VertexArgument {
    pub(crate) vertex_type: String,
    /// The id as the server spells it.
    pub(crate) id: String,
    /// The parts of a composite key.
    pub(crate) parts: Vec<Shape>,
}

impl Argument {
    /// Leaves the parameter out, so that the query takes its default, as `None` does.
    pub fn absent() -> Self {
        Self(Shape::Absent)
    }

    /// Creates the argument of a value that can be an attribute: numbers, BOOL, STRING, DATETIME,
    /// tuples and collections of them.
    pub fn attribute<T: Attribute + ?Sized>(value: &T) -> Self {
        if value.is_absent() {
            return Self::absent();
        }
        let mut encoder = Encoder::new();
        value.encode(&mut encoder);
        match encoder.take_error() {
            Some(error) => Self(Shape::Refused(error)),
            None => Self(read::shape(encoder.as_bytes())),
        }
    }

    /// A vertex, by its id: VERTEX or `VERTEX<T>`.
    pub fn vertex<V: Vertex>(vertex: &V) -> Self {
        let mut id = IdText::new();
        vertex.write_id(&mut id);
        Self::of_spec(&V::SPEC, &id)
    }

    /// The id of a vertex: VERTEX or `VERTEX<T>`.
    pub fn id<V: Vertex + 'static>(id: &Id<V>) -> Self {
        let mut text = IdText::new();
        id.write_id(&mut text);
        Self::of_spec(&V::SPEC, &text)
    }

    /// The id of a vertex whose type is known only at run time: VERTEX or `VERTEX<T>`.
    ///
    /// A composite key is written as the server spells it, its parts joined by commas.
    pub fn any_id(id: &AnyId) -> Self {
        let mut text = IdText::new();
        id.write_id(&mut text);
        Self(match text.finish() {
            Ok(text) => Shape::Vertex(VertexArgument {
                vertex_type: id.vertex_type().to_owned(),
                id: text.to_owned(),
                parts: Vec::new(),
            }),
            Err(error) => Shape::Refused(error),
        })
    }

    /// A SET, BAG or LIST.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self(match within_collection(items) {
            Ok(items) => Shape::List(items),
            Err(error) => Shape::Refused(error),
        })
    }

    /// A MAP.
    pub fn map(entries: impl IntoIterator<Item = (Self, Self)>) -> Self {
        let (keys, values): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        Self(match (within_collection(keys), within_collection(values)) {
            (Ok(keys), Ok(values)) => Shape::Map(keys, values),
            (Err(error), _) | (_, Err(error)) => Shape::Refused(error),
        })
    }

    /// Creates an argument that cannot be sent: `error` becomes the error of the query.
    pub fn refused(error: EncodeError) -> Self {
        Self(Shape::Refused(error))
    }

    fn of_spec(spec: &VertexSpec, id: &IdText) -> Self {
        Self(match id.finish() {
            Ok(id) => Shape::Vertex(VertexArgument {
                vertex_type: spec.name.to_owned(),
                id: id.to_owned(),
                parts: parts(spec, id),
            }),
            Err(error) => Shape::Refused(error),
        })
    }
}

/// Returns the parts of a composite key; none of a key that is one value. No part contains a comma.
fn parts(spec: &VertexSpec, id: &str) -> Vec<Shape> {
    let KeySpec::PrimaryKey(names @ [_, _, ..]) = spec.key else { return Vec::new() };
    let is_number = |name: &str| {
        let attribute = spec.attributes.iter().find(|attribute| attribute.name == name);
        attribute.is_some_and(|it| matches!(it.ty, AttributeType::Int | AttributeType::Uint))
    };
    let part = |(name, text): (&&str, &str)| match is_number(name) {
        true => Shape::Plain(text.to_owned()),
        false => Shape::Text(text.to_owned()),
    };
    names.iter().zip(id.split(',')).map(part).collect()
}

fn within_collection(items: impl IntoIterator<Item = Argument>) -> Result<Vec<Shape>, EncodeError> {
    let item = |Argument(shape)| match shape {
        Shape::Absent => Err(EncodeError::new(
            "`None` cannot be in a collection: TigerGraph has no NULL, only a whole parameter can be left out",
        )),
        Shape::Refused(error) => Err(error),
        shape => Ok(shape),
    };
    items.into_iter().map(item).collect()
}
