//! Measures the typed client and the same work written by hand; see `README.md`.
//!
//! Prints one JSON object per measurement. The arguments choose the measurements; without arguments
//! all of them run.

mod algorithms;
mod callgrind;
mod checked;
mod compile;
mod cpu;
mod emulator;
mod expert;
mod get;
mod instructions;
mod language;
mod load;
mod mixed;
mod queries;
mod record;
mod report;
mod rows;
mod server;
mod times;

use std::process::ExitCode;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

type Measurement = fn() -> Result;

/// The measurements, by the name that an argument gives.
const MODES: [(&str, Measurement); 11] = [
    ("instructions", instructions::measure),
    ("get", get::measure),
    ("times", times::measure),
    ("load", load::measure),
    ("rows", rows::measure),
    ("mixed", mixed::measure),
    ("algorithms", algorithms::measure),
    ("compile", compile::measure),
    ("check", checked::measure),
    ("queries", queries::measure),
    ("language", language::measure),
];

fn main() -> ExitCode {
    // With the provider installed, a reqwest client can be built even where another crate of the
    // build enables TLS. An error means that it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result {
    match arguments {
        [] => MODES.iter().try_for_each(|(_, measure)| measure()),
        // The processes that the measurements start.
        ["emulate"] => emulator::emulate(),
        ["serve", rows] => server::serve(rows.parse()?),
        ["algorithms", "plain", path] => algorithms::run_plain(path.as_ref()),
        ["rows", "file", rows, path] => rows::write(path.as_ref(), rows.parse()?),
        ["rows", side, url, rows, path] => rows::load(side, url, rows.parse()?, path),
        ["count", side, count] if side.starts_with("get") => get::count(side, count.parse()?),
        ["count", side, count] => instructions::count(side, count.parse()?),
        names => names.iter().try_for_each(|name| measure(name)),
    }
}

fn measure(name: &str) -> Result {
    match MODES.iter().find(|(mode, _)| *mode == name) {
        Some((_, measure)) => measure(),
        None => {
            let modes = MODES.map(|(mode, _)| format!("`{mode}`")).join(", ");
            Err(format!("`{name}` is not a measurement; the measurements are {modes}").into())
        }
    }
}
