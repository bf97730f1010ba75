//! CPU time, from Linux's `/proc`.

use std::fs;

use crate::Result;

/// Ticks per second in `/proc/*/stat`, the same on every Linux.
const TICKS: f64 = 100.0;

/// Returns the nanoseconds of CPU that this thread has used.
pub(crate) fn of_thread() -> Result<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().unwrap_or_default();
    Ok(nanoseconds.parse()?)
}

/// Returns the seconds of CPU that all finished descendants of this process have used.
pub(crate) fn of_children() -> Result<f64> {
    seconds("/proc/self/stat", 13)
}

/// Returns the seconds of CPU that another process has used.
pub(crate) fn of_process(process: u32) -> Result<f64> {
    seconds(&format!("/proc/{process}/stat"), 11)
}

/// Returns the sum of two fields of ticks; the field after the name of the program is number 0.
fn seconds(path: &str, first: usize) -> Result<f64> {
    let text = fs::read_to_string(path)?;
    // The name of the program, in parentheses, may contain spaces.
    let (_, fields) = text.rsplit_once(") ").ok_or("/proc/*/stat has an unknown format")?;
    let mut ticks = 0.0;
    for field in fields.split(' ').skip(first).take(2) {
        ticks += field.parse::<f64>()?;
    }
    Ok(ticks / TICKS)
}

/// Returns the peak memory of another process, in KiB.
pub(crate) fn peak_memory(process: u32) -> Result<u64> {
    status(process, "VmHWM:")
}

/// Returns the present memory of another process, in KiB.
pub(crate) fn memory(process: u32) -> Result<u64> {
    status(process, "VmRSS:")
}

/// Returns a size in the status of a process, in KiB.
fn status(process: u32, field: &str) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    let line = line.ok_or("/proc/*/status has an unknown format")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
