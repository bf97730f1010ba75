//! Everything in a schema besides names and types is in the model and in its DDL.

#![deny(warnings)]

use tg_runtime::prelude::*;
use tg_runtime::schema::catalog_of;

#[derive(Tuple)]
struct Stop {
    #[tg(size = 3)]
    code: String,
    at: DateTime,
}

#[derive(Vertex)]
#[tg(global, stats = "none", renamed_from = "Parcel")]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(index, renamed_from = "weight")]
    weight_g: u64,
    #[tg(index = "by_place", schema_default = "lost")]
    place: String,
    #[tg(schema_default = 1700000000)]
    sent: DateTime,
}

#[derive(Vertex)]
#[tg(global)]
struct Slot {
    note: String,
    #[tg(primary_key = 2)]
    number: i64,
    #[tg(primary_key = 1, schema_default = "A")]
    shelf: String,
}

#[derive(Edge)]
#[tg(from = Package, to = Slot, global, renamed_from = "stored_at")]
struct LiesIn {
    #[tg(renamed_from = "begins")]
    since: DateTime,
}

#[derive(Vertex)]
struct Driver {
    #[tg(primary_id, as_attribute = false)]
    id: i64,
}

#[tigergraph(graph = "Goods", auth = "none", tuples(Stop))]
struct Goods {
    packages: Vertices<Package>,
    slots: Vertices<Slot>,
    lies_in: Edges<LiesIn>,
}

#[tigergraph(graph = "Tours", auth = "none")]
struct Tours {
    packages: Vertices<Package>,
    drivers: Vertices<Driver>,
}

fn main() {
    assert_eq!(Package::SPEC.renamed_from, Some("Parcel"));
    assert_eq!(LiesIn::SPEC.renamed_from, Some("stored_at"));
    assert_eq!(LiesIn::SPEC.attributes[0].renamed_from, Some("begins"));
    let catalog = catalog_of(&[Goods::SPEC, Tours::SPEC], &[]).unwrap();
    let package = catalog.global_vertex("Package").unwrap();
    assert_eq!(package.stats.to_string(), "none");
    let indexes: Vec<_> =
        package.indexes.iter().map(|it| (it.name.as_str(), it.attribute.as_str())).collect();
    assert_eq!(indexes, [("weight_g_index", "weight_g"), ("by_place", "place")]);
    let slot = catalog.global_vertex("Slot").unwrap();
    let parts: Vec<_> = slot.key_parts().map(|(name, _)| name).collect();
    assert_eq!(parts, ["shelf", "number"]);
    assert_eq!(
        Slot { note: String::new(), number: 7, shelf: "B".into() }.key(),
        ("B".to_owned(), 7)
    );
    assert!(catalog.global_edge("LiesIn").is_some());
    assert_eq!(catalog.tuples.len(), 1);
    assert_eq!(catalog.vertex("Tours", "Driver").unwrap().local_to.as_deref(), Some("Tours"));
    let _ = (Stop { code: String::new(), at: DateTime::from_unix(0).unwrap() }.code, Driver { id: 1 }.id);
    let package = Package { id: String::new(), weight_g: 1, place: String::new(), sent: DateTime::from_unix(0).unwrap() };
    let _ = (package.key(), package.weight_g, package.place, package.sent);
    let _ = LiesIn { since: DateTime::from_unix(0).unwrap() }.since;
}
