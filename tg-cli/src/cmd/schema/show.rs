//! `tg schema show`

use super::source;
use crate::args::ShowArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Outcome};
use crate::output::schema::{Schema, listing};

pub(super) fn run(args: &ShowArgs, context: &Context) -> Outcome {
    let settings = context.settings(args.connection.layer())?;
    let path = match &args.file {
        Some(file) => file.as_path(),
        None => settings.snapshot()?,
    };
    let catalog = source::read_sound(path, context.out)?;
    context.out.show(&Schema::of(&catalog), || listing(&catalog))?;
    Ok(Exit::Done)
}
