//! Secondary indexes.

use super::Record;
use crate::attr::{Attrs, Key};
use crate::problems::Problems;
use crate::record::check_type_name;
use crate::types::Known;

/// Reads `index` and returns the name of the index: `<attribute>_index` unless one is given.
pub(super) fn read(
    attrs: &Attrs,
    attribute: &str,
    known: Known<'_>,
    problems: &mut Problems,
) -> Option<String> {
    let word = attrs.word(Key::Index)?;
    if matches!(
        known,
        Known::Bool
            | Known::F32
            | Known::F64
            | Known::List(_)
            | Known::Set(_)
            | Known::Map(..)
            | Known::Vector
    ) {
        problems.at(word, "an index covers a STRING, INT, UINT or DATETIME: remove it");
    }
    if attrs.has(Key::PrimaryId) {
        problems.at(word, "a vertex is found by its primary id without an index: remove it");
    }
    Some(match attrs.text(Key::Index) {
        Some(text) => {
            check_type_name(text, problems);
            text.value()
        }
        None => format!("{attribute}_index"),
    })
}

impl Record<'_> {
    /// Reports names of indexes that are taken.
    pub(super) fn check_indexes(&self, problems: &mut Problems) {
        for (at, field) in self.fields.iter().enumerate() {
            let taken = |other: &&super::Field<'_>| other.index == field.index;
            let Some(index) = &field.index else { continue };
            if let Some(first) = self.fields[..at].iter().find(taken) {
                let message = format!(
                    "`{}` has the index `{index}`: give this one another name",
                    first.ident
                );
                match field.attrs.text(Key::Index) {
                    Some(text) => problems.at(text, message),
                    None => problems.at(field.attrs.word(Key::Index), message),
                }
            }
        }
    }
}
