//! The graph of flights. Airports, airlines and planes are rows of files, too: serde's names are
//! those of the columns.

use serde::Deserialize;
use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex, Deserialize)]
pub struct Airport {
    #[tg(primary_id)]
    pub faa: String,
    pub name: String,
    pub lat: f64,
    pub lon: f64,
    #[serde(rename = "alt")]
    pub altitude_ft: i64,
    #[serde(rename = "tz")]
    pub utc_offset_h: i64,
    pub tzone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Vertex, Deserialize)]
pub struct Airline {
    #[tg(primary_id)]
    pub carrier: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Vertex, Deserialize)]
pub struct Plane {
    #[tg(primary_id)]
    pub tailnum: String,
    #[serde(rename = "year")]
    pub built: Option<i64>,
    #[serde(rename = "type")]
    pub kind: String,
    pub manufacturer: String,
    pub model: String,
    pub engines: i64,
    pub seats: i64,
    pub speed: Option<i64>,
    pub engine: String,
}

/// One departure. A carrier uses a flight number at most once per hour, so the three together are
/// the key.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Flight {
    #[tg(primary_key)]
    pub scheduled: DateTime,
    #[tg(primary_key)]
    pub carrier: String,
    #[tg(primary_key)]
    pub number: i64,
    pub distance_mi: f64,
    /// TigerGraph has no NULL: an attribute that was left out reads as zero, so another attribute
    /// records whether the delay is known.
    pub arrived: bool,
    pub departed_hhmm: Option<i64>,
    pub departure_delay_min: Option<i64>,
    pub arrived_hhmm: Option<i64>,
    pub arrival_delay_min: Option<i64>,
    pub air_time_min: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Edge)]
#[tg(from = Flight, to = Airport, reverse = "Departures")]
pub struct DepartsFrom;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Edge)]
#[tg(from = Flight, to = Airport, reverse = "Arrivals")]
pub struct ArrivesAt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Edge)]
#[tg(from = Flight, to = Airline, reverse = "Operates")]
pub struct OperatedBy;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Edge)]
#[tg(from = Flight, to = Plane, reverse = "Flew")]
pub struct FlownBy;

#[tigergraph(
    graph = "Flights",
    auth = "secret",
    schema = "flights/schema.gsql",
    queries = "flights/queries"
)]
pub struct Flights {
    pub airports: Vertices<Airport>,
    pub airlines: Vertices<Airline>,
    pub planes: Vertices<Plane>,
    pub flights: Vertices<Flight>,
    pub departs_from: Edges<DepartsFrom>,
    pub arrives_at: Edges<ArrivesAt>,
    pub operated_by: Edges<OperatedBy>,
    pub flown_by: Edges<FlownBy>,
}
