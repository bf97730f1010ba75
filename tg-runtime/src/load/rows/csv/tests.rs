use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io::{self, Read};

use csv::{ReaderBuilder, StringRecord};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Format;
use super::fields::{Columns, Record};
use super::records::Records;
use crate::DateTime;

/// A reader that returns a few bytes at a time.
struct Slow {
    rest: Vec<u8>,
    size: usize,
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.size.min(self.rest.len()).min(buffer.len());
        buffer[..read].copy_from_slice(&self.rest[..read]);
        self.rest.drain(..read);
        Ok(read)
    }
}

fn format(delimiter: u8, quote: Option<u8>, comment: Option<u8>) -> Format {
    Format { delimiter, quote, comment, has_header: false, null_values: Vec::new() }
}

fn records(format: &Format, text: &[u8], size: usize) -> Records {
    Records::new(format, Box::new(Slow { rest: text.to_vec(), size })).unwrap()
}

fn builder(format: &Format) -> ReaderBuilder {
    let mut builder = format.builder();
    builder.has_headers(false).flexible(true);
    builder
}

/// Texts of the bytes that mean something, and some that do not.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        12 => prop::sample::select(vec![
            "a", "bc", ",", ";", "\"", "\n", "\r", "\r\n", "#", "\0", "\u{e9}", "'", "\u{feff}",
        ])
        .prop_map(|part| part.as_bytes().to_vec()),
        1 => prop::sample::select(vec![b"\xff".to_vec(), b"\xc3".to_vec(), b"\xa9".to_vec()]),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn formats() -> impl Strategy<Value = Format> {
    let delimiter = prop::sample::select(vec![b',', b';', b'\t', b'\n', b'"', 0xa9]);
    let quote = prop::sample::select(vec![Some(b'"'), Some(b'\''), Some(b'\n'), None]);
    let comment = prop::sample::select(vec![None, Some(b'#'), Some(b','), Some(b'"')]);
    (delimiter, quote, comment)
        .prop_map(|(delimiter, quote, comment)| format(delimiter, quote, comment))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn records_are_those_of_the_crate_csv(
        text in texts(),
        format in formats(),
        size in 1..50_usize,
    ) {
        let mut text = text;
        // The crate reads a comment at the end of a file as a record if the line has no end.
        text.extend(format.comment.map(|_| b'\n'));
        let mut records = records(&format, &text, size);
        for expected in builder(&format).from_reader(&text[..]).byte_records() {
            let expected = expected.unwrap();
            prop_assert!(records.next().unwrap());
            let record = records.to_record();
            match StringRecord::from_byte_record(expected.clone()) {
                Ok(expected) => {
                    prop_assert_eq!(&record.unwrap(), &expected);
                    let fields = records.fields().unwrap();
                    let fields: Vec<_> = (0..records.len()).map(|it| fields.get(it)).collect();
                    prop_assert_eq!(fields, expected.iter().map(Some).collect::<Vec<_>>());
                }
                Err(expected) => {
                    prop_assert!(records.fields().is_none());
                    let error = record.unwrap_err();
                    prop_assert_eq!(error.utf8_error(), expected.utf8_error());
                }
            }
            // The record begins at its place, where it can be read once more.
            let byte = usize::try_from(records.byte()).unwrap();
            let lines = memchr::memchr_iter(b'\n', &text[..byte]).count() as u64;
            prop_assert_eq!(records.line(), lines + 1);
            prop_assert!(text[byte..].starts_with(records.bytes()));
            let rest = [b"\n", &text[byte..]].concat();
            let again = builder(&format).from_reader(&rest[..]).into_byte_records().next();
            prop_assert_eq!(again.unwrap().unwrap(), expected);
        }
        prop_assert!(!records.next().unwrap());
        prop_assert!(!records.next().unwrap());
    }
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "compared by `Debug`")]
enum Kind {
    A,
    #[serde(rename = "b c")]
    B,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "compared by `Debug`")]
struct Text(String);

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "compared by `Debug`")]
struct Named {
    a: Option<i64>,
    b: Text,
    #[serde(default)]
    c: f64,
    d: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "compared by `Debug`")]
struct Renamed {
    #[serde(alias = "d")]
    x: String,
    #[serde(skip)]
    skipped: u8,
    c: Option<DateTime>,
    a: Option<Kind>,
    y: Option<char>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "compared by `Debug`")]
struct Flat {
    a: String,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

/// Compares a row with that of the crate `csv`: it is the same, or is not read.
fn compare<Row: DeserializeOwned + Debug>(
    header: Option<&StringRecord>,
    records: &Records,
) -> Result<(), TestCaseError> {
    let columns = Columns::new(header.map(StringRecord::iter));
    let record = Record {
        fields: records.fields().unwrap(),
        columns: &columns,
        null_values: &["null".to_owned()],
    };
    let text = records.to_record().unwrap();
    let text: StringRecord = text.iter().map(|it| if it == "null" { "" } else { it }).collect();
    // The second time, the columns are known.
    for _ in 0..2 {
        if let Ok(row) = Row::deserialize(record) {
            let expected: Row = text.deserialize(header).unwrap();
            // NaN is not equal to itself.
            prop_assert_eq!(format!("{row:?}"), format!("{expected:?}"));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn rows_are_those_of_the_crate_csv(
        fields in prop::collection::vec(prop::sample::select(vec![
            "", "null", "0", "-1", "+7", "0x1F", "1.5", "1e3", "inf", "NaN", "true", "false", "A",
            "b c",
            "n", "\u{e9}", "2024-01-02", "2024-01-02 03:04:05", "18446744073709551615", "Ulm",
        ]), 4),
        names in Just(vec!["a", "b", "c", "d"]).prop_shuffle(),
        has_header in any::<bool>(),
    ) {
        let format = format(b',', Some(b'"'), None);
        let mut records = records(&format, format!("{}\n", fields.join(",")).as_bytes(), 100);
        prop_assume!(records.next().unwrap());
        let header = StringRecord::from(names);
        let header = has_header.then_some(&header);
        compare::<Named>(header, &records)?;
        compare::<Renamed>(header, &records)?;
        compare::<Flat>(header, &records)?;
        compare::<BTreeMap<String, String>>(header, &records)?;
        compare::<(Option<u64>, Text, Option<i8>)>(header, &records)?;
        compare::<(String, Option<f32>, (bool, String))>(header, &records)?;
        compare::<Vec<String>>(header, &records)?;
        compare::<Vec<serde_json::Value>>(header, &records)?;
        compare::<Option<Named>>(header, &records)?;
    }
}
