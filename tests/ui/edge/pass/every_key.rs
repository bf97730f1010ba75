//! Every key of an edge, in serde's vocabulary.

#![deny(warnings)]

use tg_runtime::schema::{
    AnyId, Connects, Discriminated, Id, PairSpec, Reversible,
};
use tg_runtime::value::{IdText, Key as _, Row};
use tg_runtime::{schema::ReadEdge, DateTime, Edge, Vertex};

#[derive(Vertex)]
#[tg(rename = "Parcel")]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: u32,
}

#[derive(Debug, PartialEq, Edge)]
#[tg(from = Package, to = Depot, directed, reverse = "holds", rename = "lies_in", rename_all = "UPPERCASE")]
struct StoredAt {
    since: DateTime,
    #[tg(discriminator, rename = "SLOT")]
    place: i64,
    #[tg(schema_default = "none")]
    note: Option<String>,
    #[tg(discriminator)]
    shelf: String,
    #[tg(skip)]
    cache: u8,
}

#[derive(Edge)]
#[tg(pair(from = Package, to = Depot), pair(from = Depot, to = Depot))]
struct Leads {}

#[derive(Edge)]
#[tg(undirected, from = Depot, to = Depot)]
struct Near {
    km: f64,
}

fn ends<E: Connects<A, B>, A: tg_runtime::schema::Vertex, B: tg_runtime::schema::Vertex>() {}

fn main() {
    let spec = StoredAt::SPEC;
    assert_eq!((spec.name, spec.directed, spec.reverse), ("lies_in", true, Some("holds")));
    assert_eq!(spec.pairs, [PairSpec { from: "Parcel", to: "Depot" }]);
    let names: Vec<_> = spec.attributes.iter().map(|attribute| attribute.name).collect();
    assert_eq!(names, ["SLOT", "SHELF", "SINCE", "NOTE"]);
    assert_eq!(spec.discriminators, 2);
    assert_eq!(StoredAt::REVERSE, "holds");

    let json = r#"{"e_type":"lies_in","from_id":"P","from_type":"Parcel","to_id":"7","to_type":"Depot",
        "directed":true,"attributes":{"SLOT":3,"SHELF":"a,b","SINCE":"2024-01-31 00:00:00"}}"#;
    let row = &mut Row::new(json).unwrap();
    let from: <StoredAt as tg_runtime::schema::Edge>::From = row.from().unwrap();
    assert_eq!(from, Id::<Package>::new("P"));
    let edge = StoredAt::decode(row).unwrap();
    assert_eq!((edge.place, edge.note.is_none()), (3, true));
    let mut id = IdText::new();
    let discriminator: <StoredAt as Discriminated>::Discriminator = (3, "a,b".to_owned());
    discriminator.write_escaped(&mut id);
    assert_eq!(id.finish().unwrap(), r"3,a\,b");

    ends::<StoredAt, Package, Depot>();
    ends::<Leads, Package, Depot>();
    ends::<Leads, Depot, Depot>();
    let _: fn(AnyId) -> <Leads as tg_runtime::schema::Edge>::From = |id| id;
    let _: fn(Id<Depot>) -> <Leads as tg_runtime::schema::Edge>::To = |id| id;
    assert!(!Near::SPEC.directed);
    assert_eq!(Near::COLUMNS.km.name(), "km");
    let _ = (Package { id: String::new() }.key(), Depot { code: 1 }.key(), Leads {}, Near { km: 0.0 }.km);
}
