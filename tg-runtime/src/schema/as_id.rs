//! Arguments that identify a vertex.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Id, Vertex};
#[cfg(feature = "client")]
use crate::value::EncodeError;
use crate::value::{DateTime, IdText, Key, KeyValue};

/// An argument that identifies a vertex of type `V`: an [`Id<V>`], the vertex itself, or a value of
/// its primary id's type; for a composite key a tuple of its parts, `("Bob", 123)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an id of vertex `{V}`",
    label = "expected `Id<{V}>`, `&{V}`, or a value of its primary id's type",
    note = "ids are typed by their vertex: an id of one vertex type does not identify a vertex of \
            another"
)]
pub trait AsId<V: Vertex> {
    /// Writes the id as the server writes it.
    fn write_id(&self, out: &mut IdText);
}

/// Returns an id as the server writes it.
#[cfg(feature = "client")]
pub(crate) fn id_text<V: Vertex>(id: &impl AsId<V>) -> Result<String, EncodeError> {
    let mut text = IdText::new();
    id.write_id(&mut text);
    text.finish().map(str::to_owned)
}

/// Returns `true` if both texts are the same id: a server may spell a number or a time in another
/// way.
#[cfg(feature = "client")]
pub(crate) fn is_same_id<V: Vertex>(found: &str, requested: &str) -> bool {
    let same = |key: V::Key| id_text(&Id::<V>::new(key)).is_ok_and(|text| text == requested);
    found == requested || V::Key::parse(found).is_ok_and(same)
}

/// An id that has been written by [`id_text`].
#[cfg(feature = "client")]
pub(crate) struct WrittenId(pub(crate) String);

#[cfg(feature = "client")]
impl<V: Vertex> AsId<V> for WrittenId {
    fn write_id(&self, out: &mut IdText) {
        out.single(&self.0);
    }
}

impl<V: Vertex> AsId<V> for Id<V> {
    fn write_id(&self, out: &mut IdText) {
        self.key().write(out);
    }
}

impl<V: Vertex> AsId<V> for &Id<V> {
    fn write_id(&self, out: &mut IdText) {
        self.key().write(out);
    }
}

impl<V: Vertex> AsId<V> for &V {
    fn write_id(&self, out: &mut IdText) {
        V::write_id(self, out);
    }
}

macro_rules! values {
    ($($ty:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: Vertex> AsId<V> for $ty
        where
            $ty: KeyValue<V::Key>,
        {
            fn write_id(&self, out: &mut IdText) {
                out.single(self);
            }
        }

        #[diagnostic::do_not_recommend]
        impl<V: Vertex> AsId<V> for &$ty
        where
            $ty: KeyValue<V::Key>,
        {
            fn write_id(&self, out: &mut IdText) {
                out.single(*self);
            }
        }
    )+};
}

values!(String, Box<str>, Arc<str>, i8, i16, i32, i64, u8, u16, u32, u64, DateTime);

#[diagnostic::do_not_recommend]
impl<'a, V: Vertex> AsId<V> for &'a str
where
    &'a str: KeyValue<V::Key>,
{
    fn write_id(&self, out: &mut IdText) {
        out.single(self);
    }
}

#[diagnostic::do_not_recommend]
impl<'a, V: Vertex> AsId<V> for Cow<'a, str>
where
    Cow<'a, str>: KeyValue<V::Key>,
{
    fn write_id(&self, out: &mut IdText) {
        out.single(self);
    }
}

macro_rules! composites {
    ($($($value:ident $part:ident $index:tt),+;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<V, $($part, $value),+> AsId<V> for ($($value,)+)
        where
            V: Vertex<Key = ($($part,)+)>,
            $($value: KeyValue<$part>),+
        {
            fn write_id(&self, out: &mut IdText) {
                $(out.part(&self.$index);)+
            }
        }

        #[diagnostic::do_not_recommend]
        impl<V, $($part, $value),+> AsId<V> for &($($value,)+)
        where
            V: Vertex<Key = ($($part,)+)>,
            $($value: KeyValue<$part>),+
        {
            fn write_id(&self, out: &mut IdText) {
                $(out.part(&self.$index);)+
            }
        }
    )+};
}

composites! {
    A KA 0, B KB 1;
    A KA 0, B KB 1, C KC 2;
    A KA 0, B KB 1, C KC 2, D KD 3;
    A KA 0, B KB 1, C KC 2, D KD 3, E KE 4;
    A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5;
}
