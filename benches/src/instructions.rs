//! Instructions a vertex, counted by callgrind: the same in every run.

use std::process::Command;

use serde::Serialize;
use tg_runtime::ReadVertex;
use tg_runtime::body::{Answer, UpsertBody};

use crate::expert;
use crate::record::{Package, packages};
use crate::report;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const RECORDS: usize = 2_000;

/// Runs this program under callgrind, once a side and direction.
pub(crate) fn measure() -> crate::Outcome {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return report::skip("instructions", "valgrind is not installed");
    }
    for (direction, limit) in [("write", 1_800), ("read", 5_000)] {
        let typed = instructions(&format!("{direction}_typed"))?;
        let expert = instructions(&format!("{direction}_expert"))?;
        let line = Line {
            measurement: format!("{direction}_instructions"),
            unit: "instructions a vertex",
            of: RECORDS,
            typed,
            expert,
            limit,
            ratio: (1_000.0 * typed / expert).round() / 1_000.0,
        };
        report::print(&line)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Line {
    measurement: String,
    unit: &'static str,
    of: usize,
    typed: f64,
    expert: f64,
    /// What the typed side must not exceed.
    limit: u32,
    ratio: f64,
}

fn instructions(what: &str) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"])
        .arg(format!("--toggle-collect=*counted::{what}*"))
        .arg(std::env::current_exe()?)
        .args(["count", what, &RECORDS.to_string()])
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let total = report
        .lines()
        .find_map(|line| line.split_once("Collected :"))
        .ok_or_else(|| format!("callgrind counted nothing: {report}"))?;
    let total: f64 = total.1.trim().parse()?;
    Ok((total / RECORDS as f64).round())
}

/// Does the work once to warm up, and once to be counted.
pub(crate) fn count(what: &str, records: usize) -> crate::Outcome {
    let packages = packages(records);
    match what {
        "write_typed" => {
            let (mut body, mut out) = (UpsertBody::new(), Vec::new());
            write_typed(&mut body, &packages, &mut out)?;
            counted::write_typed(&mut body, &packages, &mut out)
        }
        "write_expert" => {
            let wire: Vec<expert::WirePackage> = packages.iter().map(Into::into).collect();
            let mut out = Vec::new();
            expert::write(&wire, &mut out)?;
            counted::write_expert(&wire, &mut out)
        }
        "read_typed" => {
            let json = expert::answer(&packages)?;
            drop(read_typed(&json)?);
            let read = counted::read_typed(&json)?;
            if read == packages { Ok(()) } else { Err("the packages did not come back".into()) }
        }
        "read_expert" => {
            let json = expert::answer(&packages)?;
            drop(expert::read(&json)?);
            let read = counted::read_expert(&json)?;
            if read.len() == records { Ok(()) } else { Err("packages were lost".into()) }
        }
        other => Err(format!("nothing to count is called `{other}`").into()),
    }
}

/// What callgrind counts, by name. The values that come back are dropped outside.
mod counted {
    use super::*;

    #[inline(never)]
    pub(super) fn write_typed(
        body: &mut UpsertBody,
        packages: &[Package],
        out: &mut Vec<u8>,
    ) -> crate::Outcome {
        super::write_typed(body, packages, out)
    }

    #[inline(never)]
    pub(super) fn write_expert(wire: &[expert::WirePackage], out: &mut Vec<u8>) -> crate::Outcome {
        expert::write(wire, out)
    }

    #[inline(never)]
    pub(super) fn read_typed(json: &[u8]) -> Result<Vec<Package>> {
        super::read_typed(json)
    }

    #[inline(never)]
    pub(super) fn read_expert(json: &[u8]) -> Result<Vec<expert::Row>> {
        expert::read(json)
    }
}

fn write_typed(body: &mut UpsertBody, packages: &[Package], out: &mut Vec<u8>) -> crate::Outcome {
    for package in packages {
        body.vertex(package)?;
    }
    body.finish(out);
    Ok(())
}

/// Reads an answer that arrives in chunks, as it does from a socket.
fn read_typed(json: &[u8]) -> Result<Vec<Package>> {
    const CHUNK: usize = 16 * 1024;
    let mut answer = Answer::new();
    let mut packages = Vec::new();
    for chunk in json.chunks(CHUNK) {
        answer.feed(chunk);
        while let Some(package) = answer.next(Package::decode)? {
            packages.push(package);
        }
    }
    answer.finish()?;
    Ok(packages)
}
