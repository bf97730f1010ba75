//! `tg query fmt`: files of queries in their canonical layout.

use crate::args::QueryFmtArgs;
use crate::cmd::Context;
use crate::cmd::schema::fmt::Formatted;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::output::report::Report;
use crate::query::{self, QueryFile};

pub(super) fn run(args: &QueryFmtArgs, context: &Context) -> Outcome {
    if args.write && args.files.paths.iter().any(|path| files::is_dash(path)) {
        return Err(Failure::usage("`--write` needs files, and `-` is standard input"));
    }
    let files = query::read(&args.files.paths)?;
    let texts = format(&files, context)?;
    let pairs = || files.iter().zip(&texts);
    if args.write {
        // All files can be formatted: none is written if one has mistakes.
        for (file, text) in pairs() {
            files::write(&file.path, text)?;
        }
    }
    let formatted: Vec<_> = pairs()
        .map(|(file, text)| Formatted {
            file: file.name.clone(),
            formatted: args.write || file.text == *text,
            written: args.write && file.text != *text,
            text: (!args.check && !args.write).then_some(text.as_str()),
        })
        .collect();
    if !args.check && !args.write && !context.out.json {
        context.out.raw(&texts.concat())?;
        return Ok(Exit::Done);
    }
    context.out.show(&formatted, || formatted.iter().map(Formatted::line).collect())?;
    Ok(Exit::of(!args.check || formatted.iter().all(|it| it.formatted)))
}

/// Returns the canonical text of each file.
fn format(files: &[QueryFile], context: &Context) -> Outcome<Vec<String>> {
    let (mut texts, mut broken) = (Vec::new(), Vec::new());
    for file in files {
        match tg_gsql::format::queries(&file.text) {
            Ok(text) => texts.push(text),
            Err(findings) => broken.push((file, Report::new(&file.name, &file.text, &findings))),
        }
    }
    if broken.is_empty() {
        return Ok(texts);
    }
    if !context.out.json {
        crate::output::stderr(&broken.iter().map(|(_, report)| report.text()).collect::<String>());
    }
    let names: Vec<_> = broken.iter().map(|(file, _)| file.name.as_str()).collect();
    let reports: Vec<_> = broken.iter().map(|(_, report)| report).collect();
    let message = format!("no file is formatted: there are mistakes in {}", names.join(", "));
    Err(Failure::findings(message, serde_json::to_value(&reports).unwrap_or_default()))
}
