//! The flights that left New York City in 2013, loaded from CSV files with missing values and
//! dangling references, with an account of every row; then three questions to the graph.
//!
//! `cargo run --release --example flights [FOLDER] [REJECTS]`: FOLDER contains `airlines.csv`,
//! `airports.csv`, `planes.csv` and `flights.csv.gz`; without it the sample of January is loaded.
//! REJECTS is a folder for the rejected rows of each file; the first ones are printed, too. With
//! `TG_HOST` and `TG_SECRET` set, the graph is created on that server, otherwise in an emulator in
//! this process.

mod graph;
mod load;
mod questions;
mod rows;
#[cfg(test)]
mod schema;

use std::error::Error;
use std::path::PathBuf;

use graph::Flights;
use load::Folders;
use tg_emulator::Emulator;
use tg_runtime::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let files = arguments.next().map_or_else(sample, PathBuf::from);
    let folders = Folders { files, rejects: arguments.next().map(PathBuf::from) };

    let emulator;
    let graph = if std::env::var_os("TG_HOST").is_some() {
        Flights::from_env().await?
    } else {
        emulator = Emulator::start().await?;
        Flights::connect(emulator.url(), emulator.secret()).await?
    };
    graph.create_schema().await?;
    graph.install_queries().await?;

    for loaded in load::load(&graph, &folders).await? {
        println!("{loaded}");
        for row in loaded.account.rejected_rows().iter().take(10) {
            println!("  rejected: {row}");
        }
        if let Some(failure) = loaded.account.failure() {
            return Err(failure.clone().into());
        }
    }

    let (flights, planes) = (graph.flights.count().await?, graph.planes.count().await?);
    let airlines = graph.airlines.count().await?;
    println!("in the graph: {flights} flights of {planes} planes and {airlines} airlines");
    if let Some((airport, flights)) = questions::busiest_airport(&graph).await? {
        println!("busiest airport: {airport}, {flights} departures and arrivals");
    }
    if let Some((airline, minutes, flights)) = questions::most_delayed_airline(&graph).await? {
        println!(
            "most delayed airline: {airline}, {flights} flights, \
             {minutes:.1} minutes late on average"
        );
    }
    println!("the first flights of N14228:");
    for leg in questions::itinerary(&graph, "N14228", 5).await? {
        println!("  {leg}");
    }
    Ok(())
}

fn sample() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/flights/data"))
}
