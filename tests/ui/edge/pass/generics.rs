//! Type parameters get the bounds that the fields need. A type with lifetimes is only written.

#![deny(warnings)]

use tg_runtime::value::Encoder;
use tg_runtime::{schema::ReadEdge, Edge, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Edge)]
#[tg(from = Package, to = Package, reverse = "back")]
struct Weighed<T> {
    weight: T,
}

#[derive(Edge)]
#[tg(from = Package, to = Package)]
struct Noted<'a, D> {
    #[tg(discriminator)]
    slot: D,
    note: &'a str,
}

fn is_read<E: ReadEdge>() {}

fn main() {
    is_read::<Weighed<f64>>();
    Weighed { weight: 1_i64 }.encode(&mut Encoder::new());
    Noted { slot: 7_i64, note: "x" }.encode(&mut Encoder::new());
    assert_eq!(Noted::<String>::SPEC.discriminators, 1);
    assert_eq!(Package { id: "a".into() }.key(), "a");
}
