//! The rows of the files, and their conversion into vertices.

use std::error::Error;

use serde::{Deserialize, Deserializer};
use tg_runtime::prelude::*;

use crate::graph::{Airline, Airport, Flight, Plane};

/// A row that becomes a vertex.
pub trait Row: for<'de> Deserialize<'de> {
    type Vertex;

    fn into_vertex(self) -> Result<Self::Vertex, Box<dyn Error>>;
}

#[derive(Deserialize)]
pub struct AirlineRow {
    carrier: String,
    name: String,
}

impl Row for AirlineRow {
    type Vertex = Airline;

    fn into_vertex(self) -> Result<Airline, Box<dyn Error>> {
        Ok(Airline { carrier: self.carrier, name: self.name })
    }
}

#[derive(Deserialize)]
pub struct AirportRow {
    faa: String,
    name: String,
    lat: f64,
    lon: f64,
    alt: i64,
    tz: i64,
    #[serde(deserialize_with = "known")]
    tzone: Option<String>,
}

impl Row for AirportRow {
    type Vertex = Airport;

    fn into_vertex(self) -> Result<Airport, Box<dyn Error>> {
        Ok(Airport {
            faa: self.faa,
            name: self.name,
            lat: self.lat,
            lon: self.lon,
            altitude_ft: self.alt,
            utc_offset_h: self.tz,
            tzone: self.tzone,
        })
    }
}

#[derive(Deserialize)]
pub struct PlaneRow {
    tailnum: String,
    #[serde(deserialize_with = "known")]
    year: Option<i64>,
    #[serde(rename = "type")]
    kind: String,
    manufacturer: String,
    model: String,
    engines: i64,
    seats: i64,
    #[serde(deserialize_with = "known")]
    speed: Option<i64>,
    engine: String,
}

impl Row for PlaneRow {
    type Vertex = Plane;

    fn into_vertex(self) -> Result<Plane, Box<dyn Error>> {
        Ok(Plane {
            tailnum: self.tailnum,
            built: self.year,
            kind: self.kind,
            manufacturer: self.manufacturer,
            model: self.model,
            engines: self.engines,
            seats: self.seats,
            speed: self.speed,
            engine: self.engine,
        })
    }
}

#[derive(Deserialize)]
pub struct FlightRow {
    #[serde(deserialize_with = "known")]
    dep_time: Option<i64>,
    #[serde(deserialize_with = "known")]
    dep_delay: Option<i64>,
    #[serde(deserialize_with = "known")]
    arr_time: Option<i64>,
    #[serde(deserialize_with = "known")]
    arr_delay: Option<i64>,
    carrier: String,
    flight: i64,
    #[serde(deserialize_with = "known")]
    tailnum: Option<String>,
    origin: String,
    dest: String,
    #[serde(deserialize_with = "known")]
    air_time: Option<i64>,
    distance: f64,
    time_hour: String,
}

/// The ends of a flight's edges.
pub struct Ends {
    pub origin: String,
    pub destination: String,
    pub airline: String,
    pub plane: Option<String>,
}

impl Row for FlightRow {
    type Vertex = (Flight, Ends);

    fn into_vertex(self) -> Result<(Flight, Ends), Box<dyn Error>> {
        let flight = Flight {
            scheduled: self.time_hour.parse::<DateTime>()?,
            carrier: self.carrier.clone(),
            number: self.flight,
            distance_mi: self.distance,
            arrived: self.arr_delay.is_some(),
            departed_hhmm: self.dep_time,
            departure_delay_min: self.dep_delay,
            arrived_hhmm: self.arr_time,
            arrival_delay_min: self.arr_delay,
            air_time_min: self.air_time,
        };
        let ends = Ends {
            origin: self.origin,
            destination: self.dest,
            airline: self.carrier,
            plane: self.tailnum,
        };
        Ok((flight, ends))
    }
}

/// The files contain `NA` (one of them `\N`) for unknown values.
fn known<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text = String::deserialize(deserializer)?;
    if text == "NA" || text == "\\N" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|error| serde::de::Error::custom(format!("`{text}`: {error}")))
}
