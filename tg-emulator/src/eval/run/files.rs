//! Files that a query writes. They are written at its end.

use tg_gsql::syntax::Span;

use super::Machine;
use crate::eval::plan::{Node, Print, Slot};
use crate::eval::stop::Stop;
use crate::eval::{Failure, PrintedValue, Value};
use crate::json;

/// The contents of files in the order of their first mention.
#[derive(Debug, Default)]
pub(crate) struct Files(Vec<(String, String)>);

impl Files {
    /// Returns the paths and contents. A file without a path is not written.
    pub(crate) fn written(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.0.iter().filter(|(path, _)| !path.is_empty());
        files.map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the number of a file; a declaration empties it.
    pub(super) fn open(&mut self, path: &str, empty: bool) -> usize {
        let at = self.0.iter().position(|(known, _)| known == path).unwrap_or_else(|| {
            self.0.push((path.to_owned(), String::new()));
            self.0.len() - 1
        });
        if empty {
            self.0[at].1.clear();
        }
        at
    }

    fn append(&mut self, file: usize, line: &str) {
        if let Some((_, text)) = self.0.get_mut(file) {
            text.push_str(line);
            text.push('\n');
        }
    }
}

impl<'a> Machine<'a> {
    /// `file.println(a, b)`: the values, separated by commas.
    pub(super) fn println(&mut self, slot: Slot, values: &[Value], span: Span) -> Result<(), Stop> {
        let file = match &self.frame[slot] {
            Value::File(file) => *file,
            Value::Null => return Err(self.no_value(slot, span)),
            other => return Err(self.type_mismatch(other, "FILE", span)),
        };
        let graphs = self.cx.graphs;
        let texts: Vec<_> = values.iter().map(|value| csv(&value.to_printed(graphs))).collect();
        Ok(self.write_line(file, &texts.join(","))?)
    }

    fn write_line(&mut self, file: usize, line: &str) -> Result<(), Failure> {
        self.budget().grow(line.len() + 1)?;
        self.files.append(file, line);
        Ok(())
    }

    /// `PRINT .. TO_CSV file`: one line of values, or one per vertex of a projected set.
    pub(super) fn print_csv(
        &mut self,
        print: &Print,
        items: Vec<(String, PrintedValue)>,
        to: &Value,
        span: Span,
    ) -> Result<(), Stop> {
        let file = match to {
            Value::File(file) => *file,
            Value::Text(path) => self.files.open(path, false),
            other => return Err(self.type_mismatch(other, "FILE or STRING", span)),
        };
        // The lines of the vertices of one set, to which further projections of it are joined.
        let (mut of, mut lines): (_, Vec<Vec<String>>) = (None, Vec::new());
        let mut line = Vec::new();
        for (item, (_, printed)) in print.items.iter().zip(items) {
            match (&item.columns, printed, &item.value) {
                (Some(_), PrintedValue::List(vertices), Node::Slot(set, _)) => {
                    let new = vertices.iter().map(columns);
                    if of.replace(*set) == Some(*set) && new.len() == lines.len() {
                        lines.iter_mut().zip(new).for_each(|(line, new)| line.extend(new));
                    } else {
                        lines.extend(new);
                    }
                }
                (_, printed, _) => line.push(csv(&printed)),
            }
        }
        lines.extend(Some(line).filter(|line| !line.is_empty()));
        lines.iter().try_for_each(|line| Ok(self.write_line(file, &line.join(","))?))
    }
}

/// Returns the texts of the attributes of a printed vertex.
fn columns(vertex: &PrintedValue) -> Vec<String> {
    let PrintedValue::Object(fields) = vertex else { return Vec::new() };
    let attributes = fields.iter().find(|(name, _)| name == "attributes");
    match attributes {
        Some((_, PrintedValue::Object(values))) => values.iter().map(|(_, it)| csv(it)).collect(),
        _ => Vec::new(),
    }
}

/// Returns a value in a line: texts without quotes, the members of collections separated by blanks.
fn csv(value: &PrintedValue) -> String {
    match value {
        PrintedValue::Text(text) => text.clone(),
        PrintedValue::List(members) => members.iter().map(csv).collect::<Vec<_>>().join(" "),
        other => json::text(other),
    }
}
