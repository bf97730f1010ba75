//! The measured record: a string id, DOUBLE, STRING, DATETIME, BOOL, LIST of STRING and INT.

use tg_runtime::prelude::*;

/// A package, as a user of the typed client declares it.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Package {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) weight_kg: f64,
    pub(crate) city: String,
    pub(crate) since: DateTime,
    pub(crate) fragile: bool,
    pub(crate) handling: Vec<String>,
    pub(crate) pieces: i64,
}

/// The graph of the packages.
#[tigergraph(graph = "Bench", auth = "none")]
pub(crate) struct Bench {
    pub(crate) packages: Vertices<Package>,
}

/// Returns records whose values differ in size and digits, the same in every run.
pub(crate) fn packages(count: usize) -> impl Iterator<Item = Package> {
    const CITIES: [&str; 5] = ["Leipzig", "Kraków", "Aix-en-Provence", "San José", "Ōtsu"];
    const HANDLING: [&str; 4] = ["keep upright", "fragile", "do not stack", "cold chain"];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: u64| {
        // Xorshift needs no dependency and gives the same sequence on every machine.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    (0..count).map(move |number| Package {
        id: format!("P-{number:08}"),
        weight_kg: random(1_000_000) as f64 / 1_000.0,
        city: CITIES[random(5) as usize].to_owned(),
        since: DateTime::default().add_seconds(random(2_000_000_000) as i64).unwrap_or_default(),
        fragile: random(2) == 0,
        handling: HANDLING[..random(4) as usize].iter().map(ToString::to_string).collect(),
        pieces: random(100_000) as i64,
    })
}
