//! The account of a dump.

use serde::Serialize;

use super::style::{STRONG, WARNING};

/// The account of a dump.
#[derive(Debug, Serialize)]
pub(crate) struct Account {
    /// `true` if all rows were written.
    pub(crate) ok: bool,
    pub(crate) interrupted: bool,
    #[serde(rename = "type")]
    pub(crate) name: String,
    pub(crate) rows: u64,
    pub(crate) seconds: f64,
    pub(crate) file: Option<String>,
    /// Values that a load of the file would not restore.
    pub(crate) notes: Vec<String>,
}

impl Account {
    pub(crate) fn text(&self) -> String {
        let Self { name, rows, seconds, .. } = self;
        let file = self.file.as_deref().unwrap_or("standard output");
        if self.interrupted {
            return format!("{STRONG}{name}{STRONG:#}: ended early after {rows} rows\n");
        }
        let rate = *rows as f64 / seconds.max(0.001);
        let mut text = format!(
            "{STRONG}{name}{STRONG:#}: {rows} rows to {file} in {seconds:.1} s ({rate:.0} rows/s)\n"
        );
        for note in &self.notes {
            text += &format!("  {WARNING}note{WARNING:#}: {note}\n");
        }
        text
    }
}
