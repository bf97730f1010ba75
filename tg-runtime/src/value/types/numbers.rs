//! INT, UINT, FLOAT, DOUBLE and BOOL.

use crate::value::{Attribute, AttributeType, DecodeError, Decoder, Encoder, ReadAttribute, kind};

macro_rules! integers {
    ($($ty:ident: $kind:ident $wide:ident $method:ident;)+) => {$(
        impl Attribute for $ty {
            type Kind = kind::$kind<{ $ty::BITS / 8 }>;

            const TYPE: AttributeType = AttributeType::$kind;

            fn encode(&self, out: &mut Encoder) {
                out.$method($wide::from(*self));
            }
        }

        impl ReadAttribute for $ty {
            fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                let number = input.$method()?;
                Self::try_from(number).map_err(|_| out_of_range(stringify!($ty), &number.to_string()))
            }
        }
    )+};
}

integers! {
    i8: Int i64 int;
    i16: Int i64 int;
    i32: Int i64 int;
    i64: Int i64 int;
    u8: Uint u64 uint;
    u16: Uint u64 uint;
    u32: Uint u64 uint;
    u64: Uint u64 uint;
}

#[cold]
fn out_of_range(ty: &str, number: &str) -> DecodeError {
    DecodeError::mismatch(format!("an integer that fits `{ty}`"), format!("`{number}`"))
}

macro_rules! others {
    ($($ty:ident: $kind:ident $method:ident;)+) => {$(
        impl Attribute for $ty {
            type Kind = kind::$kind;

            const TYPE: AttributeType = AttributeType::$kind;

            fn encode(&self, out: &mut Encoder) {
                out.$method(*self);
            }
        }

        impl ReadAttribute for $ty {
            fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                input.$method()
            }
        }
    )+};
}

others! {
    f32: Float float;
    f64: Double double;
    bool: Bool bool;
}
