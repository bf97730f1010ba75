//! Every key of a vertex, in serde's vocabulary.

#![deny(warnings)]

use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::schema::{KeySpec, VectorMetric};
use tg_runtime::value::{AttributeType, Row};
use tg_runtime::{schema::ReadVertex, Column, DateTime, Vector, Vertex};

mod hex {
    pub type Stored = String;

    pub fn store(colour: &u32) -> Stored {
        format!("{colour:06x}")
    }

    pub fn load(stored: Stored) -> Result<u32, std::num::ParseIntError> {
        u32::from_str_radix(&stored, 16)
    }
}

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(name = "Parcel", rename_all = "camelCase", crate = tg_runtime)]
struct Package {
    #[tg(primary_id, as_attribute = false, rename = "number")]
    id: u64,
    weight_kg: f64,
    #[tg(rename = "tags")]
    handling_labels: BTreeSet<String>,
    #[tg(default)]
    prices: BTreeMap<String, f64>,
    #[tg(default = long_ago)]
    sent_at: DateTime,
    #[tg(schema_default = -1)]
    floor: i32,
    #[tg(schema_default = "say \"hi\"")]
    greeting: Option<String>,
    #[tg(schema_default = true)]
    fragile: bool,
    #[tg(with = hex)]
    colour: u32,
    #[tg(metric = "L2")]
    shape: Option<Vector<3>>,
    #[tg(skip)]
    cache: Vec<u128>,
    #[tg(skip, default = one)]
    count: usize,
}

fn long_ago() -> DateTime {
    DateTime::from_unix(0).unwrap()
}

fn one() -> usize {
    1
}

fn main() {
    let spec = Package::SPEC;
    assert_eq!(spec.name, "Parcel");
    assert_eq!(
        spec.key,
        KeySpec::PrimaryId { name: "number", ty: AttributeType::Uint, as_attribute: false }
    );
    let names: Vec<_> = spec.attributes.iter().map(|attribute| attribute.name).collect();
    assert_eq!(
        names,
        ["weightKg", "tags", "prices", "sentAt", "floor", "greeting", "fragile", "colour", "shape"]
    );
    let defaults: Vec<_> = spec.attributes.iter().filter_map(|attribute| attribute.default).collect();
    assert_eq!(defaults, ["-1", r#""say \"hi\"""#, "true"]);
    assert_eq!(spec.attributes[7].ty, AttributeType::String);
    assert_eq!(spec.attributes[8].metric, Some(VectorMetric::L2));
    let _: Column<Package, String> = Package::COLUMNS.colour;

    let json = r#"{"v_id":"7","v_type":"Parcel","attributes":{
        "weightKg":0.5,"tags":["up"],"floor":3,"fragile":true,"colour":"0000ff"}}"#;
    let package = Package::decode(&mut Row::new(json).unwrap()).unwrap();
    assert_eq!(package.key(), 7);
    assert_eq!(package.prices, BTreeMap::new());
    assert_eq!(package.sent_at, long_ago());
    assert_eq!((package.colour, package.count, package.greeting), (255, 1, None));
    assert!(package.cache.is_empty() && package.shape.is_none());

    let json = r#"{"v_id":"7","v_type":"Parcel","attributes":{
        "weightKg":0.5,"tags":[],"floor":3,"fragile":true,"colour":"blue"}}"#;
    let error = Package::decode(&mut Row::new(json).unwrap()).unwrap_err();
    assert_eq!(error.attribute(), Some("colour"));
}
