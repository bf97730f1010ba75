//! Three questions to the graph.

use std::error::Error;

use crate::graph::Flights;
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

/// Returns the airline whose flights arrive latest on average, the mean delay in minutes, and its
/// number of flights: `queries/delays.gsql`.
pub async fn most_delayed_airline(graph: &Flights) -> Result<Option<(String, f64, u64)>> {
    let delays = graph.delays().airlines(1).await?;
    let Some(worst) = delays.late.first() else { return Ok(None) };
    let flights = graph.operated_by.reaching(&worst.vertex).count().await?;
    Ok(Some((worst.vertex.name.clone(), worst.accums.minutes, flights)))
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
