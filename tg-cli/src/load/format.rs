//! The format of a file: given, or guessed from its name and beginning.

use std::fmt;
use std::io::Read;
use std::path::PathBuf;

use csv::{Reader, ReaderBuilder};
use tg_runtime::load::CsvSource;

use super::sample::Sample;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    JsonLines,
    Parquet,
}

/// The settings of a format; `None` is guessed.
#[derive(Debug, Clone, Default)]
pub(super) struct FormatSpec {
    pub(super) kind: Option<Kind>,
    pub(super) delimiter: Option<u8>,
    /// `Some(None)` if quotes are characters like any other.
    pub(super) quote: Option<Option<u8>>,
    pub(super) comment: Option<u8>,
    pub(super) has_header: Option<bool>,
    pub(super) columns: Option<Vec<String>>,
    pub(super) nulls: Vec<String>,
    /// The files are those of rejected rows, whose texts have the format.
    pub(super) is_rejected: bool,
}

/// A format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) kind: Kind,
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    pub(super) comment: Option<u8>,
    pub(super) has_header: bool,
    /// The names of the columns of a file without a header.
    pub(super) columns: Option<Vec<String>>,
    /// Texts that are read as missing values.
    pub(super) nulls: Vec<String>,
    pub(super) is_rejected: bool,
}

/// The delimiters that are tried.
const DELIMITERS: [u8; 6] = [b',', b';', b'\t', b'|', b'^', 1];

/// The number of rows that decide about the delimiter.
const ROWS: usize = 200;

impl Format {
    pub(super) fn of(spec: &FormatSpec, sample: &Sample) -> Self {
        let name = sample.name.trim_end_matches(".gz").trim_end_matches(".zst");
        let is = |extension: &str| name.ends_with(extension);
        let is_json = !spec.is_rejected && [".jsonl", ".ndjson", ".json"].into_iter().any(is)
            || spec.delimiter.is_none() && begins_with_object(sample.text());
        let mut format = Self {
            kind: match spec.kind {
                // It can be nothing else.
                _ if sample.is_parquet() => Kind::Parquet,
                Some(kind) => kind,
                None if is_json => Kind::JsonLines,
                None => Kind::Csv,
            },
            delimiter: spec.delimiter.unwrap_or(b','),
            quote: spec.quote.unwrap_or(Some(b'"')),
            comment: spec.comment,
            has_header: spec.has_header.unwrap_or(spec.columns.is_none()),
            columns: spec.columns.clone(),
            nulls: spec.nulls.clone(),
            is_rejected: spec.is_rejected,
        };
        if format.kind == Kind::Csv {
            format.guess(spec, sample);
        }
        format
    }

    fn guess(&mut self, spec: &FormatSpec, sample: &Sample) {
        let text = sample.whole_lines();
        if spec.delimiter.is_none() {
            self.delimiter = self.best_delimiter(text);
        }
        if spec.quote.is_none() && self.has_single_quotes(text) {
            self.quote = Some(b'\'');
            if spec.delimiter.is_none() {
                self.delimiter = self.best_delimiter(text);
            }
        }
    }

    /// Returns the delimiter with which most rows have as many fields as the first one.
    fn best_delimiter(&self, text: &[u8]) -> u8 {
        let score = |delimiter: u8| {
            let lengths: Vec<_> = Self { delimiter, ..self.clone() }.lengths(text).collect();
            let first = *lengths.first().filter(|length| **length > 1)?;
            let equal = lengths.iter().filter(|length| **length == first).count();
            // In steps of 5 percent, so that one ragged row does not decide.
            Some((equal * 20 / lengths.len(), first))
        };
        let scores = DELIMITERS.into_iter().rev().filter_map(|it| Some((score(it)?, it)));
        scores.max_by_key(|(score, _)| *score).map_or(b',', |(_, delimiter)| delimiter)
    }

    fn has_single_quotes(&self, text: &[u8]) -> bool {
        let plain = Self { quote: None, ..self.clone() };
        let records = plain.reader(text).into_byte_records().flatten().take(ROWS);
        let (mut fields, mut quoted) = (0, 0);
        for record in records {
            fields += record.len();
            let is_quoted =
                |field: &&[u8]| field.len() > 1 && field[0] == b'\'' && field.ends_with(b"'");
            quoted += record.iter().filter(is_quoted).count();
        }
        quoted * 3 > fields
    }

    fn lengths<'a>(&self, text: &'a [u8]) -> impl Iterator<Item = usize> + use<'a> {
        let records = self.reader(text).into_byte_records().flatten().take(ROWS);
        records.map(|record| record.len())
    }

    /// Returns a reader of all lines, also of the header.
    pub(super) fn reader<R: Read>(&self, input: R) -> Reader<R> {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(self.delimiter).comment(self.comment).has_headers(false).flexible(true);
        match self.quote {
            Some(quote) => builder.quote(quote),
            None => builder.quoting(false),
        };
        builder.from_reader(input)
    }

    pub(super) fn is_null(&self, text: &str) -> bool {
        text.is_empty() || self.nulls.iter().any(|null| null == text)
    }

    /// Returns a source with these settings.
    pub(super) fn csv(&self, input: Input) -> CsvSource {
        let source = match input {
            Input::Files(paths) => CsvSource::paths(paths),
            Input::Reader(reader) => CsvSource::reader(reader),
        };
        let mut source = source.delimiter(self.delimiter).null_values(self.nulls.iter());
        source = match self.quote {
            Some(quote) => source.quote(quote),
            None => source.without_quotes(),
        };
        if let Some(comment) = self.comment {
            source = source.comment(comment);
        }
        if self.has_header { source } else { source.without_header() }
    }
}

/// The bytes of a load.
pub(super) enum Input {
    Files(Vec<PathBuf>),
    Reader(Box<dyn Read + Send>),
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::JsonLines => return f.write_str("JSON lines"),
            Kind::Parquet => return f.write_str("Parquet"),
            Kind::Csv => {}
        }
        match self.delimiter {
            b',' => f.write_str("CSV")?,
            b'\t' => f.write_str("TSV")?,
            other => write!(f, "CSV with the delimiter `{}`", byte_text(other))?,
        }
        match self.quote {
            Some(b'"') => {}
            Some(quote) => write!(f, ", quote `{}`", byte_text(quote))?,
            None => f.write_str(", without quotes")?,
        }
        if let Some(comment) = self.comment {
            write!(f, ", comment `{}`", byte_text(comment))?;
        }
        if !self.has_header {
            f.write_str(", without a header")?;
        }
        if self.is_rejected {
            f.write_str(", of rejected rows")?;
        }
        if !self.nulls.is_empty() {
            write!(f, ", missing values: {}", self.nulls.join(" "))?;
        }
        Ok(())
    }
}

/// Returns a byte as it is written on a command line or in a mapping.
pub(super) fn byte_text(byte: u8) -> String {
    match byte {
        b'\t' => "\\t".to_owned(),
        0x20..=0x7e => char::from(byte).to_string(),
        other => format!("\\x{other:02x}"),
    }
}

/// Reads a byte as [`byte_text`] writes it.
pub(crate) fn byte(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] => Ok(*byte),
        b"\\t" | b"tab" => Ok(b'\t'),
        [b'\\', b'x', digits @ ..] if digits.len() == 2 => {
            let digits = text.get(2..).unwrap_or_default();
            u8::from_str_radix(digits, 16).map_err(|error| error.to_string())
        }
        _ => Err(format!("`{text}` is not one byte; write it as `;`, `\\t` or `\\x01`")),
    }
}

fn begins_with_object(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(text: &str) -> Format {
        let sample = Sample::of_text("a".to_owned(), text.as_bytes().to_vec(), true);
        Format::of(&FormatSpec::default(), &sample)
    }

    #[test]
    fn the_format_is_guessed_from_the_text() {
        let delimiter = |text: &str| guess(text).delimiter;
        assert_eq!(delimiter("a;b\n1,5;2\n3,4;\"x;\ny\"\n"), b';');
        assert_eq!(delimiter("a\tb c\n1\t2,3\n"), b'\t');
        assert_eq!(delimiter("a|b|c\n1|2|3,4,5\n"), b'|');
        assert_eq!(delimiter("a,b\n\"x;y;z\",1\n"), b',');
        assert_eq!(delimiter("a\n1\n"), b',');
        assert_eq!(guess("{\"a\": 1}\n").kind, Kind::JsonLines);
        assert_eq!(guess("'a','b'\n'x, y','1'\n").quote, Some(b'\''));
        // A row may begin with `#`, so comments are not guessed.
        for text in ["# made by x\na;b\n1;2\n", "#a;b\n1;2\n"] {
            assert_eq!(guess(text).comment, None);
        }
        assert_eq!(delimiter("#a;b\n1;2\n"), b';');
    }

    #[test]
    fn bytes_are_written_as_they_are_read() {
        for it in [b';', b'\t', 1, b'\\'] {
            assert_eq!(byte(&byte_text(it)), Ok(it));
        }
        assert!(byte("ab").is_err() && byte("é").is_err());
    }
}
