//! `Option`, `Box` and references.

use crate::value::{
    Attribute, AttributeType, DecodeError, Decoder, EncodeError, Encoder, ReadAttribute, kind,
};

/// `None` leaves the attribute out: a new vertex gets the schema's default, an existing one keeps
/// what it has. With `#[tg(none)]` on the field, `None` is stored as a value.
impl<T: Attribute> Attribute for Option<T> {
    type Kind = kind::Optional<T::Kind>;

    const TYPE: AttributeType = T::TYPE;
    const VARIANTS: &'static [&'static str] = T::VARIANTS;

    fn encode(&self, out: &mut Encoder) {
        match self {
            Some(value) => value.encode(out),
            None => out.refuse(EncodeError::new(
                "`None` cannot be sent here: TigerGraph has no NULL, only a whole attribute can be left out",
            )),
        }
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(T::is_absent)
    }
}

/// `None` is an attribute that the answer does not have.
impl<T: ReadAttribute> ReadAttribute for Option<T> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if input.is_null() {
            input.skip()?;
            return Ok(None);
        }
        T::decode_optional(input)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Attribute + ?Sized> Attribute for &T {
    type Kind = kind::Pointer<T::Kind>;

    const TYPE: AttributeType = T::TYPE;
    const VARIANTS: &'static [&'static str] = T::VARIANTS;

    fn encode(&self, out: &mut Encoder) {
        (**self).encode(out);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Attribute> Attribute for Box<T> {
    type Kind = kind::Pointer<T::Kind>;

    const TYPE: AttributeType = T::TYPE;
    const VARIANTS: &'static [&'static str] = T::VARIANTS;

    fn encode(&self, out: &mut Encoder) {
        (**self).encode(out);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ReadAttribute> ReadAttribute for Box<T> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        T::decode(input).map(Self::new)
    }

    fn decode_optional(input: &mut Decoder<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(T::decode_optional(input)?.map(Self::new))
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}
