//! Loads the files into the graph, in constant memory.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use indicatif::{ProgressBar, ProgressStyle};
use serde::de::DeserializeOwned;
use tg_runtime::load::{CsvSource, LoadAccount, LoadRows};
use tg_runtime::prelude::*;
use tg_runtime::schema::Declares;

use crate::graph::{Airline, Airport, ArrivesAt, DepartsFrom, Flights, FlownBy, OperatedBy, Plane};
use crate::rows::FlightRow;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The files contain one of these for unknown values.
const UNKNOWN: [&str; 2] = ["NA", "\\N"];

/// The outcome of one file.
pub struct Loaded {
    file: &'static str,
    pub account: LoadAccount,
    /// The number of flights without an edge to a vertex that no file describes, by kind.
    without_edge: BTreeMap<&'static str, u64>,
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.account)?;
        for (kind, count) in &self.without_edge {
            write!(f, ", {count} without a known {kind}")?;
        }
        Ok(())
    }
}

/// Where the files are, and where the rejected rows are written.
pub struct Folders {
    pub files: PathBuf,
    pub rejects: Option<PathBuf>,
}

impl Folders {
    fn with_rejects(&self, load: LoadRows, file: &str) -> LoadRows {
        match &self.rejects {
            Some(folder) => load.rejects(folder.join(format!("{file}.rejected.jsonl"))),
            None => load,
        }
    }
}

/// Loads the four files of a folder.
pub async fn load(graph: &Flights, folders: &Folders) -> Result<Vec<Loaded>> {
    let (airlines, known_airlines) = vertices::<Airline>(graph, folders, "airlines.csv").await?;
    let (airports, known_airports) = vertices::<Airport>(graph, folders, "airports.csv").await?;
    let (planes, known_planes) = vertices::<Plane>(graph, folders, "planes.csv").await?;

    let (file, source) = open_flights(&folders.files)?;
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(
        "{bar:40} {percent}% of {total_bytes}, {elapsed}, {eta} left",
    )?);
    let progress = bar.clone();
    let (sender, unknown) = mpsc::channel();
    let load = graph.load(source, move |row: FlightRow, out| {
        let flight = row.flight();
        out.vertex(&flight)?;
        // An edge to any other id would create an empty vertex.
        if known_airports.contains(&row.origin) {
            out.edge(&flight, &row.origin, &DepartsFrom)?;
        } else {
            sender.send("airport of origin")?;
        }
        if known_airports.contains(&row.dest) {
            out.edge(&flight, &row.dest, &ArrivesAt)?;
        } else {
            sender.send("airport of destination")?;
        }
        if known_airlines.contains(&row.carrier) {
            out.edge(&flight, &row.carrier, &OperatedBy)?;
        } else {
            sender.send("airline")?;
        }
        match row.tailnum {
            Some(plane) if known_planes.contains(&plane) => out.edge(&flight, plane, &FlownBy)?,
            _ => sender.send("plane")?,
        }
        Ok(())
    });
    let load = load.on_progress(move |account: &LoadAccount| {
        progress.set_length(account.source_size().unwrap_or_default());
        progress.set_position(account.source_bytes());
    });
    let account = folders.with_rejects(load, file).await?;
    bar.finish();
    let mut without_edge = BTreeMap::new();
    for kind in unknown {
        *without_edge.entry(kind).or_default() += 1;
    }
    Ok(vec![airlines, airports, planes, Loaded { file, account, without_edge }])
}

/// Loads a file whose rows are vertices, and returns their ids.
async fn vertices<V>(
    graph: &Flights,
    folders: &Folders,
    file: &'static str,
) -> Result<(Loaded, HashSet<String>)>
where
    V: Vertex<Key = String> + DeserializeOwned + 'static,
    Flights: Declares<V>,
{
    let (sender, ids) = mpsc::channel();
    let source = CsvSource::path(folders.files.join(file)).null_values(UNKNOWN);
    let load = graph.load(source, move |row: V, out| {
        out.vertex(&row)?;
        sender.send(row.key())?;
        Ok(())
    });
    let account = folders.with_rejects(load, file).await?;
    Ok((Loaded { file, account, without_edge: BTreeMap::new() }, ids.into_iter().collect()))
}

/// The sample has one month, the full set the year.
fn open_flights(folder: &Path) -> Result<(&'static str, CsvSource)> {
    for name in ["flights.csv.gz", "flights-2013-01.csv.gz"] {
        let path = folder.join(name);
        if path.exists() {
            return Ok((name, CsvSource::path(path).null_values(UNKNOWN)));
        }
    }
    Err(format!("no flights.csv.gz in {}", folder.display()).into())
}
