//! Twenty types, each of which differs from the schema in one property. The expected error is after
//! `//~` on its line.

#![allow(dead_code)]

use tg_runtime::{Attribute, Edge, Tuple, Vector, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    wieght_kg: f64, //~ no attribute `wieght_kg` on vertex type `Package` in schema/goods.gsql; did you mean `weight_kg`?
}

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    id: String,
    area: f32, //~ attribute `area` of `Depot` is DOUBLE in schema/goods.gsql: write `f64`
}

#[derive(Vertex)]
struct Truck {
    #[tg(primary_id)]
    id: String, //~ the primary id of `Truck` is INT in schema/goods.gsql: write `i64`
}

#[derive(Vertex)]
struct Driver {
    #[tg(primary_id)]
    id: String, //~ the primary id of `Driver` is called `licence` in schema/goods.gsql: rename the field, or write
}

#[derive(Vertex)]
struct Parcel {
    #[tg(primary_key)]
    sender: String, //~ `Parcel` has PRIMARY KEY (number, sender) in schema/goods.gsql, in this order: put the field `number` before
    #[tg(primary_key)]
    number: i64,
}

#[derive(Vertex)]
struct Route { //~ has `colour` in schema/goods.gsql, which this struct lacks: add `colour: String,`, or leave it out with `#[tg(partial)]`
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Stop {
    #[tg(primary_id)]
    id: String,
    zone: i64, //~ no attribute `zone` on vertex type `Stop` in schema/goods.gsql: remove the field, or keep it out
}

#[derive(Vertex)]
struct Buyers { //~ there is no vertex type `Buyers` in schema/goods.gsql; did you mean `Buyer`?
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Invoice { //~ `Invoice` is an edge type in schema/goods.gsql: write `#[derive(Edge)]`
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Shelf {
    #[tg(primary_id)] //~ `Shelf` has `id` as PRIMARY KEY in schema/goods.gsql: write `#[tg(primary_key)]` on `id`
    id: String,
}

#[derive(Vertex)]
struct Box {
    #[tg(primary_id)] //~ the primary id of `Box` is not an attribute in schema/goods.gsql: write `#[tg(primary_id, as_attribute = false)]`
    id: String,
}

#[derive(Vertex)]
struct Label {
    #[tg(primary_id)]
    id: String,
    #[tg(schema_default = 1)] //~ attribute `copies` of `Label` has DEFAULT 2 in schema/goods.gsql: write `schema_default = 2`
    copies: i64,
}

#[derive(Vertex)]
struct Photo {
    #[tg(primary_id)]
    id: String,
    embedding: Option<Vector<3>>, //~ `embedding` of `Photo` is a vector of 4 dimensions in schema/goods.gsql: write `Option<Vector<4>>`
}

#[derive(Vertex)]
struct Scale {
    #[tg(primary_id)]
    id: String,
    weight: Grams, //~ attribute `weight` of `Scale` is DOUBLE in schema/goods.gsql: write `f64`, or a type that is stored as DOUBLE
}

#[derive(Attribute)]
struct Grams(i64);

#[derive(Edge)]
#[tg(from = Package, to = Depot)] //~ `StoredAt` leads from `Package` to `Shelf` in schema/goods.gsql: write `to = Shelf`
struct StoredAt;

#[derive(Edge)]
#[tg(from = Depot, to = Depot, undirected)] //~ `Near` is DIRECTED in schema/goods.gsql: remove `undirected`
struct Near;

#[derive(Edge)]
#[tg(from = Driver, to = Truck, reverse = "Driven")] //~ the reverse edge of `Drives` is called `DrivenBy` in schema/goods.gsql: write `"DrivenBy"`
struct Drives;

#[derive(Edge)]
#[tg(from = Truck, to = Package)]
struct Carried {
    #[tg(discriminator)]
    tour: i64,
    #[tg(discriminator)] //~ `Carried` has DISCRIMINATOR (tour) in schema/goods.gsql: remove `discriminator` here
    note: String,
}

#[derive(Edge)]
#[tg(from = Route, to = Stop)]
struct Serves; //~ `Serves` joins more vertex types in schema/goods.gsql: write `pair(from = Route, to = Depot)` next to

#[derive(Tuple)]
struct Size {
    width: i32,
    height: i32, //~ field `height` of tuple `Size` is INT(2) in schema/goods.gsql: write `i16`
}
