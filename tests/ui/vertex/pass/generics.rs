//! Type parameters get the bounds that the fields need. A type with lifetimes is only written.

#![deny(warnings)]

use std::borrow::Cow;

use tg_runtime::value::{AttributeType, Encoder, Row};
use tg_runtime::{schema::ReadVertex, Vector, Vertex};

#[derive(Debug, PartialEq, Vertex)]
struct Tagged<K, T, C = u8>
where
    K: Clone,
{
    #[tg(primary_id)]
    id: K,
    tag: T,
    tags: Option<T>,
    #[tg(skip)]
    cache: Option<C>,
}

#[derive(Vertex)]
struct Embedded<const N: usize> {
    #[tg(primary_id)]
    id: String,
    embedding: Option<Vector<N>>,
}

#[derive(Vertex)]
struct Borrowed<'a, T: ?Sized> {
    #[tg(primary_id)]
    id: &'a str,
    note: Cow<'a, str>,
    numbers: &'a [i64],
    other: &'a T,
}

fn is_read<V: ReadVertex>() {}

fn main() {
    let spec = Tagged::<String, bool>::SPEC;
    assert_eq!(spec.attributes[0].ty, AttributeType::Bool);
    assert_eq!(Tagged::<i64, f64>::SPEC.attributes[1].ty, AttributeType::Double);
    is_read::<Tagged<i64, f64>>();
    is_read::<Embedded<3>>();
    assert_eq!(Embedded::<3>::SPEC.attributes[0].ty, AttributeType::Vector(3));
    let json = r#"{"v_id":"7","v_type":"Tagged","attributes":{"id":"7","tag":1.5}}"#;
    let read = Tagged::<i64, f64>::decode(&mut Row::new(json).unwrap()).unwrap();
    assert_eq!(read, Tagged { id: 7, tag: 1.5, tags: None, cache: None });

    let borrowed = Borrowed { id: "a", note: "b".into(), numbers: &[1, 2], other: "c" };
    assert_eq!(borrowed.key(), "a");
    borrowed.encode(&mut Encoder::new());
    let _ = Borrowed::<str>::COLUMNS.other.name();
}
