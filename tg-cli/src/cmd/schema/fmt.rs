//! `tg schema fmt`: DDL in its canonical form.

use serde::Serialize;
use tg_gsql::json::{self, Style};

use super::source;
use crate::args::FmtArgs;
use crate::cmd::Context;
use crate::config::Layer;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::output::Output;
use crate::output::report::Report;

#[derive(Debug, Serialize)]
struct Formatted<'a> {
    file: String,
    /// `true` if the file is in its canonical form, possibly because it was just written.
    formatted: bool,
    /// `true` if the file was written.
    written: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

pub(super) fn run(args: &FmtArgs, context: &Context) -> Outcome {
    let path = match &args.file {
        Some(file) => file.clone(),
        None => context.settings(Layer::default())?.snapshot()?.to_owned(),
    };
    if args.write && files::is_dash(&path) {
        return Err(Failure::usage("`--write` needs a file, and `-` is standard input"));
    }
    let before = files::read(&path)?;
    let after = format(&before, context.out)?;
    let same = after == before.text;
    let result = |formatted, written, text| Formatted {
        file: before.name.clone(),
        formatted,
        written,
        text,
    };
    if args.check {
        let message = || match same {
            true => String::new(),
            false => {
                format!("{} is not in its canonical form; `--write` makes it so\n", before.name)
            }
        };
        context.out.show(&result(same, false, None), message)?;
        return Ok(Exit::of(same));
    }
    if args.write {
        files::write(&path, &after)?;
        let message = || if same { String::new() } else { format!("{} written\n", before.name) };
        context.out.show(&result(true, !same, None), message)?;
    } else if context.out.json {
        context.out.show(&result(same, false, Some(&after)), String::new)?;
    } else {
        context.out.raw(&after)?;
    }
    Ok(Exit::Done)
}

fn format(input: &files::Input, out: Output) -> Outcome<String> {
    if source::is_json(&input.text) {
        let source::Read { catalog, report } = source::parse(input);
        report.require_sound(out)?;
        return Ok(json::catalog(&catalog, Style::Snapshot));
    }
    // Any text that parses can be formatted, even if the schema has errors: a script may change a
    // schema that another one creates.
    match tg_gsql::format::script(&input.text) {
        Ok(text) => Ok(text),
        Err(findings) => {
            let report = Report::new(&input.name, &input.text, &findings);
            report.require_sound(out)?;
            Ok(input.text.clone())
        }
    }
}
