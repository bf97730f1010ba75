//! The values that a column is compared with.

use std::borrow::Cow;
use std::sync::Arc;

use super::Texts;
use crate::value::kind::{Permits, uses};
use crate::value::{Attribute, Decoder, EncodeError, Encoder};

/// A value that a column of type `T` can be compared with: of the column's own type, or a `&str`
/// for text. A column of `Option<T>` is compared like one of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with an attribute of type `{T}`",
    label = "expected a value of the attribute's own type",
    note = "filters compare numbers, BOOL, STRING, DATETIME, and enums and newtypes of these; \
            collections, tuples and vectors cannot be compared"
)]
pub trait FilterValue<T>: Attribute {}

/// A type whose columns can be compared by `>` and `<`, and sorted by.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` have no order",
    label = "cannot be compared by `gt`, `ge`, `lt`, `le`, nor sorted by",
    note = "numbers, STRING and DATETIME have an order; BOOL has `eq` and `ne` only, collections have neither",
    note = "an enum has the order of its numbers if it is stored by them: `#[tg(stored_as = \"INT\")]`"
)]
pub trait Sortable: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::ORDER }>> + ?Sized> Sortable for T {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::EQUALITY }>>> FilterValue<T> for T {}

#[diagnostic::do_not_recommend]
impl FilterValue<f64> for i32 {}

macro_rules! texts {
    ($($value:ty: $($column:ty),+;)+) => {$($(
        #[diagnostic::do_not_recommend]
        impl FilterValue<$column> for $value {}
    )+)+};
}

texts! {
    &str: String, Box<str>, Arc<str>, Cow<'_, str>;
    &String: &str, String, Box<str>, Arc<str>, Cow<'_, str>;
    String: &str, Box<str>, Arc<str>, Cow<'_, str>;
}

impl<T, L: FilterValue<T>> FilterValue<Option<T>> for L {}

/// Returns the condition of `name`, `operator` and the literal.
pub(super) fn condition<L: Attribute>(
    name: &str,
    operator: &str,
    value: &L,
) -> Result<Texts, EncodeError> {
    let mut encoder = Encoder::new();
    value.encode(&mut encoder);
    condition_of(name, operator, encoder)
}

/// Returns the condition of `name`, `operator` and a value in JSON.
pub(super) fn condition_of_none(
    name: &str,
    operator: &str,
    json: &str,
) -> Result<Texts, EncodeError> {
    let mut encoder = Encoder::new();
    encoder.raw(json);
    condition_of(name, operator, encoder)
}

fn condition_of(name: &str, operator: &str, encoder: Encoder) -> Result<Texts, EncodeError> {
    let mut literal = String::new();
    write_literal(&mut literal, encoder).map_err(|error| error.of_attribute(name))?;
    let path_operator = if operator == "=" { "==" } else { operator };
    Ok(Texts {
        listing: format!("{name}{operator}{literal}"),
        path: format!("{name} {path_operator} {literal}"),
    })
}

/// Writes a value in the syntax of filters: text between double quotes, with `"` and `\` escaped
/// and every other character as it is; the rest as in JSON.
fn write_literal(text: &mut String, mut encoder: Encoder) -> Result<(), EncodeError> {
    if let Some(error) = encoder.take_error() {
        return Err(error);
    }
    let json = String::from_utf8_lossy(encoder.as_bytes());
    if !json.starts_with('"') {
        text.push_str(&json);
        return Ok(());
    }
    let value = Decoder::new(&json)
        .text()
        .map_err(|error| EncodeError::new(format!("the text cannot be a literal: {error}")))?;
    text.push('"');
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            text.push('\\');
        }
        text.push(character);
    }
    text.push('"');
    Ok(())
}
