//! What the typed client costs, beside what an expert writes by hand; see `README.md`.
//!
//! Prints one JSON object a measurement. Without arguments it measures everything; the arguments
//! `instructions`, `times`, `load`, `compile`, `check` and `language` choose.

mod checked;
mod compile;
mod cpu;
mod expert;
mod instructions;
mod language;
mod load;
mod record;
mod report;
mod server;
mod times;

use std::process::ExitCode;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
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

fn run(arguments: &[&str]) -> Outcome {
    match arguments {
        [] => run(&["instructions", "times", "load", "compile", "check", "language"]),
        // The processes that the measurements start.
        ["emulate"] => load::emulate(),
        ["serve", rows] => server::serve(rows.parse()?),
        ["count", what, records] => instructions::count(what, records.parse()?),
        modes => modes.iter().try_for_each(|mode| match *mode {
            "instructions" => instructions::measure(),
            "times" => times::measure(),
            "load" => load::measure(),
            "compile" => compile::measure(),
            "check" => checked::measure(),
            "language" => language::measure(),
            other => Err(format!(
                "no measurement is called `{other}`: there are `instructions`, `times`, `load`, `compile`, `check` and `language`"
            )
            .into()),
        }),
    }
}
