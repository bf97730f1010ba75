//! Numbers, text, and what wraps a value.

use std::borrow::Cow;
use std::sync::Arc;

use super::ReadResult;
use crate::value::{DateTime, DecodeError, Decoder, FixedBinary, ReadAttribute, Vector};

macro_rules! attributes {
    ($($ty:ty),+) => {$(
        impl ReadResult for $ty {
            fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                <$ty as ReadAttribute>::decode(input)
            }
        }
    )+};
}

attributes!(
    i8,
    i16,
    i32,
    i64,
    u8,
    u16,
    u32,
    u64,
    f32,
    f64,
    bool,
    String,
    Box<str>,
    Arc<str>,
    Cow<'static, str>,
    DateTime
);

impl<const N: usize> ReadResult for FixedBinary<N> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Self::decode(input)
    }
}

impl<const N: usize> ReadResult for Vector<N> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Self::decode(input)
    }
}

/// `None` is `null`, or a name that was not printed.
impl<T: ReadResult> ReadResult for Option<T> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if input.is_null() {
            input.skip()?;
            return Ok(None);
        }
        T::read(input).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ReadResult> ReadResult for Box<T> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        T::read(input).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}
