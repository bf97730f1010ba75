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
    let text = fs::read_to_string("/proc/self/stat")?;
    // The name of the program, in parentheses, may hold spaces.
    let (_, fields) = text.rsplit_once(") ").ok_or("the form of /proc/self/stat is not known")?;
    let mut ticks = 0.0;
    for field in fields.split(' ').skip(13).take(2) {
        ticks += field.parse::<f64>()?;
    }
    Ok(ticks / TICKS)
}
