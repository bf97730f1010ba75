//! A newtype can be used where its inner type can, also as a key if it has the traits for that.

#![deny(warnings)]

use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::schema::AsId;
use tg_runtime::value::{AttributeType, IdText};
use tg_runtime::{Attribute, Id, Tuple, Vertex};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]
struct Code(String);

/// Not a key: DOUBLE cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Attribute)]
struct Kilograms(f64);

/// A type that is not a key does not need the traits of keys.
#[derive(Attribute)]
struct Note(String);

#[derive(Attribute)]
struct Tags(Vec<String>);

#[derive(Attribute)]
struct Maybe(Option<i64>);

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    code: Code,
    weight: Kilograms,
    codes: BTreeSet<Code>,
    by_code: BTreeMap<Code, Kilograms>,
    note: Option<Note>,
    tags: Tags,
    maybe: Maybe,
    total: Total,
}

#[derive(Tuple)]
struct Total {
    #[tg(size = 5)]
    code: Code,
    weight: Kilograms,
}

fn id_of(id: impl AsId<Package>) -> String {
    let mut text = IdText::new();
    id.write_id(&mut text);
    text.finish().unwrap().to_owned()
}

fn main() {
    assert_eq!(Kilograms::TYPE, AttributeType::Double);
    assert_eq!(Tags::TYPE, AttributeType::List(&AttributeType::String));
    assert!(Maybe(None).is_absent());
    let code = Code("P-1".into());
    assert_eq!(id_of(&code), "P-1");
    assert_eq!(id_of(code.clone()), "P-1");
    assert_eq!(id_of(Id::new(code.clone())), "P-1");
    let package = Package {
        code: code.clone(),
        weight: Kilograms(2.0),
        codes: BTreeSet::new(),
        by_code: BTreeMap::new(),
        note: Some(Note(String::new())),
        tags: Tags(Vec::new()),
        maybe: Maybe(Some(1)),
        total: Total { code: code.clone(), weight: Kilograms(1.0) },
    };
    assert_eq!(id_of(&package), "P-1");
    assert_eq!(package.key(), code);
    let _ = Package::COLUMNS.weight.gt(Kilograms(1.0)).and(Package::COLUMNS.code.eq(code));
    assert_eq!((package.weight, package.codes.len(), package.by_code.len()), (Kilograms(2.0), 0, 0));
    assert!(package.note.is_some_and(|note| note.0.is_empty()) && package.tags.0.is_empty());
    assert_eq!((package.maybe.0, package.total.weight.0, package.total.code.0.len()), (Some(1), 1.0, 3));
}
