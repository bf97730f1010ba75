//! Resource usage of this process, as reported by `/proc`.

use std::fs;

/// Clock ticks per second in the process times of Linux.
const TICKS_PER_SECOND: f64 = 100.0;
/// The size of a memory page in bytes.
const PAGE: f64 = 4096.0;
const MEGABYTE: f64 = 1024.0 * 1024.0;

/// The resource usage of this process. Values are zero on systems without `/proc`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// The average use of one processor since the start of the process, in percent.
    pub(crate) cpu: f64,
    /// The memory in use, in megabytes.
    pub(crate) memory: f64,
    /// The total memory of the machine, in megabytes.
    pub(crate) total_memory: f64,
}

impl Usage {
    pub(crate) fn now() -> Self {
        Self {
            cpu: cpu().unwrap_or_default(),
            memory: memory().unwrap_or_default(),
            total_memory: total_memory().unwrap_or_default(),
        }
    }
}

fn cpu() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Skip the name of the process, which can contain blanks.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<f64>().ok();
    let used = (number(11)? + number(12)?) / TICKS_PER_SECOND;
    let started = number(19)? / TICKS_PER_SECOND;
    let uptime = fs::read_to_string("/proc/uptime").ok()?;
    let uptime: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Some(used * 100.0 / (uptime - started).max(0.01))
}

fn memory() -> Option<f64> {
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    let resident: f64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(resident * PAGE / MEGABYTE)
}

fn total_memory() -> Option<f64> {
    let info = fs::read_to_string("/proc/meminfo").ok()?;
    let line = info.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
