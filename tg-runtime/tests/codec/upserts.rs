//! The bodies of upserts.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tg_runtime::body::UpsertBody;
use tg_runtime::schema::{
    AnyId, Connects, Edge, EdgeSpec, EndpointId, Id, KeySpec, PairSpec, Vertex, VertexSpec,
};
use tg_runtime::value::{DateTime, EncodeError, Encoder, FixedBinary, IdText, Vector};

use crate::node::Node;
use crate::record::{Parcel, Size, parcels};

fn finished(body: &mut UpsertBody<'_>) -> String {
    let bound = body.len();
    let mut out = Vec::new();
    body.finish(&mut out);
    assert!(out.len() <= bound, "{} bytes, announced {bound}", out.len());
    assert!(body.is_empty());
    String::from_utf8(out).unwrap()
}

/// What an upsert of this vertex must hold, number by number as text: serde_json may round.
fn expected(parcel: &Parcel) -> Value {
    let value = |value: Value| json!({ "value": value });
    let size =
        |size: &Size| json!({"keylist": ["width", "unit"], "valuelist": [size.width, size.unit]});
    let map = |keys: Vec<Value>, values: Vec<Value>| json!({"keylist": keys, "valuelist": values});
    let mut attributes = json!({
        "int": value(json!(parcel.int)),
        "small": value(json!(parcel.small)),
        "uint": value(json!(parcel.uint)),
        "float": value(json!(parcel.float)),
        "double": value(json!(parcel.double)),
        "flag": value(json!(parcel.flag)),
        "text": value(json!(parcel.text)),
        "moment": value(json!(parcel.moment.to_string())),
        "binary": value(json!(std::str::from_utf8(parcel.binary.as_ref()).unwrap())),
        "list": value(json!(parcel.list)),
        "doubles": value(json!(parcel.doubles)),
        "set": value(json!(parcel.set)),
        "map": value(map(
            parcel.map.keys().map(|key| json!(key)).collect(),
            parcel.map.values().map(|moment| json!(moment.to_string())).collect(),
        )),
        "numbered": value(map(
            parcel.numbered.keys().map(|key| json!(key)).collect(),
            parcel.numbered.values().map(|text| json!(text)).collect(),
        )),
        "size": value(size(&parcel.size)),
        "sizes": value(Value::Array(parcel.sizes.iter().map(size).collect())),
    });
    if let Some(note) = &parcel.note {
        attributes["note"] = value(json!(note));
    }
    attributes
}

proptest! {
    #[test]
    fn vertices_are_what_serde_json_reads(parcels in prop::collection::vec(parcels(), 1..4)) {
        let mut body = UpsertBody::new();
        for parcel in &parcels {
            body.vertex(parcel).unwrap();
        }
        prop_assert_eq!(body.vertices(), parcels.len());
        let read: Value = serde_json::from_str(&finished(&mut body)).unwrap();
        for parcel in &parcels {
            let written = &read["vertices"]["Parcel"][&parcel.id];
            let theirs: Value = serde_json::from_str(&expected(parcel).to_string()).unwrap();
            // The same id may come twice; the last is kept then.
            if parcels.iter().filter(|other| other.id == parcel.id).count() == 1 {
                for name in ["float", "double", "doubles"] {
                    prop_assert_eq!(written[name].is_null(), theirs[name].is_null());
                }
                prop_assert_eq!(without_floats(written), without_floats(&theirs));
            }
        }
    }

    #[test]
    fn numbers_read_back_exactly(double in prop::num::f64::ANY, float in prop::num::f32::ANY) {
        let text = |write: &dyn Fn(&mut Encoder)| -> Result<String, EncodeError> {
            let mut body = UpsertBody::new();
            body.vertex_with::<Place>(&"x", |out| write(out))?;
            let json = finished(&mut body);
            let start = json.find("\"value\":").unwrap() + 8;
            Ok(json[start..json.find("}}").unwrap()].to_owned())
        };
        match text(&|out| out.attribute("\"double\":{\"value\":", &double)) {
            Ok(text) => prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), double.to_bits()),
            Err(error) => {
                prop_assert!(!double.is_finite());
                prop_assert_eq!(error.attribute(), Some("double"));
            }
        }
        match text(&|out| out.change("float", &float, None)) {
            Ok(text) => prop_assert_eq!(text.parse::<f32>().unwrap().to_bits(), float.to_bits()),
            Err(error) => {
                prop_assert!(!float.is_finite());
                prop_assert_eq!(error.attribute(), Some("float"));
            }
        }
    }

    #[test]
    fn edges_are_grouped_and_none_is_lost(
        edges in prop::collection::vec((0_u8..4, 0_u8..4, any::<bool>(), any::<u8>()), 0..30),
    ) {
        let mut body = UpsertBody::new();
        let mut expected: BTreeMap<[String; 3], Vec<u64>> = BTreeMap::new();
        for (from, to, local, weight) in edges {
            let (from, to) = (format!("f\"{from}"), format!("t{to}"));
            let target = if local {
                body.edge::<Road, Place, Place>(&from, &to, &Road(weight)).unwrap();
                "Place"
            } else {
                body.edge::<Road, Place, Hub>(&from, &to, &Road(weight)).unwrap();
                "Hub"
            };
            expected.entry([from, target.to_owned(), to]).or_default().push(weight.into());
        }
        let json = finished(&mut body);
        let read: Node = serde_json::from_str(&json).unwrap();

        let mut found: BTreeMap<[String; 3], Vec<u64>> = BTreeMap::new();
        for (source, edges) in read.get("edges").get("Place").distinct() {
            prop_assert_eq!(edges.distinct().len(), 1);
            for (target_type, targets) in edges.get("Road").distinct() {
                for (target, attributes) in targets.members() {
                    let key = [source, target_type, target].map(str::to_owned);
                    let weight = attributes.get("weight").get("value").number();
                    found.entry(key).or_default().push(weight);
                }
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_divided_body_holds_the_same_in_the_same_order(
        items in prop::collection::vec((0_u8..4, 0_u8..4, any::<u8>()), 0..30),
        bytes in 0_usize..600,
    ) {
        let mut body = UpsertBody::new();
        let mut expected = (Vec::new(), Vec::new());
        for (kind, id, weight) in items {
            let id = format!("i\"{id}");
            let weigh = |out: &mut Encoder| out.attribute("\"weight\":{\"value\":", &weight);
            match kind {
                0 => body.vertex_with::<Place>(&id, weigh).unwrap(),
                1 => body.vertex_with::<Hub>(&id, weigh).unwrap(),
                2 => body.edge::<Road, Place, Place>(&id, &"t", &Road(weight)).unwrap(),
                _ => body.edge::<Road, Place, Hub>(&id, &"t", &Road(weight)).unwrap(),
            }
            let written = (["Place", "Hub"][usize::from(kind % 2)].to_owned(), id, u64::from(weight));
            if kind < 2 { expected.0.push(written) } else { expected.1.push(written) }
        }
        let mut found = (Vec::new(), Vec::new());
        for mut part in body.split(bytes) {
            let (vertices, edges) = (part.vertices(), part.edges());
            prop_assert!(vertices == 0 || found.1.is_empty(), "a vertex behind the edges");
            let json = finished(&mut part);
            prop_assert!(json.len() <= bytes || vertices + edges <= 1, "{json}");
            let read: Node = serde_json::from_str(&json).unwrap();
            let weight = |attributes: &Node| attributes.get("weight").get("value").number();
            if vertices > 0 {
                for (ty, members) in read.get("vertices").members() {
                    for (id, attributes) in members.members() {
                        found.0.push((ty.to_owned(), id.to_owned(), weight(attributes)));
                    }
                }
            }
            if edges > 0 {
                for (id, edges) in read.get("edges").get("Place").members() {
                    for (ty, targets) in edges.get("Road").members() {
                        for (_, attributes) in targets.members() {
                            found.1.push((ty.to_owned(), id.to_owned(), weight(attributes)));
                        }
                    }
                }
            }
        }
        // Between different keys, order means nothing: the same key keeps its own.
        let order = |it: &(String, String, u64)| (it.0.clone(), it.1.clone());
        for list in [&mut expected.0, &mut expected.1, &mut found.0, &mut found.1] {
            list.sort_by_key(order);
        }
        prop_assert_eq!(found, expected);
    }
}

fn without_floats(attributes: &Value) -> Value {
    let mut attributes = attributes.clone();
    if let Some(members) = attributes.as_object_mut() {
        members.retain(|name, _| !["float", "double", "doubles"].contains(&name.as_str()));
    }
    attributes
}

struct Place;
struct Hub;
struct Road(u8);

macro_rules! vertex {
    ($ty:ident) => {
        impl Vertex for $ty {
            type Key = String;
            type Columns = ();
            const SPEC: VertexSpec = VertexSpec {
                name: stringify!($ty),
                key: KeySpec::PrimaryKey(&[]),
                attributes: &[],
                outdegrees: true,
                global: false,
                renamed_from: None,
            };
            const COLUMNS: () = ();
            fn key(&self) -> String {
                String::new()
            }
            fn write_id(&self, id: &mut IdText) {
                id.single(&self.key());
            }
            fn encode(&self, _: &mut Encoder) {}
        }
    };
}

vertex!(Place);
vertex!(Hub);

impl Edge for Road {
    type From = Id<Place>;
    type To = AnyId;
    type Columns = ();
    const SPEC: EdgeSpec = EdgeSpec {
        name: "Road",
        directed: true,
        pairs: &[PairSpec { from: "Place", to: "Place" }, PairSpec { from: "Place", to: "Hub" }],
        attributes: &[],
        discriminators: 0,
        reverse: None,
        global: false,
        renamed_from: None,
    };
    const COLUMNS: () = ();
    fn encode(&self, out: &mut Encoder) {
        out.attribute("\"weight\":{\"value\":", &self.0);
    }
}

impl Connects<Place, Place> for Road {}
impl Connects<Place, Hub> for Road {}

#[test]
fn vertices_and_edges_share_a_body() {
    let mut body = UpsertBody::new();
    body.edge::<Road, Place, Hub>(&"a", &"h", &Road(1)).unwrap();
    body.vertex_with::<Hub>(&"h", |_| {}).unwrap();
    body.vertex_with::<Place>(&"a", |out| out.change("n", &5, Some("+"))).unwrap();
    body.vertex_with::<Hub>(&"i", |_| {}).unwrap();
    assert_eq!((body.vertices(), body.edges()), (3, 1));
    assert_eq!(
        finished(&mut body),
        concat!(
            r#"{"vertices":{"Hub":{"h":{},"i":{}},"Place":{"a":{"n":{"value":5,"op":"+"}}}},"#,
            r#""edges":{"Place":{"a":{"Road":{"Hub":{"h":{"weight":{"value":1}}}}}}}}"#,
        )
    );
    assert_eq!(finished(&mut body), "{}");
}

#[test]
fn what_was_written_last_can_be_taken_out_again() {
    let mut body = UpsertBody::new();
    body.vertex_with::<Hub>(&"h", |_| {}).unwrap();
    let before = body.len();
    body.vertex_with::<Hub>(&"i", |_| {}).unwrap();
    body.undo();
    assert_eq!(body.len(), before);
    body.undo();
    assert_eq!(body.len(), before);
    body.edge::<Road, Place, Hub>(&"a", &"h", &Road(1)).unwrap();
    body.undo();
    assert_eq!((body.len(), body.edges()), (before, 0));
    assert_eq!(finished(&mut body), r#"{"vertices":{"Hub":{"h":{}}}}"#);
}

#[test]
fn what_is_refused_leaves_no_trace() {
    let mut body = UpsertBody::new();
    body.vertex_with::<Hub>(&"h", |_| {}).unwrap();
    let before = body.len();

    let error = body
        .vertex_with::<Hub>(&"x", |out| out.attribute("\"a\":{\"value\":", &f64::NAN))
        .unwrap_err();
    assert!(error.to_string().starts_with("attribute `a`: NaN cannot be sent"), "{error}");
    let infinite = vec![1.0, f64::INFINITY];
    let error =
        body.vertex_with::<Hub>(&"x", |out| out.change("b", &infinite, Some("+"))).unwrap_err();
    assert!(error.to_string().starts_with("attribute `b`: inf cannot"), "{error}");
    assert!(body.vertex_with::<Hub>(&"", |_| {}).unwrap_err().to_string().contains("empty"));
    assert!(body.edge::<Road, Place, Hub>(&"", &"h", &Road(1)).is_err());
    assert!(body.edge::<Road, Place, Hub>(&"a", &"", &Road(1)).is_err());
    assert!(
        body.edge_with::<Road, Place, Hub>(&"a", &"h", |out| out.change("b", &f32::NAN, None))
            .is_err()
    );
    let binary = FixedBinary([0xff; 2]);
    assert!(body.vertex_with::<Hub>(&"x", |out| out.change("b", &binary, None)).is_err());

    assert_eq!(body.len(), before);
    body.vertex_with::<Hub>(&"i", |out| out.change("v", &Vector::from([0.5, -1.0]), None)).unwrap();
    assert_eq!(
        finished(&mut body),
        r#"{"vertices":{"Hub":{"h":{},"i":{"v":{"value":[0.5,-1.0]}}}}}"#
    );
}

#[test]
fn absent_values_are_left_out() {
    let mut body = UpsertBody::new();
    let none: Option<DateTime> = None;
    body.vertex_with::<Hub>(&"h", |out| {
        out.attribute("\"a\":{\"value\":", &none);
        out.change("b", &none, Some("+"));
        out.attribute("\"c\":{\"value\":", &Some("x"));
        out.attribute("\"d\":{\"value\":", &Some(None::<i64>));
    })
    .unwrap();
    assert_eq!(finished(&mut body), r#"{"vertices":{"Hub":{"h":{"c":{"value":"x"}}}}}"#);
}

#[test]
fn a_tuple_field_that_the_server_would_cut_is_refused() {
    let mut body = UpsertBody::new();
    let mut size = Size { width: 1, unit: "\"\u{1}\u{e9}45678 0".to_owned() };
    body.vertex_with::<Hub>(&"h", |out| out.change("size", &size, None)).unwrap();
    size.unit.push('1');
    let error = body.vertex_with::<Hub>(&"h", |out| out.change("size", &size, None)).unwrap_err();
    assert!(
        error.to_string().contains("has 11 characters, its field of the tuple holds 10"),
        "{error}"
    );
}

#[test]
fn an_edge_that_was_read_can_be_written() {
    let from = Id::<Place>::from("a");
    let mut body = UpsertBody::new();
    body.edge_between(&from, &AnyId::decode("Hub", "h").unwrap(), &Road(1)).unwrap();
    let error =
        body.edge_between(&from, &AnyId::decode("Moon", "m").unwrap(), &Road(1)).unwrap_err();
    assert_eq!(error.to_string(), "edge `Road` does not go from `Place` to `Moon`");
    assert_eq!(
        finished(&mut body),
        r#"{"edges":{"Place":{"a":{"Road":{"Hub":{"h":{"weight":{"value":1}}}}}}}}"#
    );
}
