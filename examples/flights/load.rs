//! From the files into the graph, in constant memory.

use std::collections::HashSet;
use std::error::Error;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use tg_runtime::prelude::*;

use crate::account::Account;
use crate::graph::{
    Airline, Airport, ArrivesAt, DepartsFrom, Flight, Flights, FlownBy, OperatedBy, Plane,
};
use crate::rows::{AirlineRow, AirportRow, Ends, FlightRow, PlaneRow, Row};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Flights in one request; each comes with up to four edges.
const BATCH: usize = 1_000;

/// Loads the four files of a folder; rejected rows and missing references go to `list`.
pub async fn load(graph: &Flights, folder: &Path, list: &mut impl Write) -> Result<Vec<Account>> {
    let (airlines, airline_rows) = vertices::<AirlineRow>(folder, "airlines.csv", list)?;
    let (airports, airport_rows) = vertices::<AirportRow>(folder, "airports.csv", list)?;
    let (planes, plane_rows) = vertices::<PlaneRow>(folder, "planes.csv", list)?;
    let mut accounts = vec![airlines, airports, planes];
    accounts[0].accepted(graph.airlines.upsert_many(&airline_rows).await?.accepted_vertices());
    accounts[1].accepted(graph.airports.upsert_many(&airport_rows).await?.accepted_vertices());
    accounts[2].accepted(graph.planes.upsert_many(&plane_rows).await?.accepted_vertices());

    let known = Known::new(&airline_rows, &airport_rows, &plane_rows);
    accounts.push(flights(graph, folder, &known, list).await?);
    Ok(accounts)
}

/// The ids that the small files describe: an edge to anything else would make an empty vertex.
struct Known {
    airlines: HashSet<String>,
    airports: HashSet<String>,
    planes: HashSet<String>,
}

impl Known {
    fn new(airlines: &[Airline], airports: &[Airport], planes: &[Plane]) -> Self {
        Self {
            airlines: airlines.iter().map(|airline| airline.carrier.clone()).collect(),
            airports: airports.iter().map(|airport| airport.faa.clone()).collect(),
            planes: planes.iter().map(|plane| plane.tailnum.clone()).collect(),
        }
    }
}

/// Reads a small file whole.
fn vertices<R: Row>(
    folder: &Path,
    name: &str,
    list: &mut impl Write,
) -> Result<(Account, Vec<R::Vertex>)> {
    let mut account = Account::of(name);
    let mut vertices = Vec::new();
    let mut reader = csv::Reader::from_path(folder.join(name))?;
    let headers = reader.byte_headers()?.clone();
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        account.read();
        let line = record.position().map_or(0, csv::Position::line);
        match parse::<R>(&record, &headers) {
            Ok(vertex) => vertices.push(vertex),
            Err(reason) => account.rejected(list, line, reason)?,
        }
    }
    Ok((account, vertices))
}

fn parse<R: Row>(record: &csv::ByteRecord, headers: &csv::ByteRecord) -> Result<R::Vertex> {
    record.deserialize::<R>(Some(headers))?.into_vertex()
}

/// Reads the flights in batches and sends each as it is full.
async fn flights(
    graph: &Flights,
    folder: &Path,
    known: &Known,
    list: &mut impl Write,
) -> Result<Account> {
    let (name, bar, file) = open_flights(folder)?;
    let mut account = Account::of(name);
    let mut reader = csv::Reader::from_reader(GzDecoder::new(file));
    let headers = reader.byte_headers()?.clone();
    let mut record = csv::ByteRecord::new();
    let mut waiting = Vec::with_capacity(BATCH);
    while reader.read_byte_record(&mut record)? {
        account.read();
        let line = record.position().map_or(0, csv::Position::line);
        match parse::<FlightRow>(&record, &headers) {
            Ok((flight, ends)) => waiting.push(Departure { line, flight, ends }),
            Err(reason) => account.rejected(list, line, reason)?,
        }
        if waiting.len() == BATCH {
            send(graph, &mut waiting, known, &mut account, list).await?;
        }
    }
    send(graph, &mut waiting, known, &mut account, list).await?;
    bar.finish();
    Ok(account)
}

/// The sample has one month, the full set the year.
fn open_flights(folder: &Path) -> Result<(String, ProgressBar, impl Read + use<>)> {
    for name in ["flights.csv.gz", "flights-2013-01.csv.gz"] {
        let path = folder.join(name);
        if path.exists() {
            let file = File::open(&path)?;
            let style = ProgressStyle::with_template(
                "{bar:40} {percent}% of {total_bytes}, {elapsed}, {eta} left",
            )?;
            let bar = ProgressBar::new(file.metadata()?.len()).with_style(style);
            let file = bar.wrap_read(file);
            return Ok((name.to_owned(), bar, file));
        }
    }
    Err(format!("no flights.csv.gz in {}", folder.display()).into())
}

/// A flight that waits to be sent, and the line it came from.
struct Departure {
    line: u64,
    flight: Flight,
    ends: Ends,
}

/// Sends a batch. One that the server refuses is sent again row by row, so that the reason is found
/// for the row it belongs to.
async fn send(
    graph: &Flights,
    waiting: &mut Vec<Departure>,
    known: &Known,
    account: &mut Account,
    list: &mut impl Write,
) -> Result<()> {
    match request(graph, waiting, known).await {
        Ok(accepted) => account.accepted(accepted),
        Err(error) if error.is_retryable() => return Err(error.into()),
        Err(_) => {
            for departure in waiting.iter() {
                match request(graph, std::slice::from_ref(departure), known).await {
                    Ok(accepted) => account.accepted(accepted),
                    Err(reason) => account.rejected(list, departure.line, reason)?,
                }
            }
        }
    }
    for Departure { line, ends, .. } in waiting.drain(..) {
        if !known.airports.contains(&ends.origin) {
            account.without(list, line, "airport of origin", &ends.origin)?;
        }
        if !known.airports.contains(&ends.destination) {
            account.without(list, line, "airport of destination", &ends.destination)?;
        }
        if !known.airlines.contains(&ends.airline) {
            account.without(list, line, "airline", &ends.airline)?;
        }
        match &ends.plane {
            Some(plane) if known.planes.contains(plane) => {}
            Some(plane) => account.without(list, line, "plane", plane)?,
            None => account.without(list, line, "plane", "NA")?,
        }
    }
    Ok(())
}

/// One request: flights with the edges whose other end is known. Returns how many flights are in.
async fn request(
    graph: &Flights,
    departures: &[Departure],
    known: &Known,
) -> tg_runtime::Result<u64> {
    let mut batch = graph.batch();
    for Departure { flight, ends, .. } in departures {
        batch = batch.upsert(flight);
        if known.airports.contains(&ends.origin) {
            batch = batch.edge(flight, &ends.origin, &DepartsFrom);
        }
        if known.airports.contains(&ends.destination) {
            batch = batch.edge(flight, &ends.destination, &ArrivesAt);
        }
        if known.airlines.contains(&ends.airline) {
            batch = batch.edge(flight, &ends.airline, &OperatedBy);
        }
        if let Some(plane) = ends.plane.as_ref().filter(|plane| known.planes.contains(*plane)) {
            batch = batch.edge(flight, plane, &FlownBy);
        }
    }
    Ok(batch.send().await?.accepted_vertices())
}
