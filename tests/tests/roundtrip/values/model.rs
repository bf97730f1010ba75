//! A graph with every type of attribute.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use serde::Deserialize;
use tg_runtime::prelude::*;
use tg_runtime::{Attribute, FixedBinary, Tuple};

#[derive(Debug, Clone, PartialEq, Default, Vertex)]
pub(crate) struct Numbers {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) signed_8: i8,
    pub(crate) signed_16: i16,
    pub(crate) signed_32: i32,
    pub(crate) signed_64: i64,
    pub(crate) unsigned_8: u8,
    pub(crate) unsigned_16: u16,
    pub(crate) unsigned_32: u32,
    pub(crate) unsigned_64: u64,
    pub(crate) single: f32,
    pub(crate) double_value: f64,
    pub(crate) flag: bool,
}

#[derive(Debug, Clone, PartialEq, Default, Vertex)]
pub(crate) struct Texts {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) owned: String,
    pub(crate) boxed: Box<str>,
    pub(crate) cow: Cow<'static, str>,
    pub(crate) counted: Arc<str>,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Shared {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) text: Arc<str>,
    pub(crate) bytes: FixedBinary<4>,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Moment {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) at: DateTime,
}

#[derive(Debug, Clone, PartialEq, Default, Vertex)]
pub(crate) struct Lists {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) ints: Vec<i64>,
    pub(crate) small_ints: VecDeque<i16>,
    pub(crate) doubles: Vec<f64>,
    pub(crate) texts: Box<[String]>,
    pub(crate) moments: Vec<DateTime>,
    pub(crate) weighings: Vec<Weighing>,
    pub(crate) grams: Vec<Grams>,
    pub(crate) states: Vec<State>,
}

#[derive(Debug, Clone, PartialEq, Default, Vertex)]
pub(crate) struct Sets {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) ints: BTreeSet<i64>,
    pub(crate) hashed: HashSet<i32>,
    pub(crate) texts: BTreeSet<String>,
    pub(crate) moments: BTreeSet<DateTime>,
    pub(crate) sizes: BTreeSet<Size>,
    pub(crate) grams: BTreeSet<Grams>,
    pub(crate) states: BTreeSet<State>,
}

#[derive(Debug, Clone, PartialEq, Default, Vertex)]
pub(crate) struct Maps {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) by_text: BTreeMap<String, i64>,
    pub(crate) by_int: BTreeMap<i64, f64>,
    pub(crate) by_moment: BTreeMap<DateTime, String>,
    pub(crate) hashed: HashMap<String, DateTime>,
    pub(crate) to_weighing: BTreeMap<i32, Weighing>,
    pub(crate) to_state: BTreeMap<String, State>,
    pub(crate) by_grams: BTreeMap<Grams, Grams>,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Own {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) weighing: Weighing,
    pub(crate) size: Size,
    pub(crate) state: State,
    pub(crate) level: Level,
    pub(crate) grams: Grams,
    pub(crate) label: Label,
}

/// A tuple with every type of field.
#[derive(Debug, Clone, PartialEq, Default, Tuple, Deserialize)]
pub(crate) struct Weighing {
    pub(crate) amount: f64,
    pub(crate) rough: f32,
    #[tg(size = 8)]
    pub(crate) unit: String,
    pub(crate) taken: DateTime,
    pub(crate) sealed: bool,
    pub(crate) grams: Grams,
}

/// A tuple of integers of every width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Tuple, Deserialize)]
pub(crate) struct Size {
    pub(crate) signed_8: i8,
    pub(crate) signed_16: i16,
    pub(crate) signed_32: i32,
    pub(crate) signed_64: i64,
    pub(crate) unsigned_8: u8,
    pub(crate) unsigned_16: u16,
    pub(crate) unsigned_32: u32,
    pub(crate) unsigned_64: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute, Deserialize)]
#[tg(rename_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    Fresh,
    WornOut,
    #[tg(rename = "\"lost\" & gone, \u{20ac}")]
    #[serde(rename = "\"lost\" & gone, \u{20ac}")]
    Lost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Attribute)]
#[tg(stored_as = "INT")]
pub(crate) enum Level {
    Low = -1,
    Normal = 0,
    High = i32::MAX as isize,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Attribute, Deserialize,
)]
pub(crate) struct Grams(pub(crate) i64);

#[derive(Debug, Clone, PartialEq, Eq, Attribute)]
pub(crate) struct Label(pub(crate) String);

/// A vertex whose values are all optional.
#[derive(Debug, Clone, PartialEq, Default, Vertex)]
pub(crate) struct Maybe {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) signed: Option<i64>,
    pub(crate) unsigned: Option<u64>,
    pub(crate) single: Option<f32>,
    pub(crate) double_value: Option<f64>,
    pub(crate) flag: Option<bool>,
    pub(crate) text: Option<String>,
    pub(crate) at: Option<DateTime>,
    pub(crate) names: Option<Vec<String>>,
    pub(crate) hints: Option<BTreeSet<i64>>,
    pub(crate) counts: Option<BTreeMap<String, i64>>,
    pub(crate) grams: Option<Grams>,
}

/// Attributes for which the schema has a DEFAULT.
#[derive(Debug, Clone, PartialEq, Default, Vertex)]
pub(crate) struct Defaulted {
    #[tg(primary_id)]
    pub(crate) id: String,
    #[tg(schema_default = -7)]
    pub(crate) signed: Option<i64>,
    #[tg(schema_default = 18446744073709551615)]
    pub(crate) unsigned: Option<u64>,
    #[tg(schema_default = 0.25)]
    pub(crate) single: Option<f32>,
    #[tg(schema_default = -1e-3)]
    pub(crate) double_value: Option<f64>,
    #[tg(schema_default = true)]
    pub(crate) flag: Option<bool>,
    #[tg(schema_default = "say \"when\", \\o/")]
    pub(crate) text: Option<String>,
    #[tg(schema_default = "2038-01-19 03:14:08")]
    pub(crate) at: Option<DateTime>,
    #[tg(schema_default = "worn-out")]
    pub(crate) state: Option<State>,
    #[tg(schema_default = 5)]
    pub(crate) grams: Option<Grams>,
}

#[tigergraph(graph = "AllValues", auth = "secret")]
pub(crate) struct Values {
    pub(crate) numbers: Vertices<Numbers>,
    pub(crate) texts: Vertices<Texts>,
    pub(crate) shared: Vertices<Shared>,
    pub(crate) moments: Vertices<Moment>,
    pub(crate) lists: Vertices<Lists>,
    pub(crate) sets: Vertices<Sets>,
    pub(crate) maps: Vertices<Maps>,
    pub(crate) own: Vertices<Own>,
    pub(crate) maybe: Vertices<Maybe>,
    pub(crate) defaulted: Vertices<Defaulted>,
}

/// Parses a moment.
pub(crate) fn moment(text: &str) -> DateTime {
    text.parse().expect("a date and time")
}
