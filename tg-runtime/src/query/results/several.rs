//! Several values at once.

use super::Printed;
use crate::body::ReadResult;
use crate::error::{Error, ErrorKind, Result};
use crate::value::Sealed;

/// A tuple of values that a query printed: from
/// [`QueryResults::values`](super::QueryResults::values). The trait is sealed.
pub trait ReadResults: Sized + Sealed {
    /// The number of values.
    const COUNT: usize;

    /// Reads them in the order in which they were printed.
    ///
    /// # Errors
    ///
    /// When there are too few, or one does not fit its type.
    fn read<'r>(printed: &mut dyn Iterator<Item = Printed<'r>>) -> Result<Self>;
}

fn next<'r, T: ReadResult>(printed: &mut dyn Iterator<Item = Printed<'r>>) -> Result<T> {
    let value = printed.next();
    value.ok_or_else(|| Error::new(ErrorKind::Decode, "too few values were printed"))?.read()
}

macro_rules! tuples {
    ($($count:literal: $($part:ident),+;)+) => {$(
        impl<$($part: ReadResult),+> Sealed for ($($part,)+) {}

        impl<$($part: ReadResult),+> ReadResults for ($($part,)+) {
            const COUNT: usize = $count;

            fn read<'r>(printed: &mut dyn Iterator<Item = Printed<'r>>) -> Result<Self> {
                Ok(($(next::<$part>(printed)?,)+))
            }
        }
    )+};
}

tuples! {
    1: A;
    2: A, B;
    3: A, B, C;
    4: A, B, C, D;
    5: A, B, C, D, E;
    6: A, B, C, D, E, F;
    7: A, B, C, D, E, F, G;
    8: A, B, C, D, E, F, G, H;
}
