//! What this process uses, where the system tells.

use std::fs;

/// Ticks in a second, as Linux counts the time of processes.
const TICKS: f64 = 100.0;
/// The size of a page, in bytes.
const PAGE: f64 = 4096.0;
const MEGABYTE: f64 = 1024.0 * 1024.0;

/// Figures of this process; zero where the system does not tell them in files.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// The part of one processor that it has used since it began, in percent.
    pub(crate) cpu: f64,
    /// Megabytes of memory in use.
    pub(crate) memory: f64,
    /// Megabytes of memory of the machine.
    pub(crate) memory_of_machine: f64,
}

impl Usage {
    pub(crate) fn now() -> Self {
        Self {
            cpu: cpu().unwrap_or_default(),
            memory: memory().unwrap_or_default(),
            memory_of_machine: machine().unwrap_or_default(),
        }
    }
}

fn cpu() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold blanks.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<f64>().ok();
    let used = (number(11)? + number(12)?) / TICKS;
    let began = number(19)? / TICKS;
    let uptime = fs::read_to_string("/proc/uptime").ok()?;
    let uptime: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Some(used * 100.0 / (uptime - began).max(0.01))
}

fn memory() -> Option<f64> {
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    let resident: f64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(resident * PAGE / MEGABYTE)
}

fn machine() -> Option<f64> {
    let info = fs::read_to_string("/proc/meminfo").ok()?;
    let line = info.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
