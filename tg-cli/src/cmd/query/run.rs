//! `tg query run`: an installed query, with its results for people or programs.

use serde_json::value::RawValue;
use tg_gsql::suggest::nearest;
use tg_runtime::Graph as _;

use super::{connect, parameter, results};
use crate::args::QueryRunArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Failure, Outcome};

pub(super) fn run(args: &QueryRunArgs, context: &Context) -> Outcome {
    let connection = connect(&args.connection, context)?;
    let graph = &connection.graph;
    let signature = connection.wait(async { Ok(graph.queries().signature(&args.name).await?) })?;
    let mut query = graph.query(&args.name);
    let mut problems = Vec::new();
    let mut names: Vec<_> = args.parameters.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let Some(input) = signature.inputs.iter().find(|input| input.name == name) else {
            let known = signature.inputs.iter().map(|input| input.name.as_str());
            let near = nearest(name, known).map(|near| format!("; did you mean `{near}`?"));
            problems.push(format!("`{name}` is not a parameter{}", near.unwrap_or_default()));
            continue;
        };
        let texts = args.parameters.iter().filter(|(known, _)| known == name);
        let texts: Vec<_> = texts.map(|(_, text)| text.as_str()).collect();
        match parameter::read(&input.ty, &texts) {
            Ok(value) => query = query.param(name, value),
            Err(problem) => problems.push(format!("`{name}`: {problem}")),
        }
    }
    if !problems.is_empty() {
        let inputs = signature.inputs.iter().map(|it| format!("{} {}", it.ty, it.name));
        let inputs: Vec<_> = inputs.collect();
        let help = match inputs.as_slice() {
            [] => format!("`{}` has no parameters", args.name),
            inputs => format!("the parameters of `{}`: {}", args.name, inputs.join(", ")),
        };
        return Err(Failure::usage(problems.join("; ")).help(help));
    }
    let printed = connection.wait(async { Ok(query.await?) })?;
    if context.out.json {
        let all: &RawValue = serde_json::from_str(printed.json()).map_err(std::io::Error::from)?;
        context.out.show(&all, String::new)?;
    } else {
        context.out.text(&results::text(&printed))?;
    }
    Ok(Exit::Done)
}
