//! Tests of the forms in which servers write statistics.

use serde_json::json;

use super::*;

#[test]
fn the_flat_form() {
    let statistics = Statistics::read(&json!({
        "validLine": 7927, "rejectLine": 1, "failedConditionLine": 2, "notEnoughToken": 3,
        "invalidJson": 0, "oversizeToken": 4,
        "vertex": [{"typeName": "company", "validObject": 7, "noIdFound": 0, "invalidAttribute": 2,
            "invalidPrimaryId": 0, "invalidSecondaryId": 0, "incorrectFixedBinaryLength": 0,
            "invalidAttributeLinesData": ["a,b", "c,d"]}],
        "edge": [], "deleteVertex": [{"typeName": "old", "validObject": 1}], "deleteEdge": []
    }));
    let lines = &statistics.lines;
    assert_eq!((lines.valid, lines.rejected, lines.not_enough_tokens), (7927, 1, 3));
    assert_eq!((lines.total(), lines.faulty()), (7935, 7));
    assert_eq!(statistics.objects.len(), 2);
    assert_eq!((statistics.objects[0].valid, statistics.objects[0].faulty()), (7, 2));
    assert_eq!(statistics.objects[1].kind, ObjectKind::DeletedVertex);
    let invalid: Vec<_> = statistics.invalid.iter().map(ToString::to_string).collect();
    assert_eq!(invalid[0], "invalidAttribute of company: \"a,b\"");
}

#[test]
fn the_nested_form_and_a_counter_that_is_not_known() {
    let nested = json!({"parsingStatistics": {
        "fileLevel": {"validLine": 3, "notEnoughToken": 1, "lineData": ["x"], "strange": 2},
        "objectLevel": {"vertex": [
            {"typeName": "Movie", "validObject": 3, "invalidAttribute": 1,
             "lineData": [{"lineNumber": 4, "lineData": "y,z"}]}], "edge": []}}});
    let statistics = Statistics::read(&nested);
    assert_eq!((statistics.lines.valid, statistics.lines.other["strange"]), (3, 2));
    assert_eq!(statistics.invalid[0].text, "x");
    let line = &statistics.invalid[1];
    assert_eq!(
        (line.reason.as_str(), line.number, line.text.as_str()),
        ("invalidAttribute", Some(4), "y,z")
    );
    // In a status the levels are without the outer key.
    assert_eq!(Statistics::read(&nested["parsingStatistics"]), statistics);
}

#[test]
fn lines_may_be_named_by_their_places() {
    let with = |members: serde_json::Value| {
        let mut object = json!({"typeName": "Person", "validObject": "3", "invalidAttribute": 2});
        let known = object.as_object_mut().unwrap();
        known.extend(members.as_object().unwrap().clone());
        Statistics::read(&json!({"validLine": 5, "vertex": [object]}))
    };
    let placed = with(json!({"invalidAttributeLines": ["1:age", "4:name"]}));
    assert_eq!((placed.objects[0].valid, placed.objects[0].invalid_attribute), (3, 2));
    let [first, second] = &placed.invalid[..] else { panic!("{:?}", placed.invalid) };
    assert_eq!((first.number, first.attribute.as_deref()), (Some(1), Some("age")));
    assert_eq!(first.type_name.as_deref(), Some("Person"));
    assert_eq!((second.number, second.attribute.as_deref()), (Some(4), Some("name")));
    assert_eq!(first.to_string(), "invalidAttribute of Person, attribute age, in line 1");
    let both = with(json!({"invalidAttributeLines": ["1:age", "4:age"],
        "invalidAttributeLinesData": ["a,x", "b,y"]}));
    let lines: Vec<_> = both.invalid.iter().map(ToString::to_string).collect();
    assert_eq!(lines[1], "invalidAttribute of Person, attribute age, in line 4: \"b,y\"");
    assert_eq!(lines.len(), 2);
    let other = with(json!({"invalidAttributeLines": [7, "odd"]}));
    assert_eq!((other.invalid[0].number, other.invalid[1].text.as_str()), (Some(7), "odd"));
}

#[test]
fn counts_of_one_type_add_up_and_samples_have_an_end() {
    let one = json!({"validLine": 1, "notEnoughToken": 1, "lineData": ["a", "b"],
        "edge": [{"typeName": "E", "validObject": 1}, {"typeName": "E", "validObject": 2}]});
    let mut total = Statistics::default();
    total.merge(Statistics::read(&one), 3);
    total.merge(Statistics::read(&one), 3);
    assert_eq!((total.lines.valid, total.objects.len(), total.objects[0].valid), (2, 1, 6));
    assert_eq!(total.invalid.len(), 3);
}

#[test]
fn nonsense_is_read_as_nothing() {
    for value in [json!(null), json!([1]), json!("x"), json!({"vertex": 5, "fileLevel": []})] {
        assert_eq!(Statistics::read(&value).lines, LineCounts::default());
    }
}

#[test]
fn the_counter_of_a_fault_is_never_read_as_none() {
    let read = |count: Value| {
        let object = json!({"typeName": "V", "validObject": count, "invalidAttribute": count});
        let statistics = Statistics::read(&json!({"vertex": [object]}));
        let counts = &statistics.objects[0];
        (counts.valid, counts.invalid_attribute)
    };
    for (count, expected) in [
        (json!(3.0), (3, 3)),
        (json!("3"), (3, 3)),
        (json!(-1), (0, 1)),
        (json!(0.5), (0, 1)),
        (json!({"lineData": ["x"]}), (0, 1)),
        (json!({}), (0, 0)),
    ] {
        assert_eq!(read(count.clone()), expected, "{count}");
    }
}
