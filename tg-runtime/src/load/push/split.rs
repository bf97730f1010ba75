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

/// Collects bytes and returns them in parts that end with a line. A line ends at the first line
/// end, as in the server: quotes do not protect one, and a quote without a partner is a character.
#[derive(Debug)]
pub(super) struct Splitter {
    eol: Vec<u8>,
    last_of_eol: u8,
    limit: usize,
    /// The beginning of every part.
    header: Vec<u8>,
    /// `true` if the next line is the header.
    expects_header: bool,
    buffer: Vec<u8>,
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
        Ok(Self {
            eol: eol.to_vec(),
            last_of_eol,
            limit: limit.max(1),
            header: Vec::new(),
            expects_header: format.header && !format.json,
            buffer: Vec::new(),
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
        self.scan(start)?;
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
    pub(super) fn finish(&mut self) -> Result<Option<Part>> {
        if self.buffer.len() > self.end {
            let has_line = self.end > 0 || self.sent > 0 || !self.header.is_empty();
            if self.expects_header || (!has_line && has_break(&self.buffer)) {
                return Err(self.without_end());
            }
            let start = self.buffer.len();
            self.buffer.extend_from_slice(&self.eol);
            self.scan(start)?;
        }
        Ok(self.take())
    }

    fn scan(&mut self, start: usize) -> Result<()> {
        let mut at = start;
        while let Some(step) = memchr::memchr(self.last_of_eol, &self.buffer[at..]) {
            at += step + 1;
            // The start of a line end of two bytes can be the end of the line before.
            let line = &self.buffer[self.end..at];
            let Some(text) = line.strip_suffix(self.eol.as_slice()) else { continue };
            if !self.expects_header {
                self.lines += u64::from(!text.is_empty());
                self.end = at;
                continue;
            }
            if has_break(text.strip_suffix(b"\r").unwrap_or(text)) {
                return Err(self.without_end());
            }
            self.header = self.buffer.drain(..at).collect();
            self.expects_header = false;
            at = 0;
        }
        Ok(())
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
        let eol = self.eol();
        let message = format!(
            "line {line} has more than {MAX_RECORD} bytes: if the lines do not end with {eol}, set \
             their end with `eol(..)`"
        );
        Error::new(ErrorKind::TooLarge, message)
    }

    /// Data that the server would read as one line, or as names alone, although it holds more.
    fn without_end(&self) -> Error {
        let eol = self.eol();
        let first = if self.expects_header {
            "the first line, which contains the names of the columns,"
        } else {
            "the data"
        };
        let message = format!(
            "{first} does not end with {eol}, which ends a line in this job: set the end of the \
             lines of this data with `eol(..)`, or end each line with {eol}"
        );
        Error::new(ErrorKind::Encode, message)
    }

    fn eol(&self) -> String {
        format!("{:?}", String::from_utf8_lossy(&self.eol))
    }
}

/// Returns `true` if a line has a character that ends lines elsewhere.
fn has_break(line: &[u8]) -> bool {
    memchr::memchr2(b'\r', b'\n', line).is_some()
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
        parts.extend(splitter.finish().unwrap());
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
    fn a_line_ends_at_its_end_whatever_its_quotes() {
        let format = LoadFormat::csv().quote('"');
        let parts = split(&format, 4, 1, "1,5\"\n\"a\nb\",1\n");
        let expected = [("1,5\"\n", 1), ("\"a\n", 1), ("b\",1\n", 1)];
        assert_eq!(parts, expected.map(|(text, lines)| (text.to_owned(), lines)));
        let format = format.header(true).quote('\'');
        let parts = split(&format, 100, 1, "driver's\n1\n2\n");
        assert_eq!(parts, [("driver's\n1\n2\n".to_owned(), 2)]);
        // The first byte of a line end does not begin another one.
        let parts = split(&LoadFormat::csv().eol("||"), 100, 1, "a|||b||");
        assert_eq!(parts, [("a|||b||".to_owned(), 2)]);
    }

    #[test]
    fn data_that_gives_no_line_is_an_error() {
        let error = |format: &LoadFormat, text: &str| {
            let mut splitter = Splitter::new(format, 100).unwrap();
            let pushed = text.bytes().try_for_each(|byte| {
                assert_eq!(splitter.push(&[byte])?, None);
                Ok(())
            });
            let error = pushed.and_then(|()| splitter.finish().map(drop)).err()?;
            assert_eq!(error.kind(), ErrorKind::Encode);
            Some(error.message().to_owned())
        };
        let (lf, crlf) = (LoadFormat::csv(), LoadFormat::csv().eol("\r\n"));
        for (format, text) in [
            (&lf, "a,b\r1,2\r"),
            (&lf, "1,2\r"),
            (&crlf, "a,b\n1,2\n"),
            (&crlf, "a,b\n1,2"),
            (&LoadFormat::csv().eol(";"), "a,b\n"),
            (&LoadFormat::json_lines(), "{}\r{}\r"),
        ] {
            let header = format.clone().header(true);
            for format in [format, &header] {
                let message = error(format, text).unwrap_or_else(|| panic!("{format:?} {text:?}"));
                assert!(message.contains("`eol(..)`"), "{message}");
            }
        }
        let (lf, crlf) = (lf.header(true), crlf.header(true));
        for (format, text) in [
            (&lf, "a,b"),
            (&lf, "a,b\r1,2\n3,4\n"),
            (&lf, "a,b\r1,2\r3,4\n"),
            (&crlf, "a,b\n1,2\r\n3,4\r\n"),
        ] {
            assert!(error(format, text).is_some(), "{text:?}");
        }
        for (format, text) in
            [(&lf, "a,b\r\n"), (&lf, "a,b\n"), (&lf, ""), (&crlf, "a,b\r\n1,x\ny\r\n2,z")]
        {
            assert_eq!(error(format, text), None, "{text:?}");
        }
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
