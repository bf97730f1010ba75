//! Filters: what a server understands of them.

use proptest::prelude::*;
use tg_runtime::filter::{Filter, IntoOrder};
use tg_runtime::schema::Column;
use tg_runtime::value::DateTime;

struct Parcel;

const TEXT: Column<Parcel, String> = Column::new("text");
const NOTE: Column<Parcel, Option<String>> = Column::new("note");
const INT: Column<Parcel, i64> = Column::new("int");
const UINT: Column<Parcel, Option<u64>> = Column::new("uint");
const DOUBLE: Column<Parcel, f64> = Column::new("double");
const FLOAT: Column<Parcel, f32> = Column::new("float");
const FLAG: Column<Parcel, bool> = Column::new("flag");
const MOMENT: Column<Parcel, DateTime> = Column::new("moment");

/// A reading of the filter grammar that shares no code with the writer: conditions joined by commas,
/// each an attribute, an operator and a literal, where text stands between double quotes and a
/// backslash makes the next character plain.
fn conditions(filter: &str) -> Option<Vec<(String, String, Value)>> {
    let mut rest: Vec<char> = filter.chars().rev().collect();
    let mut conditions = Vec::new();
    loop {
        let name = take_while(&mut rest, |c| c.is_ascii_alphanumeric() || c == '_');
        let operator = take_while(&mut rest, |c| matches!(c, '=' | '!' | '<' | '>'));
        let value = if rest.last() == Some(&'"') {
            rest.pop();
            let mut text = String::new();
            loop {
                match rest.pop()? {
                    '"' => break Value::Text(text),
                    '\\' => text.push(rest.pop()?),
                    plain => text.push(plain),
                }
            }
        } else {
            Value::Bare(take_while(&mut rest, |c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
        };
        if name.is_empty() || !["=", "!=", ">", ">=", "<", "<="].contains(&operator.as_str()) {
            return None;
        }
        conditions.push((name, operator, value));
        match rest.pop() {
            None => return Some(conditions),
            Some(',') => {}
            Some(_) => return None,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Bare(String),
}

fn take_while(rest: &mut Vec<char>, matches: impl Fn(char) -> bool) -> String {
    let mut taken = String::new();
    while let Some(&next) = rest.last().filter(|next| matches(**next)) {
        taken.push(next);
        rest.pop();
    }
    taken
}

fn understood(filter: &Filter<Parcel>) -> Vec<(String, String, Value)> {
    let text = filter.text().unwrap();
    conditions(text).unwrap_or_else(|| panic!("not in the grammar: {text}"))
}

proptest! {
    #[test]
    fn no_text_breaks_out_of_its_literal(first in any::<String>(), second in r#"[\\",=a-z \n]{0,12}"#) {
        let filter = TEXT.eq(&first).and(NOTE.ne(second.as_str())).and(FLAG.eq(true));
        prop_assert_eq!(understood(&filter), vec![
            ("text".to_owned(), "=".to_owned(), Value::Text(first)),
            ("note".to_owned(), "!=".to_owned(), Value::Text(second)),
            ("flag".to_owned(), "=".to_owned(), Value::Bare("true".to_owned())),
        ]);
    }

    #[test]
    fn numbers_are_exact(int in any::<i64>(), uint in any::<u64>(), double in any::<f64>(), float in any::<f32>()) {
        let filter = INT.gt(int).and(UINT.le(uint)).and(DOUBLE.lt(double)).and(FLOAT.ge(float));
        if !double.is_finite() || !float.is_finite() {
            let error = filter.text().unwrap_err();
            let culprit = if double.is_finite() { "float" } else { "double" };
            prop_assert_eq!(error.attribute(), Some(culprit));
            return Ok(());
        }
        let read = understood(&filter);
        let bare = |index: usize| match &read[index].2 {
            Value::Bare(text) => text.clone(),
            Value::Text(text) => panic!("quoted: {text}"),
        };
        prop_assert_eq!(bare(0).parse(), Ok(int));
        prop_assert_eq!(bare(1).parse(), Ok(uint));
        prop_assert_eq!(bare(2).parse::<f64>().unwrap().to_bits(), double.to_bits());
        prop_assert_eq!(bare(3).parse::<f32>().unwrap().to_bits(), float.to_bits());
    }
}

#[test]
fn each_type_has_its_spelling() {
    let since = DateTime::ymd_hms(2024, 2, 29, 0, 0, 0).unwrap();
    let filter =
        MOMENT.ge(since).and(DOUBLE.gt(20)).and(INT.eq(-1)).and(UINT.eq(7)).and(FLAG.ne(false));
    assert_eq!(
        filter.text().unwrap(),
        "moment>=\"2024-02-29 00:00:00\",double>20,int=-1,uint=7,flag!=false"
    );
}

#[test]
fn the_first_error_is_kept() {
    let filter = INT.eq(1).and(DOUBLE.eq(f64::NAN)).and(FLOAT.eq(f32::INFINITY));
    assert_eq!(filter.clone().text().unwrap_err().attribute(), Some("double"));
    assert!(format!("{filter:?}").contains("NaN"));
}

#[test]
fn orders_are_joined() {
    assert_eq!(INT.asc().into_order().text(), "int");
    assert_eq!((INT.desc(), NOTE.asc(), MOMENT.desc()).into_order().text(), "-int,note,-moment");
    assert_eq!([INT.desc(), TEXT.asc()].into_order().text(), "-int,text");
    assert_eq!(Vec::<tg_runtime::filter::Order<Parcel>>::new().into_order().text(), "");
}
