use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::value::DateTime;

fn arguments(name: &str, value: impl Parameter) -> Arguments {
    let mut arguments = Arguments::default();
    arguments.set(name.to_owned(), &value);
    arguments
}

fn url(value: impl Parameter) -> String {
    let mut query = Query::default();
    arguments("p", value).write_query(&mut query, |_| true).unwrap();
    query.as_str().unwrap_or_default().to_owned()
}

fn body(value: impl Parameter) -> String {
    arguments("p", value).body()
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

#[test]
fn scalars() {
    assert_eq!(url(i64::MIN), "p=-9223372036854775808");
    assert_eq!(url(u64::MAX), "p=18446744073709551615");
    assert_eq!(url(0.1_f32), "p=0.1");
    assert_eq!(url(true), "p=true");
    assert_eq!(url("a b+c&d=e%41\u{e9}"), "p=a%20b%2Bc%26d%3De%2541%C3%A9");
    let noon: DateTime = "2024-01-15 10:30:00".parse().unwrap();
    assert_eq!(url(noon), "p=2024-01-15%2010%3A30%3A00");
    assert_eq!(body(noon), r#"{"p":"2024-01-15 10:30:00"}"#);
    assert_eq!(body(u64::MAX), r#"{"p":18446744073709551615}"#);
    assert_eq!(body("100% \"\n+"), r#"{"p":"100%25 \"\n+"}"#);
    assert_eq!(url(std::path::Path::new("/tmp/a b")), "p=%2Ftmp%2Fa%20b");
}

#[test]
fn none_is_left_out() {
    assert_eq!(url(None::<i64>), "");
    assert_eq!(body(None::<&str>), "{}");
    let error = arguments("p", vec![Some(1), None]).check().unwrap_err();
    assert!(error.message().contains("`p`") && error.message().contains("NULL"), "{error}");
}

#[test]
fn collections() {
    assert_eq!(url([1, 5, 10]), "p=1&p=5&p=10");
    assert_eq!(body([1, 5, 10]), r#"{"p":[1,5,10]}"#);
    assert_eq!(body(vec!["50%"]), r#"{"p":["50%25"]}"#);
    assert_eq!(body(Vec::<bool>::new()), r#"{"p":[]}"#);
    let map = BTreeMap::from([("a", 1), ("b", 2)]);
    assert_eq!(body(&map), r#"{"p":{"keylist":["a","b"],"valuelist":[1,2]}}"#);
    assert!(arguments("p", &map).need_body());
    assert!(arguments("p", Vec::<i64>::new()).need_body());
    assert!(arguments("p", "").need_body() && arguments("p", ["a", ""]).need_body());
    assert!(!arguments("p", ["a", "b"]).need_body());
}

#[test]
fn what_a_url_cannot_say_is_refused_there() {
    let refused = |arguments: Arguments| {
        let error = arguments.write_query(&mut Query::default(), |_| true).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.message().contains("`p`"), "{error}");
    };
    refused(arguments("p", Vec::<i64>::new()));
    refused(arguments("p", BTreeMap::from([("a", 1)])));
    refused(arguments("p", vec![vec![1]]));
}

#[test]
fn numbers_that_json_lacks_are_refused() {
    for number in [f64::NAN, f64::INFINITY] {
        let error = arguments("p", number).check().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    }
    assert!(arguments("p", vec![1.0, f64::NAN]).check().is_err());
}

#[test]
fn a_name_is_a_name() {
    for name in ["", "a b", "p.type", "p[0]", "a&b", "__GQUERY__USING_ALL_ACTIVE_MODE", "\u{e9}"] {
        assert!(arguments(name, 1).check().is_err(), "{name}");
    }
    assert!(arguments("read_committed", true).check().is_ok());
}

#[test]
fn a_parameter_that_is_given_twice_is_the_second() {
    let mut arguments = arguments("p", 1);
    arguments.set("q".to_owned(), &2);
    arguments.set("p".to_owned(), &3);
    assert_eq!(arguments.body(), r#"{"q":2,"p":3}"#);
}

proptest! {
    #[test]
    fn any_text_survives_a_url(texts in prop::collection::vec(any::<String>(), 1..4)) {
        let query = url(&texts);
        let parts: Vec<_> = query.split('&').map(|part| part.strip_prefix("p=").unwrap()).collect();
        prop_assert!(!query.contains('+'));
        prop_assert_eq!(parts.into_iter().map(decoded).collect::<Vec<_>>(), texts);
    }

    /// The server reads JSON, then decodes `%XX` in texts.
    #[test]
    fn any_text_survives_a_body(texts in prop::collection::vec(any::<String>(), 0..4)) {
        let body: BTreeMap<String, Vec<String>> = serde_json::from_str(&body(&texts)).unwrap();
        prop_assert_eq!(body["p"].iter().map(|text| decoded(text)).collect::<Vec<_>>(), texts);
    }

    #[test]
    fn any_number_survives(number in any::<f64>().prop_filter("finite", |n| n.is_finite()), int: i64) {
        let sent: BTreeMap<String, f64> = serde_json::from_str(&body(number)).unwrap();
        prop_assert_eq!(sent["p"].to_bits(), number.to_bits());
        prop_assert_eq!(decoded(&url(number)), format!("p={}", zmij::Buffer::new().format_finite(number)));
        let sent: BTreeMap<String, i64> = serde_json::from_str(&body(int)).unwrap();
        prop_assert_eq!(sent["p"], int);
    }
}
