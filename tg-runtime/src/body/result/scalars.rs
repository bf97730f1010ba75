//! Numbers, text, and what wraps a value.

use super::ReadResult;
use crate::value::kind::{Permits, uses};
use crate::value::{Attribute, DecodeError, Decoder, ReadAttribute};

#[diagnostic::do_not_recommend]
impl<T: ReadAttribute + Attribute<Kind: Permits<{ uses::ANSWER }>>> ReadResult for T {
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
