//! Loads the files into the graph, in constant memory.

use std::collections::HashSet;
use std::error::Error;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use tg_runtime::prelude::*;

use crate::account::Account;
use crate::graph::{ArrivesAt, DepartsFrom, Flight, Flights, FlownBy, OperatedBy};
use crate::rows::{AirlineRow, AirportRow, Ends, FlightRow, PlaneRow, Row};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Flights per request. Each has up to four edges.
const BATCH: usize = 1_000;

/// Loads the four files of a folder; rejected rows and missing references go to `list`.
pub async fn load(graph: &Flights, folder: &Path, list: &mut impl Write) -> Result<Vec<Account>> {
    let (airlines, in_airlines) =
        vertices::<AirlineRow>(&graph.airlines, folder, "airlines.csv", list).await?;
    let (airports, in_airports) =
        vertices::<AirportRow>(&graph.airports, folder, "airports.csv", list).await?;
    let (planes, in_planes) =
        vertices::<PlaneRow>(&graph.planes, folder, "planes.csv", list).await?;
    let known = Known { airlines: in_airlines, airports: in_airports, planes: in_planes };
    let flights = flights(graph, folder, &known, list).await?;
    Ok(vec![airlines, airports, planes, flights])
}

/// The ids in the small files. An edge to any other id would create an empty vertex.
struct Known {
    airlines: HashSet<String>,
    airports: HashSet<String>,
    planes: HashSet<String>,
}

/// Loads a file whose rows are vertices, and returns the ids of the loaded ones. If the server
/// rejects them together they are sent one by one, so that the reason is found for the row it
/// belongs to.
async fn vertices<R>(
    handle: &Vertices<R::Vertex>,
    folder: &Path,
    name: &str,
    list: &mut impl Write,
) -> Result<(Account, HashSet<String>)>
where
    R: Row<Vertex: Vertex<Key = String> + Send + Sync + 'static>,
{
    let mut account = Account::of(name);
    let mut rows = Vec::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(folder.join(name))?;
    let headers = reader.byte_headers()?.clone();
    let mut record = csv::ByteRecord::new();
    while let Some(line) = next_row(&mut reader, &mut record, &mut account)? {
        match parse::<R>(&record, &headers) {
            Ok(vertex) => rows.push((line, vertex)),
            Err(reason) => account.rejected(list, line, reason)?,
        }
    }
    match handle.upsert_many(rows.iter().map(|(_, vertex)| vertex)).await {
        Ok(report) => account.accepted(report.accepted_vertices()),
        Err(error) if error.is_retryable() => return Err(error.into()),
        Err(_) => {
            let mut accepted = Vec::with_capacity(rows.len());
            for (line, vertex) in rows {
                match handle.upsert(&vertex).await {
                    Ok(()) => accepted.push((line, vertex)),
                    Err(reason) => account.rejected(list, line, reason)?,
                }
            }
            account.accepted(accepted.len() as u64);
            rows = accepted;
        }
    }
    Ok((account, rows.iter().map(|(_, vertex)| vertex.key()).collect()))
}

/// Reads the next row and returns its line. A row with too few or too many fields is read too:
/// [`parse`] reports the mistake.
fn next_row<R: Read>(
    reader: &mut csv::Reader<R>,
    record: &mut csv::ByteRecord,
    account: &mut Account,
) -> Result<Option<u64>> {
    if !reader.read_byte_record(record)? {
        return Ok(None);
    }
    account.read();
    Ok(Some(record.position().map_or(0, csv::Position::line)))
}

fn parse<R: Row>(record: &csv::ByteRecord, headers: &csv::ByteRecord) -> Result<R::Vertex> {
    if record.len() != headers.len() {
        return Err(format!("{} fields where {} were expected", record.len(), headers.len()).into());
    }
    record.deserialize::<R>(Some(headers))?.into_vertex()
}

/// Reads the flights in batches, and sends each batch when it is full.
async fn flights(
    graph: &Flights,
    folder: &Path,
    known: &Known,
    list: &mut impl Write,
) -> Result<Account> {
    let (name, bar, file) = open_flights(folder)?;
    let mut account = Account::of(name);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(GzDecoder::new(file));
    let headers = reader.byte_headers()?.clone();
    let mut record = csv::ByteRecord::new();
    let mut waiting = Vec::with_capacity(BATCH);
    while let Some(line) = next_row(&mut reader, &mut record, &mut account)? {
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

/// A flight to be sent, and its line.
struct Departure {
    line: u64,
    flight: Flight,
    ends: Ends,
}

/// Sends a batch. A batch that the server rejects is sent again row by row, so that the reason is
/// found for the row it belongs to.
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

/// Sends one request: flights with those edges whose other end is known. Returns the number of
/// accepted flights.
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
