//! The columns of a file, and the remedies for names that are not known.

use std::ops::Range;

use tg_gsql::suggest::nearest;

use super::{Check, same_name};
use crate::load::format::{Format, Kind};
use crate::load::mapping::Name;
use crate::load::record::Column;

impl Check<'_> {
    pub(super) fn column(&mut self, name: &str, place: &Range<usize>) -> Option<Column> {
        let columns = self.against.columns;
        let mut indexes = (0..columns.len()).filter(|index| columns[*index] == name);
        let column = |index| Some(Column { name: name.to_owned(), index });
        match (indexes.next(), indexes.next()) {
            (Some(index), None) => column(index),
            (Some(_), Some(_)) => {
                let advice = self.other_names();
                let file = self.against.file;
                let message = format!("{file} has several columns `{name}`; {advice}");
                self.problems.add(place.clone(), message);
                None
            }
            // A key may be missing in the first rows, or be a path into nested objects.
            (None, _) if self.against.format.kind == Kind::JsonLines => column(columns.len()),
            (None, _) => {
                let near = same_name(name, columns.iter()).map(String::as_str);
                let near = near.or_else(|| nearest(name, columns.iter().map(String::as_str)));
                let advice = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => self.columns(),
                };
                let message = format!("{} has no column `{name}`; {advice}", self.against.file);
                self.problems.add(place.clone(), message);
                None
            }
        }
    }

    pub(super) fn unknown(&mut self, name: &Name, message: String, known: Vec<&str>) {
        let advice = match nearest(&name.text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "it has none".to_owned(),
            None => format!("it has {}", known.join(", ")),
        };
        self.problems.add(name.span.clone(), format!("{message}; {advice}"));
    }

    /// Returns how a value is given.
    pub(super) fn how(&self, name: &str) -> String {
        if self.against.is_of_flags {
            format!("`--set '{name}={{COLUMN}}'`")
        } else {
            format!("`{name} = \"{{COLUMN}}\"`")
        }
    }

    /// Returns how columns get other names than those of the header.
    pub(super) fn other_names(&self) -> String {
        let condition = match self.against.columns.first().map_or("", String::as_str) {
            "" => "A is not null".to_owned(),
            first => format!("A <> '{first}'"),
        };
        match (self.against.format.has_header, self.against.is_of_flags) {
            (false, _) => "give each another name".to_owned(),
            (true, true) => format!(
                "give each another name by `--columns A,B,..`, and leave out the header by \
                 `--where \"{condition}\"`"
            ),
            (true, false) => format!(
                "give each another name by `columns = [\"A\", \"B\", ..]`, and leave out the \
                 header by `where = \"{condition}\"`"
            ),
        }
    }

    pub(super) fn columns(&self) -> String {
        let file = self.against.file;
        let Format { kind, comment, .. } = self.against.format;
        match self.against.columns {
            [] => format!("{file} is empty"),
            [first, ..] if first.starts_with('#') && *kind == Kind::Csv && comment.is_none() => {
                let how =
                    if self.against.is_of_flags { "`--comment '#'`" } else { "`comment = \"#\"`" };
                format!("{file} begins with `#`: if its first line is a comment, add {how}")
            }
            [only] => format!("the only column of {file} is {only}; is the delimiter another one?"),
            columns => format!("the columns of {file} are {}", columns.join(", ")),
        }
    }
}
