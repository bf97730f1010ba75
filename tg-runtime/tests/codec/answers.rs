//! Answers that arrive in pieces.

use proptest::prelude::*;
use tg_runtime::body::Answer;
use tg_runtime::schema::ReadVertex;

use crate::json::{Spelling, spellings};
use crate::record::{Parcel, parcels};

fn read_all(chunks: &[&[u8]]) -> (Vec<Parcel>, Vec<u8>) {
    let mut answer = Answer::new();
    let mut rows = Vec::new();
    for chunk in chunks {
        answer.feed(chunk);
        while let Some(row) = answer.next(Parcel::decode).unwrap() {
            rows.push(row);
        }
    }
    (rows, answer.finish().unwrap())
}

proptest! {
    #[test]
    fn chunks_do_not_matter(
        parcels in prop::collection::vec(parcels(), 0..4),
        mut spelling in spellings(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let json = spelling.answer(&parcels);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(json.len())).collect();
        cuts.extend([0, json.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> =
            cuts.windows(2).map(|pair| &json.as_bytes()[pair[0]..pair[1]]).collect();

        let (rows, beside) = read_all(&chunks);
        prop_assert_eq!(rows, parcels);
        let beside: serde_json::Value = serde_json::from_slice(&beside).unwrap();
        prop_assert_eq!(&beside["results"], &serde_json::json!([]));
        prop_assert_eq!(&beside["code"], "REST-0000");
        prop_assert_eq!(&beside["message"], "results\":[\\ \n");
        prop_assert_eq!(&beside["version"]["schema"], 3);
    }

    #[test]
    fn byte_by_byte(parcels in prop::collection::vec(parcels(), 0..3)) {
        let json = Spelling::plain().answer(&parcels);
        let chunks: Vec<&[u8]> = json.as_bytes().chunks(1).collect();
        prop_assert_eq!(read_all(&chunks).0, parcels);
    }

    #[test]
    fn an_answer_that_is_cut_is_an_error(parcel in parcels(), cut in any::<prop::sample::Index>()) {
        let json = Spelling::plain().answer(&[parcel]);
        let mut answer = Answer::new();
        answer.feed(&json.as_bytes()[..cut.index(json.len())]);
        while answer.next(Parcel::decode).unwrap().is_some() {}
        prop_assert!(answer.finish().is_err());
    }
}

#[test]
fn an_error_without_results_is_handed_on() {
    let json = b"{\"error\": true, \"message\": \"line\nfeed\", \"code\": \"601\"}";
    let (rows, beside) = read_all(&[json]);
    assert!(rows.is_empty());
    assert_eq!(beside, br#"{"error":true,"message":"line\u000afeed","code":"601"}"#);
}

#[test]
fn results_that_are_no_array_are_handed_on() {
    let json = br#"{"results":{"v_type":"Parcel","results":[1,{"a":[2]}]},"error":false}"#;
    assert_eq!(read_all(&[json]).1, json);
}

#[test]
fn what_is_no_object_is_handed_on() {
    for page in ["<html>\n<title>Starting workspace</title>", "[1, 2]", "down"] {
        assert_eq!(read_all(&[&page.as_bytes()[..3], &page.as_bytes()[3..]]).1, page.as_bytes());
    }
}

#[test]
fn a_row_that_does_not_fit_is_named_and_the_next_is_read() {
    let bad = r#"{"v_id":"P-1","v_type":"Parcel","attributes":{"a":"one"}}"#;
    let json = format!(r#"{{"results":[{bad},5,{{"v_id":"P-2","attributes":{{"a":2}}}}]}}"#);
    let mut answer = Answer::new();
    answer.feed(json.as_bytes());
    let error = answer.next(|row| row.attribute::<i64>("a")).unwrap_err();
    assert_eq!(error.element(), Some("Parcel `P-1`"));
    assert_eq!(error.to_string(), "Parcel `P-1`: attribute `a`: expected INT, found `\"one\"`");
    assert!(answer.next(|row| row.attribute::<i64>("a")).is_err());
    assert_eq!(answer.next(|row| row.attribute::<i64>("a")), Ok(Some(2)));
    assert_eq!(answer.next(|row| row.attribute::<i64>("a")), Ok(None));
    assert!(answer.finish().is_ok());
}

#[test]
fn rows_that_nobody_read_are_an_error() {
    let mut answer = Answer::new();
    answer.feed(br#"{"results":[{"v_id":"P-1"}]}"#);
    assert!(answer.finish().unwrap_err().to_string().contains("not read"));
}

#[test]
fn a_row_with_bytes_that_are_no_text_is_refused_and_the_others_are_read() {
    let json = b"{\"results\":[{\"v_id\":\"a\"},{\"v_id\":\"caf\xe9\"},{\"v_id\":\"caf\xc3\xa9\"}],\"message\":\"\xff\"}";
    for size in 1..json.len() {
        let mut answer = Answer::new();
        let mut read = Vec::new();
        for chunk in json.chunks(size) {
            answer.feed(chunk);
            loop {
                match answer.next(|row| row.id::<String>()) {
                    Ok(Some(id)) => read.push(id),
                    Ok(None) => break,
                    Err(error) => read.push(error.to_string()),
                }
            }
        }
        assert_eq!(read, ["a", "expected UTF-8 text, found bytes that are not UTF-8", "caf\u{e9}"]);
        assert_eq!(
            answer.finish().unwrap(),
            "{\"results\":[],\"message\":\"\u{fffd}\"}".as_bytes()
        );
    }
}
