//! `tg query check`: the mistakes of queries, without running them.

use std::collections::BTreeMap;

use crate::args::QueryCheckArgs;
use crate::cmd::Context;
use crate::cmd::schema::source;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::report::Report;
use crate::query;

pub(super) fn run(args: &QueryCheckArgs, context: &Context) -> Outcome {
    let files = query::read(&args.files.paths)?;
    let (catalog, graph) = source::load(args.schema.as_ref(), &args.connection, context)?;
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &files {
        for own in file.queries.iter().filter(|own| !own.name.is_empty()) {
            places.entry(&own.name).or_default().push(&file.name);
        }
    }
    let twice: Vec<_> = places
        .iter()
        .filter(|(_, files)| files.len() > 1)
        .map(|(name, files)| format!("`{name}` is in {}", files.join(" and in ")))
        .collect();
    let report = |file: &query::QueryFile| {
        Report::new(&file.name, &file.text, &file.check(&catalog, graph.as_deref()))
    };
    let reports: Vec<_> = files.iter().map(report).collect();
    let text = || reports.iter().map(Report::text_or_all_well).collect();
    context.out.show(&reports, text)?;
    if !twice.is_empty() {
        return Err(Failure::input(format!("a query is defined twice: {}", twice.join("; "))));
    }
    Ok(Exit::of(reports.iter().all(|report| report.errors == 0)))
}
