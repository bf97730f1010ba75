//! `tg completions`: the completion scripts of shells.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::Context;
use crate::args::Args;
use crate::exit::{Exit, Outcome};

pub(super) fn run(shell: Shell, context: &Context) -> Outcome {
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "tg", &mut script);
    context.out.raw(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
