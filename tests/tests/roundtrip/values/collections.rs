//! LIST, SET and MAP of every type of element and key.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use tg_runtime::DateTime;

use super::model::{Grams, Lists, Maps, Sets, Size, State, Values, Weighing, moment};
use crate::harness::{assert_returns, in_both_generations};

fn weighing(unit: &str) -> Weighing {
    Weighing { amount: -0.1, unit: unit.to_owned(), sealed: true, ..Weighing::default() }
}

fn texts() -> [String; 6] {
    ["", " ", "a,b", "\"\\\n\0", "null", "\u{1F69A}"].map(ToOwned::to_owned)
}

fn moments() -> [DateTime; 3] {
    ["1582-10-15 00:00:00", "1969-12-31 23:59:59", "9999-12-31 23:59:59"].map(moment)
}

in_both_generations! {
    async fn empty_collections(graph: Values) {
        assert_returns(&graph.lists, Lists { id: "empty".to_owned(), ..Lists::default() }).await;
        assert_returns(&graph.sets, Sets { id: "empty".to_owned(), ..Sets::default() }).await;
        assert_returns(&graph.maps, Maps { id: "empty".to_owned(), ..Maps::default() }).await;
    }

    async fn lists_keep_order_and_repetitions(graph: Values) {
        let lists = Lists {
            id: "list".to_owned(),
            ints: vec![3, i64::MIN, 3, i64::MAX, 0],
            small_ints: [i16::MAX, i16::MIN].into(),
            doubles: vec![1.0, -0.5, 1.0, f64::MIN_POSITIVE, 1e300],
            texts: texts().into_iter().chain(texts()).collect(),
            moments: moments().into_iter().rev().collect(),
            weighings: vec![weighing("kg"), weighing(""), weighing("kg")],
            grams: vec![Grams(2), Grams(-2)],
            states: vec![State::Lost, State::Fresh, State::Lost],
        };
        assert_returns(&graph.lists, lists).await;
    }

    async fn sets_of_every_type(graph: Values) {
        let sets = Sets {
            id: "set".to_owned(),
            ints: BTreeSet::from([i64::MIN, -1, 0, i64::MAX]),
            hashed: HashSet::from([i32::MIN, i32::MAX]),
            texts: BTreeSet::from(texts()),
            moments: BTreeSet::from(moments()),
            sizes: BTreeSet::from([
                Size::default(),
                Size { unsigned_64: u64::MAX, ..Size::default() },
            ]),
            grams: BTreeSet::from([Grams(1), Grams(-1)]),
            states: BTreeSet::from([State::Fresh, State::Lost]),
        };
        assert_returns(&graph.sets, sets).await;
    }

    async fn maps_by_every_type_of_key(graph: Values) {
        let maps = Maps {
            id: "map".to_owned(),
            by_text: BTreeMap::from(texts().map(|text| (text, i64::MIN))),
            by_int: BTreeMap::from([(i64::MIN, 0.1), (0, -2.5e-300), (i64::MAX, 1e300)]),
            by_moment: BTreeMap::from(moments().map(|at| (at, at.to_string()))),
            hashed: HashMap::from(moments().map(|at| (at.to_string(), at))),
            to_weighing: BTreeMap::from([(i32::MIN, weighing("kg")), (i32::MAX, weighing("\""))]),
            to_state: BTreeMap::from([
                (String::new(), State::Lost),
                ("a".to_owned(), State::WornOut),
            ]),
            by_grams: BTreeMap::from([(Grams(-1), Grams(1)), (Grams(1), Grams(-1))]),
        };
        assert_returns(&graph.maps, maps).await;
    }

    async fn a_write_replaces_the_old_value(graph: Values) {
        let full = Lists { id: "list".to_owned(), ints: vec![1, 2, 3], ..Lists::default() };
        let less = Lists { ints: vec![2], texts: texts().into(), ..full.clone() };
        let none = Lists { id: "list".to_owned(), ..Lists::default() };
        for lists in [full, less, none] {
            assert_returns(&graph.lists, lists).await;
        }
    }
}
