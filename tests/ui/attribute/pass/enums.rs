//! Enums are stored by name or by number, and can be used where the type of their storage can.

#![deny(warnings)]

use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::value::{AttributeType, Decoder, ReadAttribute, TupleField};
use tg_runtime::{Attribute, Edge, Tuple, Vertex};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]
#[tg(rename_all = "kebab-case")]
enum State {
    New,
    #[tg(rename = "on the way")]
    OnTheWay,
    ThereAlready,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]
#[tg(stored_as = "INT")]
enum Level {
    Low = -1,
    High = 20,
}

/// Not a key: it has no order and no hash.
#[derive(Debug, PartialEq, Attribute)]
#[tg(stored_as = "STRING")]
enum Plain {
    A,
}

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    level: Level,
    states: BTreeSet<State>,
    by_level: BTreeMap<Level, i64>,
    plain: Option<Plain>,
    total: Option<Total>,
}

#[derive(Edge)]
#[tg(from = Package, to = Package)]
struct Next {
    #[tg(discriminator)]
    state: State,
}

#[derive(Tuple)]
struct Total {
    level: Level,
    #[tg(size = 12)]
    state: State,
}

fn read<T: ReadAttribute>(json: &str) -> Result<T, String> {
    T::decode(&mut Decoder::new(json)).map_err(|error| error.to_string())
}

fn main() {
    assert_eq!((State::TYPE, Level::TYPE), (AttributeType::String, AttributeType::Int));
    assert_eq!((State::SIZE, Level::SIZE), (0, 8));
    assert_eq!(read("\"new\""), Ok(State::New));
    assert_eq!(read("\"on the way\""), Ok(State::OnTheWay));
    assert_eq!(read("\"there-already\""), Ok(State::ThereAlready));
    let error = read::<State>("\"gone\"").unwrap_err();
    assert!(error.contains("`on the way`") && error.contains("gone"), "{error}");
    assert_eq!(read("-1"), Ok(Level::Low));
    assert_eq!(read("20"), Ok(Level::High));
    let error = read::<Level>("2").unwrap_err();
    assert!(error.contains("`Level`") && error.contains('2'), "{error}");
    assert_eq!(read("\"A\""), Ok(Plain::A));

    let package = Package {
        level: Level::Low,
        states: [State::New].into(),
        by_level: [(Level::High, 1)].into(),
        plain: None,
        total: Some(Total { level: Level::High, state: State::New }),
    };
    assert_eq!(package.key(), Level::Low);
    let _ = Package::COLUMNS.level.gt(Level::Low).and(Package::COLUMNS.plain.eq(Plain::A));
    assert_eq!((package.states.len(), package.by_level.len(), package.plain.is_none()), (1, 1, true));
    assert!(package.total.is_some_and(|total| total.level == Level::High && total.state == State::New));
    assert_eq!(Next { state: State::New }.state, State::New);
}
