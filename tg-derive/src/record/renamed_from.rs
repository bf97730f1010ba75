//! The former names of types and attributes: `renamed_from = "old_name"`.

use syn::LitStr;

use super::Record;
use super::names::{check_attribute_name, check_type_name};
use crate::attr::{Attrs, Key};
use crate::problems::Problems;

/// Reads the former name of a type.
pub(crate) fn of_type(record: &Record<'_>, problems: &mut Problems) -> Option<String> {
    let text = record.attrs.text(Key::RenamedFrom)?;
    check_type_name(text, problems);
    check_changed(text, &record.name, problems);
    Some(text.value())
}

/// Reads the former name of an attribute.
pub(super) fn of_attribute(attrs: &Attrs, name: &str, problems: &mut Problems) -> Option<String> {
    let text = attrs.text(Key::RenamedFrom)?;
    check_attribute_name(text, problems);
    check_changed(text, name, problems);
    for key in [Key::PrimaryId, Key::PrimaryKey, Key::Discriminator] {
        if let Some(word) = attrs.word(key) {
            problems.at(
                text,
                format!(
                    "no server can rename a `{word}`: keep its name there, with `rename = \"{}\"`",
                    text.value()
                ),
            );
        }
    }
    Some(text.value())
}

fn check_changed(text: &LitStr, name: &str, problems: &mut Problems) {
    if text.value() == name {
        problems.at(
            text,
            format!("`{name}` is still the name: remove `renamed_from`, or write the old name"),
        );
    }
}

impl Record<'_> {
    /// Reports former names that are still in use, or that two fields have.
    pub(super) fn check_old_names(&self, problems: &mut Problems) {
        for (at, field) in self.fields.iter().enumerate() {
            let (Some(old), Some(text)) = (&field.renamed_from, field.attrs.text(Key::RenamedFrom))
            else {
                continue;
            };
            let now = self.attributes().find(|other| other.name == *old && field.name != *old);
            if let Some(now) = now {
                problems.at(
                    text,
                    format!(
                        "field `{}` has the name `{old}` now: a name is free only after a change \
                         of the schema, so rename in two changes",
                        now.ident
                    ),
                );
            }
            if let Some(first) =
                self.fields[..at].iter().find(|other| other.renamed_from == field.renamed_from)
            {
                problems.at(
                    text,
                    format!("field `{}` is renamed from `{old}` already: keep one", first.ident),
                );
            }
        }
    }
}
