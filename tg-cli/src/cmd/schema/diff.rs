//! `tg schema diff`: the differences between two schemas.

use serde::Serialize;
use tg_gsql::diff;

use super::source::{self, Source};
use crate::args::DiffArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::schema::{Differences, lines};

#[derive(Debug, Serialize)]
struct Compared {
    current: String,
    target: String,
    differences: Differences,
}

pub(super) fn run(args: &DiffArgs, context: &Context) -> Outcome {
    let settings = || context.settings(args.connection.layer());
    let (current, target) = match (&args.current, &args.target) {
        (Some(current), Some(target)) => (Source::of(current), Source::of(target)),
        (Some(current), None) => {
            (Source::of(current), Source::File(settings()?.snapshot()?.to_owned()))
        }
        (None, _) => (Source::Live, Source::File(settings()?.snapshot()?.to_owned())),
    };
    if current == Source::Live && target == Source::Live {
        return Err(Failure::usage("`live` is given twice, but there is one server"));
    }
    let graph = settings()?.values.graph;
    let load = |source: &Source| source.load(settings()?, &args.connection, context);
    let (old, new) = (load(&current)?, load(&target)?);
    if let Some(graph) = &graph {
        source::require_graph(if target == Source::Live { &old } else { &new }, graph)?;
    }
    let differences = match (&current, &target) {
        (Source::File(_), Source::File(_)) => match &graph {
            Some(graph) => diff::graph(&old, &new, graph, &[]),
            None => diff::catalog(&old, &new, &[]),
        },
        // The graphs of the file decide which of the server's graphs are compared, on either side.
        (Source::Live, _) => source::compare(&old, &new, graph.as_deref()),
        (_, Source::Live) => {
            let only = old.graphs.first().filter(|_| old.graphs.len() == 1);
            let named = graph.as_deref().or(only.map(|graph| graph.name.as_str()));
            source::compare(&old, &new, named)
        }
    };
    let compared = Compared {
        current: current.name(),
        target: target.name(),
        differences: Differences::of(&differences),
    };
    context.out.show(&compared, || lines(&differences))?;
    Ok(Exit::of(differences.is_empty()))
}
