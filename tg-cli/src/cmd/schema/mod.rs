//! `tg schema`: one file per command.

mod apply;
mod check;
mod diff;
mod draw;
pub(super) mod fmt;
mod generate;
mod plan;
mod pull;
mod renames;
mod show;
pub(super) mod source;

use super::Context;
use crate::args::SchemaCommand;
use crate::exit::Outcome;

pub(super) fn run(command: SchemaCommand, context: &Context) -> Outcome {
    match command {
        SchemaCommand::Pull(args) => pull::run(&args, context),
        SchemaCommand::Show(args) => show::run(&args, context),
        SchemaCommand::Check(args) => check::run(&args, context),
        SchemaCommand::Fmt(args) => fmt::run(&args, context),
        SchemaCommand::Diff(args) => diff::run(&args, context),
        SchemaCommand::Plan(args) => plan::run(&args, context),
        SchemaCommand::Apply(args) => apply::run(&args, context),
        SchemaCommand::Generate(args) => generate::run(&args, context),
        SchemaCommand::Draw(args) => draw::run(&args, context),
    }
}
