//! A key of several fields, and of one that is an attribute.

use tg_runtime::schema::{KeySpec};
use tg_runtime::value::{IdText, Row};
use tg_runtime::{schema::ReadVertex, Id, Vertex};

#[derive(Debug, Vertex)]
struct Person {
    #[tg(primary_key)]
    name: String,
    age: i64,
    #[tg(primary_key)]
    number: u32,
}

#[derive(Vertex)]
struct Account {
    #[tg(primary_key)]
    name: String,
}

fn main() {
    assert_eq!(Person::SPEC.key, KeySpec::PrimaryKey(&["name", "number"]));
    assert_eq!(Person::SPEC.attributes.len(), 3);
    assert_eq!(Account::SPEC.key, KeySpec::PrimaryKey(&["name"]));
    let bob = Person { name: "Bob".into(), age: 30, number: 7 };
    assert_eq!(bob.key(), ("Bob".to_owned(), 7));
    let mut id = IdText::new();
    bob.write_id(&mut id);
    assert_eq!(id.finish().unwrap(), "Bob,7");
    let _: Id<Person> = Id::new(("Bob".to_owned(), 7));
    let _: Id<Account> = Id::new("Bob");

    let json = r#"{"v_id":"Bob,7","v_type":"Person","attributes":{"name":"Bob","age":30,"number":7}}"#;
    let read = Person::decode(&mut Row::new(json).unwrap()).unwrap();
    assert_eq!((read.key(), read.age), (bob.key(), 30));
}
