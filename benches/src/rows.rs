//! Loading rows of a CSV file: CPU time per row, the rate, and the peak memory of the process, for
//! files of several sizes. Each load runs in a process of its own.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use tg_runtime::load::CsvSource;
use tg_runtime::prelude::*;

use crate::Result;
use crate::record::{Bench, Package, packages};
use crate::server::Server;
use crate::{cpu, expert, report};

/// The sizes of the files, and the number of rounds of each.
const SIZES: [(usize, usize); 3] = [(100_000, 3), (1_000_000, 3), (10_000_000, 1)];

/// A row of the file; the items of `handling` are separated by `|`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Row<Date> {
    pub(crate) id: String,
    pub(crate) weight_kg: f64,
    pub(crate) city: String,
    pub(crate) since: Date,
    pub(crate) fragile: bool,
    pub(crate) handling: String,
    pub(crate) pieces: i64,
}

impl<Date> Row<Date> {
    pub(crate) fn handling(&self) -> Vec<String> {
        self.handling.split('|').filter(|it| !it.is_empty()).map(str::to_owned).collect()
    }
}

/// The measurements of one load.
#[derive(Serialize, Deserialize)]
struct Line {
    measurement: String,
    rows: usize,
    ns_of_cpu_per_row: u64,
    rows_per_second: u64,
    peak_mib: u64,
    /// In the bodies of requests, where the side counts them.
    bytes_per_row: Option<u64>,
}

/// Measures all sides in turns, with files of each size.
pub(crate) fn measure() -> Result {
    let server = Server::start(0)?;
    for (rows, rounds) in SIZES {
        let path = std::env::temp_dir().join(format!("tg-benches-{}.csv", std::process::id()));
        write(&path, rows)?;
        for _ in 0..rounds {
            for side in ["typed", "lines", "expert"] {
                let output = Command::new(std::env::current_exe()?)
                    .args(["rows", side, &server.url(), &rows.to_string()])
                    .arg(&path)
                    .output()?;
                if !output.status.success() {
                    return Err(String::from_utf8_lossy(&output.stderr).into());
                }
                report::print(&serde_json::from_slice::<Line>(&output.stdout)?)?;
            }
        }
        std::fs::remove_file(path)?;
    }
    Ok(())
}

/// Loads the file in this process, and prints the measurements of it.
pub(crate) fn load(side: &str, url: &str, rows: usize, path: &str) -> Result {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let start = Instant::now();
    let bytes = match side {
        "typed" => Some(runtime.block_on(typed(url, rows, path, false))?),
        "lines" => Some(runtime.block_on(typed(url, rows, path, true))?),
        _ => {
            runtime.block_on(expert::Client::new(url.to_owned()).load(path))?;
            None
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    let process = std::process::id();
    let line = Line {
        measurement: format!("rows_{side}"),
        rows,
        ns_of_cpu_per_row: (cpu::of_process(process)? * 1e9 / rows as f64) as u64,
        rows_per_second: (rows as f64 / seconds) as u64,
        peak_mib: cpu::peak_memory(process)? / 1_024,
        bytes_per_row: bytes.map(|bytes| bytes / rows as u64),
    };
    report::print(&line)
}

/// Loads the file by upserts or via a loading job, and returns the number of bytes sent.
async fn typed(url: &str, rows: usize, path: &str, via_loading_job: bool) -> Result<u64> {
    let graph = Bench::builder().url(url).generation(tg_runtime::Generation::V4).connect().await?;
    let load = graph.load(CsvSource::path(path), |row: Row<DateTime>, out| {
        let handling = row.handling();
        let Row { id, weight_kg, city, since, fragile, pieces, .. } = row;
        out.vertex(&Package { id, weight_kg, city, since, fragile, handling, pieces })
    });
    let account = if via_loading_job { load.via_loading_job().await? } else { load.await? };
    account.require_clean()?;
    if account.accepted() == rows as u64 {
        Ok(account.sent_bytes())
    } else {
        Err(account.to_string().into())
    }
}

/// Writes the file of so many rows.
pub(crate) fn write(path: &Path, rows: usize) -> Result {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "id,weight_kg,city,since,fragile,handling,pieces")?;
    for package in packages(rows) {
        let Package { id, weight_kg, city, since, fragile, handling, pieces } = package;
        let handling = handling.join("|");
        writeln!(file, "{id},{weight_kg},{city},{since},{fragile},{handling},{pieces}")?;
    }
    file.flush()?;
    Ok(())
}
