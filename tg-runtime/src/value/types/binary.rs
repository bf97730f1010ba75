//! FIXED_BINARY.

use crate::value::{
    Attribute, AttributeType, DecodeError, Decoder, EncodeError, Encoder, ReadAttribute, kind,
};

/// A FIXED_BINARY(N): exactly `N` bytes.
///
/// The REST interface carries it as text, so only bytes that are UTF-8 can be sent; others are
/// refused before anything is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FixedBinary<const N: usize>(pub [u8; N]);

impl<const N: usize> Default for FixedBinary<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> From<[u8; N]> for FixedBinary<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl<const N: usize> AsRef<[u8]> for FixedBinary<N> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> Attribute for FixedBinary<N> {
    type Kind = kind::Binary;

    const TYPE: AttributeType = AttributeType::FixedBinary(N as u32);

    fn encode(&self, out: &mut Encoder) {
        match std::str::from_utf8(&self.0) {
            Ok(text) => out.text(text),
            Err(_) => out.refuse(EncodeError::new(format!(
                "the {N} bytes of a FIXED_BINARY are sent as text, and these are not UTF-8; \
                 store them encoded, in hexadecimal for instance"
            ))),
        }
    }
}

impl<const N: usize> ReadAttribute for FixedBinary<N> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let text = input.text()?;
        let bytes = text.as_bytes().try_into();
        bytes.map(Self).map_err(|_| start.mismatch(&format!("FIXED_BINARY of {N} bytes")))
    }
}
