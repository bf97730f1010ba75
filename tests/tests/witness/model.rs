//! A graph with every kind of attribute, vertex key and edge.

use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::FixedBinary;
use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Everything {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) whole: i64,
    pub(crate) unsigned: u64,
    pub(crate) single: f32,
    pub(crate) double_value: f64,
    pub(crate) flag: bool,
    pub(crate) words: String,
    pub(crate) moment: DateTime,
    pub(crate) numbers: Vec<i64>,
    pub(crate) names: Vec<String>,
    pub(crate) hints: BTreeSet<String>,
    pub(crate) counts: BTreeMap<String, i64>,
    pub(crate) measure: Measure,
    pub(crate) state: State,
    pub(crate) code: FixedBinary<4>,
    pub(crate) level: Level,
    pub(crate) doubles: Vec<f64>,
    pub(crate) moments: Vec<DateTime>,
    pub(crate) parts: Vec<Measure>,
    pub(crate) by_number: BTreeMap<i64, f64>,
    pub(crate) by_moment: BTreeMap<DateTime, DateTime>,
}

#[derive(Debug, Clone, PartialEq, Tuple)]
pub(crate) struct Measure {
    pub(crate) amount: f64,
    #[tg(size = 10)]
    pub(crate) unit: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Attribute)]
#[tg(rename_all = "snake_case")]
pub(crate) enum State {
    Fresh,
    WornOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Attribute)]
#[tg(stored_as = "INT")]
pub(crate) enum Level {
    Low = -1,
    High = 7,
}

/// Keyed by a moment.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Shift {
    #[tg(primary_id)]
    pub(crate) start: DateTime,
    pub(crate) crew: u64,
}

/// Keyed by an unsigned number.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Tag {
    #[tg(primary_id)]
    pub(crate) serial: u64,
    pub(crate) name: String,
}

/// Keyed by a number.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Place {
    #[tg(primary_id)]
    pub(crate) number: i64,
    pub(crate) name: String,
}

/// Keyed by two attributes.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Spot {
    #[tg(primary_key)]
    pub(crate) street: String,
    #[tg(primary_key)]
    pub(crate) house: u64,
    pub(crate) label: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Everything, to = Place, reverse = "Keeps")]
pub(crate) struct KeptAt {
    pub(crate) since: DateTime,
    pub(crate) weight: f64,
}

/// Parallel edges, one per day.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Everything, to = Place)]
pub(crate) struct Moved {
    #[tg(discriminator)]
    pub(crate) date: DateTime,
    pub(crate) km: i64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Everything, to = Everything, undirected)]
pub(crate) struct Beside {
    pub(crate) gap: f64,
}

#[tigergraph(graph = "Witness", auth = "secret")]
pub(crate) struct Witness {
    pub(crate) everything: Vertices<Everything>,
    pub(crate) places: Vertices<Place>,
    pub(crate) spots: Vertices<Spot>,
    pub(crate) shifts: Vertices<Shift>,
    pub(crate) tags: Vertices<Tag>,
    pub(crate) kept_at: Edges<KeptAt>,
    pub(crate) moved: Edges<Moved>,
    pub(crate) beside: Edges<Beside>,
}

/// The same graph, with a token of the official client.
#[tigergraph(graph = "Witness", auth = "token")]
pub(crate) struct WitnessByToken {
    pub(crate) places: Vertices<Place>,
}

/// Returns a vertex with the extreme values of each type.
pub(crate) fn extreme(id: &str) -> Everything {
    Everything {
        id: id.to_owned(),
        whole: i64::MIN,
        unsigned: u64::MAX,
        single: 0.1,
        double_value: 1.0e300,
        flag: true,
        words: "quote \" backslash \\ slash / line\nfeed tab\t percent % \u{1F69A} \u{1}"
            .to_owned(),
        moment: "1969-07-20 20:17:40".parse().expect("a date"),
        numbers: vec![i64::MAX, 0, -1],
        names: vec![String::new(), "two words".to_owned()],
        hints: BTreeSet::from(["dry".to_owned(), "upright".to_owned()]),
        counts: BTreeMap::from([("a".to_owned(), 1), ("b c".to_owned(), -2)]),
        measure: Measure { amount: 2.5, unit: "kg".to_owned() },
        state: State::WornOut,
        code: FixedBinary::from(*b"A\x01\xc3\xa9"),
        level: Level::Low,
        doubles: vec![-0.5, 1e-300],
        moments: vec![
            "1582-10-15".parse().expect("a date"),
            "9999-12-31 23:59:59".parse().expect("a date"),
        ],
        parts: vec![Measure { amount: 1.0, unit: String::new() }],
        by_number: BTreeMap::from([(i64::MIN, 0.25), (0, -1.0)]),
        by_moment: BTreeMap::from([(
            DateTime::default(),
            "2040-02-29 01:02:03".parse().expect("a date"),
        )]),
    }
}
