//! Instructions per vertex to write and to read, counted by callgrind.

use serde::Serialize;
use tg_runtime::body::{Answer, UpsertBody};
use tg_runtime::schema::ReadVertex;

use crate::Result;
use crate::callgrind;
use crate::expert;
use crate::record::{Package, packages};
use crate::report;

const RECORDS: usize = 2_000;

/// Counts both sides in both directions.
pub(crate) fn measure() -> Result {
    if !callgrind::is_installed() {
        return report::skip("instructions", "valgrind is not installed");
    }
    for (direction, limit) in [("write", 1_800), ("read", 5_000)] {
        let typed = callgrind::instructions(&format!("{direction}_typed"), RECORDS)?;
        let expert = callgrind::instructions(&format!("{direction}_expert"), RECORDS)?;
        let line = Line {
            measurement: format!("{direction}_instructions"),
            unit: "instructions per vertex",
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
    /// The most instructions that the typed side may take.
    limit: u32,
    ratio: f64,
}

/// Runs under callgrind: does the work once to warm up, and once to be counted.
pub(crate) fn count(side: &str, records: usize) -> Result {
    let packages: Vec<_> = packages(records).collect();
    match side {
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
            if read == packages {
                Ok(())
            } else {
                Err("the read packages differ from the written ones".into())
            }
        }
        "read_expert" => {
            let json = expert::answer(&packages)?;
            drop(expert::read(&json)?);
            let read = counted::read_expert(&json)?;
            if read.len() == records {
                Ok(())
            } else {
                Err("the number of read packages is wrong".into())
            }
        }
        other => Err(format!("`count` does not know the side `{other}`").into()),
    }
}

/// The functions that callgrind counts, by name. The caller drops the returned values, so that the
/// drops are not counted.
mod counted {
    use super::*;

    #[inline(never)]
    pub(super) fn write_typed(
        body: &mut UpsertBody<'_>,
        packages: &[Package],
        out: &mut Vec<u8>,
    ) -> Result {
        super::write_typed(body, packages, out)
    }

    #[inline(never)]
    pub(super) fn write_expert(wire: &[expert::WirePackage], out: &mut Vec<u8>) -> Result {
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

fn write_typed(body: &mut UpsertBody<'_>, packages: &[Package], out: &mut Vec<u8>) -> Result {
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
