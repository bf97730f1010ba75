use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::*;
use crate::query::{Json, Projected, QueryVertex, typed};
use crate::schema::{AnyId, Id};
use crate::value::{DateTime, SetOf, Vector};
use crate::{Attribute, Edge, EdgeRecord, Tuple, Vertex, View};

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(rename = "person")]
struct Person {
    #[tg(primary_id)]
    id: String,
    gender: String,
}

#[derive(Debug, PartialEq, View)]
#[tg(of = Person)]
struct Gender {
    gender: String,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Parcel {
    #[tg(primary_key)]
    sender: String,
    #[tg(primary_key)]
    number: i64,
    emb: Option<Vector<3>>,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Person, rename = "transfer", reverse = "transferred")]
struct Transfer {
    #[tg(discriminator)]
    date: DateTime,
    amount: i64,
}

#[derive(Debug, Clone, PartialEq, Tuple)]
struct Score {
    #[tg(size = 40)]
    who: String,
    score: f64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]
#[tg(rename_all = "lowercase")]
enum Fruit {
    Apple,
    Pear,
}

fn results(json: &str) -> QueryResults {
    let body = format!(
        r#"{{"version":{{"edition":"enterprise","api":"v2","schema":3}},"error":false,"message":"","results":{json}}}"#
    );
    QueryResults::of(&body, "", Label::new("run query", "q")).unwrap()
}

/// The value `x`, printed as this JSON.
fn read<T: ReadResult>(json: &str) -> Result<T> {
    results(&format!(r#"[{{"x":{json}}}]"#)).get("x")
}

fn when(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[test]
fn scalars_are_exact() {
    assert_eq!(read::<i64>("-9223372036854775808").unwrap(), i64::MIN);
    assert_eq!(read::<u64>("18446744073709551615").unwrap(), u64::MAX);
    assert_eq!(read::<f64>("3.33333").unwrap(), 3.33333);
    assert_eq!(read::<f64>("3").unwrap(), 3.0);
    assert_eq!(read::<f64>("1.5e300").unwrap(), 1.5e300);
    assert_eq!(read::<f64>("\"inf\"").unwrap(), f64::INFINITY);
    assert_eq!(read::<f32>("\"-inf\"").unwrap(), f32::NEG_INFINITY);
    assert!(read::<f64>("\"NaN\"").unwrap().is_nan());
    assert!(read::<bool>("true").unwrap());
    assert_eq!(read::<String>(r#""a\n\u00e9\"""#).unwrap(), "a\n\u{e9}\"");
    assert_eq!(read::<DateTime>("\"2024-01-15 10:30:00\"").unwrap(), when("2024-01-15 10:30:00"));
    assert_eq!(read::<DateTime>("1705314600").unwrap(), when("2024-01-15 10:30:00"));
    assert_eq!(read::<Fruit>("\"pear\"").unwrap(), Fruit::Pear);
    assert_eq!(read::<Option<i64>>("null").unwrap(), None);
    assert!(read::<i64>("9223372036854775808").is_err());
    assert!(read::<i64>("1.5").is_err());
    assert!(read::<u8>("256").is_err());
}

#[test]
fn collections_of_any_depth() {
    assert_eq!(read::<Vec<u64>>("[1,2,2]").unwrap(), [1, 2, 2]);
    assert_eq!(read::<BTreeSet<String>>(r#"["b","a"]"#).unwrap().len(), 2);
    assert_eq!(read::<Vec<Vec<bool>>>("[[true],[]]").unwrap(), [vec![true], vec![]]);
    assert_eq!(read::<[[i64; 2]; 2]>("[[1,2],[3,4]]").unwrap(), [[1, 2], [3, 4]]);
    assert_eq!(read::<SetOf<f64>>("[0.5,1]").unwrap(), SetOf(vec![1.0, 0.5]));
    assert!(read::<Vec<Person>>("[]").unwrap().is_empty());
    let deep: BTreeMap<i64, BTreeMap<Fruit, Vec<f64>>> =
        read(r#"{"1":{"apple":[0.5]},"-2":{}}"#).unwrap();
    assert_eq!(deep[&1][&Fruit::Apple], [0.5]);
    assert!(deep[&-2].is_empty());
}

#[test]
fn keys_of_maps_are_read_back() {
    assert_eq!(read::<BTreeMap<u64, i64>>(r#"{"18446744073709551615":1}"#).unwrap()[&u64::MAX], 1);
    let noon = when("2024-01-15 10:30:00");
    assert_eq!(read::<BTreeMap<DateTime, i64>>(r#"{"2024-01-15 10:30:00":1}"#).unwrap()[&noon], 1);
    assert_eq!(read::<BTreeMap<bool, i64>>(r#"{"true":1,"false":0}"#).unwrap()[&true], 1);
    let people: HashMap<Id<Person>, i64> = read(r#"{"Ann":1}"#).unwrap();
    assert_eq!(people[&Id::from("Ann")], 1);
    let pairs: BTreeMap<(String, i64), i64> = read(r#"{"Ghent,7":1}"#).unwrap();
    assert_eq!(pairs[&("Ghent".to_owned(), 7)], 1);
    let error = read::<BTreeMap<i64, i64>>(r#"{"1":1,"x":2}"#).unwrap_err();
    assert!(error.message().contains(r#"."x""#), "{error}");
}

const PERSON: &str = r#"{"v_id":"p4","v_type":"person","attributes":{"gender":"Female","id":"p4","@count":2,"@tags":["a"]}}"#;
/// As some servers order it.
const TURNED: &str =
    r#"{ "v_id": "p5", "attributes": { "@count": 3, "gender": "Male" }, "v_type": "person" }"#;

#[test]
fn vertex_sets() {
    let json = format!("[{PERSON},{TURNED}]");
    let people: Vec<Person> = read(&json).unwrap();
    assert_eq!(people[0], Person { id: "p4".to_owned(), gender: "Female".to_owned() });
    assert_eq!(people[1].id, "p5");
    assert_eq!(read::<Vec<Gender>>(&json).unwrap()[1].gender, "Male");
    let ids: Vec<Id<Person>> = read(&json).unwrap();
    assert_eq!(ids, [Id::from("p4"), Id::from("p5")]);
    let any: Vec<AnyId> = read(&json).unwrap();
    assert_eq!(any[0].vertex_type(), "person");
    let error = read::<Vec<Parcel>>(&json).unwrap_err();
    assert!(error.message().contains("a vertex of type `Parcel`"), "{error}");
}

#[test]
fn vertices_with_accumulators_and_projections() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Extra {
        count: i64,
        #[serde(rename = "@tags", default)]
        tags: Vec<String>,
    }
    let people: Vec<QueryVertex<Person, Extra>> = read(&format!("[{PERSON},{TURNED}]")).unwrap();
    assert_eq!(people[0].accums, Extra { count: 2, tags: vec!["a".to_owned()] });
    assert_eq!(people[1].accums, Extra { count: 3, tags: vec![] });
    assert_eq!(people[1].vertex.id, "p5");

    #[derive(Debug, PartialEq, Deserialize)]
    struct Some {
        gender: String,
        c: i64,
        #[serde(rename = "V.@sum / 2")]
        half: f64,
    }
    let json =
        r#"[{"v_id":"p4","v_type":"person","attributes":{"V.gender":"F","c":2,"V.@sum / 2":0.5}}]"#;
    let some: Vec<Projected<Person, Some>> = read(json).unwrap();
    assert_eq!(some[0].id, Id::from("p4"));
    assert_eq!(some[0].attributes, Some { gender: "F".to_owned(), c: 2, half: 0.5 });
    let error = read::<Vec<Projected<Person, Extra>>>(json).unwrap_err();
    assert!(error.message().contains("[0]") && error.message().contains("count"), "{error}");
}

#[test]
fn ids_of_vertices() {
    assert_eq!(read::<Id<Person>>("\"p4\"").unwrap(), Id::from("p4"));
    let ids: BTreeSet<Id<Parcel>> = read(r#"["Ann,7","Bob,8"]"#).unwrap();
    assert!(ids.contains(&Id::new(("Ann".to_owned(), 7))));
    assert!(read::<Id<Parcel>>("\"Ann\"").is_err());
    assert!(read::<AnyId>("\"p4\"").is_err());
}

#[test]
fn vectors_stand_beside_the_attributes() {
    let after = r#"{"v_id":"A,1","v_type":"Parcel","attributes":{"sender":"A","number":1},"Embeddings":{"emb":[0.5,-0.01773397,1]}}"#;
    let before = r#"{"Embeddings":{"other":[1],"emb":[0.5,0,1]},"v_id":"A,1","v_type":"Parcel","attributes":{"sender":"A","number":1}}"#;
    let without = r#"{"v_id":"A,1","v_type":"Parcel","attributes":{"sender":"A","number":1}}"#;
    let parcels: Vec<Parcel> = read(&format!("[{after},{before},{without}]")).unwrap();
    assert_eq!(parcels[0].emb, Some(Vector::from([0.5, -0.017_733_97, 1.0])));
    assert_eq!(parcels[1].emb, Some(Vector::from([0.5, 0.0, 1.0])));
    assert_eq!(parcels[2].emb, None);
}

#[test]
fn edges() {
    let json = r#"[{"e_type":"transfer","from_id":"Abby","from_type":"person","to_id":"Ed","to_type":"person",
        "directed":true,"discriminator":"2025-01-01 00:00:00","attributes":{"date":"2025-01-01 00:00:00","amount":100}},
        {"e_type":"transferred","from_id":"Ed","from_type":"person","to_id":"Abby","to_type":"person",
        "directed":true,"attributes":{"date":"2025-01-01 00:00:00","amount":100}}]"#;
    let edges: Vec<EdgeRecord<Transfer>> = read(json).unwrap();
    assert_eq!(edges[0].from, Id::from("Abby"));
    assert_eq!(edges[0].edge.amount, 100);
    assert_eq!(edges[0], edges[1], "the reverse is the same edge");
    let other = json.replace("transferred", "other");
    assert!(read::<Vec<EdgeRecord<Transfer>>>(&other).is_err());
}

#[test]
fn tuples_heaps_groups_and_tables() {
    let heap: Vec<Score> =
        read(r#"[{"who":"Scott","score":0.5},{"score":1,"who":"Ann"}]"#).unwrap();
    assert_eq!(heap[1], Score { who: "Ann".to_owned(), score: 1.0 });

    #[derive(Debug, PartialEq, Deserialize)]
    struct Group {
        city: String,
        total: i64,
    }
    let groups: Vec<Json<Group>> = read(r#"[{"city":"Ghent","total":3}]"#).unwrap();
    assert_eq!(groups[0].total, 3);
    let error = read::<Vec<Json<Group>>>(r#"[{"city":"Ghent","total":"x"}]"#).unwrap_err();
    assert!(error.message().contains("[0]") && error.message().contains("total"), "{error}");
    let any: Json<serde_json::Value> = read(r#"{"a":[1]}"#).unwrap();
    assert_eq!(any["a"][0], 1);
}

#[test]
fn prints_are_kept_apart() {
    let results = results(r#"[{"a":1,"b":"x"},{"a":2},{},{"a":3}]"#);
    assert_eq!(results.prints(), 4);
    assert_eq!(results.all::<i64>("a").unwrap(), [1, 2, 3]);
    assert_eq!(results.nth::<i64>("a", 1).unwrap(), 2);
    assert_eq!(results.get::<String>("b").unwrap(), "x");
    let names: Vec<_> = results.iter().map(|value| (value.print(), value.name())).collect();
    assert_eq!(names, [(0, "a"), (0, "b"), (1, "a"), (3, "a")]);
    assert_eq!(results.values::<(i64, String, i64, i64)>().unwrap().3, 3);
    assert_eq!(results.schema_version(), Some(3));
    let several = results.get::<i64>("a").unwrap_err();
    assert!(several.message().contains("3 times"), "{several}");
    assert!(results.nth::<i64>("a", 3).unwrap_err().message().contains("3 times only"));
    assert!(results.only::<i64>().unwrap_err().message().contains("`a`, `b`"));
}

#[test]
fn an_error_names_the_print_the_value_and_the_place() {
    let results = results(&format!(r#"[{{"n":1}},{{"S":[{PERSON},{TURNED}]}}]"#));
    let missing = results.get::<i64>("m").unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Decode);
    assert!(
        missing.message().contains("`m`") && missing.message().contains("`n`, `S`"),
        "{missing}"
    );
    assert_eq!(results.get::<Option<i64>>("m").unwrap(), None);
    #[derive(Debug, Clone, PartialEq, Vertex)]
    #[tg(rename = "person")]
    struct Odd {
        #[tg(primary_id)]
        id: String,
        gender: i64,
    }
    let error = results.get::<Vec<Odd>>("S").unwrap_err().to_string();
    for part in ["run query q", "`S` of PRINT 2", "[0]", "person `p4`", "`gender`", "\"Female\""] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn a_whole_result_goes_into_a_struct_a_map_or_a_tuple() {
    let results = results(&format!(r#"[{{"@@total":1.5}},{{"S":[{PERSON}]}},{{"S.size()":1}}]"#));
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct All {
        total: f64,
        #[serde(rename = "S", deserialize_with = "typed")]
        people: Vec<Person>,
        #[serde(rename = "S.size()")]
        size: u64,
        #[serde(default)]
        absent: Option<i64>,
    }
    let all: All = results.deserialize().unwrap();
    assert_eq!((all.total, all.people.len(), all.size, all.absent), (1.5, 1, 1, None));
    let map: BTreeMap<String, serde_json::Value> = results.deserialize().unwrap();
    assert_eq!(map["@@total"], 1.5);
    let (total, _, size): (f64, serde_json::Value, u64) = results.deserialize().unwrap();
    assert_eq!((total, size), (1.5, 1));
    #[derive(Debug, Deserialize)]
    #[expect(dead_code)]
    struct Missing {
        sum: f64,
    }
    let error = results.deserialize::<Missing>().unwrap_err().to_string();
    assert!(error.contains("sum") && error.contains("`@@total`, `S`"), "{error}");
}

#[test]
fn nothing_printed_is_a_result() {
    assert!(results("[]").is_empty());
    let none = QueryResults::of("{\"error\":false}", "", Label::new("run query", "q")).unwrap();
    assert!(none.is_empty() && none.prints() == 0);
    let label = Label::new("run query", "q");
    assert!(QueryResults::of("{\"results\":[1]}", "", label.clone()).is_err());
    assert!(QueryResults::of("{\"results\":{}}", "", label).is_err());
}

#[test]
fn an_expression_is_found_with_other_blanks() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "coalesce(p1, p2, 999.5)")]
        value: f64,
    }

    let read = results(r#"[{"coalesce(p1,p2,999.5)":1.5},{"f(\"a b\")":1},{"f(\"ab\")":2}]"#);
    for name in ["coalesce(p1,p2,999.5)", "coalesce(p1, p2, 999.5)", " coalesce( p1,p2,999.5 ) "] {
        assert_eq!(read.get::<f64>(name).unwrap(), 1.5, "{name}");
    }
    assert_eq!(read.deserialize::<Row>().unwrap().value, 1.5);
    // Blanks of a text belong to it.
    assert_eq!(read.get::<i64>("f( \"a b\" )").unwrap(), 1);
    assert_eq!(read.get::<i64>("f(\"ab\" )").unwrap(), 2);
    assert!(read.get::<i64>("f(\"a  b\")").is_err());
    // The exact name takes precedence.
    let both = results(r#"[{"a+1":1},{"a + 1":2}]"#);
    assert_eq!(both.get::<i64>("a + 1").unwrap(), 2);
    assert_eq!(both.all::<i64>("a +1").unwrap(), [1, 2]);
}

#[derive(Debug, PartialEq, View)]
enum Party {
    Person(Person),
    Parcel(Parcel),
}

#[test]
fn a_set_of_several_vertex_types_is_an_enum() {
    let ann = r#"{"v_id":"Ann","v_type":"person","attributes":{"gender":"f"}}"#;
    let parcel = r#"{"attributes":{"sender":"Ann","number":7},"v_type":"Parcel","v_id":"Ann,7"}"#;
    let read = results(&format!(r#"[{{"S":[{ann},{parcel}],"one":{parcel}}}]"#));
    let parties: Vec<Party> = read.get("S").unwrap();
    let person = Person { id: "Ann".into(), gender: "f".into() };
    let parcel = Parcel { sender: "Ann".into(), number: 7, emb: None };
    assert_eq!(parties, [Party::Person(person), Party::Parcel(parcel)]);
    assert!(matches!(read.get("one").unwrap(), Some(Party::Parcel(_))));
    let other = results(r#"[{"S":[{"v_id":"1","v_type":"City","attributes":{}}]}]"#);
    let error = other.get::<Vec<Party>>("S").unwrap_err();
    assert!(error.message().contains("`person` or `Parcel`"), "{error}");
    assert!(error.message().contains("one of type `City`"), "{error}");
    assert!(results(r#"[{"S":["1"]}]"#).get::<Vec<Party>>("S").is_err());
}
