//! The sizes of a tuple's fields.

use crate::value::AttributeType;

/// The size that follows from a field's type. Does not compile for a STRING, which has none.
pub const fn tuple_size(ty: AttributeType, size: u32) -> u32 {
    assert!(
        !matches!(ty, AttributeType::String),
        "a STRING in a tuple needs its size in characters: write `#[tg(size = 40)]`"
    );
    size
}
