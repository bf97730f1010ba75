//! Three questions to the graph.

use std::collections::HashMap;
use std::error::Error;

use crate::graph::{Delay, Flights};
use futures_util::{StreamExt, TryStreamExt};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Concurrent requests.
const CONCURRENCY: usize = 16;

/// Returns the airport with the most departures and arrivals, whose edges the server counts.
pub async fn busiest_airport(graph: &Flights) -> Result<Option<(String, u64)>> {
    let counts = graph.airports.stream().map(|airport| async {
        let airport = airport?;
        let departures = graph.departs_from.reaching(&airport).count().await?;
        let arrivals = graph.arrives_at.reaching(&airport).count().await?;
        Ok::<_, tg_runtime::Error>((airport.name, departures + arrivals))
    });
    let counts: Vec<_> = counts.buffer_unordered(CONCURRENCY).try_collect().await?;
    Ok(counts.into_iter().max_by_key(|(_, flights)| *flights))
}

/// Returns the airline whose flights arrive latest on average, and its number of flights. All
/// flights that arrived are streamed, with two attributes each.
pub async fn most_delayed_airline(graph: &Flights) -> Result<Option<(String, f64, u64)>> {
    let mut sums: HashMap<String, (i64, i64)> = HashMap::new();
    let mut delays = graph.flights.find(|f| f.arrived.eq(true)).view::<Delay>().stream();
    while let Some(delay) = delays.try_next().await? {
        let (minutes, flights) = sums.entry(delay.carrier).or_default();
        *minutes += delay.arrival_delay_min.unwrap_or_default();
        *flights += 1;
    }
    let worst = sums
        .into_iter()
        .map(|(carrier, (minutes, flights))| (carrier, minutes as f64 / flights as f64))
        .max_by(|(_, left), (_, right)| left.total_cmp(right));
    let Some((carrier, mean)) = worst else { return Ok(None) };
    let flights = graph.operated_by.reaching(&carrier).count().await?;
    let name = graph.airlines.get(&carrier).await?.map_or(carrier, |airline| airline.name);
    Ok(Some((name, mean, flights)))
}

/// Returns the first flights of one plane, in order, by following edges.
pub async fn itinerary(graph: &Flights, tailnum: &str, legs: usize) -> Result<Vec<String>> {
    let mut flights: Vec<_> =
        graph.flown_by.reaching(tailnum).await?.into_iter().map(|record| record.from).collect();
    flights.sort();
    let mut itinerary = Vec::new();
    for flight in flights.iter().take(legs) {
        let origin = graph.departs_from.of(flight).await?;
        let destination = graph.arrives_at.of(flight).await?;
        let end = |ends: Option<String>| ends.unwrap_or_else(|| "an airport in no file".to_owned());
        let (scheduled, carrier, number) = flight.key();
        itinerary.push(format!(
            "{scheduled} {carrier} {number}: {} to {}",
            end(origin.first().map(|record| record.to.key().clone())),
            end(destination.first().map(|record| record.to.key().clone())),
        ));
    }
    Ok(itinerary)
}
