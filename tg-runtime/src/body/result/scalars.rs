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

/// `None` is `null`, an unset VERTEX or EDGE, or a name that was not printed.
impl<T: ReadResult> ReadResult for Option<T> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        T::read_optional(input)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}
