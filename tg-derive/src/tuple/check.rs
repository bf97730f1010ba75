//! A tuple, compared with its type in the schema file.

use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use tg_gsql::model::{AttributeType, TupleField, TupleFieldType, TupleType};
use tg_gsql::suggest::nearest;

use super::Tuple;
use crate::attr::Key;
use crate::paths::item_of;
use crate::record::Field;
use crate::snapshot::{Check, Fit, constant, fit_tuple_field, is_json, list, name_of, name_tokens};

/// Compares a tuple with its type in a schema.
pub(crate) fn compare(tuple: &Tuple<'_>, check: &mut Check<'_>) {
    let record = &tuple.record;
    if record.attrs.is_doubtful() {
        return;
    }
    let (catalog, file) = (check.catalog, check.file);
    let Some(found) = catalog.tuple(&record.name) else {
        // The server's JSON has no tuples, so nothing is known about them.
        if !(catalog.tuples.is_empty() && is_json(file)) {
            check.unknown_tuple(&record.name, name_tokens(record.ident, &record.attrs));
        }
        return;
    };
    let fields: Vec<&Field<'_>> = tuple.record.attributes().collect();
    let mut unused: Vec<&str> = found.fields.iter().map(|field| field.name.as_str()).collect();
    unused.retain(|name| !fields.iter().any(|field| field.name == *name));
    let mut sound = true;
    for field in &fields {
        match found.field(&field.name) {
            Some(expected) => compare_field(tuple, field, expected, found, check),
            None if field.attrs.is_doubtful() => sound = false,
            None => {
                let near = nearest(&field.name, unused.iter().copied());
                let message = unknown_field(field, near, &unused, found, file);
                check.at(name_of(field), message);
                unused.retain(|name| near.is_some_and(|near| near != *name));
                sound = false;
            }
        }
    }
    if !sound {
        return;
    }
    if !unused.is_empty() {
        let lines: Vec<_> = unused.iter().filter_map(|name| found.field(name)).map(line).collect();
        let message = format!(
            "tuple `{}` has {} in {file}, which this struct lacks: add {}",
            found.name,
            list(&unused),
            list(&lines)
        );
        check.at(record.ident, message);
        return;
    }
    let moved =
        fields.iter().zip(&found.fields).find(|(field, expected)| field.name != expected.name);
    if let Some((field, expected)) = moved {
        let message = format!(
            "tuple `{}` has the fields {} in {file}, in this order: put \
             the field `{}` before this one",
            found.name,
            list(&found.fields.iter().map(|field| &field.name).collect::<Vec<_>>()),
            expected.name
        );
        check.at(field.ident, message);
    }
}

fn unknown_field(
    field: &Field<'_>,
    near: Option<&str>,
    unused: &[&str],
    found: &TupleType,
    file: &str,
) -> String {
    let message = format!("no field `{}` in tuple `{}` in {file}", field.name, found.name);
    match (near, unused) {
        (Some(near), _) => format!("{message}; did you mean `{near}`?"),
        (None, []) => {
            format!("{message}: remove it, or keep it out of the graph with `#[tg(skip)]`")
        }
        (None, unused) => {
            format!(
                "{message}, which has {} without a field: rename this one, or remove it",
                list(unused)
            )
        }
    }
}

/// Writes the line of a field.
fn line(field: &TupleField) -> String {
    let size = match field.ty {
        TupleFieldType::String(characters) => format!("#[tg(size = {characters})] "),
        _ => String::new(),
    };
    format!("{size}{}: {},", field.name, spell(field.ty))
}

fn spell(ty: TupleFieldType) -> String {
    match ty {
        TupleFieldType::Int(bytes) => format!("i{}", u32::from(bytes) * 8),
        TupleFieldType::Uint(bytes) => format!("u{}", u32::from(bytes) * 8),
        TupleFieldType::Float => "f32".to_owned(),
        TupleFieldType::Double => "f64".to_owned(),
        TupleFieldType::Bool => "bool".to_owned(),
        TupleFieldType::DateTime => "DateTime".to_owned(),
        TupleFieldType::String(_) => "String".to_owned(),
    }
}

fn compare_field(
    tuple: &Tuple<'_>,
    field: &Field<'_>,
    expected: &TupleField,
    found: &TupleType,
    check: &mut Check<'_>,
) {
    let is = format!(
        "field `{}` of tuple `{}` is {} in {}",
        expected.name, found.name, expected.ty, check.file
    );
    if field.is_broken {
        return;
    }
    match if field.with.is_some() { Fit::Unknown } else { fit_tuple_field(field.ty, expected.ty) } {
        Fit::Yes => {}
        Fit::No => return check.at(field.ty, format!("{is}: write `{}`", spell(expected.ty))),
        Fit::Unknown => assert_type(
            tuple,
            field,
            expected.ty,
            &format!(
                "{is}: write `{}`, or a type that is stored as {}",
                spell(expected.ty),
                expected.ty
            ),
            check,
        ),
    }
    if let (TupleFieldType::String(characters), Some(size)) =
        (expected.ty, field.attrs.number(Key::Size))
        && size.base10_parse().ok() != Some(characters)
    {
        check.at(size, format!("{is}: write `{characters}`"));
    }
}

fn assert_type(
    tuple: &Tuple<'_>,
    field: &Field<'_>,
    expected: TupleFieldType,
    message: &str,
    check: &mut Check<'_>,
) {
    let (record, rt) = (&tuple.record, check.rt);
    let (ty, size) = match expected {
        TupleFieldType::Int(bytes) => (AttributeType::Int, u32::from(bytes)),
        TupleFieldType::Uint(bytes) => (AttributeType::Uint, u32::from(bytes)),
        TupleFieldType::Float => (AttributeType::Float, 0),
        TupleFieldType::Double => (AttributeType::Double, 0),
        TupleFieldType::Bool => (AttributeType::Bool, 0),
        TupleFieldType::DateTime => (AttributeType::DateTime, 0),
        // The size is a key of the field.
        TupleFieldType::String(_) => (AttributeType::String, 0),
    };
    let (stored, same) = (record.stored_type_anywhere(field), rt.same_type());
    let (own, own_size) =
        (item_of(&stored, &rt.attribute(), "TYPE"), item_of(&stored, &rt.tuple_field(), "SIZE"));
    let constant = constant(&ty, rt);
    let holds = quote!((#same(#own, #constant) && #own_size == #size));
    check.assert(field.stored_type().to_token_stream().span(), &holds, message);
}
