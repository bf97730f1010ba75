//! STRING and DATETIME.

use std::borrow::Cow;
use std::sync::Arc;

use crate::value::{
    Attribute, AttributeType, DateTime, DecodeError, Decoder, Encoder, ReadAttribute, kind,
};

macro_rules! texts {
    ($($ty:ty),+) => {$(
        impl Attribute for $ty {
            type Kind = kind::Text;

            const TYPE: AttributeType = AttributeType::String;

            fn encode(&self, out: &mut Encoder) {
                out.text(self);
            }
        }
    )+};
}

texts!(str, String, Box<str>, Arc<str>, Cow<'_, str>);

macro_rules! owned_texts {
    ($($ty:ty),+) => {$(
        impl ReadAttribute for $ty {
            fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                input.text().map(|text| text.into_owned().into())
            }
        }
    )+};
}

owned_texts!(String, Box<str>, Arc<str>);

impl ReadAttribute for Cow<'static, str> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.text().map(|text| Cow::Owned(text.into_owned()))
    }
}

impl Attribute for DateTime {
    type Kind = kind::Moment;

    const TYPE: AttributeType = AttributeType::DateTime;

    fn encode(&self, out: &mut Encoder) {
        out.date_time(*self);
    }
}

impl ReadAttribute for DateTime {
    /// Reads the text, or the seconds since 1970 that servers before 3.0 print.
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let moment = if start.is_text() {
            input.text()?.parse().ok()
        } else {
            Self::from_unix(input.int()?).ok()
        };
        moment.ok_or_else(|| start.mismatch("DATETIME"))
    }
}
