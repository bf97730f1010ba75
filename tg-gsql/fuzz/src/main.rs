//! `cargo run --release -- [inputs [seed]]`: runs this number of scripts, broken in many ways,
//! through the lexer, the parser, the checks, the printers and the JSON reader.
//!
//! Stops at the first input that panics, takes more than ten seconds, or violates an invariant, and
//! prints it. The same seed gives the same inputs.

mod invariants;
mod mutate;

use std::panic;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, thread};

use mutate::Mutator;

static DONE: AtomicU64 = AtomicU64::new(0);
static INPUT: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1).map(|it| it.parse::<u64>());
    let (Some(Ok(inputs)), Some(Ok(seed))) =
        (arguments.next().or(Some(Ok(1_000_000))), arguments.next().or(Some(Ok(1))))
    else {
        eprintln!("usage: tg-gsql-fuzz [inputs [seed]]");
        return ExitCode::from(2);
    };
    thread::spawn(watch);
    let started = Instant::now();
    let mut mutator = Mutator::new(seed);
    let mut bytes = 0_u64;
    for done in 0..inputs {
        let text = mutator.input();
        bytes += text.len() as u64;
        text.clone_into(&mut INPUT.lock().unwrap_or_else(PoisonError::into_inner));
        let result = panic::catch_unwind(|| invariants::check(&text));
        let broken = match result {
            Ok(Ok(())) => None,
            Ok(Err(broken)) => Some(broken),
            Err(_) => Some("it panicked".to_owned()),
        };
        if let Some(broken) = broken {
            eprintln!("input {done} of seed {seed}: {broken}\n----\n{text}\n----\n{text:?}");
            return ExitCode::FAILURE;
        }
        DONE.store(done + 1, Ordering::Relaxed);
        if (done + 1) % 500_000 == 0 {
            println!("{} inputs, {} MB, {:?}", done + 1, bytes / 1_000_000, started.elapsed());
        }
    }
    println!(
        "{inputs} inputs, {} MB, {:?}: no invariant violated",
        bytes / 1_000_000,
        started.elapsed()
    );
    ExitCode::SUCCESS
}

/// Ends the process if one input takes too long.
fn watch() {
    let mut last = (0, Instant::now());
    loop {
        thread::sleep(Duration::from_secs(1));
        let done = DONE.load(Ordering::Relaxed);
        if done != last.0 {
            last = (done, Instant::now());
        } else if last.1.elapsed() > Duration::from_secs(10) {
            let input = INPUT.lock().unwrap_or_else(PoisonError::into_inner);
            eprintln!("input {done} takes more than ten seconds\n----\n{}", *input);
            std::process::exit(1);
        }
    }
}
