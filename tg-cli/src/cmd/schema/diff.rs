//! `tg schema diff`: what differs between two schemas.

use serde::Serialize;
use tg_gsql::diff;

use super::source;
use crate::args::DiffArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Outcome};
use crate::output::schema::{Differences, lines};

#[derive(Debug, Serialize)]
struct Compared {
    have: String,
    want: String,
    differences: Differences,
}

pub(super) fn run(args: &DiffArgs, context: &Context) -> Outcome {
    let have = source::read_sound(&args.have, context.out)?;
    let want = source::read_sound(&args.want, context.out)?;
    let differences = match &args.graph {
        Some(graph) => diff::graph(&have, &want, graph, &[]),
        None => diff::catalog(&have, &want, &[]),
    };
    let compared = Compared {
        have: args.have.display().to_string(),
        want: args.want.display().to_string(),
        differences: Differences::of(&differences),
    };
    context.out.show(&compared, || lines(&differences))?;
    Ok(Exit::of(differences.is_empty()))
}
