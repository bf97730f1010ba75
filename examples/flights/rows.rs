//! The rows of the flights. Those of the other files are vertices as they are.

use serde::Deserialize;
use tg_runtime::prelude::*;

use crate::graph::Flight;

#[derive(Deserialize)]
pub struct FlightRow {
    dep_time: Option<i64>,
    dep_delay: Option<i64>,
    arr_time: Option<i64>,
    arr_delay: Option<i64>,
    pub carrier: String,
    flight: i64,
    pub tailnum: Option<String>,
    pub origin: String,
    pub dest: String,
    air_time: Option<i64>,
    distance: f64,
    time_hour: DateTime,
}

impl FlightRow {
    pub fn flight(&self) -> Flight {
        Flight {
            scheduled: self.time_hour,
            carrier: self.carrier.clone(),
            number: self.flight,
            distance_mi: self.distance,
            arrived: self.arr_delay.is_some(),
            departed_hhmm: self.dep_time,
            departure_delay_min: self.dep_delay,
            arrived_hhmm: self.arr_time,
            arrival_delay_min: self.arr_delay,
            air_time_min: self.air_time,
        }
    }
}
