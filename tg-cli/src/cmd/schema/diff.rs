//! `tg schema diff`: what differs between two schemas.

use serde::Serialize;
use tg_gsql::diff;

use super::source::{self, Source};
use crate::args::DiffArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::schema::{Differences, lines};

#[derive(Debug, Serialize)]
struct Compared {
    have: String,
    want: String,
    differences: Differences,
}

pub(super) fn run(args: &DiffArgs, context: &Context) -> Outcome {
    let settings = || context.settings(args.connection.layer());
    let (have, want) = match (&args.have, &args.want) {
        (Some(have), Some(want)) => (Source::of(have), Source::of(want)),
        (Some(have), None) => (Source::of(have), Source::File(settings()?.snapshot()?.to_owned())),
        (None, _) => (Source::Live, Source::File(settings()?.snapshot()?.to_owned())),
    };
    if have == Source::Live && want == Source::Live {
        return Err(Failure::usage("`live` is given twice, and there is one server"));
    }
    let graph = settings()?.values.graph;
    let load = |source: &Source| source.load(settings()?, &args.connection, context);
    let (old, new) = (load(&have)?, load(&want)?);
    if let Some(graph) = &graph {
        source::require_graph(if want == Source::Live { &old } else { &new }, graph)?;
    }
    let differences = match (&have, &want) {
        (Source::File(_), Source::File(_)) => match &graph {
            Some(graph) => diff::graph(&old, &new, graph, &[]),
            None => diff::catalog(&old, &new, &[]),
        },
        // The file says which of the server's graphs count, whichever side it is on.
        (Source::Live, _) => source::compare(&old, &new, graph.as_deref()),
        (_, Source::Live) => {
            let only = old.graphs.first().filter(|_| old.graphs.len() == 1);
            let named = graph.as_deref().or(only.map(|graph| graph.name.as_str()));
            source::compare(&old, &new, named)
        }
    };
    let compared = Compared {
        have: have.name(),
        want: want.name(),
        differences: Differences::of(&differences),
    };
    context.out.show(&compared, || lines(&differences))?;
    Ok(Exit::of(differences.is_empty()))
}
