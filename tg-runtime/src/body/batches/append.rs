//! Appending values of JSON to Arrow arrays.

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, FixedSizeBinaryBuilder, Float32Builder, Float64Builder,
    Int64Builder, ListBuilder, MapBuilder, StringBuilder, StructBuilder, TimestampSecondBuilder,
    UInt64Builder,
};
use arrow_schema::{ArrowError, DataType};

use crate::value::{DateTime, DecodeError, Decoder, KeyPart as _, ReadAttribute as _};

type Nested = Box<dyn ArrayBuilder>;

/// Appends a value as an answer spells it.
pub(super) fn append(
    builder: &mut dyn ArrayBuilder,
    ty: &DataType,
    input: &mut Decoder<'_>,
) -> Result<(), DecodeError> {
    match ty {
        DataType::Int64 => of::<Int64Builder>(builder)?.append_value(input.int()?),
        DataType::UInt64 => of::<UInt64Builder>(builder)?.append_value(input.uint()?),
        DataType::Float32 => of::<Float32Builder>(builder)?.append_value(input.float()?),
        DataType::Float64 => of::<Float64Builder>(builder)?.append_value(input.double()?),
        DataType::Boolean => of::<BooleanBuilder>(builder)?.append_value(input.bool()?),
        DataType::Utf8 => of::<StringBuilder>(builder)?.append_value(input.text()?),
        DataType::Timestamp(..) => {
            let moment = DateTime::decode(input)?;
            of::<TimestampSecondBuilder>(builder)?.append_value(moment.unix());
        }
        DataType::FixedSizeBinary(_) => {
            let text = input.text()?;
            let builder = of::<FixedSizeBinaryBuilder>(builder)?;
            if text.is_empty() {
                builder.append_null();
            } else {
                builder.append_value(text.as_bytes()).map_err(|error| failed(&error))?;
            }
        }
        DataType::List(element) => {
            let builder = of::<ListBuilder<Nested>>(builder)?;
            let ty = element.data_type();
            input.list(|input| append(builder.values().as_mut(), ty, input))?;
            builder.append(true);
        }
        DataType::Map(entries, _) => {
            let builder = of::<MapBuilder<Nested, Nested>>(builder)?;
            let DataType::Struct(fields) = entries.data_type() else { return Err(other(ty)) };
            let [key_field, value_field] = &fields[..] else { return Err(other(ty)) };
            input.map(|key, input| {
                append_text(builder.keys().as_mut(), key_field.data_type(), &key)?;
                append(builder.values().as_mut(), value_field.data_type(), input)
            })?;
            builder.append(true).map_err(|error| failed(&error))?;
        }
        DataType::Struct(fields) => {
            let mut row = input.object()?;
            let builder = of::<StructBuilder>(builder)?;
            for (field, builder) in fields.iter().zip(builder.field_builders_mut()) {
                let missing = || DecodeError::mismatch("a value", "none");
                let value = row.raw(field.name())?.ok_or_else(missing);
                value
                    .and_then(|json| {
                        append(builder.as_mut(), field.data_type(), &mut Decoder::new(json))
                    })
                    .map_err(|error| error.in_attribute(field.name()))?;
            }
            builder.append(true);
        }
        _ => return Err(other(ty)),
    }
    Ok(())
}

/// Appends an id or the key of a MAP: a value of any type that JSON has as a text.
pub(super) fn append_text(
    builder: &mut dyn ArrayBuilder,
    ty: &DataType,
    text: &str,
) -> Result<(), DecodeError> {
    match ty {
        DataType::Utf8 => of::<StringBuilder>(builder)?.append_value(text),
        DataType::Int64 => of::<Int64Builder>(builder)?.append_value(i64::parse_part(text)?),
        DataType::UInt64 => of::<UInt64Builder>(builder)?.append_value(u64::parse_part(text)?),
        DataType::Timestamp(..) => {
            let moment = DateTime::parse_part(text)?;
            of::<TimestampSecondBuilder>(builder)?.append_value(moment.unix());
        }
        _ => return Err(other(ty)),
    }
    Ok(())
}

/// Returns the builder as that of its type.
fn of<B: ArrayBuilder>(builder: &mut dyn ArrayBuilder) -> Result<&mut B, DecodeError> {
    let expected = || DecodeError::mismatch(std::any::type_name::<B>(), "another builder");
    builder.as_any_mut().downcast_mut().ok_or_else(expected)
}

fn other(ty: &DataType) -> DecodeError {
    DecodeError::mismatch("a type of an attribute", ty.to_string())
}

fn failed(error: &ArrowError) -> DecodeError {
    DecodeError::mismatch("a value that fits its column", error.to_string())
}
