//! The rows of files, with their places.

use std::path::PathBuf;
use std::sync::Arc;

use csv::StringRecord;
use serde::de::DeserializeOwned;

use super::Format;
use super::fields::{Columns, Record};
use super::problem::{QUOTES, misfit, reason, with_hint, wrong_column};
use super::records::Records;
use crate::error::Result;
use crate::load::rows::Reason;
use crate::load::rows::columns::check_columns;
use crate::load::rows::input::{Input, Inputs, unreadable};
use crate::load::rows::rejected::NOT_UTF8;
use crate::load::rows::source::{Place, ReadRows, RowFile};

/// The number of rows of a file that only the crate `csv` reads, after which it reads all of them.
const MAX_OTHERS: u32 = 1_000;

pub(super) struct Rows {
    inputs: Inputs,
    format: Format,
    present: Option<Present>,
}

/// The file that is being read.
struct Present {
    file: Arc<RowFile>,
    records: Records,
    header: Option<StringRecord>,
    columns: Columns,
    /// The number of fields of the header, or of the first row.
    len: Option<usize>,
    /// The columns were compared with the fields of the type.
    is_checked: bool,
    /// A row was read: the columns are those of the type.
    fits: bool,
    /// The number of rows that only the crate `csv` reads.
    others: u32,
}

impl Present {
    /// Reads the header of a file.
    fn begin(format: &Format, name: Option<String>, input: Input) -> Result<Self> {
        let broken = |error| unreadable(name.as_deref(), error);
        let mut records = Records::new(format, input).map_err(broken)?;
        let mut header = None;
        if format.has_header {
            records.next().map_err(broken)?;
            header = Some(records.to_record().map_err(|error| {
                let error = error.utf8_error();
                broken(std::io::Error::other(format!(
                    "its header is not UTF-8 ({error}): convert the file, as by iconv"
                )))
            })?);
        }
        let text = header.as_ref().and_then(|header| format.header(header));
        Ok(Self {
            file: Arc::new(RowFile { name, header: text }),
            records,
            len: header.as_ref().map(StringRecord::len),
            columns: Columns::new(header.as_ref().map(StringRecord::iter)),
            header,
            is_checked: false,
            fits: false,
            others: 0,
        })
    }

    /// Returns the reason why the present record is not a row of any type.
    fn problem(&mut self, format: &Format) -> Option<Reason> {
        let records = &self.records;
        if records.is_ended_by_file() && format.is_open(records.bytes()) {
            let problem = "a quote has no partner, so the row is the rest of the file";
            return Some(format!("{problem}{QUOTES}").into());
        }
        let (len, expected) = (records.len(), *self.len.get_or_insert(records.len()));
        let problem = if len != expected {
            format!("the row has {len} fields, and the header, or the first row, has {expected}")
        } else if records.fields().is_none() {
            let error = records.to_record().err()?;
            let (column, byte) = (error.utf8_error().field() + 1, error.utf8_error().valid_up_to());
            format!("column {column} {NOT_UTF8} {byte} on")
        } else {
            return None;
        };
        Some(self.with_hint(problem, format))
    }

    /// Adds to the reason of a row of very many lines why it may have them.
    fn with_hint(&self, reason: impl Into<Reason>, format: &Format) -> Reason {
        match format.quote {
            Some(_) => with_hint(reason.into(), self.records.bytes()),
            None => reason.into(),
        }
    }

    /// Reads the present record into a row; `None` if the crate `csv` has to.
    fn row<Row: DeserializeOwned>(&self, format: &Format) -> Option<Row> {
        let Self { records, columns, .. } = self;
        // The first row shows that no column is read into two fields, or two into one.
        let is_usual = self.fits
            && self.others < MAX_OTHERS
            && self.len == Some(records.len())
            && !records.is_ended_by_file();
        if !is_usual {
            return None;
        }
        let record =
            Record { fields: records.fields()?, columns, null_values: &format.null_values };
        Row::deserialize(record).ok()
    }

    /// Reads the present record into a row by the crate `csv`.
    ///
    /// # Errors
    ///
    /// When no row of the file can be read. The inner error rejects this one.
    fn other_row<Row: DeserializeOwned>(&mut self, format: &Format) -> Result<Result<Row, Reason>> {
        if let Some(problem) = self.problem(format) {
            return Ok(Err(problem));
        }
        let null_values = &format.null_values;
        let Ok(mut record) = self.records.to_record() else {
            return Ok(Err(format!("the row {NOT_UTF8} 0 on").into()));
        };
        let is_null = |field: &str| null_values.iter().any(|text| text == field);
        if record.iter().any(is_null) {
            record = record.iter().map(|it| if is_null(it) { "" } else { it }).collect();
        }
        let header = self.header.as_ref();
        let error = match record.deserialize(header) {
            Ok(row) => {
                self.others += u32::from(self.fits);
                self.fits = true;
                return Ok(Ok(row));
            }
            Err(error) => error,
        };
        match wrong_column(&error).zip(header) {
            Some(((column, count), header))
                if !self.fits && header.iter().filter(|name| *name == column).count() == count =>
            {
                Err(misfit(self.file.name.as_deref(), column, count, header))
            }
            _ => Ok(Err(self.with_hint(reason(&error, header, &record), format))),
        }
    }
}

impl Rows {
    pub(super) fn new(inputs: Inputs, format: Format) -> Self {
        Self { inputs, format, present: None }
    }
}

impl<Row: DeserializeOwned> ReadRows<Row> for Rows {
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>, Reason> {
        let format = &self.format;
        let present = loop {
            let present = match &mut self.present {
                Some(present) => present,
                None => {
                    let Some((name, input)) = self.inputs.next()? else { return Ok(None) };
                    self.present.insert(Present::begin(format, name, input)?)
                }
            };
            let read = present.records.next();
            if read.map_err(|error| unreadable(present.file.name.as_deref(), error))? {
                break self.present.as_mut();
            }
            self.present = None;
        };
        let Some(present) = present else { return Ok(None) };
        place.set_file(&present.file);
        place.line = Some(present.records.line());
        place.byte = Some(present.records.byte());
        if let Some(header) = &present.header
            && !std::mem::replace(&mut present.is_checked, true)
        {
            check_columns::<Row>(present.file.name.as_deref(), header.iter())?;
        }
        match present.row(format) {
            Some(row) => Ok(Some(Ok(row))),
            None => Ok(Some(present.other_row(format)?)),
        }
    }

    fn files(&self) -> Option<&[PathBuf]> {
        self.inputs.files()
    }

    fn bytes_read(&self) -> u64 {
        self.inputs.bytes_read()
    }

    fn format(&self) -> String {
        format!("{:?}", self.format)
    }

    fn text(&self) -> Option<&[u8]> {
        let text = self.present.as_ref().map_or(&[][..], |present| present.records.bytes());
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        Some(text.strip_suffix(b"\r").unwrap_or(text))
    }
}
