//! `tg query check`: the mistakes of queries, without running them.

use crate::args::QueryCheckArgs;
use crate::cmd::Context;
use crate::cmd::schema::source;
use crate::exit::{Exit, Outcome};
use crate::output::report::Report;
use crate::query;

pub(super) fn run(args: &QueryCheckArgs, context: &Context) -> Outcome {
    let files = query::read(&args.files.paths)?;
    let (catalog, graph) = source::load(args.schema.as_ref(), &args.connection, context)?;
    let all = query::parse_all(&files);
    let functions = (!args.functions.is_empty()).then_some(args.functions.as_slice());
    let report = |file: &query::QueryFile| {
        let findings = file.check(&catalog, graph.as_deref(), &all, functions);
        Report::new(&file.name, &file.text, &findings)
    };
    let reports: Vec<_> = files.iter().map(report).collect();
    let text = || reports.iter().map(Report::text_or_all_well).collect();
    context.out.show(&reports, text)?;
    query::require_distinct(&files)?;
    Ok(Exit::of(reports.iter().all(|report| report.errors == 0)))
}
