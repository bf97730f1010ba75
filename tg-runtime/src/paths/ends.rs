//! The vertices at which paths begin and end.

use crate::client::api::paths::End;
use crate::schema::{AnyId, AsId, Declares, EndpointId as _, Id, Vertex};
use crate::value::{EncodeError, IdText};

/// One or many vertices of the graph `G`, of any of its types: a vertex, an [`Id`], an [`AnyId`], a
/// slice, an array or a vector of these, or a tuple of any of them, of one type or several.
///
/// A key alone has no vertex type, so it is `Id::<Depot>::new(7)` here and not `7`.
///
/// The trait is sealed: it is implemented for these types only.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name vertices of `{G}` at which paths can begin or end",
    label = "expected a vertex, an id or several of them",
    note = "pass `&vertex`, `Id::<V>::new(key)`, a slice or an array of these, or a tuple of \
            several types; the graph must have a handle for the type"
)]
pub trait PathEnds<G> {
    /// Adds the vertices to a list, which only this crate can name.
    #[doc(hidden)]
    fn write(&self, out: &mut EndList);
}

/// The vertices at which paths may begin or end. It is public and not exported, which seals
/// [`PathEnds`].
#[derive(Debug, Default)]
pub struct EndList {
    ends: Vec<End>,
    error: Option<EncodeError>,
}

impl EndList {
    pub(super) fn of<G>(ends: &impl PathEnds<G>) -> Result<Vec<End>, EncodeError> {
        let mut list = Self::default();
        ends.write(&mut list);
        match list.error {
            Some(error) => Err(error),
            None => Ok(list.ends),
        }
    }

    fn push<V: Vertex>(&mut self, id: &impl AsId<V>) {
        self.push_text(V::SPEC.name, |out| id.write_id(out));
    }

    fn push_text(&mut self, vertex_type: &str, write: impl FnOnce(&mut IdText)) {
        let mut id = IdText::new();
        write(&mut id);
        match id.finish() {
            Ok(text) => {
                let (vertex_type, id) = (vertex_type.to_owned(), text.to_owned());
                self.ends.push(End { vertex_type, id });
            }
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
    }
}

impl<G: Declares<V>, V: Vertex> PathEnds<G> for &V {
    fn write(&self, out: &mut EndList) {
        out.push::<V>(self);
    }
}

impl<G: Declares<V>, V: Vertex> PathEnds<G> for Id<V> {
    fn write(&self, out: &mut EndList) {
        out.push::<V>(self);
    }
}

impl<G: Declares<V>, V: Vertex> PathEnds<G> for &Id<V> {
    fn write(&self, out: &mut EndList) {
        out.push::<V>(*self);
    }
}

/// The type is known at run time only: the server checks that the graph has it.
impl<G> PathEnds<G> for AnyId {
    fn write(&self, out: &mut EndList) {
        out.push_text(self.vertex_type(), |id| self.write_id(id));
    }
}

impl<G> PathEnds<G> for &AnyId {
    fn write(&self, out: &mut EndList) {
        PathEnds::<G>::write(*self, out);
    }
}

impl<G, T: PathEnds<G>> PathEnds<G> for Vec<T> {
    fn write(&self, out: &mut EndList) {
        self.iter().for_each(|end| end.write(out));
    }
}

impl<G, T: PathEnds<G>, const N: usize> PathEnds<G> for [T; N] {
    fn write(&self, out: &mut EndList) {
        self.iter().for_each(|end| end.write(out));
    }
}

macro_rules! borrowed {
    ($([$($generics:tt)*] $collection:ty),+) => {$(
        impl<'a, G, T, $($generics)*> PathEnds<G> for &'a $collection
        where
            &'a T: PathEnds<G>,
        {
            fn write(&self, out: &mut EndList) {
                self.iter().for_each(|end| end.write(out));
            }
        }
    )+};
}

borrowed!([] [T], [] Vec<T>, [const N: usize] [T; N]);

macro_rules! tuples {
    ($($($part:ident $index:tt),+;)+) => {$(
        impl<G, $($part: PathEnds<G>),+> PathEnds<G> for ($($part,)+) {
            fn write(&self, out: &mut EndList) {
                $(self.$index.write(out);)+
            }
        }
    )+};
}

tuples! {
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
}
