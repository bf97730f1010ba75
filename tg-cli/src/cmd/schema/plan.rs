//! `tg schema plan`: the steps to a schema, and the data that they cost.

use tg_gsql::model::Catalog;
use tg_runtime::schema_change::SchemaPlan;

use super::renames;
use super::source::{self, Source};
use crate::args::PlanArgs;
use crate::cmd::Context;
use crate::cmd::connection::Connection;
use crate::config::Settings;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::schema::{PlanView, plan_text};

pub(super) fn run(args: &PlanArgs, context: &Context) -> Outcome {
    let (_, plan) = make(args, context)?;
    context.out.show(&PlanView::of(&plan), || plan_text(&plan))?;
    Ok(Exit::of(plan.plan().refusals.is_empty()))
}

/// Reads both schemas and makes the plan.
pub(super) fn make(args: &PlanArgs, context: &Context) -> Outcome<(Connection, SchemaPlan)> {
    let mut settings = context.settings(args.connection.layer())?;
    let path = match args.file.as_deref().map(Source::of) {
        Some(Source::File(path)) => path,
        Some(Source::Live) => {
            return Err(Failure::usage("the server has its own schema already: give a FILE"));
        }
        None => settings.snapshot()?.to_owned(),
    };
    let target = source::read_sound(&path, context.out)?;
    let graph = graph(&settings, &target)?;
    let renames = renames::read(&args.rename, &target, &graph)?;
    settings.values.graph = Some(graph);
    let connection = Connection::with(settings, &args.connection)?;
    let plan = connection.wait(async {
        let mut plan = connection.graph.plan_change_to(target);
        if args.keep_extra {
            plan = plan.keep_extra();
        }
        for rename in renames {
            plan = plan.renamed(rename);
        }
        if let Some(limit) = connection.timeout() {
            plan = plan.timeout(limit);
        }
        Ok(plan.await?)
    })?;
    Ok((connection, plan))
}

/// Returns the graph to change: the given one, or the only one of the target schema.
fn graph(settings: &Settings, target: &Catalog) -> Outcome<String> {
    match (&settings.values.graph, target.graphs.as_slice()) {
        (Some(name), _) => Ok(source::require_graph(target, name)?.name.clone()),
        (None, [only]) => Ok(only.name.clone()),
        (None, []) => Err(Failure::input("the target schema has no graph")
            .help("a plan is made for a graph: write CREATE GRAPH with its types")),
        (None, graphs) => {
            let names: Vec<_> = graphs.iter().map(|graph| graph.name.as_str()).collect();
            Err(Failure::usage("the target schema has several graphs, and a plan is made for one")
                .help(format!("give `--graph NAME`, one of {}", names.join(", "))))
        }
    }
}
