//! Typed columns, views of a vertex, and groups of attributes.

use std::marker::PhantomData;

use super::{AttributeSpec, Vertex};
use crate::value::{DecodeError, Encoder, Row};

/// An attribute of `Owner` whose Rust type is `T`.
///
/// Columns come from the closures of `find`, `order_by` and `update`; a misspelt one does not
/// compile.
///
/// `Use` is `()`, or [`Immutable`] for a part of the primary id or of the discriminator.
pub struct Column<Owner, T, Use = ()> {
    name: &'static str,
    /// The JSON that is stored for `None`; empty without the key `none`.
    none: &'static str,
    types: PhantomData<fn() -> (Owner, T)>,
    used: PhantomData<fn() -> Use>,
}

/// Marks the column of an attribute that identifies the vertex or edge. It can be compared and
/// sorted by; an update does not take it, because the server never changes it.
#[derive(Debug)]
pub enum Immutable {}

impl<Owner, T, Use> Column<Owner, T, Use> {
    #[doc(hidden)]
    pub const fn new(name: &'static str) -> Self {
        Self { name, none: "", types: PhantomData, used: PhantomData }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_none(self, none: &'static str) -> Self {
        Self { none, ..self }
    }

    #[doc(hidden)]
    pub const fn none(self) -> &'static str {
        self.none
    }

    /// The name of the attribute on the server.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<Owner, T, Use> Clone for Column<Owner, T, Use> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Owner, T, Use> Copy for Column<Owner, T, Use> {}

/// A part of the attributes of a vertex: only these are requested. Implemented by
/// `#[derive(View)]` with `#[tg(of = Vertex)]`.
pub trait View: Sized {
    /// The vertex type that the view is of.
    type Of: Vertex;

    /// The attributes to select, by their names on the server.
    const SELECT: &'static [&'static str];

    /// Reads one row.
    ///
    /// # Errors
    ///
    /// When an attribute is missing or does not fit its field.
    fn decode(row: &mut Row<'_>) -> Result<Self, DecodeError>;
}

/// The columns of a group in a type that contains it. Implemented by `#[derive(AttributeGroup)]`.
pub trait ColumnSet: Copy {
    /// The columns.
    const ALL: Self;
}

/// Attributes that several types share, included with `#[tg(flatten)]`. Implemented by
/// `#[derive(AttributeGroup)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of attributes",
    label = "`flatten` takes in a group",
    note = "annotate the struct with `#[derive(AttributeGroup)]`, or remove `flatten`"
)]
pub trait AttributeGroup: Sized {
    /// The columns, for a given owner.
    type Columns<Owner>: ColumnSet;

    /// The attributes in declaration order.
    const ATTRIBUTES: &'static [AttributeSpec];

    /// Writes the attributes.
    fn encode(&self, out: &mut Encoder);

    /// Reads the attributes.
    ///
    /// # Errors
    ///
    /// When an attribute is missing or does not fit its field.
    fn decode(row: &mut Row<'_>) -> Result<Self, DecodeError>;
}
