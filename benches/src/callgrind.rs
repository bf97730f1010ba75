//! Instructions of one function of this program, counted by callgrind: the same in every run.

use std::process::Command;

use crate::Result;

/// Returns `true` if there is a valgrind to run.
pub(crate) fn is_installed() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// Runs this program as `count NAME COUNT` under callgrind; returns the instructions per item that
/// the function `counted::NAME` executes.
pub(crate) fn instructions(name: &str, count: usize) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"])
        .arg(format!("--toggle-collect=*counted::{name}*"))
        .arg(std::env::current_exe()?)
        .args(["count", name, &count.to_string()])
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let total = report
        .lines()
        .find_map(|line| line.split_once("Collected :"))
        .ok_or_else(|| format!("callgrind counted nothing: {report}"))?;
    let total: f64 = total.1.trim().parse()?;
    Ok((total / count as f64).round())
}
