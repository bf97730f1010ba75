//! People, towns, and every kind of edge between them.

use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Person {
    #[tg(primary_id)]
    pub(crate) name: String,
    pub(crate) age: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Town {
    #[tg(primary_id)]
    pub(crate) code: u64,
    pub(crate) title: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Town, reverse = "houses")]
pub(crate) struct LivesIn {
    pub(crate) since: DateTime,
    pub(crate) share: f64,
    pub(crate) note: Option<String>,
}

/// An edge type without attributes.
#[derive(Debug, Clone, Copy, PartialEq, Edge)]
#[tg(from = Person, to = Person, reverse = "followed_by")]
pub(crate) struct Follows {}

/// Parallel edges, one for each combination of time, place and line.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Person, reverse = "called_by")]
pub(crate) struct Called {
    #[tg(discriminator)]
    pub(crate) at: DateTime,
    #[tg(discriminator)]
    pub(crate) place: String,
    #[tg(discriminator)]
    pub(crate) line: u64,
    pub(crate) minutes: i64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Person, undirected)]
pub(crate) struct Knows {
    pub(crate) years: i64,
}

/// Undirected, between two types.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Town, undirected)]
pub(crate) struct Serves {
    pub(crate) hours: i64,
}

/// Undirected, with one edge per shift.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Town, undirected)]
pub(crate) struct Guards {
    #[tg(discriminator)]
    pub(crate) shift: i64,
    pub(crate) armed: bool,
}

/// From either type to either type.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(
    pair(from = Person, to = Person),
    pair(from = Person, to = Town),
    pair(from = Town, to = Person),
    pair(from = Town, to = Town),
    reverse = "pointed_at_by"
)]
pub(crate) struct PointsAt {
    pub(crate) km: f64,
}

#[tigergraph(graph = "People", auth = "secret")]
pub(crate) struct People {
    pub(crate) people: Vertices<Person>,
    pub(crate) towns: Vertices<Town>,
    pub(crate) lives_in: Edges<LivesIn>,
    pub(crate) follows: Edges<Follows>,
    pub(crate) called: Edges<Called>,
    pub(crate) knows: Edges<Knows>,
    pub(crate) serves: Edges<Serves>,
    pub(crate) guards: Edges<Guards>,
    pub(crate) points_at: Edges<PointsAt>,
}

pub(crate) fn lives_in(share: f64) -> LivesIn {
    let since = DateTime::from_unix((share * 1000.0) as i64 - 500).unwrap();
    LivesIn { since, share, note: Some(format!("\"{share}\"")) }
}

pub(crate) fn person(name: &str) -> Id<Person> {
    Id::from(name)
}

pub(crate) fn town(code: u64) -> Id<Town> {
    Id::from(code)
}
