//! A vertex, compared with its type in the schema file.

use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use tg_gsql::model::{KeyType, PrimaryKey, VertexType};

use super::Vertex;
use super::model::VertexKey;
use crate::attr::Key;
use crate::paths::item_of;
use crate::record::Field;
use crate::snapshot::{Check, Fit, Owner, constant, fit_key, list, name_of, spell_key};

/// Compares a vertex with its type in a schema.
pub(crate) fn compare(vertex: &Vertex<'_>, check: &mut Check<'_>) {
    let record = &vertex.record;
    let Some(found) = check.find::<VertexType>((&record.name, record.ident, &record.attrs)) else {
        return;
    };
    key(vertex, found, check);
    let owner = Owner {
        what: "vertex type",
        name: &found.name,
        attributes: &found.attributes,
        discriminators: 0,
        vectors: &found.vectors,
    };
    // If the keys are of different styles, their fields are attributes on one side only.
    let own_id = match (&vertex.key, &found.key) {
        (VertexKey::PrimaryKey(_), PrimaryKey::PrimaryId { name, .. }) => Some(name),
        _ => None,
    };
    let fields = vertex.listed_fields().filter(|field| Some(&field.name) != own_id);
    let taken = match (&vertex.key, &found.key) {
        (VertexKey::PrimaryId { field, .. }, PrimaryKey::Attributes(_)) => {
            Some(&record.fields[*field].name)
        }
        _ => None,
    };
    check.attributes(record, fields, &owner, taken.map(String::as_str));
}

fn key(vertex: &Vertex<'_>, found: &VertexType, check: &mut Check<'_>) {
    let (name, file) = (&found.name, check.file);
    match (&vertex.key, &found.key) {
        (
            VertexKey::PrimaryId { field, as_attribute },
            PrimaryKey::PrimaryId { name: id, ty, as_attribute: is },
        ) => {
            let field = &vertex.record.fields[*field];
            let word = field.attrs.word(Key::PrimaryId);
            if field.name != *id {
                let message = format!(
                    "the primary id of `{name}` is called `{id}` in {file}: rename the field, or \
                     write `#[tg(primary_id, rename = \"{id}\")]`"
                );
                check.at(name_of(field), message);
            }
            key_type(vertex, field, *ty, found, check);
            match (as_attribute, is) {
                (true, false) => {
                    let message = format!(
                        "the primary id of `{name}` is not an attribute in {file}: write \
                         `#[tg(primary_id, as_attribute = false)]`"
                    );
                    check.at(field.attrs.word(Key::AsAttribute).or(word), message);
                }
                (false, true) => {
                    let message = format!(
                        "the primary id of `{name}` is an attribute too in {file}: \
                         remove `as_attribute = false`"
                    );
                    check.at(field.attrs.word(Key::AsAttribute), message);
                }
                _ => {}
            }
        }
        (VertexKey::PrimaryId { field, .. }, PrimaryKey::Attributes(parts)) => {
            let message = format!(
                "`{name}` has {} in {file}: write `#[tg(primary_key)]` on {}",
                primary_key(parts),
                list(parts)
            );
            check.at(vertex.record.fields[*field].attrs.word(Key::PrimaryId), message);
        }
        (VertexKey::PrimaryKey(_), PrimaryKey::PrimaryId { name: id, ty, as_attribute }) => {
            let key = if *as_attribute { "primary_id" } else { "primary_id, as_attribute = false" };
            let message = format!(
                "`{name}` has PRIMARY_ID {id} {ty} in {file}: write `#[tg({key})]` on \
                 `{id}`, and `primary_key` nowhere"
            );
            check.at(marker(vertex.key_fields().first().copied()), message);
        }
        (VertexKey::PrimaryKey(_), PrimaryKey::Attributes(parts)) => {
            composite(vertex, parts, found, check);
        }
    }
}

/// The key `primary_key` of a field.
fn marker<'f>(field: Option<&'f Field<'_>>) -> Option<&'f dyn ToTokens> {
    field?.attrs.word(Key::PrimaryKey).map(|word| word as &dyn ToTokens)
}

fn primary_key(parts: &[String]) -> String {
    match parts {
        [one] => format!("`{one}` as PRIMARY KEY"),
        several => format!("PRIMARY KEY ({})", several.join(", ")),
    }
}

fn composite(vertex: &Vertex<'_>, parts: &[String], found: &VertexType, check: &mut Check<'_>) {
    let (name, file) = (&found.name, check.file);
    let fields = vertex.key_fields();
    let mut sound = true;
    // A part that the schema does not have at all is reported as an attribute.
    for field in fields.iter().filter(|field| found.attribute(&field.name).is_some()) {
        if !parts.contains(&field.name) {
            let message = format!(
                "`{name}` has {} in {file}, without `{}`: remove `primary_key` here",
                primary_key(parts),
                field.name
            );
            check.at(field.attrs.word(Key::PrimaryKey), message);
            sound = false;
        }
    }
    for field in vertex.plain_fields().filter(|field| parts.contains(&field.name)) {
        let message = format!(
            "`{name}` has {} in {file}: write `#[tg(primary_key)]` on `{}`",
            primary_key(parts),
            field.ident
        );
        check.at(field.ident, message);
        sound = false;
    }
    let declared: Vec<_> = fields.iter().map(|field| &field.name).collect();
    let out_of_order = fields.iter().zip(parts).find(|(field, part)| field.name != **part);
    if let (true, Some((field, part))) = (sound && declared.len() == parts.len(), out_of_order)
        && declared.contains(&part)
    {
        let message = format!(
            "`{name}` has {} in {file}, in this order: put the field `{part}` before this one, or \
             write `primary_key = 1` and so on",
            primary_key(parts)
        );
        check.at(field.ident, message);
    }
}

fn key_type(
    vertex: &Vertex<'_>,
    field: &Field<'_>,
    ty: KeyType,
    found: &VertexType,
    check: &mut Check<'_>,
) {
    let record = &vertex.record;
    let message = |or: &str| {
        format!(
            "the primary id of `{}` is {ty} in {}: write `{}`{or}",
            found.name,
            check.file,
            spell_key(ty)
        )
    };
    if field.is_broken {
        return;
    }
    match if field.with.is_some() { Fit::Unknown } else { fit_key(field.ty, ty) } {
        Fit::Yes => {}
        Fit::No => {
            let message = message("");
            check.at(field.ty, message);
        }
        Fit::Unknown if record.depends_on_parameters(field) => {}
        Fit::Unknown => {
            let message = message(&format!(", or a type that is stored as {ty}"));
            let stored = record.stored_type_anywhere(field);
            let of =
                if record.borrows() { record.rt.written_key() } else { record.rt.stored_key() };
            let (own, same) = (item_of(&stored, &of, "TYPE"), record.rt.same_type());
            let expected = constant(&ty.into(), &record.rt);
            check.assert(field.stored_type().span(), &quote!(#same(#own, #expected)), &message);
        }
    }
}
