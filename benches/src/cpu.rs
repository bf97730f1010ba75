//! CPU time, from Linux's `/proc`.

use std::fs;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Ticks a second in `/proc/*/stat`, on every Linux.
const TICKS: f64 = 100.0;

/// Nanoseconds of CPU that this thread has used.
pub(crate) fn of_thread() -> Result<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().unwrap_or_default();
    Ok(nanoseconds.parse()?)
}

/// Seconds of CPU that the processes which this one started, and theirs, have used.
pub(crate) fn of_children() -> Result<f64> {
    seconds("/proc/self/stat", 13)
}

/// Seconds of CPU that another process has used.
pub(crate) fn of_process(process: u32) -> Result<f64> {
    seconds(&format!("/proc/{process}/stat"), 11)
}

/// The sum of two fields of ticks, counted from the one behind the program's name.
fn seconds(path: &str, first: usize) -> Result<f64> {
    let text = fs::read_to_string(path)?;
    // The name of the program, in parentheses, may hold spaces.
    let (_, fields) = text.rsplit_once(") ").ok_or("the form of /proc/*/stat is not known")?;
    let mut ticks = 0.0;
    for field in fields.split(' ').skip(first).take(2) {
        ticks += field.parse::<f64>()?;
    }
    Ok(ticks / TICKS)
}

/// The most memory that another process has held, in KiB.
pub(crate) fn peak_memory(process: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let line = line.ok_or("the form of /proc/*/status is not known")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
