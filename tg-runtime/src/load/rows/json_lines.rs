//! JSON lines.

use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::Reason;
use super::input::{Input, Inputs, MAX_ROW_BYTES, too_long, unreadable};
use super::rejected::{NOT_UTF8, RejectedRows};
use super::source::{Place, ReadRows, RowFile, RowSource};

/// Rows of JSON, one value per line, for [`Graph::load`](crate::Graph::load).
///
/// A row is any type that implements serde's `Deserialize`. Empty lines are skipped, as is a byte
/// order mark; what is compressed by gzip or zstd is decompressed. A line that is not JSON, or does
/// not fit the type, is rejected, and the others are loaded.
#[derive(Debug)]
#[must_use = "a source is read by `Graph::load`"]
pub struct JsonLines {
    inputs: Inputs,
    of_rejected_rows: bool,
}

impl JsonLines {
    /// Reads a file, or all that match a pattern, sorted: `*` and `?` match parts of a name, `[ab]`
    /// one character, and `**` folders.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::paths([path])
    }

    /// Reads several files or patterns one after another.
    pub fn paths(paths: impl IntoIterator<Item: Into<PathBuf>>) -> Self {
        Self::new(Inputs::paths(paths))
    }

    /// Reads the bytes of a reader, such as standard input.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::new(Inputs::reader(reader))
    }

    pub(super) fn new(inputs: Inputs) -> Self {
        Self { inputs, of_rejected_rows: false }
    }

    /// Reads files that [`rejects`](super::LoadRows::rejects) has written: the `text` of each row,
    /// with the place that it had.
    pub fn rejected_rows(mut self) -> Self {
        self.of_rejected_rows = true;
        self
    }
}

impl<Row: DeserializeOwned + 'static> RowSource<Row> for JsonLines {
    fn into_reader(self) -> Box<dyn ReadRows<Row>> {
        let lines = |inputs| Lines { inputs, present: None, text: Vec::new() };
        if !self.of_rejected_rows {
            return Box::new(lines(self.inputs));
        }
        let all = Box::new(lines(self.inputs));
        Box::new(RejectedRows::new(all, String::new(), move |text| -> Box<dyn ReadRows<Row>> {
            Box::new(lines(Inputs::reader(text)))
        }))
    }
}

struct Lines {
    inputs: Inputs,
    present: Option<Present>,
    text: Vec<u8>,
}

/// The file that is being read.
struct Present {
    file: Arc<RowFile>,
    reader: BufReader<Input>,
    line: u64,
    /// The position of the next line.
    byte: u64,
}

impl Present {
    /// Reads a line with its end. Returns `false` at the end of the file.
    fn read_line(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        text.clear();
        let limit = MAX_ROW_BYTES as u64 + 1;
        let read = self.reader.by_ref().take(limit).read_until(b'\n', text)?;
        if read > MAX_ROW_BYTES {
            return Err(too_long());
        }
        self.line += 1;
        self.byte += read as u64;
        if self.line == 1 && text.starts_with(b"\xef\xbb\xbf") {
            text.drain(..3);
        }
        Ok(read > 0)
    }
}

impl<Row: DeserializeOwned> ReadRows<Row> for Lines {
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>, Reason> {
        loop {
            let Some(present) = &mut self.present else {
                let Some((name, input)) = self.inputs.next()? else { return Ok(None) };
                let reader = BufReader::with_capacity(64 * 1024, input);
                let file = Arc::new(RowFile { name, header: None });
                self.present = Some(Present { file, reader, line: 0, byte: 0 });
                continue;
            };
            let byte = present.byte;
            let read = present.read_line(&mut self.text);
            if !read.map_err(|error| unreadable(present.file.name.as_deref(), error))? {
                self.present = None;
                continue;
            }
            let line = self.text.trim_ascii();
            if line.is_empty() {
                continue;
            }
            place.set_file(&present.file);
            place.line = Some(present.line);
            place.byte = Some(byte);
            return Ok(Some(serde_json::from_slice(line).map_err(|error| reason(&error, line))));
        }
    }

    fn files(&self) -> Option<&[PathBuf]> {
        self.inputs.files()
    }

    fn bytes_read(&self) -> u64 {
        self.inputs.bytes_read()
    }

    fn text(&self) -> Option<&[u8]> {
        Some(self.text.trim_ascii_end())
    }
}

/// Returns the message of an error, whose line is always the first.
fn reason(error: &serde_json::Error, line: &[u8]) -> Reason {
    match std::str::from_utf8(line) {
        Ok(_) => error.to_string().replace(" at line 1 column ", " at column ").into(),
        Err(error) => format!("the line {NOT_UTF8} {} on", error.valid_up_to()).into(),
    }
}
