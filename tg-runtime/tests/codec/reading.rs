//! Reading rows and values.

use std::sync::Arc;

use proptest::prelude::*;
use tg_runtime::schema::ReadVertex;
use tg_runtime::value::{DateTime, DecodeError, Decoder, ReadAttribute, Row};

use crate::json::{Spelling, spellings};
use crate::record::{Parcel, parcels};

fn read<T: ReadAttribute>(json: &str) -> Result<T, DecodeError> {
    T::decode(&mut Decoder::new(json))
}

fn refusal<T: ReadAttribute + std::fmt::Debug>(json: &str) -> String {
    read::<T>(json).unwrap_err().to_string()
}

proptest! {
    #[test]
    fn a_row_is_read_in_any_spelling(parcel in parcels(), mut spelling in spellings()) {
        let json = spelling.row(&parcel);
        let decoded = Parcel::decode(&mut Row::new(&json).unwrap());
        prop_assert_eq!(decoded.unwrap(), parcel);
    }

    #[test]
    fn a_row_is_read_as_the_server_spells_it(parcel in parcels()) {
        let json = Spelling::plain().row(&parcel);
        let decoded = Parcel::decode(&mut Row::new(&json).unwrap());
        prop_assert_eq!(decoded.unwrap(), parcel);
    }

    #[test]
    fn text_is_what_serde_json_reads(text in any::<String>(), mut spelling in spellings()) {
        // Raw control characters are beyond strict JSON.
        let text: String = text.chars().filter(|character| !character.is_control()).collect();
        let json = spelling.string(&text);
        prop_assert_eq!(read::<String>(&json).unwrap(), serde_json::from_str::<String>(&json).unwrap());
    }

    #[test]
    fn integers_are_what_serde_json_reads(json in "-?[0-9]{1,21}(\\.5|e2)?") {
        fn same<T>(json: &str) -> Result<(), TestCaseError>
        where
            T: ReadAttribute + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
        {
            // Leading zeros are beyond strict JSON.
            let Ok(theirs) = serde_json::from_str::<T>(json) else { return Ok(()) };
            prop_assert_eq!(read::<T>(json).unwrap(), theirs);
            Ok(())
        }
        same::<i8>(&json)?;
        same::<i16>(&json)?;
        same::<i32>(&json)?;
        same::<i64>(&json)?;
        same::<u8>(&json)?;
        same::<u16>(&json)?;
        same::<u32>(&json)?;
        same::<u64>(&json)?;
    }

    #[test]
    fn what_is_no_integer_is_refused(number in any::<i128>()) {
        prop_assert_eq!(read::<i64>(&number.to_string()).ok(), i64::try_from(number).ok());
        prop_assert_eq!(read::<u64>(&number.to_string()).ok(), u64::try_from(number).ok());
        prop_assert_eq!(read::<i16>(&number.to_string()).ok(), i16::try_from(number).ok());
    }

    #[test]
    fn floats_are_the_nearest(json in "-?[0-9]{1,25}(\\.[0-9]{1,25})?([eE][-+]?[0-9]{1,2})?") {
        prop_assert_eq!(read::<f64>(&json).unwrap(), json.parse::<f64>().unwrap());
        let nearest = json.parse::<f32>().unwrap();
        if nearest.is_finite() {
            prop_assert_eq!(read::<f32>(&json).unwrap(), nearest);
        } else {
            prop_assert!(read::<f32>(&json).is_err());
        }
    }
}

#[test]
fn the_ends_of_the_integers() {
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(read::<i64>("-0"), Ok(0));
    assert!(refusal::<u64>("18446744073709551616").contains("UINT"));
    assert!(refusal::<i64>("9223372036854775808").contains("64 bits"));
    assert_eq!(refusal::<i8>("128"), "expected an integer that fits `i8`, found `128`");
    assert!(refusal::<u64>("-1").contains("found `-1`"));
    assert!(refusal::<i64>("1.0").contains("found `1.0`"));
    assert!(refusal::<i64>("\"1\"").contains("INT"));
}

#[test]
fn non_finite_numbers_are_read_as_the_values_that_they_are() {
    assert_eq!(read::<f64>("\"inf\""), Ok(f64::INFINITY));
    assert_eq!(read::<f64>("\"-inf\""), Ok(f64::NEG_INFINITY));
    assert!(read::<f64>("\"NaN\"").unwrap().is_nan());
    assert_eq!(read::<f32>("\"-Infinity\""), Ok(f32::NEG_INFINITY));
    assert!(refusal::<f64>("-inf").contains("`-inf`"));
    assert!(refusal::<f64>("\"1.5\"").contains("DOUBLE"));
    assert!(refusal::<f64>("1e999").contains("`1e999`"));
    assert!(refusal::<f32>("-1e39").contains("FLOAT"));
    assert!(refusal::<f64>("true").contains("`true`"));
}

#[test]
fn whole_doubles_and_negative_zero() {
    assert_eq!(read::<f64>("3"), Ok(3.0));
    assert!(read::<f64>("-0.0").unwrap().is_sign_negative());
}

#[test]
fn raw_control_characters_are_taken_as_they_are() {
    assert_eq!(read::<String>("\"a\nb\tc\u{1}\""), Ok("a\nb\tc\u{1}".to_owned()));
    assert_eq!(read::<Arc<str>>(r#""\ud83d\ude00\u0000""#), Ok("\u{1f600}\0".into()));
}

#[test]
fn broken_text_is_refused() {
    for json in [
        r#""\ud83d""#,
        r#""\ud83d\u0041""#,
        r#""\x""#,
        r#""\u12""#,
        r#""\u+123""#,
        r#""open"#,
        r#""\"#,
    ] {
        assert!(read::<String>(json).is_err(), "{json}");
    }
}

#[test]
fn dates_are_read_as_text_and_as_the_seconds_of_old_servers() {
    assert_eq!(read::<DateTime>("\"1969-12-31 23:59:59\"").map(DateTime::unix), Ok(-1));
    assert_eq!(read::<DateTime>("0"), Ok(DateTime::default()));
    assert_eq!(refusal::<DateTime>("\"soon\""), "expected DATETIME, found `\"soon\"`");
}

#[test]
fn an_attribute_that_is_missing_is_named() {
    let json = r#"{"v_id":"P-1","v_type":"Parcel","attributes":{"a":1,"b":"x"}}"#;
    let mut row = Row::new(json).unwrap();
    assert_eq!(row.attribute::<Option<i64>>("c"), Ok(None));
    assert_eq!(row.attribute_or("c", || 7_i64), Ok(7));
    let error = row.attribute::<i64>("c").unwrap_err();
    assert_eq!(error.attribute(), Some("c"));
    let error = row.attribute::<i64>("b").unwrap_err();
    assert_eq!(error.to_string(), "attribute `b`: expected INT, found `\"x\"`");
}

#[test]
fn a_missing_vector_says_why() {
    let mut row = Row::new(r#"{"v_id":"P-1","attributes":{}}"#).unwrap();
    let error = row.attribute::<tg_runtime::value::Vector<2>>("embedding").unwrap_err();
    assert!(error.to_string().contains("never have vector attributes"), "{error}");
}

#[test]
fn the_id_comes_from_v_id_or_from_the_attribute() {
    let mut row = Row::new(r#"{"v_id":"7","attributes":{"number":7,"a":1}}"#).unwrap();
    assert_eq!(row.primary_id::<u64>("number"), Ok(7));
    assert_eq!(row.attribute::<i64>("a"), Ok(1));
    assert_eq!(row.id::<Box<str>>(), Ok("7".into()));
    assert!(row.id::<DateTime>().is_ok());

    let mut row = Row::new(r#"{"attributes":{"a":1,"number":7}}"#).unwrap();
    assert_eq!(row.primary_id::<u64>("number"), Ok(7));
    assert_eq!(row.attribute::<i64>("a"), Ok(1));
    assert!(row.primary_id::<u64>("missing").is_err());
    assert!(row.id::<u64>().unwrap_err().to_string().contains("v_id"));
}

#[test]
fn a_composite_key_is_read_from_v_id() {
    let row = Row::new(r#"{"v_id":"Bob,123"}"#).unwrap();
    assert_eq!(row.key::<(String, i64)>(), Ok(("Bob".to_owned(), 123)));
    assert!(row.key::<(String, i64, i64)>().unwrap_err().to_string().contains("3 parts"));
    assert!(row.key::<(String, u8)>().is_ok());
}

#[test]
fn an_edge_is_read_in_any_order() {
    use tg_runtime::schema::AnyId;

    for json in [
        r#"{"e_type":"Knows","directed":false,"from_id":"1","from_type":"Person","to_id":"2","to_type":"Person","attributes":{"a":1},"discriminator":"9,x"}"#,
        r#"{"attributes":{"a":1},"discriminator":"9,x","to_type":"Person","to_id":"2","from_type":"Person","from_id":"1","directed":false,"e_type":"Knows"}"#,
    ] {
        let mut row = Row::new(json).unwrap();
        assert_eq!(row.attribute::<i64>("a"), Ok(1));
        assert_eq!(row.discriminator().unwrap().as_deref(), Some("9,x"));
        assert_eq!(row.edge_type().unwrap(), "Knows");
        assert_eq!(row.directed(), Ok(false));
        assert_eq!(row.from::<AnyId>().unwrap().as_str(), "1");
        assert_eq!(row.to::<AnyId>().unwrap().vertex_type(), "Person");
    }
    let row = Row::new(r#"{"e_type":"Knows","attributes":{}}"#).unwrap();
    assert_eq!(row.discriminator(), Ok(None));
    assert!(row.from::<AnyId>().is_err());
}
