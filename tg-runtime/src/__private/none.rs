//! Fields with the key `none`.

use crate::value::{Attribute, AttributeType, DecodeError, Encoder, ReadAttribute, Row};

/// Returns the JSON of an attribute that was never written.
pub const fn unset<T: Attribute>() -> &'static str {
    T::TYPE.unset()
}

/// Returns `true` if the JSON can be stored for `None`: it is a value of the type, and not a
/// variant of an enum. It is empty for a type without such a value.
pub const fn can_be_none(ty: AttributeType, variants: &[&str], literal: &str) -> bool {
    !literal.is_empty()
        && super::can_default_to(ty, &[], literal)
        && !super::is_one_of(literal, variants)
}

/// Writes the attribute; `none` is the JSON for `None`.
pub fn write_or<T: Attribute>(
    value: &Option<T>,
    fragment: &'static str,
    none: &str,
    out: &mut Encoder,
) {
    out.attribute_or(fragment, value, none);
}

/// Reads the attribute, if the answer has it; `none` is the JSON for `None`.
pub fn present_or<T: ReadAttribute>(
    row: &mut Row<'_>,
    name: &str,
    none: &str,
) -> Result<Option<Option<T>>, DecodeError> {
    row.present_or(name, none)
}

/// Returns what an `Option` of an enum reads: `None` for the value of an attribute that was never
/// written, if it is not a variant.
pub fn not_unset<T>(
    read: Result<T, DecodeError>,
    is_unset: bool,
) -> Result<Option<T>, DecodeError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(_) if is_unset => Ok(None),
        Err(error) => Err(error),
    }
}

/// Creates the error for a text or number that is not a variant of an enum.
#[cold]
pub fn no_variant(expected: &str, found: &str) -> DecodeError {
    let unset = match found {
        "" => "an empty text",
        "0" => "0",
        _ => return DecodeError::mismatch(expected, format!("`{found}`")),
    };
    DecodeError::mismatch(
        expected,
        format!(
            "{unset}, which an attribute has that was never written: make the field an `Option`, or \
             give it a `schema_default`"
        ),
    )
}
