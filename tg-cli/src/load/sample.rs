//! The beginning of a file: its columns, and some of its rows.

use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::path::Path;

use serde_json::{Map, Value};
use tg_runtime::load::{RejectedRow, decompressed};

use super::format::{Format, Kind};
use super::parquet;
use super::record::{Column, JsonRecord, Record};

/// The size of a sample in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The maximum number of rows that are looked at.
const MAX_ROWS: usize = 1_000;

/// The number of first bytes without a NUL in a file of texts.
const HEAD: usize = 1024;

/// The first bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";

/// The bytes of what can be read only once.
pub(super) type Whole = Box<dyn Read + Send>;

/// The first bytes of a file, decompressed.
pub(crate) struct Sample {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// `true` if the sample is the whole file.
    pub(super) is_whole: bool,
    /// The columns of a Parquet file, whose rows are JSON lines here.
    columns: Option<Vec<String>>,
}

/// The columns of a sample, and its rows as far as they are whole.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Option<String>>>,
}

impl Sample {
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        Ok(Self::open(path)?.0)
    }

    /// Reads the beginning of a file. What can be read only once, such as a pipe, is returned as a
    /// whole, too.
    pub(super) fn open(path: &Path) -> io::Result<(Self, Option<Whole>)> {
        let mut file = File::open(path)?;
        let is_file = file.metadata()?.is_file();
        let name = path.display().to_string();
        if is_file && begins_with(&mut file, PARQUET)? {
            let (columns, bytes, is_whole) = parquet::sample(path, MAX_BYTES as usize, MAX_ROWS)?;
            return Ok((Self { name, bytes, is_whole, columns: Some(columns) }, None));
        }
        let (sample, rest) = Self::take(name, Box::new(file))?;
        let whole = (!is_file).then(|| sample.before(rest));
        Ok((sample, whole))
    }

    /// Reads the beginning of standard input, and returns the whole, too.
    pub(super) fn of_stdin() -> io::Result<(Self, Option<Whole>)> {
        let (sample, rest) = Self::take("<stdin>".to_owned(), Box::new(io::stdin()))?;
        let whole = sample.before(rest);
        Ok((sample, Some(whole)))
    }

    pub(super) fn of_text(name: String, bytes: Vec<u8>, is_whole: bool) -> Self {
        Self { name, bytes, is_whole, columns: None }
    }

    /// Returns `true` if the file is Parquet.
    pub(super) fn is_parquet(&self) -> bool {
        self.columns.is_some()
    }

    fn before(&self, rest: Whole) -> Whole {
        Box::new(io::Cursor::new(self.bytes.clone()).chain(rest))
    }

    fn take(name: String, reader: Whole) -> io::Result<(Self, Whole)> {
        let mut reader = decompressed(reader)?;
        let mut bytes = Vec::new();
        let is_whole =
            reader.by_ref().take(MAX_BYTES).read_to_end(&mut bytes)? < MAX_BYTES as usize;
        if let Some(problem) = problem_of(&bytes) {
            return Err(io::Error::other(problem));
        }
        Ok((Self::of_text(name, bytes, is_whole), reader))
    }

    /// Returns the texts of rejected rows, after their header.
    pub(super) fn of_rejected_rows(self) -> Self {
        let lines = self.whole_lines().split(|byte| *byte == b'\n');
        let rows = lines.filter_map(|line| serde_json::from_slice(line).ok());
        let mut bytes = Vec::new();
        for row in rows {
            let RejectedRow { header, text, .. } = row;
            for text in header.filter(|_| bytes.is_empty()).into_iter().chain(text) {
                bytes.extend_from_slice(text.as_bytes());
                bytes.push(b'\n');
            }
        }
        // A row that may be cut is left out already.
        Self { bytes, is_whole: true, ..self }
    }

    /// Returns the beginning of a file that is not on this machine.
    pub(crate) fn of_lines(name: String, lines: &[String]) -> Self {
        let bytes = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
        Self::of_text(name, bytes.into_bytes(), false)
    }

    /// Returns the end of its lines.
    pub(super) fn line_end(&self) -> &'static str {
        let first = self.bytes.split_inclusive(|byte| *byte == b'\n').next();
        if first.is_some_and(|line| line.ends_with(b"\r\n")) { r"\r\n" } else { r"\n" }
    }

    pub(super) fn has_byte_order_mark(&self) -> bool {
        self.text().len() < self.bytes.len()
    }

    /// Returns the text without a byte order mark.
    pub(super) fn text(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes)
    }

    /// Returns the text without a line that may not be whole.
    pub(super) fn whole_lines(&self) -> &[u8] {
        let text = self.text();
        let end = text.iter().rposition(|byte| *byte == b'\n').map_or(text.len(), |at| at + 1);
        if self.is_whole { text } else { &text[..end] }
    }

    /// Reads the rows.
    pub(super) fn table(&self, format: &Format) -> Table {
        match format.kind {
            Kind::Csv => self.table_of_csv(format),
            Kind::JsonLines | Kind::Parquet => self.table_of_json(),
        }
    }

    fn table_of_csv(&self, format: &Format) -> Table {
        let mut records = format.reader(self.whole_lines()).into_byte_records().flatten();
        let fields = |record: csv::ByteRecord| -> Vec<String> {
            record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()
        };
        let mut table = Table::default();
        if format.has_header {
            table.columns = records.next().map(fields).unwrap_or_default();
        }
        for record in records.take(MAX_ROWS).map(fields) {
            if !format.has_header && table.columns.is_empty() {
                table.columns = (1..=record.len()).map(|number| number.to_string()).collect();
            }
            if record.len() == table.columns.len() {
                let value = |text: String| Some(text).filter(|text| !format.is_null(text));
                table.rows.push(record.into_iter().map(value).collect());
            }
        }
        if !self.is_whole {
            // A quoted line end may make the last row a part of one.
            table.rows.pop();
        }
        if let Some(names) = &format.columns {
            for (column, name) in table.columns.iter_mut().zip(names) {
                column.clone_from(name);
            }
        }
        table
    }

    fn table_of_json(&self) -> Table {
        let columns = self.columns.clone().unwrap_or_default();
        let mut table = Table { columns, rows: Vec::new() };
        let lines = self.whole_lines().split(|byte| *byte == b'\n');
        let mut rows = Vec::new();
        for line in lines {
            let row: Option<JsonRecord> = serde_json::from_slice(line).ok();
            let names: Option<Map<String, Value>> = serde_json::from_slice(line).ok();
            let Some((row, names)) = row.zip(names) else { continue };
            add_new(&mut table.columns, names.keys());
            rows.push(row);
            if rows.len() == MAX_ROWS {
                break;
            }
        }
        let columns = table.columns.iter().enumerate();
        let columns = columns.map(|(index, name)| Column { name: name.clone(), index });
        let columns: Vec<_> = columns.collect();
        for row in rows {
            let value = |column| row.get(column).map(|field| field.text().to_owned());
            table.rows.push(columns.iter().map(value).collect());
        }
        table
    }
}

/// Returns `true` if a file begins with these bytes. Its position remains.
fn begins_with(file: &mut File, bytes: &[u8]) -> io::Result<bool> {
    let mut first = Vec::new();
    file.take(bytes.len() as u64).read_to_end(&mut first)?;
    file.rewind()?;
    Ok(first == bytes)
}

/// Returns what a file is whose rows cannot be read, and what to do.
fn problem_of(bytes: &[u8]) -> Option<&'static str> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let is_array = || text.strip_prefix(b"[")?.trim_ascii_start().strip_prefix(b"{");
    let begins = |with: &[u8]| bytes.starts_with(with);
    Some(if begins(b"\xff\xfe") || begins(b"\xfe\xff") {
        "it is UTF-16: convert it, as by `iconv -f UTF-16 -t UTF-8`"
    } else if begins(PARQUET) {
        "it is Parquet, which is read from a file, not from a pipe or what is compressed as a whole"
    } else if begins(b"PK\x03\x04") {
        "it is a ZIP archive or a spreadsheet (.xlsx): extract it, or export the sheet as CSV"
    } else if begins(b"BZh") && bytes.get(4..10) == Some(b"1AY&SY") {
        "it is compressed by bzip2: decompress it by `bunzip2`"
    } else if is_array().is_some() {
        "it is a JSON array: write an object per line, as by `jq -c '.[]'`"
    } else if bytes[..bytes.len().min(HEAD)].split(|byte| *byte == b'\n').next()?.contains(&0) {
        "it is binary, or UTF-16: convert UTF-16 as by `iconv -f UTF-16LE -t UTF-8`"
    } else {
        return None;
    })
}

impl Table {
    /// Returns `true` if a value has a quote or a line end.
    pub(super) fn has_quoted(&self, quote: Option<u8>) -> bool {
        let is_special = |c: char| matches!(c, '\n' | '\r') || quote.map(char::from) == Some(c);
        self.rows.iter().flatten().flatten().any(|value| value.contains(is_special))
    }

    /// Returns the values of a column that are not missing.
    pub(super) fn values(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| row.get(column)?.as_deref())
    }
}

/// Adds the names that are not among those before.
pub(super) fn add_new<'a>(names: &mut Vec<String>, more: impl IntoIterator<Item = &'a String>) {
    for name in more {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}
