//! CPU time to compile tg-gsql from nothing: every user compiles it.

use std::path::Path;
use std::process::Command;

use serde::Serialize;

use crate::Result;
use crate::cpu;
use crate::report::{Spread, print};

const ROUNDS: usize = 5;

/// Builds the crate as its users do: dev, not incremental. Its one dependency is built already.
pub(crate) fn measure() -> Result {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    cargo(&workspace, "build")?;
    let mut seconds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        cargo(&workspace, "clean")?;
        let before = cpu::of_children()?;
        cargo(&workspace, "build")?;
        seconds.push(cpu::of_children()? - before);
    }
    print(&Line {
        measurement: "language_dev",
        unit: "s of CPU",
        of: "tg-gsql, built from nothing",
        rounds: ROUNDS,
        seconds: Spread::of(seconds),
    })
}

#[derive(Serialize)]
struct Line {
    measurement: &'static str,
    unit: &'static str,
    of: &'static str,
    rounds: usize,
    seconds: Spread,
}

fn cargo(workspace: &Path, command: &str) -> Result {
    let output = Command::new("cargo")
        .args([command, "--offline", "-p", "tg-gsql"])
        .current_dir(workspace)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", workspace.join("target/compile-bench/language"))
        .output()?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}
