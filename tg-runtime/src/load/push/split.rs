//! Dividing bytes into requests, at line ends.

use bytes::Bytes;

use super::LoadFormat;
use crate::error::{Error, ErrorKind, Result};

/// The maximum size of a record. The gateway of the server accepts 200 MB.
const MAX_RECORD: usize = 190_000_000;

/// The body of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) body: Bytes,
    /// The number of lines of data in it, without the header and empty lines.
    pub(super) lines: u64,
}

/// Collects bytes and returns them in parts that end with a line. A line end within quotes is part
/// of a value.
#[derive(Debug)]
pub(super) struct Splitter {
    eol: Vec<u8>,
    last_of_eol: u8,
    quote: Option<u8>,
    limit: usize,
    /// The beginning of every part.
    header: Vec<u8>,
    /// `true` if the next line is the header.
    expects_header: bool,
    buffer: Vec<u8>,
    inside_quotes: bool,
    /// The end of the last whole line in the buffer, and the number of lines up to it.
    end: usize,
    lines: u64,
    /// The number of lines of earlier parts.
    sent: u64,
}

impl Splitter {
    /// Creates one for parts of at most `limit` bytes, unless a single line has more.
    pub(super) fn new(format: &LoadFormat, limit: usize) -> Result<Self> {
        let eol = format.eol.as_bytes();
        let (Some(&last_of_eol), 1..=2) = (eol.last(), eol.len()) else {
            let message = format!(
                "the end of a line must have one or two bytes, and {:?} has not",
                format.eol
            );
            return Err(Error::new(ErrorKind::Encode, message));
        };
        let quote = format.quote.filter(|_| !format.json);
        let quote = quote.map(|it| u8::try_from(it).map_err(|_| not_ascii("quote", it)));
        Ok(Self {
            eol: eol.to_vec(),
            last_of_eol,
            quote: quote.transpose()?,
            limit: limit.max(1),
            header: Vec::new(),
            expects_header: format.header && !format.json,
            buffer: Vec::new(),
            inside_quotes: false,
            end: 0,
            lines: 0,
            sent: 0,
        })
    }

    /// Returns the number of bytes to push at a time, so that parts do not exceed the limit.
    pub(super) fn chunk_size(&self) -> usize {
        (self.limit / 8).clamp(1, 64 * 1024)
    }

    /// Adds bytes. Returns the part before them if they would make it too large.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Option<Part>> {
        let full = self.header.len() + self.buffer.len() + bytes.len() > self.limit;
        let part = if full { self.take() } else { None };
        let start = self.buffer.len();
        self.buffer.extend_from_slice(bytes);
        self.scan(start);
        if self.end == 0 && self.buffer.len() > MAX_RECORD {
            return Err(self.oversize());
        }
        Ok(part)
    }

    /// Adds a whole record, which ends with a line end.
    pub(super) fn push_record(&mut self, record: &[u8]) -> Option<Part> {
        let full = self.header.len() + self.buffer.len() + record.len() > self.limit;
        let part = if full { self.take() } else { None };
        self.buffer.extend_from_slice(record);
        self.end = self.buffer.len();
        self.lines += 1;
        part
    }

    /// Sets the beginning of every part.
    pub(super) fn set_header(&mut self, header: Vec<u8>) {
        self.header = header;
        self.expects_header = false;
    }

    /// Returns the last part, and completes its last line.
    pub(super) fn finish(&mut self) -> Option<Part> {
        if self.buffer.len() > self.end {
            // An open quote ends with the data.
            self.inside_quotes = false;
            let start = self.buffer.len();
            self.buffer.extend_from_slice(&self.eol);
            self.scan(start);
        }
        self.take()
    }

    fn scan(&mut self, start: usize) {
        let mut at = start;
        while let Some(step) = self.next_mark(&self.buffer[at..]) {
            at += step + 1;
            let byte = self.buffer[at - 1];
            if Some(byte) == self.quote {
                self.inside_quotes = !self.inside_quotes;
            } else if !self.inside_quotes && self.buffer[..at].ends_with(&self.eol) {
                if self.expects_header {
                    self.header = self.buffer.drain(..at).collect();
                    self.expects_header = false;
                    at = 0;
                    self.end = 0;
                } else {
                    let is_empty = self.end + self.eol.len() == at;
                    self.end = at;
                    self.lines += u64::from(!is_empty);
                }
            }
        }
    }

    fn next_mark(&self, bytes: &[u8]) -> Option<usize> {
        match self.quote {
            Some(quote) => memchr::memchr2(self.last_of_eol, quote, bytes),
            None => memchr::memchr(self.last_of_eol, bytes),
        }
    }

    fn take(&mut self) -> Option<Part> {
        if self.end == 0 {
            return None;
        }
        let mut body = Vec::with_capacity(self.header.len() + self.end);
        body.extend_from_slice(&self.header);
        body.extend_from_slice(&self.buffer[..self.end]);
        self.buffer.drain(..self.end);
        self.end = 0;
        let lines = std::mem::take(&mut self.lines);
        self.sent += lines;
        Some(Part { body: body.into(), lines })
    }

    fn oversize(&self) -> Error {
        let line = self.sent + self.lines + 1;
        let reason = if self.inside_quotes { ": a quote in it is not closed" } else { "" };
        let message = format!("line {line} has more than {MAX_RECORD} bytes{reason}");
        Error::new(ErrorKind::TooLarge, message)
    }
}

pub(super) fn not_ascii(option: &str, found: char) -> Error {
    let message =
        format!("the {option} of a loading job must be an ASCII character, not {found:?}");
    Error::new(ErrorKind::Encode, message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(format: &LoadFormat, limit: usize, chunk: usize, text: &str) -> Vec<(String, u64)> {
        let mut splitter = Splitter::new(format, limit).unwrap();
        let mut parts = Vec::new();
        for bytes in text.as_bytes().chunks(chunk) {
            parts.extend(splitter.push(bytes).unwrap());
        }
        parts.extend(splitter.finish());
        let text = |part: Part| (String::from_utf8(part.body.to_vec()).unwrap(), part.lines);
        parts.into_iter().map(text).collect()
    }

    #[test]
    fn parts_end_with_a_line_and_the_last_one_is_completed() {
        let parts = split(&LoadFormat::csv(), 6, 1, "a,1\nbb,2\nc,3");
        let expected = [("a,1\n", 1), ("bb,2\n", 1), ("c,3\n", 1)];
        assert_eq!(parts, expected.map(|(text, lines)| (text.to_owned(), lines)));
        assert_eq!(split(&LoadFormat::csv(), 6, 1, ""), []);
    }

    #[test]
    fn every_part_has_the_header() {
        let format = LoadFormat::csv().header(true).eol("\r\n");
        let parts = split(&format, 12, 3, "id,n\r\na,1\r\nb,2\r\n");
        let expected = [("id,n\r\na,1\r\n", 1), ("id,n\r\nb,2\r\n", 1)];
        assert_eq!(parts, expected.map(|(text, lines)| (text.to_owned(), lines)));
        // A header alone is not data.
        assert_eq!(split(&format, 12, 3, "id,n\r\n"), []);
    }

    #[test]
    fn a_line_end_in_quotes_is_data() {
        let format = LoadFormat::csv().quote('"');
        let parts = split(&format, 4, 1, "\"a\nb\",1\nc,2\n");
        let expected = [("\"a\nb\",1\n", 1), ("c,2\n", 1)];
        assert_eq!(parts, expected.map(|(text, lines)| (text.to_owned(), lines)));
        // The format has no quote, and JSON lines ignore it.
        assert_eq!(split(&LoadFormat::csv(), 2, 1, "'a\nb'\n").len(), 2);
        let json = LoadFormat { quote: Some('"'), ..LoadFormat::json_lines() };
        assert_eq!(split(&json, 2, 1, "{\"\n{\"\n").len(), 2);
    }

    #[test]
    fn an_impossible_end_of_line_is_an_error() {
        for eol in ["", "abc"] {
            assert!(Splitter::new(&LoadFormat::csv().eol(eol), 10).is_err());
        }
    }

    proptest! {
        /// No line is lost, added or divided, for any sizes.
        #[test]
        fn parts_are_the_lines(
            lines in prop::collection::vec("[a-c,]{0,6}", 0..40),
            limit in 1_usize..40,
            chunk in 1_usize..20,
            header: bool,
        ) {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let format = LoadFormat::csv().header(header);
            let parts = split(&format, limit, chunk, &text);
            let first = lines.first().filter(|_| header);
            let head = first.map_or(String::new(), |line| format!("{line}\n"));
            let data: Vec<_> = lines.iter().skip(usize::from(header)).collect();
            let joined: String = parts
                .iter()
                .map(|(text, _)| text.strip_prefix(head.as_str()).unwrap())
                .collect();
            let expected: String = data.iter().map(|line| format!("{line}\n")).collect();
            prop_assert_eq!(joined, expected);
            let count: u64 = parts.iter().map(|(_, lines)| lines).sum();
            let filled = data.iter().filter(|line| !line.is_empty()).count();
            prop_assert_eq!(count, filled as u64);
            for (text, lines) in &parts {
                let longest = head.len() + 7 + chunk;
                prop_assert!(*lines <= 1 || text.len() <= limit.max(longest), "{text} {limit}");
            }
        }
    }
}
