//! Ids, as arguments and as text.

use std::borrow::Cow;
use std::sync::Arc;

use proptest::prelude::*;
use tg_runtime::schema::{AnyId, AsId, EndpointId, Id, KeySpec, Vertex, VertexSpec};
use tg_runtime::value::{DateTime, Encoder, IdText, Key};

macro_rules! vertex {
    ($name:ident: $key:ty) => {
        #[derive(Debug, Clone, PartialEq)]
        struct $name($key);

        impl Vertex for $name {
            type Key = $key;
            type Columns = ();
            const SPEC: VertexSpec = VertexSpec {
                name: stringify!($name),
                key: KeySpec::PrimaryKey(&[]),
                attributes: &[],
                outdegrees: true,
                global: false,
                renamed_from: None,
            };
            const COLUMNS: () = ();
            fn key(&self) -> $key {
                self.0.clone()
            }
            fn write_id(&self, id: &mut IdText) {
                self.0.write(id);
            }
            fn encode(&self, _: &mut Encoder) {}
        }
    };
}

vertex!(Named: String);
vertex!(Numbered: i64);
vertex!(Small: u8);
vertex!(Dated: DateTime);
vertex!(Composite: (String, i64));

fn text<V: Vertex>(id: impl AsId<V>) -> String {
    let mut out = IdText::new();
    id.write_id(&mut out);
    out.finish().unwrap().to_owned()
}

#[test]
fn an_id_is_displayed_as_the_server_spells_it() {
    assert_eq!(Id::<Named>::new("a").to_string(), "a");
    assert_eq!(Id::<Numbered>::new(-5).to_string(), "-5");
    assert_eq!(Id::<Dated>::new(DateTime::default()).to_string(), "1970-01-01 00:00:00");
    assert_eq!(Id::<Composite>::new(("a".to_owned(), 5)).to_string(), "a,5");
    // Not an id that the server takes.
    assert_eq!(Id::<Composite>::new(("a,b".to_owned(), 5)).to_string(), "a,b,5");
    assert_eq!(format!("{:>3}|", Id::<Named>::new("a")), "  a|");
}

#[test]
fn values_of_the_key_are_ids() {
    assert_eq!(text::<Named>("a"), "a");
    assert_eq!(text::<Named>("a".to_owned()), "a");
    assert_eq!(text::<Named>(&"a".to_owned()), "a");
    assert_eq!(text::<Named>(Cow::Borrowed("a")), "a");
    assert_eq!(text::<Named>(Box::<str>::from("a")), "a");
    assert_eq!(text::<Named>(&Arc::<str>::from("a")), "a");
    assert_eq!(text::<Numbered>(5), "5");
    assert_eq!(text::<Numbered>(&i64::MIN), "-9223372036854775808");
    assert_eq!(text::<Small>(5), "5");
    assert_eq!(text::<Dated>(DateTime::default()), "1970-01-01 00:00:00");
    assert_eq!(text::<Composite>(("Bob", 123)), "Bob,123");
    assert_eq!(text::<Composite>(&("Bob".to_owned(), 123)), "Bob,123");
}

#[test]
fn vertices_and_their_ids_are_ids() {
    let bob = Composite(("Bob".to_owned(), 123));
    let id = Id::from(&bob);
    assert_eq!(id, Id::new(("Bob".to_owned(), 123)));
    assert_eq!(text::<Composite>(&bob), "Bob,123");
    assert_eq!(text::<Composite>(&id), "Bob,123");
    assert_eq!(text::<Composite>(id.clone()), "Bob,123");
    assert_eq!(format!("{id:?}"), r#"Composite(("Bob", 123))"#);
    assert_eq!(Id::<Named>::from("a").into_key(), "a");
    assert_eq!(Id::<Numbered>::from(5).key(), &5);
}

#[test]
fn an_end_of_an_edge_knows_its_type() {
    assert_eq!(Id::<Numbered>::decode("Numbered", "0"), Ok(Id::new(0)));
    let error = Id::<Numbered>::decode("Named", "0").unwrap_err().to_string();
    assert_eq!(error, "expected a vertex of type `Numbered`, found one of type `Named`");
    assert!(Id::<Small>::decode("Small", "256").unwrap_err().to_string().contains("`u8`"));

    let any = AnyId::decode("Numbered", "7").unwrap();
    assert_eq!(any.downcast::<Numbered>(), Some(Id::new(7)));
    assert_eq!(any.downcast::<Named>(), None);
}

proptest! {
    #[test]
    fn keys_read_back(name in "[^,\0]{1,20}", number in any::<i64>(), seconds in 0_i64..4_000_000_000) {
        fn round<K: Key>(key: &K) -> K {
            let mut out = IdText::new();
            key.write(&mut out);
            K::parse(out.finish().unwrap()).unwrap()
        }
        let moment = DateTime::from_unix(seconds).unwrap();
        prop_assert_eq!(round(&name), name.clone());
        prop_assert_eq!(round(&number), number);
        prop_assert_eq!(round(&moment), moment);
        let all = (name.clone(), number, moment, 1_u8, name, true as u16);
        prop_assert_eq!(round(&all), all);
    }
}
