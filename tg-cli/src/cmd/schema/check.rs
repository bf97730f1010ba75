//! `tg schema check`: what is wrong with a text.

use super::source::{self, Read};
use crate::args::CheckArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Outcome};

pub(super) fn run(args: &CheckArgs, context: &Context) -> Outcome {
    let settings = context.settings(args.connection.layer())?;
    let path = match &args.file {
        Some(file) => file.as_path(),
        None => settings.snapshot()?,
    };
    let Read { report, catalog: _ } = source::read(path)?;
    context.out.show(&report, || report.text_or_all_well())?;
    Ok(Exit::of(report.errors == 0))
}
