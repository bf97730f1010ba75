//! The records of a file: the places of their fields, and the text as it is in the file.
//!
//! A record without quotes is its line: it is divided at the delimiters, which `memchr` finds. All
//! others are read by `csv_core`.

use std::io;
use std::ops::Range;

use csv::{ByteRecord, StringRecord};
use csv_core::{ReadRecordResult, Reader};
use memchr::{memchr, memchr_iter, memchr2};

use super::Format;
use crate::load::rows::input::{Input, MAX_ROW_BYTES, too_long};

/// The size of the buffer, unless a record is larger.
const CAPACITY: usize = 64 * 1024;

/// Reads records one after another.
pub(super) struct Records {
    input: Input,
    delimiter: u8,
    quote: Option<u8>,
    comment: Option<u8>,
    /// Records without quotes are lines.
    has_lines: bool,
    core: Reader,
    buffer: Vec<u8>,
    /// The end of the bytes in the buffer.
    filled: usize,
    /// The position of the buffer in the file.
    offset: u64,
    has_ended: bool,
    /// The buffer has no quote between the start of the present record and this place.
    without_quote: usize,
    /// The present record in the buffer, with what ends it.
    record: Range<usize>,
    /// The line on which the present record begins, and the one on which it ends.
    lines: Range<u64>,
    /// The fields of a record with quotes, one after another.
    unquoted: Vec<u8>,
    is_unquoted: bool,
    /// The ends of the fields.
    ends: Vec<usize>,
    is_ended_by_file: bool,
}

impl Records {
    /// Begins to read a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(super) fn new(format: &Format, input: Input) -> io::Result<Self> {
        let Format { delimiter, quote, comment, .. } = *format;
        let is_line_end = |byte: u8| matches!(byte, b'\r' | b'\n');
        let mut core = csv_core::ReaderBuilder::new();
        core.delimiter(delimiter).comment(comment).quoting(quote.is_some());
        core.quote(quote.unwrap_or(b'"'));
        let mut records = Self {
            input,
            delimiter,
            quote,
            comment,
            // A delimiter that is a part of a character would divide it.
            has_lines: delimiter.is_ascii()
                && !is_line_end(delimiter)
                && !quote.is_some_and(is_line_end),
            core: core.build(),
            buffer: vec![0; CAPACITY],
            filled: 0,
            offset: 0,
            has_ended: false,
            without_quote: 0,
            record: 0..0,
            lines: 1..1,
            unquoted: Vec::new(),
            is_unquoted: false,
            ends: Vec::new(),
            is_ended_by_file: false,
        };
        // It would skip a byte order mark at the first record that it reads, which may be any.
        records.core.read_record(b"\n", &mut [0], &mut [0]);
        while records.filled < 3 && records.fill()? {}
        if records.rest().starts_with(b"\xef\xbb\xbf") {
            records.record = 3..3;
        }
        Ok(records)
    }

    /// Reads the next record. Returns `false` after the last one.
    ///
    /// # Errors
    ///
    /// When the file cannot be read any further.
    pub(super) fn next(&mut self) -> io::Result<bool> {
        self.record.start = self.record.end;
        self.lines.start = self.lines.end;
        self.ends.clear();
        self.is_ended_by_file = false;
        let is_read = self.skip_lines()? && (self.read_line()? || self.read_quoted()?);
        self.lines.end = self.lines.start;
        if !is_read {
            self.record.end = self.record.start;
        } else if self.is_unquoted {
            self.lines.end += memchr_iter(b'\n', self.bytes()).count() as u64;
        } else if self.bytes().ends_with(b"\n") {
            self.lines.end += 1;
        }
        Ok(is_read)
    }

    /// Returns the line on which the present record begins.
    pub(super) fn line(&self) -> u64 {
        self.lines.start
    }

    /// Returns the byte at which the present record begins.
    pub(super) fn byte(&self) -> u64 {
        self.offset + self.record.start as u64
    }

    /// Returns the bytes of the present record as they are in the file, with what ends it.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.record.clone()]
    }

    /// Returns `true` if the end of the file ends the present record, which has quotes.
    pub(super) fn is_ended_by_file(&self) -> bool {
        self.is_ended_by_file
    }

    /// Returns the number of fields.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the fields; `None` if some are not UTF-8.
    pub(super) fn fields(&self) -> Option<Fields<'_>> {
        let text = std::str::from_utf8(self.data()).ok()?;
        let ends = &self.ends;
        // A character must not be parts of two fields.
        let is_whole = !self.is_unquoted || ends.iter().all(|end| text.is_char_boundary(*end));
        is_whole.then_some(Fields { text, ends, gap: self.gap() })
    }

    /// Returns the fields as a record of the crate `csv`.
    ///
    /// # Errors
    ///
    /// When one of them is not UTF-8.
    pub(super) fn to_record(&self) -> Result<StringRecord, csv::FromUtf8Error> {
        let (data, gap) = (self.data(), self.gap());
        let mut record = ByteRecord::with_capacity(data.len(), self.ends.len());
        let mut start = 0;
        for end in &self.ends {
            record.push_field(&data[start..*end]);
            start = end + gap;
        }
        StringRecord::from_byte_record(record)
    }

    /// Returns the text that the ends of the fields are places in.
    fn data(&self) -> &[u8] {
        let len = self.ends.last().copied().unwrap_or_default();
        if self.is_unquoted { &self.unquoted[..len] } else { &self.bytes()[..len] }
    }

    /// Returns the number of bytes between two fields.
    fn gap(&self) -> usize {
        usize::from(!self.is_unquoted)
    }

    /// Returns the bytes in the buffer from the present record on.
    fn rest(&self) -> &[u8] {
        &self.buffer[self.record.start..self.filled]
    }

    /// Reads more bytes; those from the present record on remain. Returns `false` at the end of the
    /// file.
    fn fill(&mut self) -> io::Result<bool> {
        if self.has_ended {
            return Ok(false);
        }
        let start = self.record.start;
        self.buffer.copy_within(start..self.filled, 0);
        self.record.start = 0;
        self.filled -= start;
        self.without_quote = self.without_quote.saturating_sub(start);
        self.offset += start as u64;
        if self.filled > MAX_ROW_BYTES {
            return Err(too_long());
        }
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.filled * 2, 0);
        } else if self.buffer.len() > CAPACITY && self.filled < CAPACITY {
            self.buffer.truncate(CAPACITY);
            self.buffer.shrink_to_fit();
        }
        let read = loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.has_ended = read == 0;
        self.filled += read;
        Ok(read > 0)
    }

    /// Skips empty lines and comments. Returns `false` at the end of the file.
    fn skip_lines(&mut self) -> io::Result<bool> {
        loop {
            let Some(first) = self.rest().first() else {
                match self.fill()? {
                    true => continue,
                    false => return Ok(false),
                }
            };
            match first {
                b'\n' => {
                    self.record.start += 1;
                    self.lines.start += 1;
                }
                b'\r' => self.record.start += 1,
                byte if self.comment == Some(*byte) => self.skip_comment()?,
                _ => return Ok(true),
            }
        }
    }

    /// Skips the rest of a line, but not its end.
    fn skip_comment(&mut self) -> io::Result<()> {
        loop {
            if let Some(end) = memchr(b'\n', self.rest()) {
                self.record.start += end;
                return Ok(());
            }
            self.record.start = self.filled;
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    /// Reads a record that is a line without quotes. Returns `false` if it is not one.
    fn read_line(&mut self) -> io::Result<bool> {
        if !self.has_lines {
            return Ok(false);
        }
        let mut seen = 0;
        let (len, end) = loop {
            let rest = self.rest();
            if let Some(end) = memchr2(b'\n', b'\r', &rest[seen..]) {
                break (seen + end, seen + end + 1);
            }
            seen = rest.len();
            if !self.fill()? {
                break (seen, seen);
            }
        };
        let start = self.record.start;
        if self.has_quote(start..start + len) {
            return Ok(false);
        }
        find_all(self.delimiter, &self.buffer[start..start + len], &mut self.ends);
        self.ends.push(len);
        self.record.end = start + end;
        self.is_unquoted = false;
        Ok(true)
    }

    /// Returns `true` if there is a quote in the buffer between the start of the present record and
    /// the end of this range. Bytes that follow are searched at once.
    fn has_quote(&mut self, range: Range<usize>) -> bool {
        let Some(quote) = self.quote.filter(|_| self.without_quote < range.end) else {
            return false;
        };
        let start = self.without_quote.max(range.start);
        let found = memchr(quote, &self.buffer[start..self.filled]);
        self.without_quote = found.map_or(self.filled, |found| start + found);
        self.without_quote < range.end
    }

    /// Reads a record with quotes.
    fn read_quoted(&mut self) -> io::Result<bool> {
        self.is_unquoted = true;
        let (mut read, mut written, mut fields) = (0, 0, 0);
        let is_read = loop {
            let is_at_end = self.rest().len() == read && !self.fill()?;
            let input = &self.buffer[self.record.start + read..self.filled];
            self.ends.resize(self.ends.len().max(fields + 1), 0);
            let (output, ends) = (&mut self.unquoted[written..], &mut self.ends[fields..]);
            let (result, n_read, n_written, n_fields) = self.core.read_record(input, output, ends);
            read += n_read;
            written += n_written;
            fields += n_fields;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputEndsFull => {}
                ReadRecordResult::OutputFull => {
                    self.unquoted.resize((self.unquoted.len() * 2).max(1024), 0);
                }
                ReadRecordResult::Record => {
                    self.is_ended_by_file = is_at_end;
                    break true;
                }
                ReadRecordResult::End => break false,
            }
        };
        self.ends.truncate(fields);
        self.record.end = self.record.start + read;
        Ok(is_read)
    }
}

/// Adds the places of a byte, of eight bytes at a time: most fields are so short that a search for
/// each of them takes longer.
fn find_all(byte: u8, text: &[u8], places: &mut Vec<usize>) {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let pattern = u64::from_le_bytes([byte; 8]);
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let others = u64::from_le_bytes(*word) ^ pattern;
        // The high bit of each byte that is zero.
        let mut found = !(((others & LOW) + LOW) | others | LOW);
        while found != 0 {
            places.push(index * 8 + found.trailing_zeros() as usize / 8);
            found &= found - 1;
        }
    }
    let start = text.len() - rest.len();
    places.extend((start..text.len()).filter(|place| text[*place] == byte));
}

/// The fields of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a> {
    text: &'a str,
    ends: &'a [usize],
    /// The number of bytes between two fields.
    gap: usize,
}

impl<'a> Fields<'a> {
    /// Returns the text of a field.
    pub(super) fn get(&self, index: usize) -> Option<&'a str> {
        let end = *self.ends.get(index)?;
        let before = index.checked_sub(1).map(|before| self.ends[before] + self.gap);
        self.text.get(before.unwrap_or_default()..end)
    }
}
