//! What no server should send must be an error, never a panic.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;
use tg_runtime::body::Answer;
use tg_runtime::schema::{AnyId, ReadVertex};
use tg_runtime::value::{DateTime, Decoder, FixedBinary, ReadAttribute, Row, Vector};

use crate::json::{Spelling, spellings};
use crate::record::{Parcel, Size, parcels};

fn read_as_everything(bytes: &[u8]) {
    fn read<T: ReadAttribute>(text: &str) {
        let _ = T::decode(&mut Decoder::new(text));
    }
    let text = &*String::from_utf8_lossy(bytes);
    read::<bool>(text);
    read::<i8>(text);
    read::<u64>(text);
    read::<f32>(text);
    read::<f64>(text);
    read::<String>(text);
    read::<DateTime>(text);
    read::<FixedBinary<3>>(text);
    read::<Vector<2>>(text);
    read::<Vec<i64>>(text);
    read::<BTreeSet<String>>(text);
    read::<BTreeMap<i64, f64>>(text);
    read::<HashMap<String, Size>>(text);
    read::<Option<Size>>(text);
    let _ = Decoder::new(text).skip();

    if let Ok(mut row) = Row::new(text) {
        let _ = row.attribute::<Option<i64>>("a");
        let _ = row.primary_id::<u64>("id");
        let _ = row.from::<AnyId>();
        let _ = row.discriminator();
        let _ = Parcel::decode(&mut row);
    }

    let mut answer = Answer::new();
    for chunk in bytes.chunks(7) {
        answer.feed(chunk);
        // Every call goes on by a byte at least, or waits.
        for _ in 0..=bytes.len() {
            if let Ok(None) = answer.next(Parcel::decode) {
                break;
            }
        }
        assert_eq!(answer.next(Parcel::decode), Ok(None));
    }
    let _ = answer.finish();
}

proptest! {
    #[test]
    fn bytes(soup in prop::collection::vec(any::<u8>(), 0..80)) {
        read_as_everything(&soup);
    }

    #[test]
    fn json_like_text(soup in r#"([{}\[\]:,"\\ 0-9.eE+-]|null|true|"a":|"attributes":\{|"results":\[|"v_id":"x"|\\u[0-9a-f]{4}){0,30}"#) {
        read_as_everything(soup.as_bytes());
    }

    #[test]
    fn one_byte_changed(
        parcel in parcels(),
        mut spelling in spellings(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut json = spelling.answer(&[parcel]).into_bytes();
        let place = place.index(json.len());
        json[place] = byte;
        read_as_everything(&json);
    }

    #[test]
    fn a_row_cut_anywhere_is_an_error(parcel in parcels(), cut in any::<prop::sample::Index>()) {
        let json = Spelling::plain().row(&parcel);
        let attributes = json.find("\"attributes\"").unwrap();
        let end = attributes + cut.index(json.len() - attributes - 1);
        let cut = Row::new(json.get(..end).unwrap_or_default()).and_then(|mut row| Parcel::decode(&mut row));
        // All but the brackets, and the optional last attribute, is needed.
        if let Ok(read) = cut {
            prop_assert_eq!(Parcel { note: None, ..read }, Parcel { note: None, ..parcel });
        }
    }
}
