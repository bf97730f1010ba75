use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{Int32Builder, ListBuilder, MapBuilder, StringBuilder};
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray,
    Float32Array, Float64Array, Int64Array, RecordBatch, StringArray, StringViewArray, StructArray,
    TimestampMillisecondArray, TimestampNanosecondArray, UInt64Array,
};
use arrow_schema::{ArrowError, DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{ParquetSource, RecordBatches};
use crate::DateTime;
use crate::load::rows::source::{Place, RowSource, failure};
use crate::load::{JsonLines, RejectedRow};

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap()
}

/// Returns the rows of a source, or why one is rejected; the last is the failure.
fn rows<Row: DeserializeOwned + 'static>(source: impl RowSource<Row>) -> Vec<Result<Row, String>> {
    let (mut reader, mut place, mut rows) = (source.into_reader(), Place::default(), Vec::new());
    loop {
        match reader.read(&mut place) {
            Ok(None) => return rows,
            Ok(Some(Ok(row))) => rows.push(Ok(row)),
            Ok(Some(Err(reason))) => {
                let file = place.file.as_ref().and_then(|file| file.name.clone());
                let name = file.unwrap_or_default();
                let name = name.rsplit('/').next().unwrap_or_default();
                let text = String::from_utf8_lossy(reader.text().unwrap_or_default());
                rows.push(Err(format!("{name}:{}: {reason} in {text}", place.line.unwrap())));
            }
            Err(error) => {
                rows.push(Err(failure(error).to_string()));
                return rows;
            }
        }
    }
}

fn one<Row: DeserializeOwned + 'static>(
    columns: Vec<(&str, ArrayRef)>,
) -> Vec<Result<Row, String>> {
    rows(RecordBatches::new([Ok::<_, ArrowError>(batch(columns))]))
}

#[derive(Debug, PartialEq, Deserialize)]
enum Size {
    Small,
    Large,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Package {
    id: String,
    weight: Option<f64>,
    count: u64,
    fragile: bool,
    since: DateTime,
    day: DateTime,
    price: f64,
    price_text: String,
    size: Size,
    tags: Vec<String>,
    counts: BTreeMap<String, i32>,
    at: Point,
    absent: Option<i64>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Point {
    x: f32,
    y: Option<f32>,
}

fn packages() -> RecordBatch {
    let mut tags = ListBuilder::new(StringBuilder::new());
    tags.append_value([Some("a"), Some("b")]);
    tags.append_value([None::<&str>; 0]);
    let mut counts = MapBuilder::new(None, StringBuilder::new(), Int32Builder::new());
    counts.keys().append_value("k");
    counts.values().append_value(-7);
    counts.append(true).unwrap();
    counts.append(true).unwrap();
    let float = |name: &str| Arc::new(Field::new(name, DataType::Float32, true));
    let at = StructArray::from(vec![
        (float("x"), Arc::new(Float32Array::from(vec![0.5, 1.5])) as ArrayRef),
        (float("y"), Arc::new(Float32Array::from(vec![None, Some(2.5)])) as ArrayRef),
    ]);
    let sizes: DictionaryArray<Int8Type> = ["Large", "Small"].into_iter().collect();
    let price = || {
        let price = Decimal128Array::from(vec![1250, -5]);
        Arc::new(price.with_precision_and_scale(9, 2).unwrap())
    };
    batch(vec![
        ("unused", Arc::new(StringViewArray::from(vec!["x", "y"]))),
        ("id", Arc::new(StringArray::from(vec!["P-1", "P-2"]))),
        ("weight", Arc::new(Float64Array::from(vec![Some(2.5), None]))),
        ("count", Arc::new(UInt64Array::from(vec![u64::MAX, 0]))),
        ("fragile", Arc::new(BooleanArray::from(vec![true, false]))),
        (
            "since",
            Arc::new(
                TimestampMillisecondArray::from(vec![1_704_164_645_000, -1_000])
                    .with_timezone("UTC"),
            ),
        ),
        ("day", Arc::new(Date32Array::from(vec![19_724, -1]))),
        ("price", price()),
        ("price_text", price()),
        ("size", Arc::new(sizes)),
        ("tags", Arc::new(tags.finish())),
        ("counts", Arc::new(counts.finish())),
        ("at", Arc::new(at)),
    ])
}

fn date(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn expected() -> Vec<Result<Package, String>> {
    let first = Package {
        id: "P-1".to_owned(),
        weight: Some(2.5),
        count: u64::MAX,
        fragile: true,
        since: date("2024-01-02 03:04:05"),
        day: date("2024-01-02"),
        price: 12.5,
        price_text: "12.50".to_owned(),
        size: Size::Large,
        tags: vec!["a".to_owned(), "b".to_owned()],
        counts: BTreeMap::from([("k".to_owned(), -7)]),
        at: Point { x: 0.5, y: None },
        absent: None,
    };
    let second = Package {
        id: "P-2".to_owned(),
        weight: None,
        count: 0,
        fragile: false,
        since: date("1969-12-31 23:59:59"),
        day: date("1969-12-31"),
        price: -0.05,
        price_text: "-0.05".to_owned(),
        size: Size::Small,
        tags: Vec::new(),
        counts: BTreeMap::new(),
        at: Point { x: 1.5, y: Some(2.5) },
        absent: None,
    };
    vec![Ok(first), Ok(second)]
}

fn write(path: &Path, batch: &RecordBatch, compression: Compression) {
    let properties = WriterProperties::builder().set_compression(compression).build();
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn batches_and_files_are_read_into_structs() {
    assert_eq!(rows(RecordBatches::new([Ok::<_, ArrowError>(packages())])), expected());
    let folder = tempfile::tempdir().unwrap();
    let gzip = Compression::GZIP(Default::default());
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, gzip, Compression::LZ4_RAW]
    {
        let path = folder.path().join("p.parquet");
        write(&path, &packages(), compression);
        assert_eq!(rows(ParquetSource::path(path)), expected(), "{compression:?}");
    }
    // Rows by the positions of the columns.
    let text = |texts: Vec<&str>| -> ArrayRef { Arc::new(StringArray::from(texts)) };
    let tuples = one::<(String, String)>(vec![("a", text(vec!["1"])), ("b", text(vec!["2"]))]);
    assert_eq!(tuples, [Ok(("1".to_owned(), "2".to_owned()))]);
}

#[test]
fn dates_are_texts_too_and_bytes_are() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Texts {
        day: String,
        zoned: String,
        local: String,
        bytes: String,
    }
    let moments = vec![1_704_164_645_250_000_000_i64];
    let read = one::<Texts>(vec![
        ("day", Arc::new(Date32Array::from(vec![19_724]))),
        (
            "zoned",
            Arc::new(TimestampNanosecondArray::from(moments.clone()).with_timezone("+02:00")),
        ),
        ("local", Arc::new(TimestampNanosecondArray::from(moments))),
        ("bytes", Arc::new(BinaryArray::from(vec![b"x".as_slice()]))),
    ]);
    let texts = Texts {
        day: "2024-01-02".to_owned(),
        zoned: "2024-01-02T03:04:05.250Z".to_owned(),
        local: "2024-01-02T03:04:05.250".to_owned(),
        bytes: "x".to_owned(),
    };
    assert_eq!(read, [Ok(texts)]);
}

#[test]
fn a_fraction_of_a_second_is_not_dropped() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Since {
        since: DateTime,
    }
    for (milliseconds, text) in [(1_704_164_645_250, "2024-01-02T03:04:05.250"), (-1, ".999")] {
        let moments = TimestampMillisecondArray::from(vec![milliseconds]);
        let read = one::<Since>(vec![("since", Arc::new(moments))]);
        let problem = read[0].as_ref().unwrap_err();
        let remedy = "remove or round the fraction of a second";
        assert!(problem.contains(text) && problem.contains(remedy), "{problem}");
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: i64,
    weight: f64,
    note: Option<String>,
}

fn mixed(weights: Vec<Option<f64>>) -> RecordBatch {
    let ids: Vec<i64> = (1..).take(weights.len()).collect();
    batch(vec![
        ("id", Arc::new(Int64Array::from(ids))),
        ("weight", Arc::new(Float64Array::from(weights))),
    ])
}

#[test]
fn a_row_that_does_not_fit_is_rejected_with_its_place_and_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("a.parquet"), &mixed(vec![Some(1.0), None]), Compression::SNAPPY);
    write(&path("b.parquet"), &mixed(vec![None, Some(2.0)]), Compression::SNAPPY);
    let read = rows::<Row>(ParquetSource::path(path("*.parquet")));
    let row = |id, weight| Ok(Row { id, weight, note: None });
    let reason = "`weight`: it is null, expected f64 in";
    assert_eq!(
        read,
        [
            row(1, 1.0),
            Err(format!("a.parquet:2: {reason} {{\"id\":2,\"weight\":null}}")),
            Err(format!("b.parquet:1: {reason} {{\"id\":1,\"weight\":null}}")),
            row(2, 2.0),
        ]
    );
    // Corrected, it is read as JSON.
    let rejected = r#"{"row":2,"reason":"x","text":"{\"id\":2,\"weight\":3}"}"#;
    let corrected = JsonLines::reader(std::io::Cursor::new(rejected)).rejected_rows();
    assert_eq!(rows::<Row>(corrected), [row(2, 3.0)]);
    assert!(serde_json::from_str::<RejectedRow>(rejected).is_ok());
}

#[test]
fn a_file_that_cannot_be_read_is_a_failure_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("text.parquet"), "id,weight\n1,2\n").unwrap();
    let other = batch(vec![("id", Arc::new(Int64Array::from(vec![1])))]);
    write(&path("other.parquet"), &other, Compression::SNAPPY);
    let spelled = batch(vec![
        ("id", Arc::new(Int64Array::from(vec![1]))),
        ("weight", Arc::new(Float64Array::from(vec![1.0]))),
        ("Note", Arc::new(StringArray::from(vec!["x"]))),
    ]);
    write(&path("spelled.parquet"), &spelled, Compression::SNAPPY);
    for (name, reason) in [
        ("none*.parquet", "as a pattern, it matches no file"),
        ("text.parquet", "text.parquet cannot be read: Parquet error"),
        ("other.parquet", "no column `weight`, and its rows need one; its columns are id."),
        ("spelled.parquet", "no column `note`, but `Note`: rename the field"),
    ] {
        let read = rows::<Row>(ParquetSource::path(path(name)));
        let [Err(failure)] = &read[..] else { panic!("{read:?}") };
        assert!(failure.contains(name) && failure.contains(reason), "{failure}");
    }
    let broken = RecordBatches::new([
        Ok(mixed(vec![Some(1.0)])),
        Err(ArrowError::ComputeError("the pipe is broken".to_owned())),
    ]);
    let read = rows::<Row>(broken);
    assert!(read[0].is_ok() && read.len() == 2);
    assert!(read[1].as_ref().unwrap_err().contains("the pipe is broken"), "{read:?}");
    // Nothing of a column that is not used is read, of any type.
    let unit = one::<Row>(vec![
        ("id", Arc::new(Int64Array::from(vec![1]))),
        ("weight", Arc::new(Int64Array::from(vec![4]))),
        ("unused", Arc::new(arrow_array::NullArray::new(1))),
    ]);
    assert_eq!(unit, [Ok(Row { id: 1, weight: 4.0, note: None })]);
}
